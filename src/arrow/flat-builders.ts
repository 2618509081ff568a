import { type Data, type DataType, type FixedSizeBinary, type Float, Precision, Type } from 'apache-arrow'
import { float16View } from '../dtype/storage.js'
import { isBytes } from '../json/typed-array.js'
import { type Buffers, Builder, type FixedArray, grown, Offsets, type Values } from './builder-base.js'
import type { ArrowClasses } from './table.js'
import { longestInline, viewWidth } from './views.js'

export class NullBuilder extends Builder {
  protected write(): void {}

  protected buffers(): Buffers {
    return [undefined, undefined]
  }

  override finish(): Data {
    return new this.classes.Data(this.type, 0, this.length, this.length)
  }
}

/** Everything of a fixed width: numbers, times, decimals, bytes of one length. */
export class FixedBuilder extends Builder {
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

export class BoolBuilder extends Builder {
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
export class BinaryBuilder extends Builder {
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
    } else if (isBytes(cell)) {
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
export class ViewBuilder extends Builder {
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
