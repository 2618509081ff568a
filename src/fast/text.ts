import type { FlatColumn } from '../frames/frame-form.js'
import { Cells } from './cells.js'
import { backslash, gaveUp, isUtf8, quote } from './scan.js'
import { textKind } from './wasm/kinds.js'
import type { BodyMemory } from './wasm/memory.js'
import type { CompiledColumn, CompiledKind } from './wasm/records.js'

const decoder = new TextDecoder('utf-8', { ignoreBOM: true })
const encoder = new TextEncoder()

/** What stands between the quotes of a text: whether it is ASCII, and whether it is just its bytes. */
let isAscii = true
let isEscaped = false

/** The quote that ends the text whose first quote is here; {@link gaveUp} when there is none, or it is no UTF-8. */
function scanText(bytes: Uint8Array, start: number): number {
  if (bytes[start] !== quote) return gaveUp
  let at = start + 1
  let all = 0
  isEscaped = false
  for (;;) {
    const byte = bytes[at] as number
    if (byte === quote) break
    if (byte === backslash) {
      isEscaped = true
      at++
    } else if (!(byte >= 0x20)) return gaveUp
    else all |= byte
    at++
  }
  isAscii = all < 0x80
  return isAscii || isUtf8(bytes, start + 1, at) ? at : gaveUp
}

/** The text between quotes as `JSON.parse` gives it; undefined when that refuses it. */
function unescaped(bytes: Uint8Array, start: number, end: number): string | undefined {
  try {
    return JSON.parse(decoder.decode(bytes.subarray(start, end + 1))) as string
  } catch {
    return undefined
  }
}

/** Text, all of it in one buffer of UTF-8 with the place where each cell ends: Arrow's own form. */
export class TextCells extends Cells {
  private readonly longest: number
  private bytes: Uint8Array = new Uint8Array(64)
  private end = 0
  private isAscii = true
  offsets: Int32Array = new Int32Array(1)

  /** @param longest in code points */
  constructor(missing: 'null' | 'refused', longest: number) {
    super(missing)
    this.longest = longest
  }

  override grow(capacity: number): void {
    // Room for as much text in each row as there was so far.
    if (this.end > 0) this.makeRoom(Math.ceil((this.end / this.capacity) * (capacity - this.capacity)))
    super.grow(capacity)
    const offsets = new Int32Array(capacity + 1)
    offsets.set(this.offsets)
    this.offsets = offsets
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
    this.offsets[row + 1] = this.end
    return quoteAt + 1
  }

  protected writeMissing(row: number): void {
    this.offsets[row + 1] = this.end
  }

  override get compiled(): CompiledKind {
    return { kind: textKind, size: 4, missing: this.missingKind, longest: Math.min(this.longest, 0xffffffff) }
  }

  override take(memory: BodyMemory, place: CompiledColumn, row: number, count: number): void {
    super.take(memory, place, row, count)
    const ends = new Uint32Array(memory.view.buffer, place.values, count)
    const shift = this.end - place.text
    for (let index = 0; index < count; index++) this.offsets[row + index + 1] = (ends[index] as number) + shift
    const length = (ends[count - 1] as number) - place.text
    this.makeRoom(length)
    const text = memory.slice(place.text, length)
    this.bytes.set(text, this.end)
    this.end += length
    this.isAscii &&= isAsciiOnly(memory, place.text, length)
  }

  private makeRoom(length: number): void {
    if (this.end + length <= this.bytes.length) return
    const bytes = new Uint8Array(Math.max(this.end + length, this.bytes.length * 2))
    bytes.set(this.bytes)
    this.bytes = bytes
  }

  /** The buffers of the column, without what room was left. */
  flat(length: number): FlatColumn {
    const { nulls, nullCount } = this
    return { values: this.bytes.slice(0, this.end), offsets: this.offsets.slice(0, length + 1), nulls, nullCount }
  }

  /** The cells of some rows as strings: cut out of one string, for decoding each of them takes far longer. */
  strings(length: number): (string | null)[] {
    const text = decoder.decode(this.bytes.subarray(0, this.end))
    const strings = new Array<string | null>(length)
    let from = 0
    let start = 0
    for (let row = 0; row < length; row++) {
      const end = this.offsets[row + 1] as number
      const next = this.isAscii ? end : from + this.unitsBetween(start, end)
      strings[row] = this.nulls?.[row] === 1 ? null : text.slice(from, next)
      from = next
      start = end
    }
    return strings
  }

  /** How many UTF-16 units some bytes of UTF-8 make: one for each lead byte, two where it leads four bytes. */
  private unitsBetween(start: number, end: number): number {
    let units = 0
    for (let at = start; at < end; at++) {
      const byte = this.bytes[at] as number
      if ((byte & 0xc0) !== 0x80) units += byte >= 0xf0 ? 2 : 1
    }
    return units
  }
}

/** Goes by whole words: what follows a text may make it look like one that is more than ASCII, which is no harm. */
function isAsciiOnly(memory: BodyMemory, start: number, length: number): boolean {
  const words = new Int32Array(memory.view.buffer, start, Math.ceil(length / 4))
  let all = 0
  for (let index = 0; index < words.length; index++) all |= words[index] as number
  return (all & 0x80808080) === 0
}

/** Reads one text as a string; undefined when there is none, or it is not one that `JSON.parse` would give. */
export function readString(bytes: Uint8Array, start: number): { readonly value: string; readonly end: number } | undefined {
  const quoteAt = scanText(bytes, start)
  if (quoteAt === gaveUp) return undefined
  const value = isEscaped ? unescaped(bytes, start, quoteAt) : decoder.decode(bytes.subarray(start + 1, quoteAt))
  return value === undefined ? undefined : { value, end: quoteAt + 1 }
}
