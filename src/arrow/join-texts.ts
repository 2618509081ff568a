import type { DataType } from 'apache-arrow'
import { grown, Offsets } from './builder-base.js'
import type { FlatColumn } from './flat-data.js'

const encoder = new TextEncoder()

/** How many texts are handed to the encoder at a time, and of how many code units: it takes longer to be asked than to answer. */
const mostTexts = 512
const mostUnits = 2 ** 20

/** Texts and nulls as one buffer of UTF-8, with the place where each text ends: the buffers of a column of type Utf8. */
export function joinTexts(type: DataType, texts: readonly unknown[]): FlatColumn {
  return new JoinedTexts(type, texts).join()
}

class JoinedTexts {
  private readonly texts: readonly unknown[]
  private readonly offsets: Offsets
  private bytes: Uint8Array
  private end = 0
  /** Whether there was nothing but ASCII so far, of which it is known where each text of many ends. */
  private isAscii = true

  constructor(type: DataType, texts: readonly unknown[]) {
    this.texts = texts
    this.offsets = new Offsets(type, texts.length)
    this.bytes = new Uint8Array(texts.length * 8)
  }

  join(): FlatColumn {
    const { texts, offsets } = this
    let nulls: Uint8Array | undefined
    let nullCount = 0
    for (let from = 0; from < texts.length; from += mostTexts) {
      const part = texts.slice(from, from + mostTexts)
      let units = 0
      for (let row = 0; row < part.length; row++) {
        const text = part[row]
        if (typeof text === 'string') units += text.length
        else {
          nulls ??= new Uint8Array(texts.length)
          nulls[from + row] = 1
          nullCount++
        }
      }
      if (!this.isAscii || units > mostUnits || !this.addAscii(part, from, units)) this.addEach(part, from)
    }
    return { values: this.bytes.subarray(0, this.end), offsets: offsets.finish(texts.length) as Int32Array, nulls, nullCount }
  }

  /** Adds texts that are ASCII, all at once; gives whether they are. */
  private addAscii(part: readonly unknown[], from: number, units: number): boolean {
    this.makeRoom(units)
    // Room for one byte for each code unit: others are not read to their end.
    const { read } = encoder.encodeInto(part.join(''), this.bytes.subarray(this.end, this.end + units))
    this.isAscii = read === units
    if (!this.isAscii) return false
    for (let row = 0; row < part.length; row++) {
      const text = part[row]
      if (typeof text === 'string') this.end += text.length
      this.offsets.set(from + row + 1, this.end)
    }
    return true
  }

  private addEach(part: readonly unknown[], from: number): void {
    for (let row = 0; row < part.length; row++) {
      const text = part[row]
      if (typeof text === 'string') {
        // A code unit takes three bytes at most.
        this.makeRoom(text.length * 3)
        this.end = writeText(text, this.bytes, this.end)
      }
      this.offsets.set(from + row + 1, this.end)
    }
  }

  private makeRoom(length: number): void {
    if (this.end + length > this.bytes.length) this.bytes = grown(this.bytes, this.end + length)
  }
}

/** How long a text may be to be written here as quickly as by the encoder. */
const longestShort = 48

/** Writes a text as UTF-8; gives the place after it. */
function writeText(text: string, bytes: Uint8Array, start: number): number {
  let at = start
  let index = text.length > longestShort ? Number.POSITIVE_INFINITY : 0
  for (; index < text.length; index++) {
    const code = text.charCodeAt(index)
    if (code < 0x80) bytes[at++] = code
    else if (code < 0x800) {
      bytes[at++] = 0xc0 | (code >> 6)
      bytes[at++] = 0x80 | (code & 0x3f)
    } else break
  }
  return index === text.length ? at : start + encoder.encodeInto(text, bytes.subarray(start)).written
}
