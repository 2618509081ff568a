import type { FlatColumn } from '../arrow/flat-data.js'
import { Cells } from './cells.js'
import { gaveUp } from './scan.js'
import { isAscii, isEscaped, scanText, unescaped } from './text.js'
import { textKind } from './wasm/kinds.js'
import type { BodyMemory } from './wasm/memory.js'
import type { CompiledColumn, CompiledKind } from './wasm/records.js'

const decoder = new TextDecoder('utf-8', { ignoreBOM: true })
const encoder = new TextEncoder()

/** Texts of at most some length. */
export abstract class TextCells extends Cells {
  private readonly longest: number

  /** @param longest in code points */
  constructor(missing: 'null' | 'refused', longest: number) {
    super(missing)
    this.longest = longest
  }

  protected readPresent(bytes: Uint8Array, at: number, row: number): number {
    const quoteAt = scanText(bytes, at)
    if (quoteAt === gaveUp) return gaveUp
    if (isEscaped) {
      const text = unescaped(bytes, at, quoteAt)
      // UTF-8 has no lone surrogates.
      if (text === undefined || text.length > this.longest || !text.isWellFormed()) return gaveUp
      this.putString(text, row)
    } else {
      // There are at most as many characters as bytes.
      if (quoteAt - at - 1 > this.longest) return gaveUp
      this.putBytes(bytes, at + 1, quoteAt, row)
    }
    return quoteAt + 1
  }

  override get compiled(): CompiledKind {
    return { kind: textKind, size: 4, missing: this.missingKind, longest: Math.min(this.longest, 0xffffffff) }
  }

  protected abstract putString(text: string, row: number): void
  /** Takes the UTF-8 that was scanned last. */
  protected abstract putBytes(bytes: Uint8Array, start: number, end: number, row: number): void
}

/** Copies bytes; a few of them one by one, for a view of its own costs more. */
function copyBytes(bytes: Uint8Array, start: number, end: number, target: Uint8Array, to: number): void {
  if (end - start > 32) target.set(bytes.subarray(start, end), to)
  else for (let from = start, at = to; from < end; from++, at++) target[at] = bytes[from] as number
}

/** All text as UTF-8 in one buffer, with the place where each cell ends: Arrow's own form. */
export class FlatTextCells extends TextCells {
  private bytes: Uint8Array = new Uint8Array(64)
  private end = 0
  private offsets: Int32Array = new Int32Array(1)

  override grow(capacity: number): void {
    // Room for as much text in each row as there was so far.
    if (this.end > 0) this.makeRoom(Math.ceil((this.end / this.capacity) * (capacity - this.capacity)))
    super.grow(capacity)
    const offsets = new Int32Array(capacity + 1)
    offsets.set(this.offsets)
    this.offsets = offsets
  }

  protected putString(text: string, row: number): void {
    this.makeRoom(text.length * 3)
    this.end += encoder.encodeInto(text, this.bytes.subarray(this.end)).written
    this.offsets[row + 1] = this.end
  }

  protected putBytes(bytes: Uint8Array, start: number, end: number, row: number): void {
    this.makeRoom(end - start)
    copyBytes(bytes, start, end, this.bytes, this.end)
    this.end += end - start
    this.offsets[row + 1] = this.end
  }

  protected writeMissing(row: number): void {
    this.offsets[row + 1] = this.end
  }

  override take(memory: BodyMemory, place: CompiledColumn, row: number, count: number, share: number): void {
    super.take(memory, place, row, count, share)
    const ends = new Uint32Array(memory.view.buffer, place.values, count)
    const shift = this.end - place.text
    for (let index = 0; index < count; index++) this.offsets[row + index + 1] = (ends[index] as number) + shift
    const length = (ends[count - 1] as number) - place.text
    // Room for the text of all rows, if each has as much of it as those that were read; no more than the rest of the body may hold.
    const all = this.end + length
    this.makeRoom(length, Math.ceil(Math.min((all / (row + count)) * this.capacity, all / share) * 1.06) - this.end)
    this.bytes.set(memory.slice(place.text, length), this.end)
    this.end += length
  }

