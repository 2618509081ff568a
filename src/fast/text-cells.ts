import type { FlatColumn } from '../frames/frame-form.js'
import { Cells } from './cells.js'
import { gaveUp } from './scan.js'
import { isAscii, isEscaped, scanText, unescaped } from './text.js'
import { textKind } from './wasm/kinds.js'
import type { BodyMemory } from './wasm/memory.js'
import type { CompiledColumn, CompiledKind } from './wasm/records.js'

const decoder = new TextDecoder('utf-8', { ignoreBOM: true })
const encoder = new TextEncoder()

/** Text as UTF-8, one cell after the other in one buffer. */
export abstract class TextCells extends Cells {
  private readonly longest: number
  protected bytes: Uint8Array
  /** How many of the bytes are text, and whether all of that is ASCII. */
  protected end = 0
  protected isAscii = true

  /** @param longest in code points */
  constructor(missing: 'null' | 'refused', longest: number, bytes: Uint8Array) {
    super(missing)
    this.longest = longest
    this.bytes = bytes
  }

  protected readPresent(bytes: Uint8Array, at: number, row: number): number {
    const quoteAt = scanText(bytes, at)
    if (quoteAt === gaveUp) return gaveUp
    if (isEscaped) {
      const text = unescaped(bytes, at, quoteAt)
      // UTF-8 has no lone surrogates.
      if (text === undefined || text.length > this.longest || !text.isWellFormed()) return gaveUp
      this.makeRoom(text.length * 3)
      const { written } = encoder.encodeInto(text, this.bytes.subarray(this.end))
      this.isAscii &&= written === text.length
      this.end += written
    } else {
      const length = quoteAt - at - 1
      // There are at most as many characters as bytes.
      if (length > this.longest) return gaveUp
      this.makeRoom(length)
      const target = this.bytes
      if (length > 32) target.set(bytes.subarray(at + 1, quoteAt), this.end)
      else for (let from = at + 1, to = this.end; from < quoteAt; from++, to++) target[to] = bytes[from] as number
      this.end += length
      this.isAscii &&= isAscii
    }
    this.endRow(row)
    return quoteAt + 1
  }

  protected writeMissing(row: number): void {
    this.endRow(row)
  }

  override get compiled(): CompiledKind {
    return { kind: textKind, size: 4, missing: this.missingKind, longest: Math.min(this.longest, 0xffffffff) }
  }

  /** @param likely for how much room is made if there is not enough */
  protected makeRoom(length: number, likely: number = this.bytes.length * 2 - this.end): void {
    if (this.end + length <= this.bytes.length) return
    const bytes = new Uint8Array(this.end + Math.max(length, likely))
    bytes.set(this.bytes.subarray(0, this.end))
    this.bytes = bytes
  }

  /** The text of a row ends here. */
  protected abstract endRow(row: number): void
}

/** All text in one buffer with the place where each cell ends: Arrow's own form. */
export class FlatTextCells extends TextCells {
  private offsets: Int32Array = new Int32Array(1)

  constructor(missing: 'null' | 'refused', longest: number) {
    super(missing, longest, new Uint8Array(64))
  }

  override grow(capacity: number): void {
    // Room for as much text in each row as there was so far.
    if (this.end > 0) this.makeRoom(Math.ceil((this.end / this.capacity) * (capacity - this.capacity)))
    super.grow(capacity)
    const offsets = new Int32Array(capacity + 1)
    offsets.set(this.offsets)
    this.offsets = offsets
  }

  override take(memory: BodyMemory, place: CompiledColumn, row: number, count: number, share: number): void {
    super.take(memory, place, row, count, share)
    const ends = new Uint32Array(memory.view.buffer, place.values, count)
    const shift = this.end - place.text
    for (let index = 0; index < count; index++) this.offsets[row + index + 1] = (ends[index] as number) + shift
    const length = (ends[count - 1] as number) - place.text
    // Room for the text of all rows, if the rest of the body holds as much of it as what was read.
    this.makeRoom(length, Math.ceil(((this.end + length) / share) * 1.06) - this.end)
    this.bytes.set(memory.slice(place.text, length), this.end)
    this.end += length
  }

