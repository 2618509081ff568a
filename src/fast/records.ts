import type { Cells } from './cells.js'
import { closeArray, closeObject, colon, comma, gaveUp, openArray, openObject, skipSpace, startsWith } from './scan.js'
import { broken, closed } from './wasm/memory.js'
import { compiledRecords } from './wasm/records.js'

const encoder = new TextEncoder()

/** A column's key as rows have it, and where its cells go. */
interface Member {
  /** The key with its quotes. Written with escapes that it does not need, it is left to the plain path. */
  readonly key: Uint8Array
  readonly cells: Cells
}

/** How many rows there are, and the place after them. */
export interface ReadRows {
  readonly rows: number
  readonly end: number
}

/** The keys of columns, for {@link readRecords}. */
export function keysOf(names: readonly string[]): Uint8Array[] {
  return names.map((name) => encoder.encode(JSON.stringify(name)))
}

/**
 * Reads a list of records that have all of the columns, each once, in any order: that of a row is expected of the next.
 *
 * @returns undefined when it gives up: the cells read so far are of no use then
 */
export function readRecords(bytes: Uint8Array, start: number, keys: readonly Uint8Array[], cells: readonly Cells[]): ReadRows | undefined {
  if (bytes[start] !== openArray) return undefined
  const reader = new RecordReader(
    bytes,
    keys.map((key, index): Member => ({ key, cells: cells[index] as Cells })),
  )
  const compiled = compiledRecords(bytes, start, reader.members)
  let capacity = 0
  // The first row is read here, to learn the order of its keys.
  let [detour, resume] = [1, 1]
  let at = skipSpace(bytes, start + 1)
  for (let row = 0; ; ) {
    if (row === capacity) {
      const counted = row === 0 ? compiled?.likelyRecords(at, reader.members) : undefined
      capacity = Math.max(row + 1, counted ?? roomFor(row, (at - start) / (bytes.length - start)))
      for (const column of cells) column.grow(capacity)
    }
    if (compiled !== undefined && row >= resume) {
      const room = capacity - row
      const count = compiled.fill(at, reader.members, row, room)
      row += count
      at = compiled.stop
      if (compiled.why === broken) return undefined
      if (compiled.why === closed) return { rows: row, end: at }
      if (compiled.isFull(count, room)) continue
      // What it does not read may be followed by more of the kind.
      detour = count > 8 ? 1 : detour * 2
      resume = row + detour
    }
    at = reader.read(at, row++)
    if (at === gaveUp) return undefined
    at = skipSpace(bytes, at)
    if (bytes[at] === closeArray) return { rows: row, end: at + 1 }
    if (bytes[at] !== comma) return undefined
    at = skipSpace(bytes, at + 1)
  }
}

/** Room for all rows, if the rest of the bytes holds as many as what was read of them; a few more than that. */
function roomFor(rows: number, share: number): number {
  return rows === 0 ? 16 : Math.ceil(Math.min(rows / share, rows * 64) * 1.05) + 16
}

class RecordReader {
  /** In the order that the next row is expected to have. */
  readonly members: Member[]
  private readonly bytes: Uint8Array
  /** How many keys may be looked at in search of the right one: rows that differ all the time are quicker by way of objects. */
  private patience: number

  constructor(bytes: Uint8Array, members: Member[]) {
    this.bytes = bytes
    this.members = members
    this.patience = members.length ** 2 + bytes.length / 4
  }

  /** Reads a record; gives the place after it. */
  read(start: number, row: number): number {
    const { bytes, members } = this
    if (bytes[start] !== openObject) return gaveUp
    const last = members.length - 1
    let at = skipSpace(bytes, start + 1)
    for (let position = 0; position <= last; position++) {
      let member = members[position] as Member
      if (!startsWith(bytes, at, member.key)) {
        const found = this.expectInstead(at, position)
        if (found === undefined) return gaveUp
        member = found
      }
      at += member.key.length
      if (bytes[at] !== colon) at = skipSpace(bytes, at)
      if (bytes[at] !== colon) return gaveUp
      if ((bytes[++at] as number) <= 0x20) at = skipSpace(bytes, at)
      at = member.cells.read(bytes, at, row)
      if (at === gaveUp) return gaveUp
      let byte = bytes[at]
      if (byte !== comma && byte !== closeObject) {
        at = skipSpace(bytes, at)
        byte = bytes[at]
      }
      if (byte !== (position === last ? closeObject : comma)) return gaveUp
      at++
      if (position < last && (bytes[at] as number) <= 0x20) at = skipSpace(bytes, at)
    }
    return at
  }

  /** The column whose key is here, out of those that the row has not had; from now on it is expected here. */
  private expectInstead(at: number, position: number): Member | undefined {
    const { bytes, members } = this
    for (let other = position + 1; other < members.length && this.patience-- > 0; other++) {
      const member = members[other] as Member
      if (!startsWith(bytes, at, member.key)) continue
      members[other] = members[position] as Member
      members[position] = member
      return member
    }
    return undefined
  }
}
