import type { Kernel } from './kernel.js'

const utf8 = new TextEncoder()

/** Where an answer grows: in the kernel's output, and from there, when that is full, in a buffer of its own. */
export class Sink {
  /** Where the kernel writes next. */
  at: number
  private readonly kernel: Kernel
  private grown: Uint8Array<ArrayBuffer> | undefined
  private length = 0

  constructor(kernel: Kernel) {
    this.kernel = kernel
    this.at = kernel.outputAt
  }

  /** How many bytes are written. */
  get written(): number {
    return this.length + this.at - this.kernel.outputAt
  }

  /**
   * Makes sure that the kernel's output has room.
   *
   * @param expected how many bytes the answer may have in the end; a guess
   */
  reserve(bytes: number, expected: number): void {
    if (this.at + bytes > this.kernel.outputEnd) this.flush(expected)
  }

  /** Moves what is written out of the kernel. */
  flush(expected: number): void {
    const { bytes, outputAt } = this.kernel
    this.append(bytes.subarray(outputAt, this.at), expected)
    this.at = outputAt
  }

  text(text: string): void {
    const { bytes, outputEnd } = this.kernel
    this.reserve(text.length * 3, this.written * 1.25)
    if (this.at + text.length * 3 > outputEnd) this.append(utf8.encode(text), this.written * 1.25)
    else this.at += utf8.encodeInto(text, bytes.subarray(this.at, outputEnd)).written
  }

  /** Writes one of the characters below U+0080. */
  char(char: string): void {
    this.reserve(1, this.written * 1.25)
    this.kernel.bytes[this.at++] = char.charCodeAt(0)
  }

  /** The answer, in memory of its own. */
  finish(): Uint8Array<ArrayBuffer> {
    const { outputAt, memory } = this.kernel
    if (this.grown === undefined) return new Uint8Array(memory.slice(outputAt, this.at))
    this.flush(0)
    return this.grown.subarray(0, this.length)
  }

  private append(bytes: Uint8Array, expected: number): void {
    const needed = this.length + bytes.length
    if (this.grown === undefined || needed > this.grown.length) {
      const larger = new Uint8Array(Math.max(needed, Math.ceil(expected)))
      if (this.grown !== undefined) larger.set(this.grown.subarray(0, this.length))
      this.grown = larger
    }
    this.grown.set(bytes, this.length)
    this.length = needed
  }
}
