import {
  type Data,
  type DataType,
  type Dictionary,
  type FixedSizeBinary,
  type FixedSizeList,
  type Float,
  Precision,
  Type,
  type Vector,
} from 'apache-arrow'
import { float16View } from '../dtype/storage.js'
import type { ArrowClasses } from './table.js'
import { longestInline, viewWidth } from './views.js'

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
type Buffers = readonly [offsets: OffsetArray | undefined, values: Values | undefined]
type OffsetArray = Int32Array | BigInt64Array
type Values = { readonly length: number; [index: number]: unknown }

/**
 * Makes the builder of an Arrow type.
 *
 * @param capacity how many rows to make room for; more are taken, too
 */
export function columnBuilder(type: DataType, capacity: number, classes: ArrowClasses): ColumnBuilder {
  switch (type.typeId) {
    case Type.Null:
      return new NullBuilder(type, classes)
    case Type.Bool:
      return new BoolBuilder(type, classes, capacity)
    case Type.Utf8:
    case Type.LargeUtf8:
    case Type.Binary:
    case Type.LargeBinary:
      return new BinaryBuilder(type, classes, capacity)
    case Type.Utf8View:
    case Type.BinaryView:
      return new ViewBuilder(type, classes, capacity)
    case Type.List:
    case Type.LargeList:
    case Type.Map:
      return new ListBuilder(type, classes, capacity)
    case Type.FixedSizeList:
      return new FixedListBuilder(type, classes, capacity)
    case Type.Struct:
      return new StructBuilder(type, classes, capacity)
    case Type.Dictionary:
      return new DictionaryBuilder(type as Dictionary, classes, capacity)
    default:
      return new FixedBuilder(type, classes, capacity)
  }
}

/** Counts the rows and keeps their validity. */
abstract class Builder implements ColumnBuilder {
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

class NullBuilder extends Builder {
  protected write(): void {}

  protected buffers(): Buffers {
    return [undefined, undefined]
  }

  override finish(): Data {
    return new this.classes.Data(this.type, 0, this.length, this.length)
  }
}

type FixedArray =
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

/** Everything of a fixed width: numbers, times, decimals, bytes of one length. */
class FixedBuilder extends Builder {
  private values: FixedArray
  private readonly stride: number
  private put: (index: number, cell: unknown) => void

  constructor(type: DataType, classes: ArrowClasses, capacity: number) {
    super(type, classes)
    this.stride = strideOf(type)
    this.values = new (type.ArrayType as unknown as new (length: number) => FixedArray)(capacity * this.stride)
    this.put = this.putter()
  }

  protected write(index: number, cell: unknown): void {
    if ((index + 1) * this.stride > this.values.length) {
      this.values = grown(this.values, (index + 1) * this.stride)
      this.put = this.putter()
    }
    if (cell !== undefined) this.put(index, cell)
  }

  /** How a cell goes into the values of now. */
  private putter(): (index: number, cell: unknown) => void {
    const { type, stride } = this
    const values = this.values as { [index: number]: unknown }
    if (type.typeId === Type.Decimal) {
      return (index, cell) => {
        const bits = BigInt.asUintN(32 * stride, cell as bigint)
        for (let word = 0; word < stride; word++) values[index * stride + word] = Number((bits >> BigInt(32 * word)) & 0xffffffffn)
      }
    }
    if (type.typeId === Type.FixedSizeBinary) return (index, cell) => (this.values as Uint8Array).set(cell as Uint8Array, index * stride)
    if (type.typeId === Type.Float && (type as Float).precision === Precision.HALF) {
      const halves = float16View(this.values as Uint16Array)
      return (index, cell) => {
        halves[index] = cell as number
      }
    }
    // Times are bigints wherever they are kept; dates and times of day may be stored in 32 bits.
    const isCount = type.typeId === Type.Date || type.typeId === Type.Time
    if (isCount && !(this.values instanceof BigInt64Array)) {
      return (index, cell) => {
        values[index] = Number(cell)
      }
    }
    return (index, cell) => {
      values[index] = cell
    }
  }

