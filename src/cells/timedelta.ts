import { expectedOf, type TimedeltaDtype } from '../dtype/dtype.js'
import { integerDtype } from '../dtype/parse-dtype.js'
import { isCount, NaT, stepWords } from '../dtype/time-unit.js'
import { durationToCount, formatIsoDuration, formatUnits, parseDuration } from '../dtype/timedelta-text.js'
import { type CellReader, type CellWriter, Refusal } from './cell.js'
import { integerCell } from './integer.js'

const int64 = integerDtype('int64')

/**
 * Durations as counts of the dtype's steps, from text (`3 days`, `P3DT0H0M0S`, `3 days 00:00:00`) or from a bigint that is
 * such a count already. null is NaT. Months and years have no fixed length, so they do not convert to or from the others.
 */
export function timedeltaCell(dtype: TimedeltaDtype, unsafe: boolean): CellReader {
  const expected = expectedOf(dtype)
  const wrongType = new Refusal('wrong_type', expected)
  const badFormat = new Refusal('bad_format', expected)
  const outOfRange = new Refusal('out_of_range', `${expected} that 64 bits can count in ${stepWords(dtype)}`)
  const notExact = new Refusal('not_exact', `${expected} in whole ${stepWords(dtype)}`)
  const readCount = integerCell(int64, false)

  const fromText = (text: string): unknown => {
    const duration = parseDuration(text)
    if (duration === undefined) return text === 'NaT' ? NaT : badFormat
    const converted = durationToCount(duration, dtype)
    if (converted === undefined || (!converted.exact && !unsafe)) return notExact
    return isCount(converted.count) ? converted.count : outOfRange
  }

  return (value, isText) => {
    if (typeof value === 'string') return fromText(value)
    if (value === null) return NaT
    return typeof value === 'bigint' && isText !== true ? readCount(value) : wrongType
  }
}

/** numpy's text (`3 days`) in arrays, pandas's ISO 8601 (`P3DT0H0M0S`) in frames; NaT is null. */
export function timedeltaWriter(dtype: TimedeltaDtype, isFrame: boolean): CellWriter {
  const format = isFrame ? formatIsoDuration : formatUnits
  return (value) => {
    if (typeof value === 'number' && Number.isSafeInteger(value)) return format(BigInt(value), dtype)
    if (typeof value !== 'bigint') return undefined
    return value === NaT ? null : format(value, dtype)
  }
}
