import { createNdArray, type NdArray } from '../dtype/ndarray.js'
import { anything, checkOptions, oneOfTexts } from '../errors/options.js'
import { allOf, showValue } from '../errors/show.js'
import { losesOrder } from '../json/own.js'
import { columnOf, readFrame } from './columns-of.js'
import type { Rows } from './rows.js'

export interface ToNumpyOptions<Dtype extends 'float32' | 'float64' = 'float64'> {
  /** The columns to take, in this order. Default all of the frame, in its own. */
  readonly columns?: readonly string[]
  /** What the elements are. Default `float64`. */
  readonly dtype?: Dtype
}

/**
 * The rows of a frame as a matrix, like pandas's `DataFrame.to_numpy`: what a model's tensor is made of. The frame may be
 * records, an object or a list of columns, an Arrow Table or a danfojs DataFrame.
 *
 * Booleans are 0 and 1, missing numbers NaN; bigints become the nearest number.
 *
 * @returns an NdArray of shape [rows, columns] in C order, over a Float32Array or a Float64Array
 * @throws TypeError naming the column, and the row, of what is no number
 * @example
 * ```ts
 * const people = [{ name: 'Sarah', age: 25, weight: 61.5 }, { name: 'John', age: 31, weight: null }]
 * const matrix = toNumpy(people, { columns: ['weight', 'age'], dtype: 'float32' })
 * matrix.shape // [2, 2]
 * matrix.data // Float32Array [61.5, 25, NaN, 31]
 * ```
 */
export function toNumpy<Dtype extends 'float32' | 'float64' = 'float64'>(
  frame: unknown,
  options: ToNumpyOptions<Dtype> = {},
): NdArray<Dtype extends 'float32' ? Float32Array : Float64Array> {
  checkOptions(options, { columns: anything, dtype: oneOfTexts(['float32', 'float64']) }, TypeError)
  const rows = readFrame(frame)
  if (options.columns === undefined && (rows.origin === 'records' || rows.origin === 'columns') && losesOrder(rows.names))
    throw new TypeError(
      `the columns ${allOf(rows.names)} have names like integers, which objects put first; give \`columns\` in their order`,
    )
  const { columns = rows.names, dtype = 'float64' } = options
  const values = new (dtype === 'float32' ? Float32Array : Float64Array)(rows.length * columns.length)
  for (const [position, name] of columns.entries()) {
    // Records without a row have no names at all.
    if (rows.length === 0 && rows.names.length === 0) break
    if (!rows.names.includes(name)) throw new TypeError(`the frame has no column ${showValue(name)}; it has ${allOf(rows.names)}`)
    fillColumn(values, position, columns.length, rows, name)
  }
  return createNdArray(values, [rows.length, columns.length]) as never
}

function fillColumn(values: Float32Array | Float64Array, position: number, width: number, rows: Rows, name: string): void {
  const isNumeric = ['integer', 'float', 'bool', 'null', undefined].includes(rows.dtype?.(name)?.kind)
  const cells = columnOf(rows, name)
  for (let row = 0; row < rows.length; row++) {
    const cell = cells[row]
    const number = isNumeric ? numberOf(cell) : undefined
    if (number === undefined) throw new TypeError(`the column ${showValue(name)} has ${showValue(cell)} in row ${row}, expected a number`)
    values[row * width + position] = number
  }
}

function numberOf(cell: unknown): number | undefined {
  if (typeof cell === 'number') return cell
  if (cell === null || cell === undefined) return Number.NaN
  return typeof cell === 'bigint' || typeof cell === 'boolean' ? Number(cell) : undefined
}