  protected override endRow(row: number): void {
    this.offsets[row + 1] = this.end
  }

  /** The buffers of the column. A little of the room may be left: it takes less than another copy of the texts would. */
  flat(length: number): FlatColumn {
    const { bytes, end, offsets, nulls, nullCount } = this
    const values = bytes.length < end * 1.125 ? bytes.subarray(0, end) : bytes.slice(0, end)
    return { values, offsets: offsets.length === length + 1 ? offsets : offsets.slice(0, length + 1), nulls, nullCount }
  }
}

/** How much text, and of how many rows, is made into strings at a time. */
const [batchBytes, batchRows] = [32 * 1024, 4096]

/** Where texts stand until they are strings: one column's after the other's, for as long as one list is read. */
export class StringCells extends TextCells {
  private readonly ends: number[] = []
  private readonly values: (string | null)[] = []
  /** The row of the first text that is no string yet. */
  private firstRow = 0

  constructor(missing: 'null' | 'refused', longest: number) {
    super(missing, longest, new Uint8Array(64))
  }

  override grow(capacity: number): void {
    super.grow(capacity)
    this.values.length = capacity
  }

  protected override endRow(row: number): void {
    if (this.ends.push(this.end) === batchRows || this.end >= batchBytes) this.cutPending(row + 1)
  }

  override take(memory: BodyMemory, place: CompiledColumn, row: number, count: number, share: number): void {
    super.take(memory, place, row, count, share)
    this.cutPending(row)
    const ends = new Uint32Array(memory.view.buffer, place.values, count)
    const texts = memory.slice(place.text, (ends[count - 1] as number) - place.text)
    this.cut(texts, ends, place.text, isAsciiOnly(memory, place.text, texts.length), row, count)
    this.firstRow = row + count
  }

  /** The cells of all rows. */
  strings(length: number): (string | null)[] {
    this.cutPending(length)
    this.values.length = length
    return this.values
  }

  private cutPending(row: number): void {
    const { ends, firstRow } = this
    if (ends.length > 0) this.cut(this.bytes.subarray(0, this.end), ends, 0, this.isAscii, firstRow, ends.length)
    this.firstRow = row
    ends.length = 0
    this.end = 0
    this.isAscii = true
  }

  /** Cuts the texts of some rows out of one string: decoding each of them takes far longer. */
  private cut(bytes: Uint8Array, ends: ArrayLike<number>, base: number, isAscii: boolean, row: number, count: number): void {
    const { values, nulls } = this
    const text = decoder.decode(bytes)
    let from = 0
    let start = 0
    for (let index = 0; index < count; index++) {
      const end = (ends[index] as number) - base
      const next = isAscii ? end : from + unitsBetween(bytes, start, end)
      values[row + index] = nulls?.[row + index] === 1 ? null : text.slice(from, next)
      from = next
      start = end
    }
  }
}

/** How many UTF-16 units some bytes of UTF-8 make: one for each lead byte, two where it leads four bytes. */
function unitsBetween(bytes: Uint8Array, start: number, end: number): number {
  let units = 0
  for (let at = start; at < end; at++) {
    const byte = bytes[at] as number
    if ((byte & 0xc0) !== 0x80) units += byte >= 0xf0 ? 2 : 1
  }
  return units
}

/** Goes by whole words: what follows a text may make it look like one that is more than ASCII, which is no harm. */
function isAsciiOnly(memory: BodyMemory, start: number, length: number): boolean {
  const words = new Int32Array(memory.view.buffer, start, Math.ceil(length / 4))
  let all = 0
  for (let index = 0; index < words.length; index++) all |= words[index] as number
  return (all & 0x80808080) === 0
}
