import type { CellReader } from '../cells/cell.js'
import { cellWriter } from '../cells/cell-writer.js'
import type { Dtype } from '../dtype/dtype.js'
import { absent, type Rows } from '../frames/rows.js'

// Columns that say themselves what they hold (Arrow's) give cells as their dtype stores them: a count of microseconds is no
// count of nanoseconds. Where another dtype is asked for, or none, they are read by way of what they are in JSON.

/** Whether cells of one dtype can be cells of another at all; whether each of them can is for the reader to say. */
export function canCast(given: Dtype, wanted: Dtype, unsafe: boolean): boolean {
  const from = given.kind === 'category' ? given.value : given
  const to = wanted.kind === 'category' ? wanted.value : wanted
  if (from.kind === 'null' || to.kind === 'object') return true
  if (from.kind === 'datetime' && to.kind === 'datetime') return unsafe || (from.zone ?? '') === (to.zone ?? '')
  if (unsafe || from.kind === to.kind) return true
  switch (to.kind) {
    case 'integer':
    case 'float':
      return isNumber(from) || from.kind === 'decimal'
    case 'decimal':
      return isNumber(from) || from.kind === 'string'
    case 'datetime':
      return from.kind === 'date' || from.kind === 'string'
    case 'date':
    case 'time':
    case 'timedelta':
      return from.kind === 'string'
    default:
      return false
  }
}

function isNumber({ kind }: Dtype): boolean {
  return kind === 'integer' || kind === 'float'
}

/** Reads cells of one dtype as those of another. */
export function typedReader(read: CellReader, given: Dtype, wanted: Dtype): CellReader {
  const toJson = jsonCell(given)
  const isFloat = given.kind === 'float' && wanted.kind === 'float'
  // Infinity is no number of JSON, but one of both dtypes.
  const readFloat: CellReader = (value) => (value === Infinity || value === -Infinity ? value : read(value))
  if (isFloat) return readFloat
  const isNumeric = wanted.kind === 'integer' || wanted.kind === 'float'
  if (given.kind === 'decimal' && isNumeric) return (value) => read(value === null ? null : numberOf(String(toJson(value))))
  return (value) => read(value === null ? null : toJson(value), typeof value === 'bigint')
}

/** A decimal text as a number, or as a bigint where it is an integer. */
function numberOf(text: string): number | bigint {
  return /^-?\d+(\.0*)?$/.test(text) ? BigInt(text.replace(/\.0*$/, '')) : Number(text)
}

/** What a cell is in JSON. */
function jsonCell(dtype: Dtype): (cell: unknown) => unknown {
  switch (dtype.kind) {
    case 'bool':
    case 'integer':
    case 'float':
    case 'string':
    case 'object':
      return (cell) => cell
    case 'category':
      return jsonCell(dtype.value)
    case 'bytes':
      return (cell) => cell
    default:
      return cellWriter(dtype, true)
  }
}

/** The cells of a column as JSON has them, whatever the column is in. */
export function plainCellAt(rows: Rows, name: string): (row: number) => unknown {
  const cellAt = rows.cells(name)
  const dtype = rows.dtype?.(name)
  if (dtype === undefined) return cellAt
  const toJson = dtype.kind === 'bytes' ? cellWriter(dtype, true) : jsonCell(dtype)
  return (row) => {
    const cell = cellAt(row)
    return cell === null || cell === absent ? cell : toJson(cell)
  }
}

/** All of them. */
export function plainCells(rows: Rows, name: string): unknown[] {
  const cellAt = plainCellAt(rows, name)
  return Array.from({ length: rows.length }, (_, row) => cellAt(row))
}