  /** @param likely for how much room is made if there is not enough */
  private makeRoom(length: number, likely: number = this.bytes.length * 2 - this.end): void {
    if (this.end + length <= this.bytes.length) return
    const bytes = new Uint8Array(this.end + Math.max(length, likely))
    bytes.set(this.bytes.subarray(0, this.end))
    this.bytes = bytes
  }

  /** The buffers of the column. A little of the room may be left: it takes less than another copy of the texts would. */
  flat(length: number): FlatColumn {
    const { bytes, end, offsets, nulls, nullCount } = this
    const values = bytes.length < end * 1.125 ? bytes.subarray(0, end) : bytes.slice(0, end)
    return { values, offsets: offsets.length === length + 1 ? offsets : offsets.slice(0, length + 1), nulls, nullCount }
  }
}

/** Where texts stand until they are strings; only ever one frame's at a time, and never handed out. */
const batchBytes = new Uint8Array(32 * 1024)

/** Texts of all columns on their way to become strings: they are cut out of one, for decoding each of them takes far longer. */
export class TextBatch {
  private end = 0
  private isAscii = true
  private readonly ends: number[] = []
  private readonly targets: (string | null)[][] = []
  private readonly rows: number[] = []

  /** Takes the UTF-8 that was scanned last, for a row of a column. */
  add(bytes: Uint8Array, start: number, end: number, target: (string | null)[], row: number): void {
    const length = end - start
    if (this.end + length > batchBytes.length) this.flush()
    if (length > batchBytes.length) {
      target[row] = decoder.decode(bytes.subarray(start, end))
      return
    }
    copyBytes(bytes, start, end, batchBytes, this.end)
    this.end += length
    this.isAscii &&= isAscii
    this.ends.push(this.end)
    this.targets.push(target)
    this.rows.push(row)
  }

  flush(): void {
    const { ends, targets, rows } = this
    if (ends.length === 0) return
    const text = decoder.decode(batchBytes.subarray(0, this.end))
    let from = 0
    let start = 0
    for (let index = 0; index < ends.length; index++) {
      const end = ends[index] as number
      const next = this.isAscii ? end : from + unitsBetween(batchBytes, start, end)
      ;(targets[index] as string[])[rows[index] as number] = text.slice(from, next)
      from = next
      start = end
    }
    this.end = ends.length = targets.length = rows.length = 0
    this.isAscii = true
  }
}

/** Texts as strings. */
export class StringCells extends TextCells {
  private readonly batch: TextBatch
  private readonly values: (string | null)[] = []

  constructor(missing: 'null' | 'refused', longest: number, batch: TextBatch) {
    super(missing, longest)
    this.batch = batch
  }

  override grow(capacity: number): void {
    super.grow(capacity)
    this.values.length = capacity
  }

  protected putString(text: string, row: number): void {
    this.values[row] = text
  }

  protected putBytes(bytes: Uint8Array, start: number, end: number, row: number): void {
    this.batch.add(bytes, start, end, this.values, row)
  }

  protected writeMissing(row: number): void {
    this.values[row] = null
  }

  override take(memory: BodyMemory, place: CompiledColumn, row: number, count: number, share: number): void {
    super.take(memory, place, row, count, share)
    const { values, nulls } = this
    const ends = new Uint32Array(memory.view.buffer, place.values, count)
    const bytes = memory.slice(place.text, (ends[count - 1] as number) - place.text)
    const isAscii = isAsciiOnly(memory, place.text, bytes.length)
    const text = decoder.decode(bytes)
    let from = 0
    let start = 0
    for (let index = 0; index < count; index++) {
      const end = (ends[index] as number) - place.text
      const next = isAscii ? end : from + unitsBetween(bytes, start, end)
      values[row + index] = nulls?.[row + index] === 1 ? null : text.slice(from, next)
      from = next
      start = end
    }
  }

  /** The cells of all rows. */
  strings(length: number): (string | null)[] {
    this.batch.flush()
    if (this.values.length !== length) this.values.length = length
    return this.values
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
