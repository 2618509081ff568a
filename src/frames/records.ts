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

  for (const [row, record] of records.entries()) {
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
  return {
    origin: 'records',
    length: rows.length,
    names: [...firstRows.keys()],
    isUniform,
    namesColumns: false,
    cellCount,
    cells: (name) => {
      if (!firstRows.has(name)) return () => absent
      if (isUniform) return (row) => (rows[row] as Record<string, unknown>)[name]
      return (row) => (Object.hasOwn(rows[row] as object, name) ? (rows[row] as Record<string, unknown>)[name] : absent)
    },
    cellPath: (row, name) => [row, name],
    namePath: (name) => [firstRows.get(name) ?? 0, name],
  }
}

export function isSameOrder(names: readonly string[], others: readonly string[]): boolean {
  return names.length === others.length && names.every((name, index) => name === others[index])
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
  for (let row = 0; row < length; row++) records[row] = { ...first }
  for (const [index, name] of names.entries()) {
    const cells = columns[index] ?? []
    for (let row = 0; row < length; row++) (records[row] as Record<string, unknown>)[name] = cells[row]
  }
  return records
}
