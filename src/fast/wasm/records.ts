import type { Cells } from '../cells.js'
import { type BodyMemory, columnSize, columnsAt, keysAt, keysEnd, memoryOf, mostColumns, outAt, outSize } from './memory.js'

/** A column's place in the compiled reader's memory. */
export interface CompiledColumn {
  readonly values: number
  readonly nulls: number
  readonly text: number
}

/** What a column needs to know to be read there. */
export interface CompiledKind {
  readonly kind: number
  /** Bytes of an element; of the end of a text. */
  readonly size: number
  /** What null is: 0 refused, 1 missing, 2 NaN. */
  readonly missing: number
  /** The longest text in bytes; undefined for what is none. */
  readonly longest?: number
}

interface Member {
  readonly key: Uint8Array
  readonly cells: Cells
}

/** How much of the room for values all texts of a chunk have for each row and column, besides their ends. */
const textPerRow = 64

/** The compiled reader at a list of records: as far as it reads them, their cells are copied into the columns. */
export class CompiledRecords {
  /** Where the last call has stopped, and why. */
  stop = 0
  why = 0
  private readonly memory: BodyMemory
  private readonly places: ReadonlyMap<Cells, CompiledColumn>
  private readonly chunk: number
  private readonly start: number
  private order: readonly Member[] = []

  /** @param start of the list in the body */
  constructor(memory: BodyMemory, places: ReadonlyMap<Cells, CompiledColumn>, chunk: number, start: number) {
    this.memory = memory
    this.start = start
    this.places = places
    this.chunk = chunk
  }

  /**
   * Reads records from the brace of one, whose members are expected in an order; gives how many there were. There must be room for
   * them in the columns.
   */
  fill(at: number, members: readonly Member[], row: number, room: number): number {
    const { memory } = this
    this.describe(members)
    const count = memory.exports.fillRecords(memory.address(at), members.length, Math.min(room, this.chunk))
    this.stop = memory.stop
    this.why = memory.why
    const share = (this.stop - this.start) / (memory.end - memory.address(this.start))
    if (count > 0) for (const [cells, place] of this.places) cells.take(memory, place, row, count, share)
    return count
  }

  /**
   * How many records a list probably has from one of them on. It is no more than fit between here and the next bracket that closes: room
   * is made for them, and a body may hold many lists.
   */
  likelyRecords(at: number, members: readonly Member[]): number {
    const { memory } = this
    const shortest = members.reduce((sum, { key }) => sum + key.length + 3, 1)
    const count = memory.exports.countBraces(memory.address(at), memory.end)
    return Math.min(count, Math.ceil((memory.stop - at) / shortest))
  }

  /** Whether a count of records is as many as are read at a time. */
  isFull(count: number, room: number): boolean {
    return count === Math.min(room, this.chunk)
  }

  /** Writes the descriptors of columns in the order that is expected, with their texts empty again. */
  private describe(members: readonly Member[]): void {
    const { view } = this.memory
    const isSame = members.every((member, index) => member === this.order[index])
    if (!isSame) this.order = [...members]
    let key = keysAt
    let at = columnsAt
    for (const { key: bytes, cells } of members) {
      const { values, nulls, text } = this.places.get(cells) as CompiledColumn
      const { kind, missing, longest } = cells.compiled as CompiledKind
      if (!isSame) {
        this.memory.slice(key, bytes.length + 8).fill(0)
        this.memory.slice(key, bytes.length).set(bytes)
        const textEnd = text + this.chunk * textPerRow
        for (const [index, value] of [key, bytes.length, kind, values, nulls, missing, text, text, textEnd, longest ?? 0].entries())
          view.setUint32(at + 4 * index, value, true)
      }
      // Texts start anew with each call.
      view.setUint32(at + 28, text, true)
      if (missing === 1) this.memory.slice(nulls, this.chunk).fill(0)
      key += bytes.length + 8
      at += columnSize
    }
  }
}

/** The compiled reader for a list, where the bytes stand in its memory, and it has room for the columns and reads all of them. */
export function compiledRecords(bytes: Uint8Array, start: number, members: readonly Member[]): CompiledRecords | undefined {
  const memory = memoryOf(bytes)
  if (memory === undefined || members.length > mostColumns) return undefined
  let [perRow, keys] = [0, 0]
  for (const { key, cells } of members) {
    if (cells.compiled === undefined) return undefined
    keys += key.length + 8
    perRow += cells.compiled.size + 1 + (cells.compiled.longest === undefined ? 0 : textPerRow)
  }
  // Each part starts at a multiple of eight.
  const chunk = Math.floor((outSize - 24 * members.length) / perRow / 8) * 8
  if (keys > keysEnd - keysAt || chunk < 64) return undefined
  const places = new Map<Cells, CompiledColumn>()
  let at = outAt
  const take = (size: number): number => {
    const start = at
    at += (size + 7) & ~7
    return start
  }
  for (const { cells } of members) {
    const { size, longest } = cells.compiled as CompiledKind
    const text = longest === undefined ? 0 : textPerRow
    places.set(cells, { values: take(chunk * size), nulls: take(chunk), text: take(chunk * text) })
  }
  return new CompiledRecords(memory, places, chunk, start)
}

/** Copies a column's nulls; gives how many there are. */
export function takeNulls(memory: BodyMemory, { nulls }: CompiledColumn, target: () => Uint8Array, row: number, count: number): number {
  const given = memory.slice(nulls, count)
  if (given.indexOf(1) < 0) return 0
  target().set(given, row)
  let sum = 0
  for (const flag of given) sum += flag
  return sum
}
