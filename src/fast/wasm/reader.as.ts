// AssemblyScript, not TypeScript: `npm run build:wasm` compiles it into reader-binary.ts.
//
// The loops over a request's bytes that take the time: rows of numbers, and records of flat columns. Both read as far as they
// get and stop at the first thing that is out of the ordinary; the caller reads that with the TypeScript reader and comes back.
// So nothing here decides about errors, and what it does read is read as there.
//
// Memory (see memory.ts): a page of state, room for what is read, then the body with zeros after it, which are no JSON and end
// every loop.

/** Where the last call has stopped, and why. */
const STOP: usize = 0
const WHY: usize = 4
/** There is no room for more, or something is out of the ordinary: the caller goes on from the start of a value. */
const STUCK: u32 = 0
/** What was read has ended. */
const CLOSED: u32 = 1
/** What follows a value does not belong there. */
const BROKEN: u32 = 2

/** The keys of columns and where their cells go: one descriptor for each, in the order that the next row is expected to have. */
const COLUMNS: usize = 16
const COLUMN_SIZE: usize = 40

// A descriptor's members.
const KEY: usize = 0 // where the key stands, with its quotes
const KEY_LENGTH: usize = 4
const KIND: usize = 8
const VALUES: usize = 12 // elements; for texts, where each ends
const NULLS: usize = 16 // a byte for each row
const NULL: usize = 20 // what null is: 0 refused, 1 missing, 2 NaN
const TEXT: usize = 24 // the texts themselves
const TEXT_END: usize = 28 // where the next one goes
const TEXT_LIMIT: usize = 32 // how far they may go
const LONGEST: usize = 36 // the longest text, in bytes

// Kinds of values.
const FLOAT64: i32 = 0
const FLOAT32: i32 = 1
const INT8: i32 = 2
const INT16: i32 = 3
const INT32: i32 = 4
const INT64: i32 = 5
const UINT8: i32 = 6
const UINT16: i32 = 7
const UINT32: i32 = 8
const UINT64: i32 = 9
const BOOL: i32 = 10
const STRING: i32 = 11
const SAFE: i32 = 12 // integers that a double holds exactly, as doubles

const NULL_WORD: u32 = 0x6c6c756e
const TRUE_WORD: u32 = 0x65757274
const ALSE_WORD: u32 = 0x65736c61

const TENS: StaticArray<u64> = [
  1, 10, 100, 1000, 10000, 100000, 1000000, 10000000, 100000000, 1000000000, 10000000000, 100000000000, 1000000000000,
  10000000000000, 100000000000000, 1000000000000000, 10000000000000000, 100000000000000000, 1000000000000000000,
  10000000000000000000,
]
const POWERS: StaticArray<f64> = [
  1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
]

@inline
function skipSpace(at: usize): usize {
  while (true) {
    const byte = load<u8>(at)
    if (byte > 0x20 || (byte != 0x20 && byte != 0x0a && byte != 0x0d && byte != 0x09)) return at
    at++
  }
}

/** A bit for each of sixteen bytes: set where it is no digit. All of a number is mostly seen at once so, and its end known early. */
@inline
function othersIn(at: usize): u32 {
  const above = i8x16.sub(v128.load(at), i8x16.splat(0x30))
  return u32(i8x16.bitmask(i8x16.gt_u(above, i8x16.splat(9))))
}

/** The number that the first of eight bytes are the digits of; there is one at least. */
@inline
function valueOfEight(at: usize, count: u32): u64 {
  let digits = (load<u64>(at) << u64((8 - count) << 3)) & 0x0f0f0f0f0f0f0f0f
  digits = (digits * 2561) >> 8
  digits = ((digits & 0x00ff00ff00ff00ff) * 6553601) >> 16
  return ((digits & 0x0000ffff0000ffff) * 42949672960001) >> 32
}

/** Sixteen zeros, then sixteen bytes of ones: what masks the last bytes of sixteen. */
const LAST: StaticArray<u64> = [0, 0, u64.MAX_VALUE, u64.MAX_VALUE]

/** The number that the digits before a place are, sixteen at most: pairs of them, pairs of these, and so on. */
@inline
function valueOfSixteen(end: usize, count: u32): u64 {
  return valueOfLast(v128.load(end - 16), count)
}

/** The same of a number with a point, before the last decimals: the digits before the point are moved over it. */
@inline
function valueWithPoint(end: usize, count: u32, decimals: u32): u64 {
  return valueOfLast(v128.bitselect(v128.load(end - 16), v128.load(end - 17), maskOfLast(decimals)), count)
}

@inline
function maskOfLast(count: u32): v128 {
  return v128.load(changetype<usize>(LAST) + usize(count))
}

@inline
function valueOfLast(bytes: v128, count: u32): u64 {
  const digits = v128.and(v128.and(bytes, maskOfLast(count)), i8x16.splat(0x0f))
  const pairs = i16x8.add(i16x8.mul(v128.and(digits, i16x8.splat(0xff)), i16x8.splat(10)), i16x8.shr_u(digits, 8))
  const fours = i32x4.dot_i16x8_s(pairs, i16x8(100, 1, 100, 1, 100, 1, 100, 1))
  const eights = i32x4.dot_i16x8_s(i16x8.narrow_i32x4_u(fours, fours), i16x8(10000, 1, 10000, 1, 10000, 1, 10000, 1))
  const both = u64(i64x2.extract_lane(eights, 0))
  return (both & 0xffffffff) * 100000000 + (both >> 32)
}

