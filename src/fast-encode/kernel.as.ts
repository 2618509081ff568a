// The inner loops of writing JSON, in AssemblyScript: `npm run build:wasm` makes kernel-binary.ts of this file and of
// those that it imports.

import { writeFloat64 } from './float64.as'
import { writeBool, writeInt32, writeInt64, writeNull, writeUint32, writeUint64 } from './integers.as'
import { columnsAt, countsAt, inputAt, outputEnd, sizesAt } from './layout.as'
import { copy, writeText } from './text.as'

export { columnsAt, countsAt, inputAt, outputAt, outputEnd, pairsAt, powersAt, sizesAt } from './layout.as'
export { splitTexts } from './text.as'

/** What cells are. */
const float64: u32 = 0
const int32: u32 = 1
const int64: u32 = 2
const uint64: u32 = 3
const truth: u32 = 4
const text: u32 = 5
const json: u32 = 6

/** What the validity of a cell says: null, present, or that the row does not have it. */
const isNull: u32 = 0
const isAbsent: u32 = 2

/** The row before which {@link writeRows} stopped. */
export let reached: u32 = 0

@inline
function writeNumber(kind: u32, data: usize, at: usize): usize {
  if (kind == float64) return writeFloat64(load<f64>(data), at)
  if (kind == int32) return writeInt32(load<i32>(data), at)
  if (kind == int64) return writeInt64(load<i64>(data), at)
  if (kind == uint64) return writeUint64(load<u64>(data), at)
  return writeBool(load<i32>(data), at)
}

/**
 * Writes the next elements of a tensor with the brackets and commas around them, from where the last call left it. A row is
 * begun by the call before: the caller writes the first brackets.
 */
export function writeElements(kind: u32, count: u32, rank: u32, at: usize): usize {
  const width: usize = kind == int32 || kind == truth ? 4 : 8
  const size = load<u32>(sizesAt)
  let data: usize = inputAt
  let column = load<u32>(countsAt)
  while (count > 0) {
    const stop = data + <usize>min(count, size - column) * width
    const some = <u32>((stop - data) / width)
    for (; data < stop; data += width) {
      at = writeNumber(kind, data, at)
      store<u8>(at++, 0x2c)
    }
    count -= some
    column += some
    if (column < size) break
    // The row ends, and with it the axes that end here.
    column = 0
    at--
    let axis: u32 = 0
    for (;;) {
      store<u8>(at++, 0x5d)
      if (++axis == rank) return at
      const next = load<u32>((axis << 2) + countsAt) + 1
      if (next < load<u32>((axis << 2) + sizesAt)) {
        store<u32>((axis << 2) + countsAt, next)
        break
      }
      store<u32>((axis << 2) + countsAt, 0)
    }
    store<u8>(at++, 0x2c)
    for (; axis > 0; axis--) store<u8>(at++, 0x5b)
  }
  store<u32>(countsAt, column)
  return at
}

// A column of the plan, in words: its kind; where its data is (for texts: their offsets); how many bytes stand between two
// texts; where its validity is, or 0; where its key is, and how long.
const wordsOfColumn: u32 = 32

/**
 * Writes rows, each with a comma behind it, as far as the output has room.
 *
 * @param room the most bytes that a row takes besides its texts
 * @param open the text that a row begins with
 * @param label the number of row 0, which each row counts on from and has after its opening; below 0 where rows have none
 * @param afterLabel the text behind that number
 * @param close the character that a row ends with, or 0
 */
export function writeRows(
  columns: u32,
  row: u32,
  end: u32,
  at: usize,
  room: u32,
  open: usize,
  openLength: u32,
  label: i32,
  afterLabel: usize,
  afterLabelLength: u32,
  close: u32,
): usize {
  const last: usize = columnsAt + columns * wordsOfColumn
  for (; row < end; row++) {
    const start = at
    if (at + room > outputEnd) break
    at = copy(open, openLength, at)
    if (label >= 0) {
      at = writeUint32(<u32>label + row, at)
      at = copy(afterLabel, afterLabelLength, at)
    }
    let isFirst = true
    for (let column: usize = columnsAt; column < last; column += wordsOfColumn) {
      const kind = load<u32>(column)
      const data = <usize>load<u32>(column, 4)
      const validity = <usize>load<u32>(column, 12)
      const valid: u32 = validity == 0 ? 1 : <u32>load<u8>(validity + row)
      if (valid == isAbsent) continue
      if (!isFirst) store<u8>(at++, 0x2c)
      isFirst = false
      at = copy(<usize>load<u32>(column, 16), load<u32>(column, 20), at)
      if (valid == isNull) {
        at = writeNull(at)
      } else if (kind < text) {
        const shift: usize = kind == int32 || kind == truth ? 2 : 3
        at = writeNumber(kind, data + (<usize>row << shift), at)
      } else {
        const offset = data + (<usize>row << 2)
        const from = load<u32>(offset)
        const length = load<u32>(offset, 4) - from - load<u32>(column, 8)
        if (at + length * (kind == text ? 6 : 1) + room > outputEnd) {
          reached = row
          return start
        }
        at = kind == text ? writeText(from, length, at) : copy(from, length, at)
      }
    }
    store<u8>(at, close)
    if (close != 0) at++
    store<u8>(at++, 0x2c)
  }
  reached = row
  return at
}
