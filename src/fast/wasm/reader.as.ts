// AssemblyScript, not TypeScript: `npm run build:wasm` compiles it and what it imports into reader-binary.ts.
//
// The loops over a request's bytes that take the time: rows of numbers, and records of flat columns. Both read as far as they
// get and stop at the first thing that is out of the ordinary; the caller reads that with the TypeScript reader and comes back.
// So nothing here decides about errors, and what it does read is read as there.
//
// Memory (see memory.ts): a page of state, room for what is read, then the body with zeros after it, which are no JSON and end
// every loop.

import {
  BOOL, BROKEN, CLOSED, COLUMNS, COLUMN_SIZE, FLOAT32, FLOAT64, INT64, KEY, KEY_LENGTH, KIND, NULL, NULLS, STOP, STRING, STUCK, TEXT_END, VALUES, WHY,
  sizeOf, skipSpace, stop,
} from './layout.as'
import { readFloat, readInteger } from './numbers.as'
import { readText } from './text.as'

const NULL_WORD: u32 = 0x6c6c756e
const TRUE_WORD: u32 = 0x65757274
const ALSE_WORD: u32 = 0x65736c61

@inline
function readBool(at: usize, element: usize): usize {
  const isTrue = load<u32>(at) == TRUE_WORD
  if (!isTrue && !(load<u8>(at) == 0x66 && load<u32>(at + 1) == ALSE_WORD)) return 0
  store<u8>(element, u8(isTrue))
  return at + (isTrue ? 4 : 5)
}

/** Reads a value into an element; gives the place after it, or 0. */
@inline
function readValue(at: usize, kind: i32, element: usize): usize {
  if (kind == FLOAT64 || kind == FLOAT32) return readFloat(at, kind, element)
  return kind == BOOL ? readBool(at, element) : readInteger(at, kind, element)
}

@inline
function fill(start: usize, kind: i32, out: usize, count: i32): i32 {
  const size = sizeOf(kind)
  let at = start
  for (let index = 0; index < count; index++) {
    const after = readValue(at, kind, out)
    if (after == 0) return stop(at, STUCK, index)
    out += size
    at = after
    let byte = load<u8>(at)
    if (byte <= 0x20) {
      at = skipSpace(at)
      byte = load<u8>(at)
    }
    if (byte != 0x2c) return stop(at + 1, byte == 0x5d ? CLOSED : BROKEN, index + 1)
    if (load<u8>(++at) <= 0x20) at = skipSpace(at)
  }
  return stop(at, STUCK, count)
}

/**
 * Reads values of a row, up to some count, from the start of one on. Stops after the bracket that ends the row, or at the next
 * value that it does not read or has no room for.
 */
export function fillRow(start: usize, kind: i32, out: usize, count: i32): i32 {
  switch (kind) {
    case FLOAT64:
      return fill(start, FLOAT64, out, count)
    case FLOAT32:
      return fill(start, FLOAT32, out, count)
    case INT64:
      return fill(start, INT64, out, count)
    default:
      return fill(start, kind, out, count)
  }
}

/**
 * Reads whole rows of a width, up to some count, from the bracket of the first. Stops at what ends the list of rows, or at the
 * next row that it does not read or has no room for.
 */
export function fillRows(start: usize, kind: i32, out: usize, width: i32, count: i32): i32 {
  let at = start
  const size = sizeOf(kind) * width
  for (let row = 0; row < count; row++) {
    if (load<u8>(at) != 0x5b) return stop(at, STUCK, row)
    const filled = fillRow(skipSpace(at + 1), kind, out, width)
    if (filled != width || load<u32>(WHY) != CLOSED) return stop(at, STUCK, row)
    out += size
    at = skipSpace(usize(load<u32>(STOP)))
    if (load<u8>(at) == 0x5d) return stop(at + 1, CLOSED, row + 1)
    if (load<u8>(at) != 0x2c) return stop(at, BROKEN, row + 1)
    at = skipSpace(at + 1)
  }
  return stop(at, STUCK, count)
}

@inline
function hasKey(at: usize, column: usize): bool {
  const key: usize = load<u32>(column, KEY)
  const length: usize = load<u32>(column, KEY_LENGTH)
  // Keys are followed by eight zeros in memory, and the body by more than that.
  let index: usize = 0
  for (; index + 8 <= length; index += 8) if (load<u64>(at + index) != load<u64>(key + index)) return false
  const rest = (u64(1) << u64((length - index) << 3)) - 1
  return ((load<u64>(at + index) ^ load<u64>(key + index)) & rest) == 0
}

