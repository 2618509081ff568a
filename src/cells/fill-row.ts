import { constraintsOf, type Dtype, type IntegerDtype } from '../dtype/dtype.js'
import type { Storage } from '../dtype/storage.js'

/**
 * Stores the values of a row that need no thought, numbers that the dtype holds as they are, from an index on. Gives the
 * index of the first value that is none of these, or the row's length.
 */
export type RowFiller = (row: ArrayLike<unknown>, start: number, position: number) => number

/**
 * BigInt64Array has no other way around making a bigint for each number; its bytes have. Big-endian machines go without.
 */
const isLittleEndian = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1

/**
 * The fast way into typed storage, for the dtypes that have one. Most of a request is plain numbers: reading them one by
 * one through a {@link CellReader} takes several times as long.
 */
export function rowFiller(dtype: Dtype, storage: Storage): RowFiller | undefined {
  if (constraintsOf(dtype) !== undefined) return undefined
  if (dtype.kind === 'float') return floatFiller(storage as Float64Array, dtype.max)
  if (dtype.kind !== 'integer') return undefined
  return dtype.bits === 64
    ? isLittleEndian
      ? largeIntegerFiller(storage as BigInt64Array, dtype)
      : undefined
    : integerFiller(storage as Int32Array, dtype)
}

function floatFiller(storage: Float64Array, max: number): RowFiller {
  return (row, start, position) => {
    for (let i = start; i < row.length; i++) {
      const value = row[i]
      if (typeof value !== 'number' || !(value <= max && value >= -max)) return i
      storage[position + i] = value
    }
    return row.length
  }
}

function integerFiller(storage: Int32Array, dtype: IntegerDtype): RowFiller {
  const [min, max] = [Number(dtype.min), Number(dtype.max)]
  return (row, start, position) => {
    for (let i = start; i < row.length; i++) {
      const value = row[i]
      if (typeof value !== 'number' || !(value <= max && value >= min) || Math.floor(value) !== value) return i
      storage[position + i] = value
    }
    return row.length
  }
}

/** Writes the low and the high half of each integer. */
function largeIntegerFiller(storage: BigInt64Array, dtype: IntegerDtype): RowFiller {
  const halves = new Int32Array(storage.buffer, storage.byteOffset, storage.length * 2)
  const [min, max] = [Math.max(Number(dtype.min), Number.MIN_SAFE_INTEGER), Number.MAX_SAFE_INTEGER]
  return (row, start, position) => {
    for (let i = start; i < row.length; i++) {
      const value = row[i]
      if (typeof value !== 'number' || !(value <= max && value >= min)) return i
      const low = value | 0
      halves[2 * (position + i)] = low
      // Most integers have 32 bits; the others are divided, which takes longer.
      if (low === value) halves[2 * (position + i) + 1] = low >> 31
      else if (Math.floor(value) === value) halves[2 * (position + i) + 1] = Math.floor(value / 0x100000000)
      else return i
    }
    return row.length
  }
}
