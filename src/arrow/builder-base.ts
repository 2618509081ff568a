import { type Data, type DataType, Type, type Vector } from 'apache-arrow'
import type { ArrowClasses } from './table.js'

/**
 * Writes a column straight into Arrow's buffers: values into typed arrays, nulls into a bitmap that exists only once there is
 * one. Cells are what the column's dtype stores.
 */
export interface ColumnBuilder {
  append(cell: unknown): void
  finish(): Data
}

/** A column has no room for what is to come: its type has too few bits to count it. */
export class ColumnOverflow extends RangeError {
  readonly expected: string

  constructor(expected: string) {
    super(`expected ${expected}`)
    this.expected = expected
  }
}

/** The buffers of a column: offsets, values, validity. */
export type Buffers = readonly [offsets: OffsetArray | undefined, values: Values | undefined]
export type OffsetArray = Int32Array | BigInt64Array
export type Values = { readonly length: number; [index: number]: unknown }

/** Counts the rows and keeps their validity. */
export abstract class Builder implements ColumnBuilder {
  protected length = 0
  private nulls = 0
  private bitmap: Uint8Array | undefined
  protected readonly type: DataType
  protected readonly classes: ArrowClasses

  constructor(type: DataType, classes: ArrowClasses) {
    this.type = type
    this.classes = classes
  }

  append(cell: unknown): void {
    const index = this.length++
    if (cell === null || cell === undefined) {
      if (this.bitmap === undefined) this.bitmap = new Uint8Array((index >> 3) + 64).fill(255)
      this.nulls++
      this.write(index, undefined)
    } else this.write(index, cell)
    const { bitmap } = this
    if (bitmap === undefined) return
    const wide = index >> 3 < bitmap.length ? bitmap : grown(bitmap, (index >> 3) + 1, 255)
    if (cell === null || cell === undefined) wide[index >> 3] = (wide[index >> 3] as number) & ~(1 << (index & 7))
    this.bitmap = wide
  }

  finish(): Data {
    return this.toData(this.buffers(), this.children())
  }

  /** Writes a cell, or what stands in the place of a null (undefined). */
  protected abstract write(index: number, cell: unknown): void
  protected abstract buffers(): Buffers

  protected children(): Data[] {
    return []
  }

  protected toData([offsets, values]: Buffers, children: Data[], dictionary?: Vector, variadic?: Uint8Array[]): Data {
    const validity = this.bitmap?.subarray(0, Math.ceil(this.length / 8))
    const buffers = [offsets, values, validity] as never
    return new this.classes.Data(this.type, 0, this.length, this.nulls, buffers, children as never, dictionary, variadic)
  }
}

export type FixedArray =
  | Int8Array
  | Int16Array
  | Int32Array
  | Uint8Array
  | Uint16Array
  | Uint32Array
  | Float32Array
  | Float64Array
  | BigInt64Array
  | BigUint64Array

/** Offsets of 32 or 64 bits, as the type has them. */
export class Offsets {
  private values: OffsetArray

  constructor(type: DataType, capacity: number) {
    const isLarge = type.typeId === Type.LargeUtf8 || type.typeId === Type.LargeBinary || type.typeId === Type.LargeList
    this.values = isLarge ? new BigInt64Array(capacity + 1) : new Int32Array(capacity + 1)
  }

  set(index: number, offset: number): void {
    if (index >= this.values.length) this.values = grown(this.values, index + 1)
    if (this.values instanceof BigInt64Array) this.values[index] = BigInt(offset)
    else if (offset <= 0x7fffffff) this.values[index] = offset
    else
      throw new RangeError(
        'an Arrow column of this type holds 2 GiB at most; show a sample of the large one (LargeUtf8, LargeBinary, LargeList)',
      )
  }

  finish(length: number): OffsetArray {
    return this.values.subarray(0, length + 1) as OffsetArray
  }
}

/** A copy with room for at least some elements, and as many again. */
export function grown<A extends FixedArray>(array: A, least: number, fill = 0): A {
  const larger = new (array.constructor as new (length: number) => A)(Math.max(least, 8) * 2)
  if (fill !== 0) (larger as Uint8Array).fill(fill)
  larger.set(array as never)
  return larger
}
