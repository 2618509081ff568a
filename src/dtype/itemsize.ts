import type { Dtype } from './dtype.js'

/** numpy keeps the bytes of an element in a C int. */
export const mostBytes = 2147483647

/** The bytes of an element in numpy's memory; none for texts and bytes of any length. */
export function itemsize(dtype: Dtype): number {
  switch (dtype.kind) {
    case 'bool':
      return 1
    case 'integer':
      return dtype.bits / 8
    case 'float':
      return Number(dtype.name.slice('float'.length)) / 8
    case 'string':
      return 4 * (dtype.length ?? 0)
    case 'bytes':
      return dtype.length ?? 0
    case 'struct':
      return dtype.fields.reduce((sum, field) => sum + field.shape.reduce((product, size) => product * size, itemsize(field.dtype)), 0)
    default:
      return 8
  }
}
