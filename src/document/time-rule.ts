import { formatInstant, fromCount } from '../dtype/datetime-text.js'
import type { DatetimeDtype, TimedeltaDtype } from '../dtype/dtype.js'
import { NaT, stepWords, type TimeUnit } from '../dtype/time-unit.js'

/** What a Date makes of times. */
export const cutRule = 'Digits below the millisecond are cut.'

/** The times that RFC 3339 can say, in attoseconds since 1970. */
const [first, last] = [-62167219200n * 10n ** 18n, 253402300800n * 10n ** 18n - 1n]
/** Units that are other ones in other zones: offsets are whole minutes. */
const zonedUnits: readonly TimeUnit[] = ['h', 'D', 'W', 'M', 'Y']

/**
 * Which times a dtype takes, in words. There is no pattern for them: generators of clients check it on what they have made of the format,
 * which is no text any more.
 */
export function timeRule(dtype: DatetimeDtype | TimedeltaDtype): string {
  const steps = stepWords(dtype)
  if (dtype.kind === 'timedelta') return `In whole ${steps}.`
  if (dtype.isCut === true) return cutRule
  const zone = zonedUnits.includes(dtype.unit) || dtype.multiple !== undefined ? ' in UTC' : ''
  const [least, greatest] = [fromCount(NaT + 1n, dtype), fromCount(-NaT - 1n, dtype)]
  const range = least <= first && greatest >= last ? '' : `, from ${formatInstant(least)} to ${formatInstant(greatest)}`
  return `In whole ${steps}${zone}${range}.`
}
