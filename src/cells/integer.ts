import { type Constraints, constrainedWords } from '../dtype/constraints.js'
import { expectedInRange, expectedOf, type IntegerDtype } from '../dtype/dtype.js'
import type { JsonValue } from '../json/json-value.js'
import { type CellReader, Refusal } from './cell.js'
import { pythonInt } from './python-text.js'

/**
 * Integers of a width: 5, 5.0 and 1e3 are integers, 5.5 is not. The 64-bit ones are bigints, the others numbers. Out of
 * range is always refused, for wrapping round is never what the caller meant. Unsafe: fractions are cut off, texts read by
 * Python's `int()`, booleans are 0 and 1.
 */
export function integerCell(dtype: IntegerDtype, unsafe: boolean): CellReader {
  const expected = expectedOf(dtype)
  const wrongType = new Refusal('wrong_type', expected)
  const notExact = new Refusal('not_exact', expected)
  const outOfRange = new Refusal('out_of_range', expectedInRange(dtype))
  const digitsGone = new Refusal('not_exact', `${expected} with all its digits: beyond 2^53 send it as JSON text, or as a bigint`)
  const [min, max] = [Number(dtype.min), Number(dtype.max)]

  const fromNumber = (value: number, isText?: boolean): unknown => {
    if (!Number.isFinite(value)) return Number.isNaN(value) ? wrongType : outOfRange
    const whole = Number.isInteger(value) ? value : unsafe ? Math.trunc(value) : undefined
    if (whole === undefined) return notExact
    if (whole < min || whole > max) return outOfRange
    if (dtype.bits !== 64) return whole === 0 ? 0 : whole
    if (Number.isSafeInteger(whole)) return BigInt(whole)
    // A number beyond 2^53 was rounded before it came here: a fraction in JSON text, else by JSON.parse.
    if (whole >= 2 ** 63 && max < 2 ** 64) return outOfRange
    return isText === true ? notExact : digitsGone
  }
  const fromBigint = (value: bigint): unknown => {
    if (value < dtype.min || value > dtype.max) return outOfRange
    return dtype.bits === 64 ? value : Number(value)
  }

  return (value, isText) => {
    if (typeof value === 'number') return fromNumber(value, isText)
    if (typeof value === 'bigint') return fromBigint(value)
    if (!unsafe) return wrongType
    if (typeof value === 'boolean') return fromNumber(value ? 1 : 0)
    const parsed = typeof value === 'string' ? pythonInt(value) : undefined
    return parsed === undefined ? wrongType : fromBigint(parsed)
  }
}

const unsafeInteger = new Refusal('out_of_range', 'an integer between -(2^53 - 1) and 2^53 - 1')
const safe = { min: -Number.MAX_SAFE_INTEGER, max: Number.MAX_SAFE_INTEGER }

/** An integer as a number, where a sample shows one: only as far as a number is exact. */
export function toSafeInteger(integer: number | bigint, constraints?: Constraints): number | Refusal {
  if (Number.isSafeInteger(Number(integer))) return Number(integer)
  return constraints === undefined ? unsafeInteger : new Refusal('out_of_range', constrainedWords('an integer', { constraints }, safe))
}

/** Integers beyond 2^53 stay bigints, so that they are written with all their digits. */
export function writeInteger(value: unknown): JsonValue | undefined {
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : value
  return Number.isInteger(value) ? (value as number) : undefined
}