/** Reads a cell of a row; gives the place after it, or 0. */
@inline
function readCell(at: usize, column: usize, row: i32): usize {
  const kind = load<i32>(column, KIND)
  const values: usize = load<u32>(column, VALUES)
  if (load<u32>(at) == NULL_WORD) {
    const missing = load<u32>(column, NULL)
    if (missing == 0) return 0
    if (missing == 1) store<u8>(load<u32>(column, NULLS) + row, 1)
    else if (kind == FLOAT64) store<f64>(values + (row << 3), NaN)
    else store<f32>(values + (row << 2), NaN)
    if (kind == STRING) store<u32>(values + (row << 2), load<u32>(column, TEXT_END))
    return at + 4
  }
  switch (kind) {
    case FLOAT64:
      return readValue(at, FLOAT64, values + (row << 3))
    case INT64:
      return readValue(at, INT64, values + (row << 3))
    case BOOL:
      return readValue(at, BOOL, values + row)
    case STRING: {
      const after = readText(at, column)
      store<u32>(values + (row << 2), load<u32>(column, TEXT_END))
      return after
    }
    default:
      return readValue(at, kind, values + usize(row) * sizeOf(kind))
  }
}

/** Reads a record of all the columns; gives the place after it, or 0. */
function readRecord(start: usize, columns: i32, row: i32): usize {
  if (load<u8>(start) != 0x7b) return 0
  let at = skipSpace(start + 1)
  for (let index = 0; index < columns; index++) {
    const column = COLUMNS + COLUMN_SIZE * index
    if (!hasKey(at, column)) return 0
    at += load<u32>(column, KEY_LENGTH)
    if (load<u8>(at) != 0x3a) at = skipSpace(at)
    if (load<u8>(at) != 0x3a) return 0
    at = readCell(skipSpace(at + 1), column, row)
    if (at == 0) return 0
    let byte = load<u8>(at)
    if (byte != 0x2c && byte != 0x7d) {
      at = skipSpace(at)
      byte = load<u8>(at)
    }
    if (index == columns - 1) return byte == 0x7d ? at + 1 : 0
    if (byte != 0x2c) return 0
    at = skipSpace(at + 1)
  }
  return 0
}

/**
 * Reads records, up to some count, from the brace of the first, with all columns in the order of their descriptors. Stops at what
 * ends the list, or at the next record that it does not read or has no room for. What it has begun to write of such a record is of
 * no use.
 */
export function fillRecords(start: usize, columns: i32, count: i32): i32 {
  let at = start
  for (let row = 0; row < count; row++) {
    const after = readRecord(at, columns, row)
    if (after == 0) return stop(at, STUCK, row)
    at = skipSpace(after)
    if (load<u8>(at) == 0x5d) return stop(at + 1, CLOSED, row + 1)
    if (load<u8>(at) != 0x2c) return stop(at, BROKEN, row + 1)
    at = skipSpace(at + 1)
  }
  return stop(at, STUCK, count)
}

/** How many commas there are from a place to the next quote, or the end of the body: less one, when it stops at a quote. */
export function countCommas(start: usize, end: usize): i32 {
  const count = countUntil(start, end, 0x2c, 0x22)
  return usize(load<u32>(STOP)) < end ? count - 1 : count
}

/** How many braces open from a place to the next bracket that closes, where it stops: as many as there are records, unless texts have some. */
export function countBraces(start: usize, end: usize): i32 {
  return countUntil(start, end, 0x7b, 0x5d)
}

/** How often a byte is there before another one, or the end; stops there. What follows the end is zeros. */
@inline
function countUntil(start: usize, end: usize, counted: u8, last: u8): i32 {
  let at = start
  let sums = i32x4.splat(0)
  for (; at + 64 <= end; at += 64) {
    const first = v128.load(at)
    const second = v128.load(at, 16)
    const third = v128.load(at, 32)
    const fourth = v128.load(at, 48)
    const lasts = v128.or(
      v128.or(i8x16.eq(first, i8x16.splat(last)), i8x16.eq(second, i8x16.splat(last))),
      v128.or(i8x16.eq(third, i8x16.splat(last)), i8x16.eq(fourth, i8x16.splat(last))),
    )
    if (v128.any_true(lasts)) break
    // Each lane is minus the number of bytes in it that are counted.
    const found = i8x16.add(
      i8x16.add(i8x16.eq(first, i8x16.splat(counted)), i8x16.eq(second, i8x16.splat(counted))),
      i8x16.add(i8x16.eq(third, i8x16.splat(counted)), i8x16.eq(fourth, i8x16.splat(counted))),
    )
    sums = i32x4.sub(sums, i32x4.extadd_pairwise_i16x8_s(i16x8.extadd_pairwise_i8x16_s(found)))
  }
  let count =
    i32x4.extract_lane(sums, 0) + i32x4.extract_lane(sums, 1) + i32x4.extract_lane(sums, 2) + i32x4.extract_lane(sums, 3)
  for (; at < end; at++) {
    const byte = load<u8>(at)
    if (byte == last) break
    count += i32(byte == counted)
  }
  return stop(at, STUCK, count)
}
