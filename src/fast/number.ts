import { minus } from './scan.js'

/** Where the number ends that {@link readNumber} has read last. */
export let numberEnd = 0

/** Powers of ten that a double holds exactly, and their halves of 26 bits (Dekker's split), whose products are exact. */
const powers = Float64Array.from({ length: 23 }, (_, power) => Number(`1e${power}`))
const heads = powers.map(headOf)
const tails = powers.map((power, index) => power - (heads[index] as number))

function headOf(value: number): number {
  const scaled = value * 134217729 // 2^27 + 1
  return scaled - (scaled - value)
}

/**
 * Reads a JSON number as the double that `JSON.parse` gives. NaN when there is none at this place, or one with a zero before
 * its digits; {@link numberEnd} is then not changed.
 *
 * The digits are taken as a·10^n + b, with nine significant ones in a and up to nine in b: whole numbers that doubles hold
 * exactly. What has more digits, or a larger exponent, is left to `Number`.
 */
export function readNumber(bytes: Uint8Array, start: number): number {
  const isNegative = bytes[start] === minus
  const first = isNegative ? start + 1 : start
  let at = first
  let a = 0
  let b = 0
  let low = 0
  let decimals = 0
  let digit = (bytes[at] as number) - 0x30
  if (!(digit >= 0 && digit <= 9)) return Number.NaN
  do {
    a = a * 10 + digit
    digit = (bytes[++at] as number) - 0x30
  } while (a < 1e8 && digit >= 0 && digit <= 9)
  if (bytes[first] === 0x30 && at > first + 1) return Number.NaN
  for (; low < 9 && digit >= 0 && digit <= 9; low++) {
    b = b * 10 + digit
    digit = (bytes[++at] as number) - 0x30
  }
  if (digit === -2 /* . */) {
    const point = at
    digit = (bytes[++at] as number) - 0x30
    if (!(digit >= 0 && digit <= 9)) return Number.NaN
    for (; a < 1e8 && digit >= 0 && digit <= 9; digit = (bytes[++at] as number) - 0x30) a = a * 10 + digit
    for (; low < 9 && digit >= 0 && digit <= 9; low++) {
      b = b * 10 + digit
      digit = (bytes[++at] as number) - 0x30
    }
    decimals = at - point - 1
  }
  // One more digit, or an exponent; e and E.
  if ((digit >= 0 && digit <= 9) || digit === 0x35 || digit === 0x15) return readAny(bytes, start)
  if (decimals > 22) return readAny(bytes, start)
  const high = low === 0 ? a : a * (powers[low] as number)
  const whole = high + b
  // Exact operands give a correctly rounded quotient.
  const value = decimals === 0 ? whole : whole < 0x20000000000000 ? whole / (powers[decimals] as number) : divide(high, b, decimals)
  if (value === undefined) return readAny(bytes, start)
  numberEnd = at
  return isNegative ? -value : value
}

/**
 * (high + b) / 10^decimals, correctly rounded; undefined in the rare cases where two doubles cannot tell how it is rounded.
 *
 * The quotient of the leading part is corrected by what it leaves of the whole. That correction has a relative error of a few
 * times 2^-53; when both ends of a wider range round alike, so does the true quotient between them.
 */
function divide(high: number, b: number, decimals: number): number | undefined {
  const [power, head, tail] = [powers[decimals] as number, heads[decimals] as number, tails[decimals] as number]
  const whole = high + b
  const rest = b - (whole - high)
  const quotient = whole / power
  const product = quotient * power
  const quotientHead = headOf(quotient)
  const quotientTail = quotient - quotientHead
  const error = quotientHead * head - product + quotientHead * tail + quotientTail * head + quotientTail * tail
  const correction = (whole - product - error + rest) / power
  const doubt = Math.abs(correction) * 1e-14
  const value = quotient + (correction - doubt)
  return value === quotient + (correction + doubt) ? value : undefined
}

