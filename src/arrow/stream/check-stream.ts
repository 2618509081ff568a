import { count } from '../../errors/show.js'
import { type Counts, type FlatTable, rootTable } from './flat-buffer.js'
import { checkMetadata, type Layout, readLayout, type StreamLayout } from './layout.js'
import { StreamRefusal } from './refusal.js'
import type { Tally } from './tally.js'

/** The positions of members in their tables. */
const messageMember = { version: 0, headerType: 1, header: 2, bodyLength: 3, customMetadata: 4 }
const batchMember = { length: 0, nodes: 1, buffers: 2, compression: 3, variadicBufferCounts: 4 }
const dictionaryMember = { id: 0, data: 1, isDelta: 2 }

/** What apache-arrow writes where it does not know that there are no nulls: in columns that were cut. */
const unknown = -1

const headerTypes = { schema: 1, dictionaryBatch: 2, recordBatch: 3 }

/** Versions 4 and 5 of the format, which are counted from 0 on. */
const versions = [3, 4]

/**
 * Checks the messages of a stream and counts what they hold, before apache-arrow builds anything of them: whether they are sound,
 * and end where the stream says. A reader takes a stream that was cut off between two batches for a shorter one, and passes over
 * what follows the end.
 *
 * @returns the names of the columns
 * @throws StreamRefusal, RangeError for what is no stream, or not the whole of one
 */
export function checkStream(bytes: Uint8Array, tally: Tally): readonly string[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const check = new StreamCheck(tally)
  for (let position = 0; ; ) {
    const isContinued = view.getInt32(position, true) === -1
    // Before version 0.15 of the format there was no continuation marker.
    const start = position + (isContinued ? 8 : 4)
    const size = view.getInt32(start - 4, true)
    if (size < 0 || start + size > bytes.length) throw new RangeError('a message that is longer than its stream')
    if (size === 0) {
      if (start !== bytes.length || check.names === undefined) throw new RangeError('a stream that ends elsewhere')
      return check.names
    }
    position = start + size + check.message(bytes.subarray(start, start + size))
  }
}

class StreamCheck {
  private readonly tally: Tally
  private layout: StreamLayout | undefined
  /** How many parts each dictionary has. */
  private readonly parts = new Map<number, number>()

  constructor(tally: Tally) {
    this.tally = tally
  }

  /** The names of the columns, once the schema is there. */
  get names(): readonly string[] | undefined {
    return this.layout?.columns.map(({ name }) => name)
  }

  /** Checks a message; gives the length of its body. */
  message(metadata: Uint8Array): number {
    const message = rootTable(metadata)
    const version = message.short(messageMember.version)
    if (!versions.includes(version)) throw new StreamRefusal('version 4 or 5 of the format', `of version ${version + 1}`)
    checkMetadata(message, messageMember.customMetadata)
    const header = message.table(messageMember.header)
    if (header === undefined) throw new RangeError('a message without a header')
    const bodyLength = message.count(messageMember.bodyLength)
    const headerType = message.byte(messageMember.headerType)
    if (this.layout === undefined) {
      // A reader takes what it has for the next message.
      if (headerType !== headerTypes.schema || bodyLength !== 0)
        throw new StreamRefusal('a stream that begins with a schema', 'one that begins with something else')
      this.layout = readLayout(header, version)
      for (const { layout } of this.layout.columns) this.addFields(layout)
      return 0
    }
    if (headerType === headerTypes.recordBatch) this.recordBatch(header, this.layout, bodyLength)
    else if (headerType === headerTypes.dictionaryBatch) this.dictionaryBatch(header, this.layout, bodyLength)
    else throw new StreamRefusal('a stream of batches and dictionaries after its schema', `one with a message of the kind ${headerType}`)
    return bodyLength
  }

  private addFields({ children }: Layout): void {
    this.tally.addChunk(0, 0)
    for (const child of children) this.addFields(child)
  }

  private recordBatch(header: FlatTable, { columns }: StreamLayout, bodyLength: number): void {
    const rows = header.count(batchMember.length)
    this.tally.addRows(rows, columns.length)
    const batch = new BatchCheck(header, bodyLength, this.tally)
    for (const { name, layout } of columns) {
      const length = batch.node(layout)
      if (length !== rows) throw new StreamRefusal(`a column of ${count(rows, 'row')}, like its batch`, `one of ${length}`, [name])
    }
  }

  private dictionaryBatch(header: FlatTable, { dictionaries }: StreamLayout, bodyLength: number): void {
    const id = header.count(dictionaryMember.id)
    const [layout, data] = [dictionaries.get(id), header.table(dictionaryMember.data)]
    if (layout === undefined || data === undefined)
      throw new StreamRefusal('a stream with the dictionaries of its columns', 'one with another')
    const parts = header.byte(dictionaryMember.isDelta) === 0 ? 1 : (this.parts.get(id) ?? 0) + 1
    this.parts.set(id, parts)
    this.tally.addParts(parts)
    new BatchCheck(data, bodyLength, this.tally).node(layout)
  }
}

/** Goes through what a batch has for its columns: a node for each column and each one nested in it, and their buffers. */
class BatchCheck {
  private readonly nodes: Counts
  private readonly buffers: Counts
  private readonly variadicBufferCounts: Counts
  private readonly bodyLength: number
  private readonly tally: Tally
  private nextNode = 0
  private nextBuffer = 0
  private nextVariadic = 0

  constructor(header: FlatTable, bodyLength: number, tally: Tally) {
    if (header.table(batchMember.compression) !== undefined)
      throw new StreamRefusal('an Arrow IPC stream without compression', 'one with compressed buffers')
    this.nodes = header.counts(batchMember.nodes, 2)
    this.buffers = header.counts(batchMember.buffers, 2)
    this.variadicBufferCounts = header.counts(batchMember.variadicBufferCounts)
    this.bodyLength = bodyLength
    this.tally = tally
  }

  /** Checks and counts a column; gives its length. */
  node(layout: Layout): number {
    const index = this.nextNode++
    const [length, nulls] = [this.nodes.at(index), this.nodes.at(index, 1, unknown)]
    if (nulls > length)
      throw new StreamRefusal('no more nulls than rows', `a batch with ${count(nulls, 'null')} in ${count(length, 'row')}`)
    let buffers = layout.buffers
    if (layout.hasViews && this.nextVariadic < this.variadicBufferCounts.length)
      buffers += this.variadicBufferCounts.at(this.nextVariadic++)
    let bytes = length * layout.cellBytes
    for (let buffer = 0; buffer < buffers; buffer++) {
      const size = this.buffer()
      bytes += size
      // Which ones are null stands in the first. A reader passes over it.
      if (nulls === unknown && buffer === 0 && size > 0)
        throw new StreamRefusal('the number of nulls', 'a batch with an unknown number of nulls')
    }
    this.tally.addChunk(length, bytes)
    for (const child of layout.children) this.node(child)
    return length
  }

  private buffer(): number {
    const index = this.nextBuffer++
    const [offset, length] = [this.buffers.at(index), this.buffers.at(index, 1)]
    if (offset + length > this.bodyLength) throw new RangeError('a buffer beyond the end of its message')
    return length
  }
}
