import { floorDivide, perSecond, type TimeStep, toSteps, unitLengths } from './time-unit.js'

/** An instant: days since 1970-01-01 (UTC, proleptic Gregorian) and attoseconds into that day. */
export interface Instant {
  readonly year: number
  readonly month: number
  /** Attoseconds since 1970-01-01T00:00:00Z. */
  readonly time: bigint
  /** Whether the instant is the first of its month (or of its year) at midnight. */
  readonly isMonthStart: boolean
}

const pattern =
  /^(\d{4})(?:-(\d{1,2})(?:-(\d{1,2})(?:[Tt ](\d{2})(?::(\d{2})(?::(\d{2})(?:\.(\d{1,18}))?)?)?( ?[Zz]|[+-]\d{2}(?::?\d{2})?)?)?)?)?$/

/**
 * Reads a date, or a date and time: RFC 3339 (`2024-02-29T12:30:00.5+01:00`) and what numpy writes (`2024`, `2024-02`,
 * `2024-02-29`, `2024-02-29T12:30`); months and days also with one digit (`2000-1-1`). Without an offset the time is UTC, as numpy has
 * it. A space may replace the T.
 *
 * @returns undefined when the text is no date, or names a day or time that does not exist
 */
export function parseInstant(text: string): Instant | undefined {
  const match = pattern.exec(text)
  if (match === null) return undefined
  const [, y = '', mo = '01', d = '01', h = '00', mi = '00', s = '00', fraction = '', offset = ''] = match
  const [year, month, day, hour, minute] = [Number(y), Number(mo), Number(d), Number(h), Number(mi)]
  // RFC 3339 allows a leap second; like numpy and pandas, which have none, it is refused.
  if (month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month) || hour > 23 || minute > 59 || Number(s) > 59) return undefined
  const shift = parseOffset(offset.trim())
  if (shift === undefined) return undefined
  const seconds = BigInt(daysSinceEpoch(year, month, day)) * 86400n + BigInt(hour * 3600 + minute * 60 + Number(s) - shift * 60)
  const time = seconds * perSecond + BigInt(fraction.padEnd(18, '0'))
  return instantOf(time)
}

/** Minutes east of UTC. */
function parseOffset(text: string): number | undefined {
  if (text === '' || text === 'Z' || text === 'z') return 0
  const hours = Number(text.slice(1, 3))
  const minutes = Number(text.slice(3).replace(':', '') || '0')
  if (hours > 23 || minutes > 59) return undefined
  return (text.startsWith('-') ? -1 : 1) * (hours * 60 + minutes)
}

/** Splits attoseconds since the epoch into calendar parts. */
export function instantOf(time: bigint): Instant {
  const day = floorDivide(time, unitLengths.D)
  const { year, month, day: dayOfMonth } = civilDate(Number(day))
  return { year, month, time, isMonthStart: dayOfMonth === 1 && day * unitLengths.D === time }
}

/** An instant as a count of steps since 1970, rounded down, and whether nothing was lost by that. */
export function toCount(instant: Instant, { unit, multiple = 1n }: TimeStep): { count: bigint; exact: boolean } {
  if (unit !== 'Y' && unit !== 'M') return toSteps(instant.time, multiple * unitLengths[unit])
  const months = BigInt((instant.year - 1970) * 12 + instant.month - 1)
  const { count, exact } = toSteps(months, multiple * (unit === 'Y' ? 12n : 1n))
  return { count, exact: exact && instant.isMonthStart }
}

/** Attoseconds since the epoch of a count of steps since 1970. */
export function fromCount(count: bigint, { unit, multiple = 1n }: TimeStep): bigint {
  const units = count * multiple
  if (unit !== 'Y' && unit !== 'M') return units * unitLengths[unit]
  const months = unit === 'Y' ? units * 12n : units
  const year = Number(floorDivide(months, 12n)) + 1970
  const month = Number(months - floorDivide(months, 12n) * 12n) + 1
  return BigInt(daysSinceEpoch(year, month, 1)) * unitLengths.D
}

/**
 * Writes an instant in RFC 3339 (UTC). Fractions get as many groups of three digits as they need, and at least `digits`.
 * Years outside 0000–9999, which RFC 3339 cannot say, are written with a sign and six digits (ISO 8601).
 */
export function formatInstant(time: bigint, digits = 0): string {
  const day = floorDivide(time, unitLengths.D)
  const date = civilDate(Number(day))
  const intoDay = time - day * unitLengths.D
  const seconds = Number(intoDay / perSecond)
  const two = (number: number) => String(number).padStart(2, '0')
  const clock = `${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`
  return `${formatYear(date.year)}-${two(date.month)}-${two(date.day)}T${clock}${formatFraction(intoDay % perSecond, digits)}Z`
}

function formatYear(year: number): string {
  if (year >= 0 && year <= 9999) return String(year).padStart(4, '0')
  return `${year < 0 ? '-' : '+'}${String(Math.abs(year)).padStart(6, '0')}`
}

/** The digits after the seconds, in groups of three, with their point; nothing when there are none. */
export function formatFraction(attoseconds: bigint, digits = 0): string {
  let text = attoseconds.toString().padStart(18, '0')
  while (text.length > digits && text.endsWith('000')) text = text.slice(0, -3)
  return text === '' ? '' : `.${text}`
}

/** Whether a text is a calendar date, `2024-02-29` (RFC 3339 full-date). */
export function isDate(text: string): boolean {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text)
  if (match === null) return false
  const [, year, month, day] = match.map(Number) as [number, number, number, number]
  return month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month)
}

/** Whether a text is a time of day with its offset, `07:08:09.5+01:00` or `07:08:09Z` (RFC 3339 full-time). */
export function isTime(text: string): boolean {
  const match = /^(\d{2}):(\d{2}):(\d{2})(?:\.\d+)?([Zz]|[+-]\d{2}:\d{2})$/.exec(text)
  if (match === null) return false
  const [, hour, minute, second, offset = ''] = match
  return Number(hour) < 24 && Number(minute) < 60 && Number(second) < 60 && parseOffset(offset) !== undefined
}

/** Days since 1970-01-01 in the proleptic Gregorian calendar (the era algorithm: years begin in March). */
function daysSinceEpoch(year: number, month: number, day: number): number {
  const y = month <= 2 ? year - 1 : year
  const era = Math.floor(y / 400)
  const yearOfEra = y - era * 400
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear
  return era * 146097 + dayOfEra - 719468
}

function civilDate(days: number): { year: number; month: number; day: number } {
  const shifted = days + 719468
  const era = Math.floor(shifted / 146097)
  const dayOfEra = shifted - era * 146097
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36524) - Math.floor(dayOfEra / 146096)) / 365,
  )
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100))
  const shiftedMonth = Math.floor((5 * dayOfYear + 2) / 153)
  const month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
  return { year, month, day: dayOfYear - Math.floor((153 * shiftedMonth + 2) / 5) + 1 }
}

function daysInMonth(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31
}