/** Reads a number of any length. */
function readAny(bytes: Uint8Array, start: number): number {
  let at = bytes[start] === minus ? start + 1 : start
  if (bytes[at] === 0x30 && isDigit(bytes[at + 1])) return Number.NaN
  const whole = at
  while (isDigit(bytes[at])) at++
  if (at === whole) return Number.NaN
  if (bytes[at] === 0x2e /* . */) {
    const fraction = ++at
    while (isDigit(bytes[at])) at++
    if (at === fraction) return Number.NaN
  }
  if (bytes[at] === 0x65 /* e */ || bytes[at] === 0x45 /* E */) {
    at++
    if (bytes[at] === 0x2b /* + */ || bytes[at] === minus) at++
    const exponent = at
    while (isDigit(bytes[at])) at++
    if (at === exponent) return Number.NaN
  }
  const value = Number(asciiText(bytes, start, at))
  numberEnd = at
  return value
}

function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 0x30 && byte <= 0x39
}

const decoder = new TextDecoder()

function asciiText(bytes: Uint8Array, start: number, end: number): string {
  if (end - start > 64) return decoder.decode(bytes.subarray(start, end))
  let text = ''
  for (let at = start; at < end; at++) text += String.fromCharCode(bytes[at] as number)
  return text
}

/**
 * Reads a 64-bit integer into the two halves of an element, low one first, with all its digits; bigints would cost several
 * times as much. Gives whether there is one that the dtype holds; {@link numberEnd} is then where it ends.
 */
export function readLargeInteger(bytes: Uint8Array, start: number, halves: Int32Array, index: number, isSigned: boolean): boolean {
  const isNegative = bytes[start] === minus
  const first = isNegative ? start + 1 : start
  let at = first
  let a = 0
  let b = 0
  let low = 0
  let digit = (bytes[at] as number) - 0x30
  if (!(digit >= 0 && digit <= 9)) return false
  do {
    a = a * 10 + digit
    digit = (bytes[++at] as number) - 0x30
  } while (a < 1e8 && digit >= 0 && digit <= 9)
  if (bytes[first] === 0x30 && at > first + 1) return false
  for (; low < 9 && digit >= 0 && digit <= 9; low++) {
    b = b * 10 + digit
    digit = (bytes[++at] as number) - 0x30
  }
  if (digit === -2 || digit === 0x35 || digit === 0x15) return readWholeNumber(bytes, start, halves, index, isSigned)
  if (digit >= 0 && digit <= 9) return readLongInteger(bytes, start, halves, index, isSigned)
  if (isNegative && !isSigned && a > 0) return false
  numberEnd = at
  if (low === 0) {
    halves[2 * index] = isNegative ? -a : a
    halves[2 * index + 1] = isNegative && a > 0 ? -1 : 0
    return true
  }
  const high = a * (powers[low] as number)
  let top = Math.floor(high / 0x100000000)
  let bottom = high - top * 0x100000000 + b
  if (bottom >= 0x100000000) {
    bottom -= 0x100000000
    top++
  }
  halves[2 * index] = isNegative ? -bottom : bottom
  halves[2 * index + 1] = isNegative ? (bottom === 0 ? -top : -top - 1) : top
  return true
}

/** 5.0 and 1e3: integers too, as far as a double is exact. */
function readWholeNumber(bytes: Uint8Array, start: number, halves: Int32Array, index: number, isSigned: boolean): boolean {
  const value = readNumber(bytes, start)
  if (!Number.isSafeInteger(value) || (value < 0 && !isSigned)) return false
  halves[2 * index] = value % 0x100000000
  halves[2 * index + 1] = Math.floor(value / 0x100000000)
  return true
}

/** Nineteen and twenty digits. */
function readLongInteger(bytes: Uint8Array, start: number, halves: Int32Array, index: number, isSigned: boolean): boolean {
  let at = bytes[start] === minus ? start + 1 : start
  while (isDigit(bytes[at])) at++
  if (bytes[at] === 0x2e || bytes[at] === 0x65 || bytes[at] === 0x45) return readWholeNumber(bytes, start, halves, index, isSigned)
  if (at - start > 21) return false
  const value = BigInt(asciiText(bytes, start, at))
  if (value !== (isSigned ? BigInt.asIntN(64, value) : BigInt.asUintN(64, value))) return false
  halves[2 * index] = Number(value & 0xffffffffn)
  halves[2 * index + 1] = Number(value >> 32n)
  numberEnd = at
  return true
}
