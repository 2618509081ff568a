import { storageConstructor, type TypedArray } from '../dtype/storage.js'
import { numberEnd, readLargeInteger, readNumber } from './number.js'
import { floatLimit, halvesOf } from './row.js'
import { gaveUp, isFalse, isNull, isTrue } from './scan.js'
import { type NumericDtype, resized } from './storage.js'
import { kindOf, safeIntegerKind } from './wasm/kinds.js'
import type { BodyMemory } from './wasm/memory.js'
import { type CompiledColumn, type CompiledKind, takeNulls } from './wasm/records.js'

/** The cells of a frame's column while its rows are read. */
export abstract class Cells {
  /** What null is: a missing value, NaN, or nothing that the column holds. */
  private readonly missing: Missing
  /** Which rows are null; none yet while undefined. */
  nulls: Uint8Array | undefined
  nullCount = 0
  protected capacity = 0

  constructor(missing: Missing) {
    this.missing = missing
  }

  /** Makes room for rows. */
  grow(capacity: number): void {
    this.capacity = capacity
    if (this.nulls !== undefined) this.nulls = resized(this.nulls, capacity)
  }

  /** Reads the cell of a row, for which there is room; gives the place after it, or {@link gaveUp}. */
  read(bytes: Uint8Array, at: number, row: number): number {
    if (bytes[at] !== 0x6e /* n */) return this.readPresent(bytes, at, row)
    if (this.missing === 'refused' || !isNull(bytes, at)) return gaveUp
    if (this.missing === 'null') {
      this.nulls ??= new Uint8Array(this.capacity)
      this.nulls[row] = 1
      this.nullCount++
    }
    this.writeMissing(row)
    return at + 4
  }

  /** How the compiled reader reads such cells; undefined for those that it does not. */
  get compiled(): CompiledKind | undefined {
    return undefined
  }

  /** Takes the cells of some rows that it has read, when it has read a share of what is there from the list's start on. */
  take(memory: BodyMemory, place: CompiledColumn, row: number, count: number, _share: number): void {
    if (this.missing !== 'null') return
    this.nullCount += takeNulls(memory, place, () => (this.nulls ??= new Uint8Array(this.capacity)), row, count)
  }

  /** What the compiled reader calls the ways in which null is read. */
  protected get missingKind(): number {
    return this.missing === 'refused' ? 0 : this.missing === 'null' ? 1 : 2
  }

  protected abstract readPresent(bytes: Uint8Array, at: number, row: number): number
  /** Writes what stands in the place of a null, where that is not what is there anyway. */
  protected abstract writeMissing(row: number): void
}

export type Missing = 'null' | 'NaN' | 'refused'

/** No elements: it takes no room of its own. */
const noStorage = new Uint8Array()

interface StorageConstructor {
  readonly BYTES_PER_ELEMENT: number
  new (length: number): TypedArray
  new (buffer: ArrayBufferLike, offset: number, length: number): TypedArray
}

/** Numbers and booleans; the latter as bytes. */
export abstract class NumericCells extends Cells {
  readonly dtype: NumericDtype
  /** A list for columns of doubles that are to be lists, in the end: then they need no copy. */
  values: TypedArray | number[]
  private readonly Storage: StorageConstructor

  constructor(dtype: NumericDtype, missing: Missing, isList = false) {
    super(missing)
    this.dtype = dtype
    this.Storage = storageConstructor(dtype) as unknown as StorageConstructor
    // A list that starts with a double has room for doubles, not for objects, when it gets longer.
    this.values = isList ? [Number.NaN] : noStorage
  }

  override grow(capacity: number): void {
    super.grow(capacity)
    if (Array.isArray(this.values)) this.values.length = capacity
    else {
      const values = new this.Storage(capacity)
      if (this.values.length > 0) values.set(this.values as never)
      this.values = values
    }
  }

  override get compiled(): CompiledKind | undefined {
    return { kind: kindOf(this.dtype), size: this.Storage.BYTES_PER_ELEMENT, missing: this.missingKind }
  }

  override take(memory: BodyMemory, place: CompiledColumn, row: number, count: number, share: number): void {
    super.take(memory, place, row, count, share)
    const { values, Storage } = this
    const given = new Storage(memory.view.buffer, place.values, count)
    if (Array.isArray(values)) for (let index = 0; index < count; index++) values[row + index] = given[index] as number
    else values.set(given as never, row)
  }

  protected writeMissing(_row: number): void {}
}

export class FloatCells extends NumericCells {
  private readonly limit: number

  constructor(dtype: NumericDtype, missing: Missing, isList = false) {
    super(dtype, missing, isList)
    this.limit = floatLimit(dtype.name)
  }

  protected readPresent(bytes: Uint8Array, at: number, row: number): number {
    const value = readNumber(bytes, at)
    if (!(value < this.limit && value > -this.limit)) return gaveUp
    ;(this.values as Float64Array)[row] = value
    return numberEnd
  }

  /** NaN counts for null only where the column has no nulls. */
  protected override writeMissing(row: number): void {
    if (this.nulls?.[row] !== 1) (this.values as Float64Array)[row] = Number.NaN
  }
}

export class IntegerCells extends NumericCells {
  private readonly min: number
  private readonly max: number

  constructor(dtype: NumericDtype, missing: Missing, min: number, max: number, isList = false) {
    super(dtype, missing, isList)
    this.min = min
    this.max = max
  }

  protected readPresent(bytes: Uint8Array, at: number, row: number): number {
    const value = readNumber(bytes, at)
    if (!(value >= this.min && value <= this.max) || Math.floor(value) !== value) return gaveUp
    ;(this.values as Float64Array)[row] = value
    return numberEnd
  }
}

/** Integers as numbers, as far as these are exact: zero may have a sign. */
export class SafeIntegerCells extends IntegerCells {
  constructor(dtype: NumericDtype, missing: Missing) {
    super(dtype, missing, Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER, true)
  }

  override get compiled(): CompiledKind {
    return { kind: safeIntegerKind, size: 8, missing: this.missingKind }
  }
}

export class LargeIntegerCells extends NumericCells {
  private halves: Int32Array = new Int32Array()
  private readonly isSigned: boolean

  constructor(dtype: NumericDtype, missing: Missing, isSigned: boolean) {
    super(dtype, missing)
    this.isSigned = isSigned
  }

  override grow(capacity: number): void {
    super.grow(capacity)
    this.halves = halvesOf(this.values as TypedArray)
  }

  protected readPresent(bytes: Uint8Array, at: number, row: number): number {
    return readLargeInteger(bytes, at, this.halves, row, this.isSigned) ? numberEnd : gaveUp
  }
}

export class BooleanCells extends NumericCells {
  protected readPresent(bytes: Uint8Array, at: number, row: number): number {
    if (isTrue(bytes, at)) {
      this.values[row] = 1
      return at + 4
    }
    return isFalse(bytes, at) ? at + 5 : gaveUp
  }
}
