import type { TensorDescription } from '../description/description.js'
import { constraintsOf } from '../dtype/dtype.js'
import { createNdArray } from '../dtype/ndarray.js'
import type { TypedArray } from '../dtype/storage.js'
import type { Reading } from './reading.js'
import { fillRow, rowEnd } from './row.js'
import { closeArray, comma, gaveUp, openArray, skipSpace } from './scan.js'
import { createColumn, isNumeric, type NumericDtype, resized } from './storage.js'

/** The fast reading of a tensor; undefined for those that need more than numbers in a known shape. */
export function tensorReading(description: TensorDescription): Reading | undefined {
  const { dtype, dims, enforceShape, enforceColumnType, casting } = description
  const isPlain = enforceShape && enforceColumnType && casting === 'safe' && dims.length > 0 && constraintsOf(dtype) === undefined
  if (!isPlain || !isNumeric(dtype)) return undefined
  const sizes = dims.map((dim) => (typeof dim === 'number' ? dim : undefined))
  return {
    depth: dims.length,
    read: (bytes, start) => {
      const reader = new TensorReader(bytes, dtype, sizes)
      const end = reader.readAxis(start, 0)
      return end === gaveUp ? undefined : { value: createNdArray(reader.finish(), reader.shape), end }
    },
  }
}

/** The rows of which are as long as the others: anything else is for the plain path to report. */
class TensorReader {
  private readonly bytes: Uint8Array
  private readonly dtype: NumericDtype
  private readonly sizes: (number | undefined)[]
  private storage: TypedArray
  private position = 0

  constructor(bytes: Uint8Array, dtype: NumericDtype, sizes: readonly (number | undefined)[]) {
    this.bytes = bytes
    this.dtype = dtype
    this.sizes = [...sizes]
    const known = sizes.reduce<number>((product, size) => product * (size ?? 1), 1)
    // Room is made for no more than could be there: a value takes two bytes at least.
    this.storage = createColumn(dtype, Math.min(Math.max(known, 8), bytes.length >> 1))
  }

  get shape(): number[] {
    return this.sizes as number[]
  }

  finish(): TypedArray {
    return this.position === this.storage.length ? this.storage : this.storage.slice(0, this.position)
  }

  /** Reads an array of an axis; gives the place after it. An empty one is left to the plain path. */
  readAxis(start: number, axis: number): number {
    const { bytes, sizes } = this
    if (bytes[start] !== openArray) return gaveUp
    const before = this.position
    let at = skipSpace(bytes, start + 1)
    let count = 0
    if (axis === sizes.length - 1) {
      at = this.readRow(at)
      count = this.position - before
    } else {
      for (;;) {
        at = this.readAxis(at, axis + 1)
        if (at === gaveUp) return gaveUp
        count++
        at = skipSpace(bytes, at)
        if (bytes[at] === closeArray) break
        if (bytes[at] !== comma) return gaveUp
        at = skipSpace(bytes, at + 1)
      }
      at++
    }
    sizes[axis] ??= count
    return sizes[axis] === count ? at : gaveUp
  }

  private readRow(start: number): number {
    let at = start
    for (;;) {
      const position = fillRow(this.bytes, at, this.dtype, this.storage, this.position)
      if (position === gaveUp) return gaveUp
      this.position = position
      at = rowEnd
      if (this.bytes[at] === closeArray) return at + 1
      this.grow(at)
    }
  }

  /** Makes room for as many more as the rest of the bytes holds, if it is like what was read; a little more than that. */
  private grow(at: number): void {
    const { bytes, position } = this
    const likely = Math.ceil(position * (bytes.length / at) * 1.05) + 8
    this.storage = resized(this.storage, Math.max(position + 64, Math.min(likely, bytes.length >> 1)))
  }
}
