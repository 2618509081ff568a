import type { Data } from 'apache-arrow'
import { vectorCells } from '../arrow/cells.js'
import { hasNulls } from '../arrow/table.js'
import { float16View } from '../dtype/storage.js'
import { IssueLog } from '../errors/issue-log.js'
import { showValue } from '../errors/show.js'
import { setOwn } from '../json/own.js'
import { anyFrameRows } from './read-frame.js'
import { absent, listCells, type Rows } from './rows.js'

/**
 * The columns of a frame of any kind (records, an object or a list of columns, an Arrow Table, a danfojs DataFrame) by their names, as
 * arrays or typed arrays; a cell that a record lacks is null.
 *
 * Numbers of an Arrow column without nulls are its own typed array, not a copy (int64 and uint64 are bigints). Everything else of
 * Arrow's is an array: text, booleans, lists, records; dates, times, durations and decimals are bigints, counts of the type's
 * unit (of 10^-scale, for decimals).
 *
 * @throws TypeError for what is no frame
 * @example
 * ```ts
 * columnsOf([{ age: 25, name: 'Sarah' }, { age: 31, name: 'John' }]) // { age: [25, 31], name: ['Sarah', 'John'] }
 * ```
 */
export function columnsOf(frame: unknown): Record<string, ArrayLike<unknown>> {
  const rows = readFrame(frame)
  const columns: Record<string, ArrayLike<unknown>> = {}
  for (const name of rows.names) setOwn(columns, name, columnOf(rows, name))
  return columns
}

/** Reads a frame of any kind. */
export function readFrame(frame: unknown): Rows {
  const log = new IssueLog()
  const rows = anyFrameRows(frame, log)
  const [issue] = log.issues
  if (issue !== undefined) throw new TypeError(`not a frame: ${issue.message}`)
  if (rows === undefined)
    throw new TypeError(
      `the frame is ${showValue(frame)}, expected records, columns (an object, or a list of [name, values] pairs), an Arrow Table or a DataFrame`,
    )
  return rows
}

/** A column as it stands where it is an array already. */
export function columnOf(rows: Rows, name: string): ArrayLike<unknown> {
  const column = rows.column?.(name) ?? arrowNumbers(rows, name)
  return column ?? listCells(rows, name).map((cell) => (cell === absent || cell === undefined ? null : cell))
}

/** The typed array of an Arrow column of numbers without nulls. */
function arrowNumbers(rows: Rows, name: string): ArrayLike<unknown> | undefined {
  const vector = rows.vector?.(name)
  const kind = rows.dtype?.(name)?.kind
  if (vector === undefined || hasNulls(vector) || (kind !== 'integer' && kind !== 'float')) return undefined
  const isHalf = String(vector.type) === 'Float16'
  const chunks = vector.data.map((data: Data) => (data.values as Uint16Array).subarray(0, data.length))
  const [only] = chunks
  if (chunks.length === 1 && only !== undefined) return isHalf ? float16View(only) : only
  const cellAt = vectorCells(vector)
  return Array.from({ length: vector.length }, (_, row) => cellAt(row))
}
