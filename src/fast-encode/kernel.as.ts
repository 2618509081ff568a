// The inner loops of writing JSON, in AssemblyScript: `npm run build:wasm-encode` makes kernel.generated.ts of this file.
//
// Doubles are written as ECMAScript's Number::toString has it (ECMA-262, 6.1.6.1.20): the fewest digits that give the same
// double, of those the closest. They are found as in Raffaello Giulietti, "The Schubfach way to render doubles" (2021).
//
// The memory is fixed: tables, a plan and the input are put there by the caller, the output is copied out by it.

/** Two 64-bit words for each power of ten from 10^-292 to 10^324, the low one first: its leading 128 bits, rounded up. */
export const powersAt: u32 = 0x400
/** The texts "00" to "99". */
export const pairsAt: u32 = 0x3000
/** The sizes of a tensor's axes from the innermost to the outermost, and how far each of them has come. */
export const sizesAt: u32 = 0x3200
export const countsAt: u32 = 0x3300
export const columnsAt: u32 = 0x4000
export const inputAt: u32 = 0x8000
export const outputAt: u32 = 0x80000
export const outputEnd: u32 = 0x100000

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
function pair(at: usize, two: u32): void {
  store<u16>(at, load<u16>((two << 1) + pairsAt))
}

@inline
function four(at: usize, digits: u32): void {
  const high = digits / 100
  pair(at, high)
  pair(at + 2, digits - high * 100)
}

@inline
function eight(at: usize, digits: u32): void {
  const high = digits / 10000
  four(at, high)
  four(at + 4, digits - high * 10000)
}

@inline
function lengthOf(value: u32): u32 {
  if (value < 10000) return value < 100 ? (value < 10 ? 1 : 2) : value < 1000 ? 3 : 4
  if (value < 100000000) return value < 1000000 ? (value < 100000 ? 5 : 6) : value < 10000000 ? 7 : 8
  return value < 1000000000 ? 9 : 10
}

/** Writes the digits of a number of a known length. */
function digitsOf(value: u32, length: u32, at: usize): usize {
  const end = at + length
  let place = end
  while (value >= 100) {
    const rest = value / 100
    place -= 2
    pair(place, value - rest * 100)
    value = rest
  }
  if (value < 10) store<u8>(place - 1, 0x30 + value)
  else pair(place - 2, value)
  return end
}

function writeUint32(value: u32, at: usize): usize {
  return digitsOf(value, lengthOf(value), at)
}

function writeUint64(value: u64, at: usize): usize {
  if (value <= 0xffffffff) return writeUint32(<u32>value, at)
  const high = value / 100000000
  const end = writeUint64(high, at)
  eight(end, <u32>(value - high * 100000000))
  return end + 8
}

@inline
function writeInt32(value: i32, at: usize): usize {
  if (value >= 0) return writeUint32(value, at)
  store<u8>(at, 0x2d)
  return writeUint32(0 - value, at + 1)
}

@inline
function writeInt64(value: i64, at: usize): usize {
  if (value >= 0) return writeUint64(value, at)
  store<u8>(at, 0x2d)
  return writeUint64(0 - value, at + 1)
}

@inline
function writeNull(at: usize): usize {
  store<u32>(at, 0x6c6c756e)
  return at + 4
}

/** 0 and 1 are truth values; what else stands in such an array is a number. */
function writeBool(value: i32, at: usize): usize {
  if (value == 1) {
    store<u32>(at, 0x65757274)
    return at + 4
  }
  if (value != 0) return writeInt32(value, at)
  store<u32>(at, 0x736c6166)
  store<u8>(at + 4, 0x65)
  return at + 5
}

function writeFloat64(value: f64, at: usize): usize {
  if (!(abs(value) <= f64.MAX_VALUE)) return writeNull(at)
  if (value < 0) {
    store<u8>(at++, 0x2d)
    value = -value
  }
  // -0 is 0, as JSON.stringify has it.
  if (value < 4294967296) {
    const whole = <u32>value
    if (<f64>whole == value) return writeUint32(whole, at)
    // At most fifteen digits that give the number are its digits: no two numbers of so many digits are one double.
    if (value < 1e9) {
      const scaled = nearest(value * 1e6)
      if (scaled / 1e6 == value) {
        at = writeUint32(whole, at)
        store<u8>(at, 0x2e)
        const fraction = <u32>(<u64>scaled - <u64>whole * 1000000)
        const high = fraction / 10000
        pair(at + 1, high)
        four(at + 3, fraction - high * 10000)
        return withoutZeros(at + 7)
      }
    }
  } else if (value < 9007199254740992) {
    const whole = <u64>value
    if (<f64>whole == value) return writeUint64(whole, at)
  }
  return writeShortest(value, at)
}