/** The number that some digits are, nineteen at most. */
@inline
function valueOf(at: usize, count: u32): u64 {
  if (count <= 8) return valueOfEight(at, count)
  if (count <= 16) return valueOfSixteen(at + usize(count), count)
  return valueOfSixteen(at + 16, 16) * unchecked(TENS[count - 16]) + valueOfEight(at + 16, count - 16)
}

/** Whether a number starts with a zero that does not stand alone, which JSON does not allow. */
@inline
function hasLeadingZero(at: usize, count: u32): bool {
  return load<u8>(at) == 0x30 && count > 1
}

/** Reads a number into a float64 or float32; gives the place after it, or 0 when it is out of the ordinary, or none. */
@inline
function readFloat(start: usize, kind: i32, element: usize): usize {
  const isNegative = load<u8>(start) == 0x2d
  let others = othersIn(start) & ~u32(isNegative)
  if ((others & (others - 1)) == 0) others |= othersIn(start + 16) << 16
  const point = ctz(others)
  const first = start + usize(isNegative)
  const digits = point - u32(isNegative)
  if (digits == 0 || digits > 16 || hasLeadingZero(first, digits)) return 0
  let mantissa: u64
  let at = start + usize(point)
  let decimals = 0
  if (load<u8>(at) == 0x2e) {
    const stop = ctz(others & (others - 1))
    const count = stop - point - 1
    if (count == 0) return 0
    if (digits + count <= 16) mantissa = valueWithPoint(start + usize(stop), digits + count, count)
    else {
      mantissa = valueOf(first, digits)
      let zeros: u32 = 0
      if (mantissa == 0) while (zeros < count - 1 && load<u8>(at + 1 + usize(zeros)) == 0x30) zeros++
      // A whole number of nineteen digits fits 64 bits; zeros before it are none of them.
      const rest = count - zeros
      if (rest > (mantissa == 0 ? 19 : 19 - digits)) return 0
      mantissa = mantissa * unchecked(TENS[rest]) + valueOf(at + 1 + usize(zeros), rest)
    }
    at = start + usize(stop)
    decimals = i32(count)
  } else mantissa = valueOf(first, digits)
  if ((load<u8>(at) | 0x20) == 0x65) {
    const sign = load<u8>(++at)
    if (sign == 0x2d || sign == 0x2b) at++
    const count = ctz(othersIn(at))
    if (count == 0 || count > 3) return 0
    const exponent = i32(valueOfEight(at, count))
    decimals += sign == 0x2d ? exponent : -exponent
    at += count
  }
  // Exact operands give a correctly rounded product or quotient.
  let value = f64(mantissa)
  if (decimals != 0) {
    if (decimals > 22 || decimals < -22) return 0
    if (decimals < 0) {
      if (mantissa >= 0x20000000000000) return 0
      value *= unchecked(POWERS[-decimals])
    } else if (mantissa < 0x20000000000000) value /= unchecked(POWERS[decimals])
    else {
      value = quotientOf(mantissa, unchecked(POWERS[decimals]))
      if (value != value) return 0
    }
  }
  if (isNegative) value = -value
  if (kind == FLOAT64) store<f64>(element, value)
  else {
    if (!(abs(value) < 3.4028235677973366e38)) return 0
    store<f32>(element, f32(value))
  }
  return at
}

function headOf(value: f64): f64 {
  const scaled = value * 134217729.0
  return scaled - (scaled - value)
}

/** A whole number by a power of ten, correctly rounded; NaN when two doubles cannot tell how. See number.ts. */
function quotientOf(mantissa: u64, power: f64): f64 {
  const whole = f64(mantissa)
  const quotient = whole / power
  const rest = f64(i64(mantissa - u64(whole)))
  const head = headOf(power)
  const tail = power - head
  const product = quotient * power
  const quotientHead = headOf(quotient)
  const quotientTail = quotient - quotientHead
  const error = quotientHead * head - product + quotientHead * tail + quotientTail * head + quotientTail * tail
  const correction = (whole - product - error + rest) / power
  const doubt = abs(correction) * 1e-14
  const value = quotient + (correction - doubt)
  return value == quotient + (correction + doubt) ? value : NaN
}

