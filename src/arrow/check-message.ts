/**
 * Checks the metadata of an Arrow IPC message before apache-arrow decodes it. That reader believes what a message says of its
 * own vectors: a few hostile bytes that claim a billion fields would make it build them all.
 *
 * The format is FlatBuffers: a table starts with the (signed) distance back to its vtable, which has the place of each
 * member; tables, vectors and strings are reached by (unsigned) distances forward. Members are counted as in Arrow's Message.fbs
 * and Schema.fbs.
 */
export function checkMessage(metadata: Uint8Array): boolean {
  try {
    new MessageCheck(metadata).check()
    return true
  } catch (error) {
    // A DataView throws a RangeError for what is out of its bounds.
    if (error instanceof RangeError) return false
    throw error
  }
}

/** The positions of members in their tables. */
const message = { headerType: 1, header: 2, customMetadata: 4 }
const schema = { fields: 1, customMetadata: 2 }
const field = { name: 0, children: 5, customMetadata: 6 }
const recordBatch = { nodes: 1, buffers: 2, variadicBufferCounts: 4 }
const dictionaryBatch = { data: 1 }
const keyValue = { key: 0, value: 1 }

const headerTypes = { schema: 1, dictionaryBatch: 2, recordBatch: 3 }

class MessageCheck {
  private readonly view: DataView
  /** How many tables may be visited: several may share one that holds many, and so on, so that a few would become a flood. */
  private budget: number

  constructor(bytes: Uint8Array) {
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    this.budget = bytes.byteLength
  }

  check(): void {
    const root = this.view.getUint32(0, true)
    const type = this.member(root, message.headerType)
    const header = this.table(root, message.header)
    this.tables(root, message.customMetadata, (entry) => this.checkEntry(entry))
    if (type === undefined || header === undefined) throw new RangeError('a message without a header')
    const headerType = this.view.getUint8(type)
    if (headerType === headerTypes.schema) this.checkSchema(header)
    else if (headerType === headerTypes.recordBatch) this.checkBatch(header)
    else if (headerType === headerTypes.dictionaryBatch) this.checkBatch(this.table(header, dictionaryBatch.data) ?? root)
  }

  private checkSchema(table: number): void {
    this.tables(table, schema.fields, (child) => this.checkField(child))
    this.tables(table, schema.customMetadata, (entry) => this.checkEntry(entry))
  }

  private checkField(table: number): void {
    this.vector(table, field.name, 1)
    this.tables(table, field.children, (child) => this.checkField(child))
    this.tables(table, field.customMetadata, (entry) => this.checkEntry(entry))
  }

  private checkEntry(table: number): void {
    this.vector(table, keyValue.key, 1)
    this.vector(table, keyValue.value, 1)
  }

  private checkBatch(table: number): void {
    this.vector(table, recordBatch.nodes, 16)
    this.vector(table, recordBatch.buffers, 16)
    this.vector(table, recordBatch.variadicBufferCounts, 8)
  }

  /** Where a member of a table stands; undefined when it is left out. */
  private member(table: number, index: number): number | undefined {
    const vtable = table - this.view.getInt32(table, true)
    const slot = 4 + index * 2
    if (slot >= this.view.getUint16(vtable, true)) return undefined
    const distance = this.view.getUint16(vtable + slot, true)
    return distance === 0 ? undefined : table + distance
  }

  private table(table: number, index: number): number | undefined {
    const member = this.member(table, index)
    return member === undefined ? undefined : member + this.view.getUint32(member, true)
  }

  /** Checks that a vector is inside; gives the start and the number of its elements. */
  private vector(table: number, index: number, width: number): { start: number; length: number } {
    const position = this.table(table, index)
    if (position === undefined) return { start: 0, length: 0 }
    const length = this.view.getUint32(position, true)
    if (position + 4 + length * width > this.view.byteLength) throw new RangeError('a vector that is longer than its message')
    return { start: position + 4, length }
  }

  private tables(table: number, index: number, check: (table: number) => void): void {
    const { start, length } = this.vector(table, index, 4)
    this.budget -= length
    if (this.budget < 0) throw new RangeError('more tables than there are bytes')
    for (let element = 0; element < length; element++) {
      const position = start + element * 4
      check(position + this.view.getUint32(position, true))
    }
  }
}
