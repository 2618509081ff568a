import { formatInstant, fromCount, parseInstant, toCount } from '../dtype/datetime-text.js'
import { type DateDtype, expectedOf } from '../dtype/dtype.js'
import { unitLengths } from '../dtype/time-unit.js'
import { type CellReader, type CellWriter, Refusal } from './cell.js'

/** The days that a date in 32 bits can say. */
const greatest = 2n ** 31n

const days = { unit: 'D' } as const

/** Calendar dates as counts of the dtype's unit, from text (`2024-02-29`), or text of midnight (UTC) at their beginning. */
export function dateCell(dtype: DateDtype, unsafe: boolean): CellReader {
  const expected = expectedOf(dtype)
  const wrongType = new Refusal('wrong_type', expected)
  const badFormat = new Refusal('bad_format', expected)
  const notExact = new Refusal('not_exact', expected)
  const outOfRange = new Refusal('out_of_range', expected)
  return (value, isText) => {
    if (typeof value === 'bigint' && isText !== true) return fitsDate(value, dtype) ? value : outOfRange
    const text = value instanceof Date && !Number.isNaN(value.getTime()) ? value.toISOString() : value
    if (typeof text !== 'string') return wrongType
    const instant = parseInstant(text)
    if (instant === undefined) return badFormat
    const { count, exact } = toCount(instant, days)
    if (!exact && !unsafe) return notExact
    return dtype.unit === 'D' ? count : (count * unitLengths.D) / unitLengths.ms
  }
}

/** Whether a count is one that the dtype can hold: Arrow's date64 counts milliseconds, but holds whole days. */
export function fitsDate(count: bigint, dtype: DateDtype): boolean {
  if (dtype.unit === 'D') return count >= -greatest && count < greatest
  return (count * unitLengths.ms) % unitLengths.D === 0n
}

/** The calendar date as RFC 3339 has it. */
export function dateWriter(dtype: DateDtype): CellWriter {
  return (value) => {
    const count = typeof value === 'number' && Number.isInteger(value) ? BigInt(value) : value
    if (typeof count !== 'bigint') return undefined
    return formatInstant(fromCount(count, dtype)).replace(/T.*/, '')
  }
}
