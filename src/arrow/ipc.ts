import { AsyncByteQueue, RecordBatch, RecordBatchStreamWriter, Schema, Table, tableFromIPC } from 'apache-arrow'
import type { IssueLog } from '../errors/issue-log.js'
import { ownTable } from './own-copy.js'
import { checkStream } from './stream/check-stream.js'
import { StreamRefusal } from './stream/refusal.js'
import { addRepeated } from './stream/repeated.js'
import { type ArrowLimits, Tally } from './stream/tally.js'

/**
 * Reads an Arrow IPC stream without a copy where its buffers are aligned. What its columns say of themselves is not
 * checked yet. Undefined after reporting bytes that are no such stream, not the whole of one, or one that holds more than it may.
 */
export function readIpc(bytes: Uint8Array, limits: ArrowLimits, log: IssueLog): Table | undefined {
  // 64-bit values are read in place, which asks for an aligned start; a piece of a larger buffer may have none.
  const aligned = bytes.byteOffset % 8 === 0 ? bytes : bytes.slice()
  const tally = new Tally(limits, bytes.length)
  try {
    const names = checkStream(aligned, tally)
    const table = readTable(aligned, names)
    addRepeated(table, tally)
    return table
  } catch (error) {
    const { code, expected, received, path } = refusalOf(error, bytes)
    log.add(code, expected, received, path)
    return undefined
  }
}

function readTable(bytes: Uint8Array, names: readonly string[]): Table {
  try {
    const table = withNames(tableFromIPC(bytes), names)
    // Columns are put together when they are asked for, and what cannot be is thrown then.
    for (let column = 0; column < table.numCols; column++) table.getChildAt(column)
    return table
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    throw new StreamRefusal('an Arrow IPC stream', `one that cannot be read (${message.slice(0, 100)})`)
  }
}

/** A column without a name is called "null" by apache-arrow. */
function withNames(table: Table, names: readonly string[]): Table {
  const { fields, metadata } = table.schema
  if (fields.every(({ name }, index) => name === names[index])) return table
  const schema = new Schema(
    fields.map((field, index) => field.clone({ name: names[index] as string })),
    metadata,
  )
  return new Table(
    schema,
    table.batches.map(({ data }) => new RecordBatch(schema, data)),
  )
}

function refusalOf(error: unknown, bytes: Uint8Array): StreamRefusal {
  if (error instanceof StreamRefusal) return error
  // Whatever is read beyond its end.
  if (!(error instanceof RangeError)) throw error
  return new StreamRefusal('an Arrow IPC stream with its end-of-stream marker', bytes.length === 0 ? 'empty' : 'cut off, or something else')
}

/** Writes a table of any copy of apache-arrow as an IPC stream. */
export function writeIpc(table: Table): Uint8Array {
  const { schema, batches } = ownTable(table)
  const [writer, parts] = [new RecordBatchStreamWriter(), new Parts()]
  writer.reset(parts, schema)
  for (const batch of batches) writer.write(batch)
  writer.finish()
  return parts.joined()
}

/** The parts of a stream as they are written. apache-arrow's own queue joins those that overlap in memory, as columns with the same array do. */
class Parts extends AsyncByteQueue {
  private readonly parts: Uint8Array[] = []

  override write(part: Uint8Array): void {
    this.parts.push(part)
  }

  joined(): Uint8Array {
    const bytes = new Uint8Array(this.parts.reduce((sum, { length }) => sum + length, 0))
    let end = 0
    for (const part of this.parts) {
      bytes.set(part, end)
      end += part.length
    }
    return bytes
  }
}
