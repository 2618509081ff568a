import { formatInstant, fromCount, type Instant, instantOf, parseInstant, toCount } from '../dtype/datetime-text.js'
import { type DatetimeDtype, expectedOf } from '../dtype/dtype.js'
import { integerDtype } from '../dtype/parse-dtype.js'
import { isCount, NaT, stepWords } from '../dtype/time-unit.js'
import { showValue } from '../errors/show.js'
import type { JsonValue } from '../json/json-value.js'
import { type CellReader, type CellWriter, Refusal } from './cell.js'
import { epochNumber, epochReader } from './epoch.js'
import { integerCell } from './integer.js'

const int64 = integerDtype('int64')
const milliseconds = { unit: 'ms' } as const

/**
 * Dates and times as counts of the dtype's steps since 1970, from RFC 3339 or numpy text, from a Date, or from a bigint that
 * is such a count already; from numbers only where the dtype says their unit. What is no whole number of steps is refused; unsafe
 * rounds it down, and so does a dtype that a Date showed.
 */
export function datetimeCell(dtype: DatetimeDtype, unsafe: boolean): CellReader {
  const expected = expectedOf(dtype)
  const wrongType = new Refusal('wrong_type', expected)
  const badFormat = new Refusal('bad_format', expected)
  const outOfRange = new Refusal('out_of_range', `${expected} that 64 bits can count in ${stepWords(dtype)} since 1970`)
  const notExact = new Refusal('not_exact', `${expected} in whole ${stepWords(dtype)}`)
  const readCount = integerCell(int64, false)

  const fromInstant = (instant: Instant): unknown => {
    const { count, exact } = toCount(instant, dtype)
    if (!exact && !unsafe && dtype.isCut !== true) return notExact
    return isCount(count) ? count : outOfRange
  }
  const fromText = (text: string): unknown => {
    const instant = parseInstant(text)
    if (instant === undefined) return text === 'NaT' ? NaT : badFormat
    return fromInstant(instant)
  }
  const fromNumber = epochReader(dtype, (time) => fromInstant(instantOf(time)))

  return (value, isText) => {
    if (typeof value === 'string') return fromText(value)
    if (value instanceof Date) return Number.isNaN(value.getTime()) ? NaT : fromText(value.toISOString())
    if (typeof value === 'bigint' && isText !== true) return readCount(value)
    return typeof value === 'number' || typeof value === 'bigint' ? fromNumber(value) : wrongType
  }
}

/** A Date of a date text; it holds milliseconds, and what is below them is cut. */
export function readDate(value: unknown): Date | Refusal {
  if (value instanceof Date && !Number.isNaN(value.getTime())) return value
  const expected = 'a date and time as text, like "2024-02-29T12:30:00Z"'
  if (typeof value !== 'string') return new Refusal('wrong_type', expected)
  const instant = parseInstant(value)
  return instant === undefined ? new Refusal('bad_format', expected) : dateOf(instant, expected, value)
}

/** The Date of what a dtype stores. */
export function dateOfCount(count: bigint, dtype: DatetimeDtype, given: unknown): Date | Refusal {
  return dateOf(instantOf(fromCount(count, dtype)), expectedOf(dtype), given)
}

/** What is finer than a millisecond is cut: a Date holds no more. */
function dateOf(instant: Instant, expected: string, given: unknown): Date | Refusal {
  const date = new Date(Number(toCount(instant, milliseconds).count))
  return Number.isNaN(date.getTime()) ? new Refusal('out_of_range', `${expected} that a Date can hold`, showValue(given)) : date
}

/**
 * RFC 3339 text in UTC, with at least the given digits of a second; or a number, where the dtype says its unit and no digit is lost.
 * NaT and invalid Dates are null.
 */
export function datetimeWriter(dtype: DatetimeDtype, digits: number): CellWriter {
  const write = (time: bigint) => epochNumber(time, dtype.epoch) ?? formatInstant(time, digits)
  return (value) => {
    if (value instanceof Date) {
      const isText = dtype.epoch === undefined || Number.isNaN(value.getTime())
      return isText ? writeDate(value) : write(fromCount(BigInt(value.getTime()), milliseconds))
    }
    if (typeof value === 'number' && Number.isSafeInteger(value)) return write(fromCount(BigInt(value), dtype))
    if (typeof value !== 'bigint') return undefined
    return value === NaT ? null : write(fromCount(value, dtype))
  }
}

/** RFC 3339 text of a Date; an invalid one is null. */
export function writeDate(value: Date): JsonValue {
  return Number.isNaN(value.getTime()) ? null : value.toISOString()
}
