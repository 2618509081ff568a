// Doubles are written as ECMAScript's Number::toString has it (ECMA-262, 6.1.6.1.20): the fewest digits that give the same
// double, of those the closest. They are found as in Raffaello Giulietti, "The Schubfach way to render doubles" (2021).

import { digitsOf, eight, four, lengthOf, pair, writeNull, writeUint32, writeUint64 } from './integers.as'
import { powersAt } from './layout.as'

export function writeFloat64(value: f64, at: usize): usize {
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
