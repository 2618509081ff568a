import type { TensorDescription } from '../description/description.js'
import type { Constraints } from '../dtype/constraints.js'
import { constraintsOf, type Dtype } from '../dtype/dtype.js'
import { createNdArray } from '../dtype/ndarray.js'
import { createStorage, type Storage, type TypedArray } from '../dtype/storage.js'
import type { Reading } from './reading.js'
import { fillRow, isRowClosed, rowEnd } from './row.js'
import { closeArray, comma, gaveUp, openArray, skipSpace } from './scan.js'
import { createColumn, float64, isNumeric, type NumericDtype, resized } from './storage.js'
import { stuck } from './wasm/memory.js'
import { type CompiledRows, compiledRows } from './wasm/rows.js'

/** The fast reading of a tensor; undefined for those that need more than numbers, of some range, in a known shape. */
export function tensorReading(description: TensorDescription): Reading | undefined {
  const { dtype, dims, enforceShape, enforceColumnType, casting } = description
  const isPlain = enforceShape && enforceColumnType && casting === 'safe' && dims.length > 0
  const readDtype = isPlain ? readAs(dtype) : undefined
  if (readDtype === undefined) return undefined
  const range = readDtype === dtype && constraintsOf(dtype) === undefined ? undefined : rangeOf(dtype, constraintsOf(dtype) ?? {})
  if (range === 'none') return undefined
  const takesNull = description.nullableElements || constraintsOf(dtype) === undefined
  const sizes = dims.map((dim) => (typeof dim === 'number' ? dim : undefined))
  return {
    depth: dims.length,
    least: 0,
    read: (bytes, start) => {
      const reader = new TensorReader(bytes, readDtype, sizes)
      const end = reader.readAxis(start, 0)
      if (end === gaveUp) return undefined
      const values = reader.finish()
      if (range !== undefined && !isWithin(values as Float64Array, range, takesNull)) return undefined
      return { value: createNdArray(readDtype === dtype ? values : rounded(values as Float64Array, dtype), reader.shape), end }
    },
  }
}

/**
 * The dtype that a tensor's values are read as: doubles where they are to be rounded later, because a range is meant for numbers as
 * they were sent. Undefined for what are no numbers.
 */
function readAs(dtype: Dtype): NumericDtype | undefined {
  if (dtype.name === 'float16' || (dtype.name === 'float32' && constraintsOf(dtype) !== undefined)) return float64
  return isNumeric(dtype) ? dtype : undefined
}

function rounded(values: Float64Array, dtype: Dtype): Storage {
  const storage = createStorage(dtype, values.length)
  for (let index = 0; index < values.length; index++) storage[index] = values[index] as never
  return storage
}

interface Range {
  readonly least: number
  readonly most: number
}

/** The largest numbers that need no rounding to infinity. */
const largest: Readonly<Record<string, number>> = { float16: 65504, float32: 2 ** 128 - 2 ** 104 }

/** The range that constraints and the dtype allow; none where they ask for more, or of integers that are no numbers. */
function rangeOf(dtype: Dtype, { minimum, maximum, ...others }: Constraints): Range | 'none' {
  const limit = largest[dtype.name] ?? Infinity
  const [least, most] = [minimum ?? -limit, maximum ?? limit]
  const isRange = Object.keys(others).length === 0 && typeof least === 'number' && typeof most === 'number'
  if (!isRange || dtype.kind === 'bool' || (dtype.kind === 'integer' && dtype.bits === 64)) return 'none'
  return { least: Math.max(least, -limit), most: Math.min(most, limit) }
}

/** Whether all values lie in a range; NaN, which is what null becomes, where null is taken. */
function isWithin(values: Float64Array, { least, most }: Range, takesNull: boolean): boolean {
  for (let index = 0; index < values.length; index++) {
    const value = values[index] as number
    if (!(value >= least && value <= most) && !(takesNull && Number.isNaN(value))) return false
  }
  return true
}

/** How many values are few. */
const scratchLength = 64

/** Where the first values of an array go, by dtype: they are copied from there, and never handed out. */
const scratch = new Map<string, TypedArray>()

function scratchOf(dtype: NumericDtype): TypedArray {
  let array = scratch.get(dtype.name)
  if (array === undefined) {
    array = createColumn(dtype, scratchLength)
    scratch.set(dtype.name, array)
  }
  return array
}

/** All rows of an axis are as long as the first: anything else is for the plain path to report. */
class TensorReader {
  private readonly bytes: Uint8Array
  private readonly dtype: NumericDtype
  private readonly sizes: (number | undefined)[]
  private readonly compiled: CompiledRows | undefined
  private storage: TypedArray
  private position = 0
  private items = 0

