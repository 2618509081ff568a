import { type DecimalDtype, expectedOf } from '../dtype/dtype.js'
import { type CellReader, type CellWriter, Refusal } from './cell.js'

const pattern = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d{1,4}))?$/

/** The digits that a double holds for certain: a number with more may have been rounded before it came here. */
const certainDigits = 15

/**
 * Decimal numbers of a fixed scale as bigints (the number times 10^scale), from text (`"12.50"`) or from numbers of at most
 * 15 digits. More digits after the point than the scale are refused; unsafe rounds them, half away from zero.
 */
export function decimalCell(dtype: DecimalDtype, unsafe: boolean): CellReader {
  const expected = expectedOf(dtype)
  const wrongType = new Refusal('wrong_type', expected)
  const badFormat = new Refusal('bad_format', expected)
  const notExact = new Refusal('not_exact', expected)
  const outOfRange = new Refusal('out_of_range', expected)
  const digitsGone = new Refusal('not_exact', `${expected} with all its digits: send more than ${certainDigits} of them as text`)

  return (value, isText) => {
    if (typeof value === 'bigint' && isText !== true) return fitsDecimal(value, dtype) ? value : outOfRange
    if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'bigint') return wrongType
    const text = typeof value === 'string' ? value.trim() : String(value)
    const parsed = parseDecimal(text, dtype.scale)
    if (parsed === undefined) return typeof value === 'number' ? outOfRange : badFormat
    if (typeof value === 'number' && !unsafe && significantDigits(text) > certainDigits) return digitsGone
    if (!parsed.exact && !unsafe) return notExact
    return fitsDecimal(parsed.count, dtype) ? parsed.count : outOfRange
  }
}

/** Reads a decimal text as a count of 10^-scale; undefined when it is none. */
function parseDecimal(text: string, scale: number): { count: bigint; exact: boolean } | undefined {
  const match = pattern.exec(text)
  if (match === null) return undefined
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = match
  if (whole === '' && fraction === '') return undefined
  const digits = `${whole}${fraction}`.replace(/^0+/, '')
  // Decimals have at most 76 digits: what is longer than any of them need not be computed.
  const shift = scale + Number(exponent) - fraction.length
  if (digits.length + shift > 100) return digits === '' ? { count: 0n, exact: true } : { count: 10n ** 100n, exact: true }
  const magnitude = shift >= 0 ? { count: BigInt(digits || '0') * 10n ** BigInt(shift), exact: true } : cutDigits(digits, -shift)
  return sign === '-' ? { ...magnitude, count: -magnitude.count } : magnitude
}

/** Drops digits from the end, rounding half up. */
function cutDigits(digits: string, dropped: number): { count: bigint; exact: boolean } {
  const padded = digits.padStart(dropped + 1, '0')
  const [kept, rest] = [padded.slice(0, -dropped), padded.slice(-dropped)]
  return { count: BigInt(kept) + (rest >= '5' ? 1n : 0n), exact: /^0*$/.test(rest) }
}

function significantDigits(text: string): number {
  return text.replace(/e.*$/, '').replace(/[-.]/g, '').replace(/^0+/, '').length
}

/** Whether a count of 10^-scale has no more digits than the dtype's precision. */
export function fitsDecimal(count: bigint, dtype: DecimalDtype): boolean {
  const limit = 10n ** BigInt(dtype.precision)
  return count < limit && count > -limit
}

/** The decimal text, with all digits of the scale; or a number where the dtype says so and it loses no digit. */
export function decimalWriter(dtype: DecimalDtype): CellWriter {
  const write = textWriter(dtype)
  if (dtype.json === 'text') return write
  return (value) => {
    const text = write(value)
    return text !== undefined && significantDigits(text.replace(/0+$/, '')) <= certainDigits ? Number(text) : text
  }
}

function textWriter(dtype: DecimalDtype): (value: unknown) => string | undefined {
  return (value) => {
    if (typeof value !== 'bigint') return undefined
    if (dtype.scale <= 0) return String(value * 10n ** BigInt(-dtype.scale))
    const digits = String(value < 0n ? -value : value).padStart(dtype.scale + 1, '0')
    return `${value < 0n ? '-' : ''}${digits.slice(0, -dtype.scale)}.${digits.slice(-dtype.scale)}`
  }
}
