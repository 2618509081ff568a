import { fromCount } from '../dtype/datetime-text.js'
import { expectedOf, type TimedeltaDtype } from '../dtype/dtype.js'
import { integerDtype } from '../dtype/parse-dtype.js'
import { isCount, NaT, stepWords } from '../dtype/time-unit.js'
import { type Duration, durationToCount, formatIsoDuration, formatUnits, parseDuration } from '../dtype/timedelta-text.js'
import { type CellReader, type CellWriter, Refusal } from './cell.js'
import { epochNumber, epochReader } from './epoch.js'
import { integerCell } from './integer.js'

const int64 = integerDtype('int64')

/**
 * Durations as counts of the dtype's steps, from text (`3 days`, `P3DT0H0M0S`, `3 days 00:00:00`) or from a bigint that is
 * such a count already. Months and years have no fixed length, so they do not convert to or from the others.
 */
export function timedeltaCell(dtype: TimedeltaDtype, unsafe: boolean): CellReader {
  const expected = expectedOf(dtype)
  const wrongType = new Refusal('wrong_type', expected)
  const badFormat = new Refusal('bad_format', expected)
  const outOfRange = new Refusal('out_of_range', `${expected} that 64 bits can count in ${stepWords(dtype)}`)
  const notExact = new Refusal('not_exact', `${expected} in whole ${stepWords(dtype)}`)
  const readCount = integerCell(int64, false)

  const fromDuration = (duration: Duration): unknown => {
    const converted = durationToCount(duration, dtype)
    if (converted === undefined || (!converted.exact && !unsafe)) return notExact
    return isCount(converted.count) ? converted.count : outOfRange
  }
  const fromText = (text: string): unknown => {
    const duration = parseDuration(text)
    if (duration === undefined) return text === 'NaT' ? NaT : badFormat
    return fromDuration(duration)
  }
  const fromNumber = epochReader(dtype, (attoseconds) => fromDuration({ attoseconds }))

  return (value, isText) => {
    if (typeof value === 'string') return fromText(value)
    if (typeof value === 'bigint' && isText !== true) return readCount(value)
    return typeof value === 'number' || typeof value === 'bigint' ? fromNumber(value) : wrongType
  }
}

/**
 * numpy's text (`3 days`) in arrays, pandas's ISO 8601 (`P3DT0H0M0S`) in frames; or a number, where the dtype says its unit and no digit
 * is lost. NaT is null.
 */
export function timedeltaWriter(dtype: TimedeltaDtype, isFrame: boolean): CellWriter {
  const formatText = isFrame ? formatIsoDuration : formatUnits
  const format = (count: bigint) => epochNumber(fromCount(count, dtype), dtype.epoch) ?? formatText(count, dtype)
  return (value) => {
    if (typeof value === 'number' && Number.isSafeInteger(value)) return format(BigInt(value))
    if (typeof value !== 'bigint') return undefined
    return value === NaT ? null : format(value)
  }
}