/** Where a text of digits ends, without its last zeros. */
@inline
function withoutZeros(end: usize): usize {
  while (load<u8>(end - 1) == 0x30) end--
  return end
}

/** The upper half of a product of 128 bits. */
@inline
function highOf(a: u64, b: u64): u64 {
  const aLow = a & 0xffffffff
  const aHigh = a >> 32
  const bLow = b & 0xffffffff
  const bHigh = b >> 32
  const one = aHigh * bLow + ((aLow * bLow) >> 32)
  const other = aLow * bHigh + (one & 0xffffffff)
  return aHigh * bHigh + (one >> 32) + (other >> 32)
}

function writeShortest(value: f64, at: usize): usize {
  const bits = reinterpret<u64>(value)
  const fraction = bits & 0xfffffffffffff
  const biased = <i32>(bits >> 52)
  const c = biased == 0 ? fraction : fraction | 0x10000000000000
  const q = biased == 0 ? -1074 : biased - 1075
  // Below a power of two the doubles are twice as dense.
  const isUneven = fraction == 0 && biased > 1
  // 10^k is the largest power of ten that is no wider than the interval of the numbers that round to this double.
  const k = (q * 1262611 - (isUneven ? 524031 : 0)) >> 22
  const h = <u64>(q + ((-k * 1741647) >> 19) + 1)
  const power = <usize>(((292 - k) << 4) + powersAt)
  const gLow = load<u64>(power)
  const gHigh = load<u64>(power, 8)

  // The product of g and four times the number, in three words; only the highest counts, made odd when the rest is not 0.
  const factor = c << (h + 2)
  const low = gLow * factor
  const carried = highOf(gLow, factor)
  const middle = gHigh * factor + carried
  const high = highOf(gHigh, factor) + <u64>(middle < carried)
  const scaled = high | <u64>(middle > 1)

  // The ends of the interval are half a unit away: two quarters, or below a power of two one.
  const up = h + 1
  let stepLow = gLow << up
  let stepMiddle = (gHigh << up) | (gLow >> (64 - up))
  let stepHigh = gHigh >> (64 - up)
  const upLow = low + stepLow
  const upCarry = <u64>(upLow < low)
  let upMiddle = middle + stepMiddle
  let upHigh = high + stepHigh + <u64>(upMiddle < middle)
  upMiddle += upCarry
  upHigh += <u64>(upMiddle < upCarry)
  if (isUneven) {
    stepLow = (stepLow >> 1) | (stepMiddle << 63)
    stepMiddle = (stepMiddle >> 1) | (stepHigh << 63)
    stepHigh >>= 1
  }
  const downBorrow = <u64>(low < stepLow)
  const firstMiddle = middle - stepMiddle
  const downMiddle = firstMiddle - downBorrow
  const downHigh = high - stepHigh - <u64>(middle < stepMiddle) - <u64>(firstMiddle < downBorrow)

  // The ends belong to the interval when the double is even: a tie rounds to it.
  const odd = c & 1
  const lower = (downHigh | <u64>(downMiddle > 1)) + odd
  const upper = (upHigh | <u64>(upMiddle > 1)) - odd

  const s = scaled >> 2
  const tenth = s / 10
  const tens = tenth * 40
  const isTenUp = lower <= tens
  const isNextTen = tens + 40 <= upper
  if (isTenUp != isNextTen && s >= 10) return writeScientific(tenth + <u64>isNextTen, k + 1, at)
  const ones = s << 2
  const isOneUp = lower <= ones
  const isNextOne = ones + 4 <= upper
  if (isOneUp != isNextOne) return writeScientific(s + <u64>isNextOne, k, at)
  const half = ones + 2
  return writeScientific(s + <u64>(scaled > half || (scaled == half && (s & 1) != 0)), k, at)
}

