import type { IssueLog } from '../errors/issue-log.js'
import { showValue } from '../errors/show.js'
import { isRecord, setOwn } from '../json/own.js'
import { absent, isSparse, type Rows } from './rows.js'

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
    ...(isSparse(cellCount, rows.length, names.length) ? { having: rowsByName(rows) } : {}),
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

/** Finds the rows that have a key, in as many steps as there are keys. */
function rowsByName(rows: readonly Record<string, unknown>[]): NonNullable<Rows['having']> {
  const known = new Map<string, number[]>()
  for (const [row, record] of rows.entries()) {
    for (const key of Object.keys(record)) {
      const at = known.get(key)
      if (at === undefined) known.set(key, [row])
      else at.push(row)
    }
  }
  return (name) => {
    const at = known.get(name) ?? []
    return at.length === rows.length ? undefined : at
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

/** A column of records. */
export interface RecordsColumn {
  readonly name: string
  readonly cells: ArrayLike<unknown>
  /** The rows that the cells are of, in order; undefined where there is a cell for each row. */
  readonly rows?: readonly number[] | undefined
}

/** Builds an array of records from columns; a record lacks the cells that are {@link absent}, and those of rows that a column is not in. */
export function buildRecords(columns: readonly RecordsColumn[], length: number): Record<string, unknown>[] {
  const isWhole = columns.every(
    ({ name, cells, rows }) => name !== '__proto__' && rows === undefined && !(Array.isArray(cells) && cells.includes(absent)),
  )
  if (isWhole) return copiesOf(columns, length)
  const records = Array.from({ length }, (): Record<string, unknown> => ({}))
  for (const { name, cells, rows } of columns) {
    const count = rows?.length ?? length
    for (let i = 0; i < count; i++) {
      const cell = cells[i]
      if (cell !== absent) setOwn(records[rows === undefined ? i : (rows[i] as number)] as Record<string, unknown>, name, cell)
    }
  }
  return records
}

/** Records that have all of the columns: copies of one, so that they need not grow key by key. */
function copiesOf(columns: readonly RecordsColumn[], length: number): Record<string, unknown>[] {
  const first: Record<string, unknown> = {}
  for (const { name } of columns) first[name] = null
  const records = new Array<Record<string, unknown>>(length)
  for (let row = 0; row < length; row++) {
    const record = { ...first }
    for (const { name, cells } of columns) record[name] = cells[row]
    records[row] = record
  }
  return records
}
