import { formatInstant, parseInstant } from '../dtype/datetime-text.js'
import { expectedOf, type TimeDtype } from '../dtype/dtype.js'
import { unitLengths, unitNames } from '../dtype/time-unit.js'
import { type CellReader, type CellWriter, Refusal } from './cell.js'

/** Times of day as counts of the dtype's unit since midnight, from text without an offset (RFC 3339, partial-time). */
export function timeCell(dtype: TimeDtype, unsafe: boolean): CellReader {
  const expected = expectedOf(dtype)
  const wrongType = new Refusal('wrong_type', expected)
  const badFormat = new Refusal('bad_format', expected)
  const outOfRange = new Refusal('out_of_range', expected)
  const notExact = new Refusal('not_exact', `${expected} in whole ${unitNames[dtype.unit]}`)
  const length = unitLengths[dtype.unit]
  return (value, isText) => {
    if (typeof value === 'bigint' && isText !== true) return fitsTime(value, dtype) ? value : outOfRange
    if (typeof value !== 'string') return wrongType
    const instant = /^\d{2}:\d{2}(:\d{2}(\.\d{1,18})?)?$/.test(value) ? parseInstant(`1970-01-01T${value}`) : undefined
    if (instant === undefined) return badFormat
    return instant.time % length === 0n || unsafe ? instant.time / length : notExact
  }
}

/** Whether a count is one of a day's. */
export function fitsTime(count: bigint, dtype: TimeDtype): boolean {
  return count >= 0n && count * unitLengths[dtype.unit] < unitLengths.D
}

/** Hours, minutes and seconds with the digits that they need. */
export function timeWriter(dtype: TimeDtype): CellWriter {
  return (value) => {
    const count = typeof value === 'number' && Number.isInteger(value) ? BigInt(value) : value
    return typeof count === 'bigint' ? formatInstant(count * unitLengths[dtype.unit]).slice(11, -1) : undefined
  }
}