  protected buffers(): Buffers {
    return [undefined, this.values.subarray(0, this.length * this.stride) as unknown as Values]
  }
}

function strideOf(type: DataType): number {
  if (type.typeId === Type.Decimal) return (type as unknown as { bitWidth: number }).bitWidth / 32
  return type.typeId === Type.FixedSizeBinary ? (type as FixedSizeBinary).byteWidth : 1
}

class BoolBuilder extends Builder {
  private bits: Uint8Array

  constructor(type: DataType, classes: ArrowClasses, capacity: number) {
    super(type, classes)
    this.bits = new Uint8Array(Math.ceil(capacity / 8))
  }

  protected write(index: number, cell: unknown): void {
    if (index >> 3 >= this.bits.length) this.bits = grown(this.bits, (index >> 3) + 1)
    if (cell === true) this.bits[index >> 3] = (this.bits[index >> 3] as number) | (1 << (index & 7))
  }

  protected buffers(): Buffers {
    return [undefined, this.bits.subarray(0, Math.ceil(this.length / 8))]
  }
}

const encoder = new TextEncoder()

/** Text and bytes, one after the other, with offsets of 32 or 64 bits. */
class BinaryBuilder extends Builder {
  private readonly offsets: Offsets
  private bytes: Uint8Array
  private end = 0

  constructor(type: DataType, classes: ArrowClasses, capacity: number) {
    super(type, classes)
    this.offsets = new Offsets(type, capacity)
    this.bytes = new Uint8Array(capacity * 8)
  }

  protected write(index: number, cell: unknown): void {
    if (typeof cell === 'string') {
      // A code unit of text takes three bytes at most.
      if (this.end + cell.length * 3 > this.bytes.length) this.bytes = grown(this.bytes, this.end + cell.length * 3)
      this.end += encoder.encodeInto(cell, this.bytes.subarray(this.end)).written
    } else if (cell instanceof Uint8Array) {
      if (this.end + cell.length > this.bytes.length) this.bytes = grown(this.bytes, this.end + cell.length)
      this.bytes.set(cell, this.end)
      this.end += cell.length
    }
    this.offsets.set(index + 1, this.end)
  }

  protected buffers(): Buffers {
    return [this.offsets.finish(this.length), this.bytes.subarray(0, this.end)]
  }
}

/** Text and bytes as views; the long ones stand in one buffer beside. */
class ViewBuilder extends Builder {
  private views: Uint8Array
  private bytes: Uint8Array = new Uint8Array(64)
  private end = 0

  constructor(type: DataType, classes: ArrowClasses, capacity: number) {
    super(type, classes)
    this.views = new Uint8Array(capacity * viewWidth)
  }

  protected write(index: number, cell: unknown): void {
    const start = index * viewWidth
    if (start + viewWidth > this.views.length) this.views = grown(this.views, start + viewWidth)
    if (cell === undefined) return
    const bytes = typeof cell === 'string' ? encoder.encode(cell) : (cell as Uint8Array)
    const view = new DataView(this.views.buffer, this.views.byteOffset + start, viewWidth)
    view.setInt32(0, bytes.length, true)
    this.views.set(bytes.subarray(0, bytes.length <= longestInline ? longestInline : 4), start + 4)
    if (bytes.length <= longestInline) return
    if (this.end + bytes.length > this.bytes.length) this.bytes = grown(this.bytes, this.end + bytes.length)
    this.bytes.set(bytes, this.end)
    view.setInt32(12, this.end, true)
    this.end += bytes.length
  }

  protected buffers(): Buffers {
    return [undefined, this.views.subarray(0, this.length * viewWidth)]
  }

  override finish(): Data {
    return this.toData(this.buffers(), [], undefined, [this.bytes.subarray(0, this.end)])
  }
}

/** Lists, and maps, which are lists of entries. */
class ListBuilder extends Builder {
  private readonly offsets: Offsets
  private readonly items: ColumnBuilder
  private readonly isMap: boolean
  private end = 0

  constructor(type: DataType, classes: ArrowClasses, capacity: number) {
    super(type, classes)
    this.isMap = type.typeId === Type.Map
    this.offsets = new Offsets(type, capacity)
    this.items = columnBuilder((type.children[0] as { type: DataType }).type, capacity, classes)
  }

  protected write(index: number, cell: unknown): void {
    if (cell !== undefined) {
      for (const item of cell as readonly unknown[]) this.items.append(this.isMap ? asEntry(item) : item)
      this.end += (cell as readonly unknown[]).length
    }
    this.offsets.set(index + 1, this.end)
  }

