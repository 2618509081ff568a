import { AsyncByteQueue, type Data, Message, RecordBatchStreamWriter, type Table, tableFromIPC } from 'apache-arrow'
import type { IssueLog } from '../errors/issue-log.js'
import { checkMessage } from './check-message.js'
import { ownTable } from './own-copy.js'

/**
 * Reads an Arrow IPC stream without a copy where its buffers are aligned. What its columns say of themselves is not
 * checked yet. Undefined after reporting bytes that are no such stream, or not the whole of one.
 */
export function readIpc(bytes: Uint8Array, log: IssueLog): Table | undefined {
  // 64-bit values are read in place, which asks for an aligned start; a piece of a larger buffer may have none.
  const aligned = bytes.byteOffset % 8 === 0 ? bytes : bytes.slice()
  const table = attempt(() => (isWhole(aligned) ? readTable(aligned) : undefined))
  if (table === undefined) {
    log.add(
      'invalid_arrow',
      'an Arrow IPC stream with its end-of-stream marker',
      bytes.length === 0 ? 'empty' : 'cut off, or something else',
    )
    return undefined
  }
  if (table instanceof Error) {
    log.add('invalid_arrow', 'an Arrow IPC stream', `one that cannot be read (${table.message.slice(0, 100)})`)
    return undefined
  }
  return table
}

function readTable(bytes: Uint8Array): Table {
  const table = tableFromIPC(bytes)
  // Columns are put together when they are asked for, and what cannot be is thrown then.
  for (let column = 0; column < table.numCols; column++) table.getChildAt(column)
  if (table.data.some((data) => claimsMore(data, bytes.length))) throw new Error('it claims more rows than fit in it')
  return table
}

function attempt(read: () => Table | undefined): Table | Error | undefined {
  try {
    return read()
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error))
  }
}

/** How many rows of nothing are believed, whatever the size of the body. */
const mostUnbacked = 65_536

/** Whether a column claims more elements than some bytes can hold: a boolean takes a bit; nulls and structs of nothing take none. */
function claimsMore(data: Data, bytes: number): boolean {
  const { values, valueOffsets, children, length } = data
  const isBacked = (values?.length ?? 0) > 0 || (valueOffsets?.length ?? 0) > 0
  if (length > (isBacked ? bytes * 8 : Math.max(mostUnbacked, bytes))) return true
  return (
    children.some((child) => child !== undefined && claimsMore(child, bytes)) ||
    (data.dictionary?.data.some((chunk) => claimsMore(chunk, bytes)) ?? false)
  )
}

/**
 * Whether the messages are sound, and end where the stream says: a reader takes a stream that was cut off between two batches
 * for a shorter one, and passes over what follows the end.
 */
function isWhole(bytes: Uint8Array): boolean {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  let position = 0
  while (position + 4 <= bytes.length) {
    const isContinued = view.getInt32(position, true) === -1
    if (isContinued && position + 8 > bytes.length) return false
    // Before version 0.15 of the format there was no continuation marker.
    const start = position + (isContinued ? 8 : 4)
    const size = view.getInt32(start - 4, true)
    if (size === 0) return start === bytes.length
    if (size < 0 || start + size > bytes.length) return false
    const metadata = bytes.subarray(start, start + size)
    if (!checkMessage(metadata)) return false
    const { bodyLength } = Message.decode(metadata)
    if (!(bodyLength >= 0)) return false
    position = start + size + bodyLength
  }
  return false
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