/** Reads an integer; gives the place after it, or 0 when it is out of the ordinary, or none that the kind holds. */
@inline
function readInteger(start: usize, kind: i32, element: usize): usize {
  const isNegative = load<u8>(start) == 0x2d
  let others = othersIn(start) & ~u32(isNegative)
  if (others == 0) others = othersIn(start + 16) << 16
  const end = ctz(others)
  const first = start + usize(isNegative)
  const digits = end - u32(isNegative)
  if (digits == 0 || digits > 19 || hasLeadingZero(first, digits)) return 0
  const mantissa = valueOf(first, digits)
  const at = start + usize(end)
  const after = load<u8>(at)
  if (after == 0x2e || (after | 0x20) == 0x65) return 0
  if (kind == SAFE) {
    if (mantissa > 0x1fffffffffffff) return 0
    store<f64>(element, isNegative ? -f64(mantissa) : f64(mantissa))
    return at
  }
  if (kind >= UINT8) {
    const most: u64 = kind == UINT64 ? u64.MAX_VALUE : kind == UINT32 ? 0xffffffff : kind == UINT16 ? 0xffff : 0xff
    if (mantissa > most || (isNegative && mantissa > 0)) return 0
  } else {
    const most: u64 = kind == INT64 ? 0x7fffffffffffffff : kind == INT32 ? 0x7fffffff : kind == INT16 ? 0x7fff : 0x7f
    if (mantissa > most + u64(isNegative)) return 0
  }
  const value = isNegative ? -i64(mantissa) : i64(mantissa)
  if (kind == INT64 || kind == UINT64) store<i64>(element, value)
  else if (kind == INT32 || kind == UINT32) store<i32>(element, i32(value))
  else if (kind == INT16 || kind == UINT16) store<i16>(element, i16(value))
  else store<i8>(element, i8(value))
  return at
}

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
function sizeOf(kind: i32): usize {
  if (kind == FLOAT64 || kind == INT64 || kind == UINT64 || kind == SAFE) return 8
  if (kind == FLOAT32 || kind == INT32 || kind == UINT32 || kind == STRING) return 4
  return kind == INT16 || kind == UINT16 ? 2 : 1
}

@inline
function stop(at: usize, why: u32, count: i32): i32 {
  store<u32>(STOP, u32(at))
  store<u32>(WHY, why)
  return count
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
    if (byte != 0x2c && byte != 0x5d) {
      at = skipSpace(at)
      byte = load<u8>(at)
    }
    if (byte == 0x5d) return stop(at + 1, CLOSED, index + 1)
    if (byte != 0x2c) return stop(at, BROKEN, index + 1)
    at = skipSpace(at + 1)
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

/** Reads a text without escapes into its column; gives the place after it, or 0. */
@inline
function readText(start: usize, column: usize): usize {
  if (load<u8>(start) != 0x22) return 0
  const from = load<u32>(column, TEXT_END)
  const room = load<u32>(column, TEXT_LIMIT)
  let at = start + 1
  let to: usize = from
  let all: u64 = 0
  while (true) {
    if (to + 8 > room) return 0
    const word = load<u64>(at)
    store<u64>(to, word)
    // Quotes, backslashes and control characters, and bytes past ASCII (whose bit hides them from the others).
    const quotes = word ^ 0x2222222222222222
    const slashes = word ^ 0x5c5c5c5c5c5c5c5c
    const found =
      (((quotes - 0x0101010101010101) & ~quotes) |
        ((slashes - 0x0101010101010101) & ~slashes) |
        ((word - 0x2020202020202020) & ~word)) &
      0x8080808080808080
    if (found == 0) {
      all |= word
      at += 8
      to += 8
      continue
    }
    const count = usize(ctz(found) >> 3)
    all |= word & ((u64(1) << u64(count << 3)) - 1)
    at += count
    to += count
    break
  }
  if (load<u8>(at) != 0x22) return 0
  const length = u32(to - from)
  if (length > load<u32>(column, LONGEST)) return 0
  if ((all & 0x8080808080808080) != 0 && !isUtf8(start + 1, at)) return 0
  store<u32>(column, u32(to), TEXT_END)
  return at + 1
}

/** See scan.ts. The quote after the text is no continuation, so that nothing is read past it. */
function isUtf8(at: usize, stop: usize): bool {
  while (at < stop) {
    const lead = load<u8>(at)
    const second = load<u8>(at, 1)
    if (lead < 0x80) at++
    else if (lead < 0xc2 || lead > 0xf4 || (second & 0xc0) != 0x80) return false
    else if (lead < 0xe0) at += 2
    else if ((load<u8>(at, 2) & 0xc0) != 0x80) return false
    else if (lead < 0xf0) {
      if ((lead == 0xe0 && second < 0xa0) || (lead == 0xed && second > 0x9f)) return false
      at += 3
    } else {
      if ((load<u8>(at, 3) & 0xc0) != 0x80 || (lead == 0xf0 && second < 0x90) || (lead == 0xf4 && second > 0x8f)) return false
      at += 4
    }
  }
  return at == stop
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
export function countCommas(start: usize): i32 {
  let count = 0
  let at = start
  while (true) {
    const bytes = v128.load(at)
    const stops = i8x16.bitmask(v128.or(i8x16.eq(bytes, i8x16.splat(0x22)), i8x16.eq(bytes, i8x16.splat(0))))
    const commas = i8x16.bitmask(i8x16.eq(bytes, i8x16.splat(0x2c)))
    if (stops != 0) {
      const stop = ctz(stops)
      count += popcnt(commas & ((1 << stop) - 1))
      return load<u8>(at + usize(stop)) == 0x22 ? count - 1 : count
    }
    count += popcnt(commas)
    at += 16
  }
}
