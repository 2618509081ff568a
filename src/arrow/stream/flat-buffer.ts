/**
 * The metadata of Arrow's messages, read without trust in what they say of themselves: apache-arrow believes that a vector has a
 * billion tables, and builds them all.
 *
 * The format is FlatBuffers: a table starts with the (signed) distance back to its vtable, which has the place of each member;
 * tables, vectors and texts are reached by (unsigned) distances forward. Members are numbered as in Arrow's Message.fbs and Schema.fbs.
 */
interface Buffer {
  readonly view: DataView
  /** How much may be read: several places may lead to one table or text, and from there to another, so that a few bytes become a flood. */
  budget: number
}

/** How often all of a message may be read: its tables and texts may have some parts in common. */
const mostReadings = 4

/** The table that some bytes begin with. All methods throw a RangeError for what is beyond the end, as a DataView does. */
export function rootTable(bytes: Uint8Array): FlatTable {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  return new FlatTable({ view, budget: bytes.byteLength * mostReadings }, view.getUint32(0, true))
}

export class FlatTable {
  private readonly buffer: Buffer
  private readonly position: number

  constructor(buffer: Buffer, position: number) {
    this.buffer = buffer
    this.position = position
    spend(buffer, 4)
  }

  /** A byte, without a sign. */
  byte(member: number): number {
    const place = this.place(member)
    return place === undefined ? 0 : this.buffer.view.getUint8(place)
  }

  short(member: number, fallback = 0): number {
    const place = this.place(member)
    return place === undefined ? fallback : this.buffer.view.getInt16(place, true)
  }

  int(member: number, fallback = 0): number {
    const place = this.place(member)
    return place === undefined ? fallback : this.buffer.view.getInt32(place, true)
  }

  /** A 64-bit integer that counts something. */
  count(member: number): number {
    const place = this.place(member)
    return place === undefined ? 0 : countAt(this.buffer.view, place)
  }

  table(member: number): FlatTable | undefined {
    const place = this.follow(member)
    return place === undefined ? undefined : new FlatTable(this.buffer, place)
  }

  tables(member: number): FlatTable[] {
    const { start, length } = this.vector(member, 4)
    const { view } = this.buffer
    return Array.from({ length }, (_, index) => {
      const place = start + index * 4
      return new FlatTable(this.buffer, place + view.getUint32(place, true))
    })
  }

  text(member: number): string {
    const { start, length } = this.vector(member, 1)
    const { view } = this.buffer
    return new TextDecoder().decode(new Uint8Array(view.buffer, view.byteOffset + start, length))
  }

  /** A vector of 64-bit integers that count something, or of structs of several of them. */
  counts(member: number, perStruct = 1): Counts {
    const { start, length } = this.vector(member, 8 * perStruct)
    return new Counts(this.buffer.view, start, length, perStruct)
  }

  /** Checks that a vector is inside; gives the start and the number of its elements. */
  vector(member: number, width: number): { start: number; length: number } {
    const place = this.follow(member)
    if (place === undefined) return { start: 0, length: 0 }
    const length = this.buffer.view.getUint32(place, true)
    if (place + 4 + length * width > this.buffer.view.byteLength) throw new RangeError('a vector that is longer than its message')
    spend(this.buffer, length * width)
    return { start: place + 4, length }
  }

  private follow(member: number): number | undefined {
    const place = this.place(member)
    return place === undefined ? undefined : place + this.buffer.view.getUint32(place, true)
  }

  /** Where a member stands; undefined when it is left out. */
  private place(member: number): number | undefined {
    const { position } = this
    const { view } = this.buffer
    const vtable = position - view.getInt32(position, true)
    const slot = 4 + member * 2
    if (slot >= shortDistance(view, vtable)) return undefined
    const distance = shortDistance(view, vtable + slot)
    return distance === 0 ? undefined : position + distance
  }
}

/** Structs of 64-bit integers. */
export class Counts {
  readonly length: number
  private readonly view: DataView
  private readonly start: number
  private readonly perStruct: number

  constructor(view: DataView, start: number, length: number, perStruct: number) {
    this.view = view
    this.start = start
    this.length = length
    this.perStruct = perStruct
  }

  /** @param least how small it may be */
  at(index: number, part = 0, least = 0): number {
    if (index >= this.length) throw new RangeError('an element beyond the end of its vector')
    return countAt(this.view, this.start + (index * this.perStruct + part) * 8, least)
  }
}

function spend(buffer: Buffer, bytes: number): void {
  buffer.budget -= bytes
  if (buffer.budget < 0) throw new RangeError('more tables than there are bytes')
}

/** Readers differ in whether these have a sign: no table is so large that it would matter. */
function shortDistance(view: DataView, place: number): number {
  const distance = view.getInt16(place, true)
  if (distance < 0) throw new RangeError('a distance that is too large')
  return distance
}

function countAt(view: DataView, place: number, least = 0): number {
  const count = view.getInt32(place + 4, true) * 2 ** 32 + view.getUint32(place, true)
  if (count < least || !Number.isSafeInteger(count)) throw new RangeError('a number that counts nothing')
  return count
}