  constructor(bytes: Uint8Array, dtype: NumericDtype, sizes: readonly (number | undefined)[]) {
    this.bytes = bytes
    this.dtype = dtype
    this.sizes = [...sizes]
    const known = sizes.reduce<number>((product, size) => product * (size ?? 1), 1)
    // Room is made for no more than could be there: a value takes two bytes at least.
    this.storage = known > scratchLength ? createColumn(dtype, Math.min(known, bytes.length >> 1)) : scratchOf(dtype)
    this.compiled = compiledRows(bytes, dtype, this.storage)
  }

  get shape(): number[] {
    return this.sizes as number[]
  }

  finish(): TypedArray {
    const { dtype, storage, position } = this
    if (position > scratchLength) return position === storage.length ? storage : storage.slice(0, position)
    // What few values need most of the time for is room: there is one for all of them until it is known how many they are.
    const few = createColumn(dtype, position)
    for (let index = 0; index < position; index++) few[index] = storage[index] as never
    return few
  }

  /** Reads an array of an axis; gives the place after it. An empty one is left to the plain path. */
  readAxis(start: number, axis: number): number {
    const { bytes, sizes } = this
    if (bytes[start] !== openArray) return gaveUp
    const first = skipSpace(bytes, start + 1)
    const before = this.position
    const isInnermost = axis === sizes.length - 1
    const end = isInnermost ? this.readRow(first) : this.readItems(first, axis)
    if (end === gaveUp) return gaveUp
    const count = isInnermost ? this.position - before : this.items
    sizes[axis] ??= count
    return sizes[axis] === count ? end : gaveUp
  }

  /** Reads the arrays of an axis, from the first one on; how many is in {@link items} then. */
  private readItems(start: number, axis: number): number {
    const { bytes, sizes, compiled } = this
    let at = start
    let items = 0
    for (;;) {
      const width = axis === sizes.length - 2 ? sizes[axis + 1] : undefined
      if (compiled !== undefined && width !== undefined) {
        const rows = this.readRows(at, width, compiled)
        items += rows
        at = compiled.stop
        if (compiled.isClosed) break
        if (compiled.why !== stuck) return gaveUp
      }
      at = this.readAxis(at, axis + 1)
      if (at === gaveUp) return gaveUp
      items++
      at = skipSpace(bytes, at)
      if (bytes[at++] === closeArray) break
      if (bytes[at - 1] !== comma) return gaveUp
      at = skipSpace(bytes, at)
    }
    this.items = items
    return at
  }

  /** Reads as many rows as the compiled reader takes; gives how many. */
  private readRows(start: number, width: number, compiled: CompiledRows): number {
    const most = Math.floor(compiled.chunk / width)
    let rows = 0
    for (let at = start; ; at = compiled.stop) {
      if (this.storage.length - this.position < width) this.grow(at, width)
      const room = Math.min(most, Math.floor((this.storage.length - this.position) / width))
      const read = compiled.fillRows(at, width, this.storage, this.position, room)
      this.position += read * width
      rows += read
      // No room at all is for rows that are wider than what is read at a time.
      if (read < room || room === 0 || compiled.why !== stuck) return rows
    }
  }

  private readRow(start: number): number {
    const { bytes, dtype, compiled } = this
    let detour = 1
    for (let at = start; ; ) {
      if (this.position === this.storage.length) this.grow(at, 1)
      const room = this.storage.length - this.position
      if (compiled !== undefined) {
        const most = Math.min(room, compiled.chunk)
        const count = compiled.fillRow(at, this.storage, this.position, most)
        this.position += count
        at = compiled.stop
        if (compiled.isClosed) return at
        if (compiled.why !== stuck) return gaveUp
        if (count === most) continue
        // What it does not read may be followed by more of the kind.
        detour = count > 8 ? 1 : detour * 2
      }
      const until = compiled === undefined ? this.storage.length : Math.min(this.position + detour, this.storage.length)
      this.position = fillRow(bytes, at, dtype, this.storage, this.position, until)
      if (this.position === gaveUp) return gaveUp
      at = rowEnd
      if (isRowClosed) return at
    }
  }

  /** Makes room for what is likely to come; where that is counted, there is room for all of it at once. */
  private grow(at: number, least: number): void {
    const { bytes, position, compiled } = this
    const likely = compiled === undefined ? position * 2 : position + Math.min(compiled.countValues(at), bytes.length >> 1)
    this.storage = resized(this.storage, Math.max(position + least, likely, scratchLength + 1))
  }
}
