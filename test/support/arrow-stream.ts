// Arrow IPC streams written by hand: apache-arrow writes none that are broken, or that claim more than they have.
// The numbers of members and types are those of Arrow's Message.fbs and Schema.fbs.

/** A member of a FlatBuffers table: bytes in its place, or something further on that the place leads to. */
type Member = { readonly inline: Uint8Array } | { readonly further: (write: Writer) => number }

export const byte = (value: number): Member => ({ inline: Uint8Array.of(value) })
export const short = (value: number): Member => ({ inline: new Uint8Array(Int16Array.of(value).buffer) })
export const int = (value: number): Member => ({ inline: new Uint8Array(Int32Array.of(value).buffer) })
export const long = (value: number | bigint): Member => ({ inline: new Uint8Array(BigInt64Array.of(BigInt(value)).buffer) })

export const text = (value: string): Member => ({
  further: (writer) => writer.vector(new TextEncoder().encode(value), 1),
})

/** A vector of structs of so many 64-bit integers. */
export const longs = (values: readonly number[], perStruct: number): Member => ({
  further: (writer) => writer.vector(new Uint8Array(BigInt64Array.from(values, BigInt).buffer), 8 * perStruct),
})

export const table = (members: readonly (Member | undefined)[]): Member => ({ further: (writer) => writer.table(members) })

export const tables = (all: readonly Member[]): Member => ({ further: (writer) => writer.tables(all) })

class Writer {
  private bytes: number[] = []

  root(members: readonly (Member | undefined)[]): Uint8Array {
    this.put(4)
    this.lead(0, this.table(members))
    return Uint8Array.from(this.bytes)
  }

  table(members: readonly (Member | undefined)[]): number {
    const vtable = this.put(4 + members.length * 2)
    const start = this.put(4)
    this.set(start, int(start - vtable))
    const places = members.map((member) => (member === undefined ? 0 : this.put('inline' in member ? member.inline.length : 4)))
    this.set(vtable, short(4 + members.length * 2))
    this.set(vtable + 2, short(this.bytes.length - start))
    places.forEach((place, index) => {
      this.set(vtable + 4 + index * 2, short(place === 0 ? 0 : place - start))
      const member = members[index]
      if (member === undefined) return
      if ('inline' in member) this.set(place, member)
      else this.lead(place, member.further(this))
    })
    return start
  }

  tables(all: readonly Member[]): number {
    const start = this.put(4 + all.length * 4)
    this.set(start, int(all.length))
    all.forEach((member, index) => {
      if ('further' in member) this.lead(start + 4 + index * 4, member.further(this))
    })
    return start
  }

  vector(content: Uint8Array, width: number): number {
    const start = this.put(4)
    this.set(start, int(content.length / width))
    for (const value of content) this.bytes.push(value)
    return start
  }

  private put(length: number): number {
    for (let index = 0; index < length; index++) this.bytes.push(0)
    return this.bytes.length - length
  }

  private set(place: number, member: Member): void {
    if ('inline' in member) for (const [index, value] of member.inline.entries()) this.bytes[place + index] = value
  }

  private lead(from: number, to: number): void {
    this.set(from, int(to - from))
  }
}

export const headerTypes = { schema: 1, dictionaryBatch: 2, recordBatch: 3, tensor: 4 }

export interface MessageParts {
  readonly headerType: number
  readonly header: Member
  readonly body?: Uint8Array
  /** Counted from 0 on: 4 is version 5 of the format. */
  readonly version?: number
  readonly metadata?: Member
  readonly bodyLength?: number
}

export function message({ headerType, header, body = new Uint8Array(), version = 4, metadata, bodyLength }: MessageParts): Uint8Array {
  const bytes = new Writer().root([short(version), byte(headerType), header, long(bodyLength ?? body.length), metadata])
  const size = Math.ceil(bytes.length / 8) * 8
  const whole = new Uint8Array(8 + size + body.length)
  whole.set(new Uint8Array(Int32Array.of(-1, size).buffer))
  whole.set(bytes, 8)
  whole.set(body, 8 + size)
  return whole
}

export function streamOf(...messages: readonly Uint8Array[]): Uint8Array {
  const end = new Uint8Array(Int32Array.of(-1, 0).buffer)
  return Uint8Array.from(Buffer.concat([...messages, end]))
}

export interface FieldParts {
  readonly name?: string
  readonly typeId: number
  /** The members of the type's own table. */
  readonly type?: readonly (Member | undefined)[]
  readonly children?: readonly Member[]
  readonly dictionary?: Member
}

export function field({ name = 'c', typeId, type = [], children = [], dictionary }: FieldParts): Member {
  return table([text(name), byte(1), byte(typeId), table(type), dictionary, tables(children)])
}

export function schema(fields: readonly Member[], parts: Partial<MessageParts> & { readonly endianness?: number } = {}): Uint8Array {
  const { endianness = 0, ...rest } = parts
  return message({ headerType: headerTypes.schema, header: table([short(endianness), tables(fields)]), ...rest })
}

export interface BatchParts {
  readonly rows: number
  /** Pairs of a length and a number of nulls. */
  readonly nodes: readonly (readonly [length: number, nulls: number])[]
  readonly buffers?: readonly Uint8Array[]
  /** Where the buffers are said to be, where that is not where they are. */
  readonly regions?: readonly (readonly [offset: number, length: number])[]
  readonly compression?: Member
  readonly variadicBufferCounts?: readonly number[]
}

/** The header and the body of a batch. */
function batchOf({ rows, nodes, buffers = [], regions, compression, variadicBufferCounts = [] }: BatchParts): [Member, Uint8Array] {
  const body = new Uint8Array(buffers.reduce((sum, { length }) => sum + Math.ceil(length / 8) * 8, 0))
  let end = 0
  const places = buffers.map((buffer): readonly [number, number] => {
    const place = end
    body.set(buffer, place)
    end += Math.ceil(buffer.length / 8) * 8
    return [place, buffer.length]
  })
  const header = table([
    long(rows),
    longs(nodes.flat(), 2),
    longs((regions ?? places).flat(), 2),
    compression,
    longs(variadicBufferCounts, 1),
  ])
  return [header, body]
}

export function recordBatch(parts: BatchParts): Uint8Array {
  const [header, body] = batchOf(parts)
  return message({ headerType: headerTypes.recordBatch, header, body })
}

export function dictionaryBatch(id: number, parts: BatchParts, isDelta = false): Uint8Array {
  const [data, body] = batchOf(parts)
  return message({ headerType: headerTypes.dictionaryBatch, header: table([long(id), data, byte(isDelta ? 1 : 0)]), body })
}
