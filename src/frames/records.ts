import type { IssueLog } from '../errors/issue-log.js'
import { showValue } from '../errors/show.js'
import { isRecord, setOwn } from '../json/own.js'
import { absent, type Rows } from './rows.js'

/** Reads an array of records. Undefined after reporting rows that are none. */
export function recordsRows(records: readonly unknown[], log: IssueLog): Rows | undefined {
  const before = log.count
  const firstRows = new Map<string, number>()
  let previous: readonly string[] = []
  let isUniform = true
  let cellCount = 0

  for (let row = 0; row < records.length; row++) {
    const alike = row === 0 ? 0 : countAlike(records, row, previous)
    cellCount += alike * previous.length
    row += alike
    if (row === records.length) break
    const record = records[row]
    if (!isRecord(record)) {
      log.add('wrong_type', 'a record (an object with a value for each column)', showValue(record), [row])
      continue
    }
    const keys = Object.keys(record)
    cellCount += keys.length
    if (row > 0 && isSameOrder(keys, previous)) continue
    if (row > 0) isUniform = false
    for (const key of keys) if (!firstRows.has(key)) firstRows.set(key, row)
    previous = keys
  }
  if (log.count > before) return undefined

  const rows = records as readonly Record<string, unknown>[]
  const names = [...firstRows.keys()]
  return {
    origin: 'records',
    length: rows.length,
    names,
    isUniform,
    namesColumns: false,
    cellCount,
    cells: (name) => {
      if (!firstRows.has(name)) return () => absent
      if (isUniform) return (row) => (rows[row] as Record<string, unknown>)[name]
      return (row) => (Object.hasOwn(rows[row] as object, name) ? (rows[row] as Record<string, unknown>)[name] : absent)
    },
    ...(isUniform
      ? { fill: (columns: readonly unknown[][], from: number, count: number) => fillColumns(rows, names, columns, from, count) }
      : {}),
    cellPath: (row, name) => [row, name],
    namePath: (name) => [firstRows.get(name) ?? 0, name],
  }
}

/** Objects of more keys are dictionaries to the engine, whose keys are found sooner all at once. */
const mostListed = 1000

/** How many rows from one on are records of just these keys, in this order. */
function countAlike(records: readonly unknown[], from: number, names: readonly string[]): number {
  if (names.length > mostListed) return 0
  for (let row = from; row < records.length; row++) {
    const record = records[row]
    if (!isRecord(record) || !hasKeys(record, names)) return row - from
  }
  return records.length - from
}

/**
 * Whether a record has these keys of its own, in this order, and no others: found without making an array of them, which takes
 * twice as long. No is not always true. What is inherited comes after what is the record's own, so that the last key is enough
 * to tell one from the other.
 */
function hasKeys(record: Record<string, unknown>, names: readonly string[]): boolean {
  let count = 0
  for (const key in record) {
    if (key !== names[count]) return false
    count++
  }
  return count === names.length && (count === 0 || Object.hasOwn(record, names[count - 1] as string))
}

/** Reads records that have all columns in the same order: faster than to ask each for its columns by name. */
function fillColumns(
  rows: readonly Record<string, unknown>[],
  names: readonly string[],
  columns: readonly unknown[][],
  from: number,
  count: number,
): void {
  for (let i = 0; i < count; i++) {
    const record = rows[from + i] as Record<string, unknown>
    let column = 0
    for (const key in record) {
      // What is inherited comes after what is the record's own.
      if (key !== names[column]) break
      ;(columns[column++] as unknown[])[i] = record[key]
    }
    for (; column < names.length; column++) (columns[column] as unknown[])[i] = record[names[column] as string]
  }
}

export function isSameOrder(names: readonly string[], others: readonly string[]): boolean {
  if (names.length !== others.length) return false
  for (let index = 0; index < names.length; index++) if (names[index] !== others[index]) return false
  return true
}

/** Builds an array of records from columns. */
export function buildRecords(names: readonly string[], columns: readonly ArrayLike<unknown>[], length: number): Record<string, unknown>[] {
  const isWhole = !names.includes('__proto__') && !columns.some((column) => Array.isArray(column) && column.includes(absent))
  if (isWhole) return copiesOf(names, columns, length)
  const records: Record<string, unknown>[] = []
  for (let row = 0; row < length; row++) {
    const record: Record<string, unknown> = {}
    for (const [index, name] of names.entries()) {
      const value = columns[index]?.[row]
      if (value !== absent) setOwn(record, name, value)
    }
    records.push(record)
  }
  return records
}

/** Records that have all of the columns: copies of one, so that they need not grow key by key. */
function copiesOf(names: readonly string[], columns: readonly ArrayLike<unknown>[], length: number): Record<string, unknown>[] {
  const first: Record<string, unknown> = Object.fromEntries(names.map((name) => [name, null]))
  const records = new Array<Record<string, unknown>>(length)
  for (let row = 0; row < length; row++) {
    const record = { ...first }
    for (let index = 0; index < names.length; index++) record[names[index] as string] = (columns[index] as ArrayLike<unknown>)[row]
    records[row] = record
  }
  return records
}