/** Writes digits × 10^exponent, as ECMAScript does: with an exponent from 10^21 on and below 10^-6. */
function writeScientific(digits: u64, exponent: i32, at: usize): usize {
  const high = <u32>(digits / 100000000)
  const low = <u32>(digits - <u64>high * 100000000)
  const leading = high == 0 ? lengthOf(low) : lengthOf(high)
  const length = high == 0 ? leading : leading + 8
  const point = <i32>length + exponent
  if (point <= 0 && point > -6) {
    store<u64>(at, 0x3030303030302e30) // 0.000000
    return withoutZeros(writeDigits(high, low, leading, at + 2 - point))
  }
  // With room for the point after those digits that stand before it.
  const end = withoutZeros(writeDigits(high, low, leading, at + 1))
  const written = <i32>(end - at - 1)
  if (point > 0 && point <= 21) {
    for (let i = 0; i < min(point, written); i++) store<u8>(at + i, load<u8>(at + i + 1))
    if (written > point) {
      store<u8>(at + point, 0x2e)
      return end
    }
    for (let i = written; i < point; i++) store<u8>(at + i, 0x30)
    return at + point
  }
  store<u8>(at, load<u8>(at + 1))
  store<u8>(at + 1, 0x2e)
  at = written > 1 ? end : at + 1
  store<u8>(at, 0x65)
  store<u8>(at + 1, point > 0 ? 0x2b : 0x2d)
  return writeUint32(point > 0 ? point - 1 : 1 - point, at + 2)
}

@inline
function writeDigits(high: u32, low: u32, leading: u32, at: usize): usize {
  if (high == 0) return digitsOf(low, leading, at)
  at = digitsOf(high, leading, at)
  eight(at, low)
  return at + 8
}

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

@inline
function copy(from: usize, length: u32, at: usize): usize {
  if (length <= 16) {
    store<u64>(at, load<u64>(from))
    store<u64>(at + 8, load<u64>(from, 8))
  } else {
    memory.copy(at, from, length)
  }
  return at + length
}

/** Which bytes of eight are below another one, at most 0x80; bytes that follow such a one may be named wrongly. */
@inline
function below(word: u64, limit: u64): u64 {
  return (word - limit * 0x0101010101010101) & ~word
}

@inline
function needsEscape(word: u64): bool {
  const quotes = word ^ 0x2222222222222222
  const slashes = word ^ 0x5c5c5c5c5c5c5c5c
  return ((below(word, 0x20) | below(quotes, 1) | below(slashes, 1)) & 0x8080808080808080) != 0
}

/** Writes text as JSON.stringify does; the bytes of other characters than ASCII stay as they are. */
function writeText(from: usize, length: u32, at: usize): usize {
  store<u8>(at++, 0x22)
  const end = from + length
  while (from < end) {
    const word = load<u64>(from)
    store<u64>(at, word)
    const left = <u32>(end - from)
    if (left < 8) {
      // What stands behind the text does not count: spaces in its place.
      const behind = <u64>left << 3
      if (!needsEscape((word & ~(<u64>-1 << behind)) | (0x2020202020202020 << behind))) {
        at += left
        break
      }
    } else if (!needsEscape(word)) {
      from += 8
      at += 8
      continue
    }
    for (const stop = min(from + 8, end); from < stop; from++) at = writeByte(load<u8>(from), at)
  }
  store<u8>(at, 0x22)
  return at + 1
}

function writeByte(byte: u32, at: usize): usize {
  if (byte >= 0x20 && byte != 0x22 && byte != 0x5c) {
    store<u8>(at, byte)
    return at + 1
  }
  store<u8>(at, 0x5c)
  let letter: u32 = byte
  if (byte == 0x08) letter = 0x62
  else if (byte == 0x09) letter = 0x74
  else if (byte == 0x0a) letter = 0x6e
  else if (byte == 0x0c) letter = 0x66
  else if (byte == 0x0d) letter = 0x72
  else if (byte < 0x20) {
    store<u32>(at + 1, 0x30303075) // u000
    store<u8>(at + 4, 0x30 + (byte >> 4))
    store<u8>(at + 5, (byte & 15) + ((byte & 15) < 10 ? 0x30 : 0x57))
    return at + 6
  }
  store<u8>(at + 1, letter)
  return at + 2
}

/** Says where each of some texts begins that stand with a byte 0 behind each; 0 when there are not as many of them. */
export function splitTexts(from: usize, end: usize, count: u32, offsets: usize): u32 {
  let found: u32 = 0
  store<u32>(offsets, from)
  while (from < end) {
    if (from + 8 <= end && (below(load<u64>(from), 1) & 0x8080808080808080) == 0) {
      from += 8
      continue
    }
    for (const stop = min(from + 8, end); from < stop; from++) {
      if (load<u8>(from) != 0) continue
      if (++found > count) return 0
      store<u32>(offsets + (found << 2), from + 1)
    }
  }
  return <u32>(found == count)
}

// A column of the plan, in words: its kind; where its data is (for texts: their offsets); how many bytes stand between two
// texts; where its validity is, or 0; where its key is, and how long.
const wordsOfColumn: u32 = 32

/**
 * Writes rows, each with a comma behind it, as far as the output has room: before the opening text's end stands the row's
 * label, where rows have any.
 *
 * @param room the most bytes that a row takes besides its texts
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
