// Numbers, read as far as they are ordinary: sixteen digits at a time.

import { FLOAT64, INT16, INT32, INT64, SAFE, UINT16, UINT32, UINT64, UINT8 } from './layout.as'

const TENS: StaticArray<u64> = [
  1, 10, 100, 1000, 10000, 100000, 1000000, 10000000, 100000000, 1000000000, 10000000000, 100000000000, 1000000000000,
  10000000000000, 100000000000000, 1000000000000000, 10000000000000000, 100000000000000000, 1000000000000000000,
  10000000000000000000,
]
const POWERS: StaticArray<f64> = [
  1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
]

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
export function readFloat(start: usize, kind: i32, element: usize): usize {
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
    at = start + usize(stop)
    // Most numbers are of this form, and exact in a double but for the division.
    if (digits + count <= 15 && (load<u8>(at) | 0x20) != 0x65) {
      const value = f64(i64(valueWithPoint(at, digits + count, count))) / unchecked(POWERS[count])
      storeFloat(element, kind, isNegative ? -value : value)
      return at
    }
    if (digits + count <= 16) mantissa = valueWithPoint(at, digits + count, count)
    else {
      mantissa = valueOf(first, digits)
      let zeros: u32 = 0
      const decimal = start + usize(point) + 1
      if (mantissa == 0) while (zeros < count - 1 && load<u8>(decimal + usize(zeros)) == 0x30) zeros++
      // A whole number of nineteen digits fits 64 bits; zeros before it are none of them.
      const rest = count - zeros
      if (rest > (mantissa == 0 ? 19 : 19 - digits)) return 0
      mantissa = mantissa * unchecked(TENS[rest]) + valueOf(decimal + usize(zeros), rest)
    }
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
  if (kind != FLOAT64 && !(abs(value) < 3.4028235677973366e38)) return 0
  storeFloat(element, kind, value)
  return at
}

@inline
function storeFloat(element: usize, kind: i32, value: f64): void {
  if (kind == FLOAT64) store<f64>(element, value)
  else store<f32>(element, f32(value))
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
export function readInteger(start: usize, kind: i32, element: usize): usize {
  const isNegative = load<u8>(start) == 0x2d
  const others = othersIn(start) & ~u32(isNegative)
  const end = others == 0 ? ctz(othersIn(start + 16)) + 16 : ctz(others)
  const first = start + usize(isNegative)
  const digits = end - u32(isNegative)
  if (digits == 0 || digits > 19 || hasLeadingZero(first, digits)) return 0
  const mantissa = others == 0 ? valueOf(first, digits) : valueOfSixteen(start + usize(end), digits)
  const at = start + usize(end)
  const after = load<u8>(at)
  if (after == 0x2e || (after | 0x20) == 0x65) return 0
  if (kind == SAFE) {
    if (mantissa > 0x1fffffffffffff) return 0
    store<f64>(element, isNegative ? -f64(i64(mantissa)) : f64(i64(mantissa)))
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
