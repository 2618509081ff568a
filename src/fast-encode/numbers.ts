import type { Dtype } from '../dtype/dtype.js'
import type { TypedArray } from '../dtype/storage.js'
import { typedArrayName } from '../json/typed-array.js'

/** The kinds of number that the kernel knows. */
export type NumberKind = 'float64' | 'int32' | 'int64' | 'uint64' | 'bool'

/** How many bytes the kernel takes for a cell. */
export const widthOf: Readonly<Record<NumberKind, number>> = { float64: 8, int32: 4, int64: 8, uint64: 8, bool: 4 }

/** As what a typed array of a dtype's elements is written; undefined where that is not by its numbers alone. */
export function numberKindOf(array: TypedArray, dtype: Dtype['kind']): NumberKind | undefined {
  const name = typedArrayName(array)
  const isInteger = dtype === 'integer' || dtype === 'object'
  if (name === 'BigInt64Array') return isInteger ? 'int64' : undefined
  if (name === 'BigUint64Array') return isInteger ? 'uint64' : undefined
  const isNumber = isInteger || dtype === 'float'
  if (name?.startsWith('Float') || name === 'Uint32Array') return isNumber ? 'float64' : undefined
  return isNumber ? 'int32' : dtype === 'bool' ? 'bool' : undefined
}

/** Memory as each kind of cell. */
export interface Cells {
  readonly ints: Int32Array
  readonly doubles: Float64Array
  readonly longs: BigInt64Array
  readonly unsignedLongs: BigUint64Array
}

/** Memory as cells of a kind. */
export function viewOf(
  memory: Cells,
  kind: NumberKind,
): { [index: number]: number | bigint; set(cells: ArrayLike<never>, at: number): void } {
  switch (kind) {
    case 'float64':
      return memory.doubles
    case 'int64':
      return memory.longs
    case 'uint64':
      return memory.unsignedLongs
    default:
      return memory.ints
  }
}

/** Puts a part of a typed array into memory, from a byte on. */
export function putNumbers(memory: Cells, kind: NumberKind, array: TypedArray, begin: number, count: number, at: number): void {
  const cells: ArrayLike<unknown> = array.subarray(begin, begin + count)
  viewOf(memory, kind).set(cells as ArrayLike<never>, at / widthOf[kind])
}
