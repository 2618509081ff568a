import { decodeBase64 } from '../../json/base64.js'
import { readerBinary } from './reader-binary.js'

/** What reader.as.ts exports. */
interface Exports {
  readonly memory: WebAssembly.Memory
  fillRow(start: number, kind: number, out: number, count: number): number
  fillRows(start: number, kind: number, out: number, width: number, count: number): number
  fillRecords(start: number, columns: number, count: number): number
  countCommas(start: number, end: number): number
  countBraces(start: number, end: number): number
}

/** Why the reader stopped: at the start of a value that it does not read or has no room for; at the end; at what is no JSON. */
export const stuck = 0
export const closed = 1
export const broken = 2

// The layout of memory, in bytes: descriptors of columns, the compiled reader's constants, keys, values, the body.
export const columnsAt = 16
export const columnSize = 40
/** How many columns there is room for. */
export const mostColumns = 256
const constantsEnd = 20480
export const keysAt: number = constantsEnd
export const keysEnd = 65536
export const outAt: number = keysEnd
export const outSize: number = 512 * 1024
const bodyAt = outAt + outSize

/** Bodies from which on it pays: crossing over and the copy cost as much as some hundred bytes. */
const least = 256
/** Memory never shrinks: larger bodies get one of their own, which goes with them. */
const mostKept = 8 * 1024 * 1024
/** Places in memory are handed over as signed numbers of 32 bits. */
const most = 1024 * 1024 * 1024
const page = 65536
/** More than what one load reads past the end. */
const padding = 64

/**
 * The compiled reader's memory with one body in it. Requests are read one after the other and none calls foreign code, so that
 * one memory serves all; nothing of it is ever handed out.
 */
export class BodyMemory {
  readonly exports: Exports
  private bytes: Uint8Array | undefined
  private whole: Uint8Array
  private state: Uint32Array
  view: DataView

  constructor(exports: Exports) {
    this.exports = exports
    const { buffer } = exports.memory
    this.whole = new Uint8Array(buffer)
    this.state = new Uint32Array(buffer, 0, 2)
    this.view = new DataView(buffer)
  }

  /** Whether these are the bytes that stand in memory. */
  holds(bytes: Uint8Array): boolean {
    return this.bytes === bytes
  }

  load(bytes: Uint8Array): void {
    const size = bodyAt + bytes.length + padding
    const { memory } = this.exports
    if (memory.buffer.byteLength < size) {
      memory.grow(Math.ceil((size - memory.buffer.byteLength) / page))
      this.whole = new Uint8Array(memory.buffer)
      this.state = new Uint32Array(memory.buffer, 0, 2)
      this.view = new DataView(memory.buffer)
    }
    this.whole.set(bytes, bodyAt)
    this.whole.fill(0, bodyAt + bytes.length, size)
    this.bytes = bytes
  }

  unload(): void {
    this.bytes = undefined
  }

  /** The end of the body in memory. */
  get end(): number {
    return bodyAt + (this.bytes?.length ?? 0)
  }

  /** Where a place of the body is in memory. */
  address(at: number): number {
    return bodyAt + at
  }

  /** The place of the body at which the reader has stopped. */
  get stop(): number {
    return (this.state[0] as number) - bodyAt
  }

  get why(): number {
    return this.state[1] as number
  }

  slice(start: number, length: number): Uint8Array {
    return this.whole.subarray(start, start + length)
  }
}

let compiled: WebAssembly.Module | undefined
let isTried = false
/** The memory for bodies of the usual size, which is kept. */
let kept: BodyMemory | undefined
/** The one that holds a body now. */
let body: BodyMemory | undefined

/** The memory that holds some bytes; undefined for bodies that are read without it. */
export function memoryOf(bytes: Uint8Array): BodyMemory | undefined {
  return body?.holds(bytes) ? body : undefined
}

/** Reads a body while it stands in memory, where the runtime has WebAssembly and the body's size is right. */
export function withBody<T>(bytes: Uint8Array, read: () => T): T {
  if (bytes.length < least || bytes.length > most) return read()
  try {
    if (bytes.length <= mostKept) kept ??= instantiate()
    body = bytes.length <= mostKept ? kept : instantiate()
    body?.load(bytes)
  } catch {
    // There is no memory left to grow into.
    body = undefined
  }
  try {
    return read()
  } finally {
    body?.unload()
    body = undefined
  }
}

/** Undefined where WebAssembly is missing, or a policy forbids it. */
function instantiate(): BodyMemory | undefined {
  if (!isTried) {
    isTried = true
    try {
      compiled = new WebAssembly.Module(decodeBase64(readerBinary) as Uint8Array<ArrayBuffer>)
    } catch {
      // Then the readers in TypeScript do it.
    }
  }
  return compiled && new BodyMemory(new WebAssembly.Instance(compiled).exports as unknown as Exports)
}