  protected buffers(): Buffers {
    return [this.offsets.finish(this.length), undefined]
  }

  protected override children(): Data[] {
    return [this.items.finish()]
  }
}

/** The members of a map's entries go by position: what they are called differs from writer to writer. */
function asEntry(item: unknown): EntryCell {
  return new EntryCell(item as readonly unknown[])
}

class EntryCell {
  readonly members: readonly unknown[]

  constructor(members: readonly unknown[]) {
    this.members = members
  }
}

class FixedListBuilder extends Builder {
  private readonly items: ColumnBuilder
  private readonly size: number

  constructor(type: DataType, classes: ArrowClasses, capacity: number) {
    super(type, classes)
    this.size = (type as FixedSizeList).listSize
    this.items = columnBuilder((type.children[0] as { type: DataType }).type, capacity * this.size, classes)
  }

  protected write(_index: number, cell: unknown): void {
    for (let i = 0; i < this.size; i++) this.items.append((cell as readonly unknown[] | undefined)?.[i])
  }

  protected buffers(): Buffers {
    return [undefined, undefined]
  }

  protected override children(): Data[] {
    return [this.items.finish()]
  }
}

class StructBuilder extends Builder {
  private readonly members: readonly { readonly name: string; readonly builder: ColumnBuilder }[]

  constructor(type: DataType, classes: ArrowClasses, capacity: number) {
    super(type, classes)
    this.members = type.children.map((field) => ({ name: field.name, builder: columnBuilder(field.type, capacity, classes) }))
  }

  protected write(_index: number, cell: unknown): void {
    for (const [position, { name, builder }] of this.members.entries()) {
      builder.append(cell instanceof EntryCell ? cell.members[position] : (cell as Record<string, unknown> | undefined)?.[name])
    }
  }

  protected buffers(): Buffers {
    return [undefined, undefined]
  }

  protected override children(): Data[] {
    return this.members.map(({ builder }) => builder.finish())
  }
}

/** Indexes into the known values; a value that is not among them is added, so that a dictionary can also begin empty. */
class DictionaryBuilder extends Builder {
  private readonly indices: ColumnBuilder
  private readonly codes = new Map<unknown, number>()

  constructor(type: Dictionary, classes: ArrowClasses, capacity: number, known: readonly unknown[] = []) {
    super(type, classes)
    this.indices = columnBuilder(type.indices, capacity, classes)
    for (const value of known) this.codes.set(value, this.codes.size)
  }

  protected write(_index: number, cell: unknown): void {
    if (cell !== undefined && !this.codes.has(cell)) {
      const { bitWidth, isSigned } = (this.type as Dictionary).indices
      if (this.codes.size >= 2 ** (isSigned ? bitWidth - 1 : bitWidth))
        throw new ColumnOverflow(`at most ${this.codes.size} different values in a dictionary with indexes of ${bitWidth} bits`)
      this.codes.set(cell, this.codes.size)
    }
    const code = cell === undefined ? 0 : (this.codes.get(cell) as number)
    this.indices.append(((this.type as Dictionary).indices.bitWidth as number) === 64 ? BigInt(code) : code)
  }

  protected buffers(): Buffers {
    return [undefined, this.indices.finish().values as unknown as Values]
  }

  override finish(): Data {
    const values = columnBuilder((this.type as Dictionary).dictionary, this.codes.size, this.classes)
    for (const value of this.codes.keys()) values.append(value)
    return this.toData(this.buffers(), [], new this.classes.Vector([values.finish()]))
  }
}

/** A builder of a dictionary column that starts with the known categories, in their order. */
export function dictionaryBuilder(type: DataType, capacity: number, classes: ArrowClasses, categories: readonly unknown[]): ColumnBuilder {
  return new DictionaryBuilder(type as Dictionary, classes, capacity, categories)
}

/** Offsets of 32 or 64 bits, as the type has them. */
class Offsets {
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
function grown<A extends FixedArray>(array: A, least: number, fill = 0): A {
  const larger = new (array.constructor as new (length: number) => A)(Math.max(least, 8) * 2)
  if (fill !== 0) (larger as Uint8Array).fill(fill)
  larger.set(array as never)
  return larger
}
