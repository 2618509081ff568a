import type { Dtype } from '../dtype/dtype.js'
import { type TypedArray, typedArrayName } from '../dtype/storage.js'
import type { Kernel, NumberKind } from './kernel.js'

/** How many bytes the kernel's input takes for a cell. */
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

/** The kernel's memory as cells of a kind. */
export function viewOf(
  kernel: Kernel,
  kind: NumberKind,
): { [index: number]: number | bigint; set(cells: ArrayLike<never>, at: number): void } {
  switch (kind) {
    case 'float64':
      return kernel.doubles
    case 'int64':
      return kernel.longs
    case 'uint64':
      return kernel.unsignedLongs
    default:
      return kernel.ints
  }
}

/** Puts a part of a typed array into the kernel's memory. */
export function putNumbers(kernel: Kernel, kind: NumberKind, array: TypedArray, begin: number, count: number, at: number): void {
  const cells: ArrayLike<unknown> = array.subarray(begin, begin + count)
  viewOf(kernel, kind).set(cells as ArrayLike<never>, at / widthOf[kind])
}
