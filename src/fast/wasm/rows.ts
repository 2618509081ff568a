import type { TypedArray } from '../../dtype/storage.js'
import type { NumericDtype } from '../storage.js'
import { kindOf } from './kinds.js'
import { type BodyMemory, closed, memoryOf, outAt, outSize, stuck } from './memory.js'

/** The compiled reader at the rows of an array: as far as it reads them, they are copied into storage. */
export class CompiledRows {
  /** Where the last call has stopped, and why. */
  stop = 0
  why: number = stuck
  /** How many values are read at a time. */
  readonly chunk: number
  readonly view: DataView
  private readonly memory: BodyMemory
  private readonly kind: number
  private readonly out: TypedArray

  constructor(memory: BodyMemory, dtype: NumericDtype, storage: TypedArray) {
    this.memory = memory
    this.view = memory.view
    this.kind = kindOf(dtype)
    this.chunk = outSize / storage.BYTES_PER_ELEMENT
    const Kind = storage.constructor as new (buffer: ArrayBufferLike, offset: number, length: number) => TypedArray
    this.out = new Kind(memory.exports.memory.buffer, outAt, this.chunk)
  }

  /** Reads values of a row, from the start of one; gives how many. */
  fillRow(at: number, storage: TypedArray, position: number, count: number): number {
    const { memory, kind } = this
    return this.take(memory.exports.fillRow(memory.address(at), kind, outAt, count), 1, storage, position)
  }

  /** Reads rows of a width, from the bracket of one; gives how many. */
  fillRows(at: number, width: number, storage: TypedArray, position: number, count: number): number {
    const { memory, kind } = this
    return this.take(memory.exports.fillRows(memory.address(at), kind, outAt, width, count), width, storage, position)
  }

  /** How many values an array of numbers has from one of them on, going by the commas before the next key, or the end. */
  countValues(at: number): number {
    const { memory } = this
    return memory.exports.countCommas(memory.address(at), memory.end) + 1
  }

  get isClosed(): boolean {
    return this.why === closed
  }

  private take(count: number, width: number, storage: TypedArray, position: number): number {
    this.stop = this.memory.stop
    this.why = this.memory.why
    const length = count * width
    // A view of its own costs more than some values do.
    if (length > 32) storage.set(this.out.subarray(0, length) as never, position)
    else for (let index = 0; index < length; index++) storage[position + index] = this.out[index] as never
    return count
  }
}

/** By memory and dtype; they hold nothing of a request but where the last call has stopped. */
const known = new WeakMap<BodyMemory, Map<string, CompiledRows>>()

/** The compiled reader, where the bytes stand in its memory. */
export function compiledRows(bytes: Uint8Array, dtype: NumericDtype, storage: TypedArray): CompiledRows | undefined {
  const memory = memoryOf(bytes)
  if (memory === undefined) return undefined
  let readers = known.get(memory)
  if (readers === undefined) {
    readers = new Map()
    known.set(memory, readers)
  }
  const last = readers.get(dtype.name)
  // Memory that has grown has another buffer.
  if (last?.view === memory.view) return last
  const rows = new CompiledRows(memory, dtype, storage)
  readers.set(dtype.name, rows)
  return rows
}
