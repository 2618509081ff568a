/** numpy's count that stands for no time at all. */
export const NaT: bigint = -(2n ** 63n)

/** Lengths of numpy's units in attoseconds; of years and months the mean, as numpy converts them. */
const units: Readonly<Record<string, bigint>> = {
  Y: 31556952n * 10n ** 18n,
  M: 2629746n * 10n ** 18n,
  W: 604800n * 10n ** 18n,
  D: 86400n * 10n ** 18n,
  h: 3600n * 10n ** 18n,
  m: 60n * 10n ** 18n,
  s: 10n ** 18n,
  ms: 10n ** 15n,
  us: 10n ** 12n,
  ns: 10n ** 9n,
  ps: 10n ** 6n,
  fs: 10n ** 3n,
  as: 1n,
}

/** The unit of numpy's and pandas's times: `datetime64[us, UTC]` counts microseconds. */
export function unitOf(dtype: string): string {
  return /\[(\w+)/.exec(dtype)?.[1] ?? 'ns'
}

export function isSameTime(received: unknown, expected: unknown, dtype: string): boolean {
  if (expected === null) return received === NaT || received === null
  const { year, month, attoseconds } = readTime((expected as { $datetime: string }).$datetime)
  const unit = unitOf(dtype)
  if (unit === 'Y') return received === BigInt(year - 1970)
  if (unit === 'M') return received === BigInt((year - 1970) * 12 + month - 1)
  return typeof received === 'bigint' && received * (units[unit] ?? 1n) === attoseconds
}

/** Reads what numpy and pandas write: as many parts as the unit has, and an offset where there is a zone. */
export function readTime(text: string): { year: number; month: number; attoseconds: bigint } {
  const match = /^(-?\d+)(?:-(\d+))?(?:-(\d+))?(?:[T ](\d+))?(?::(\d+))?(?::(\d+))?(?:\.(\d+))?(?:Z|([+-])(\d+):(\d+))?$/.exec(text)
  if (match === null) throw new Error(`${text} is no time`)
  const [, year, month = '1', day = '1', hour = '0', minute = '0', second = '0', fraction = '', sign, hours = '0', minutes = '0'] = match
  const offset = (Number(hours) * 60 + Number(minutes)) * (sign === '-' ? -60 : 60)
  const date = new Date(0)
  date.setUTCFullYear(Number(year), Number(month) - 1, Number(day))
  const seconds = date.getTime() / 1000 + Number(hour) * 3600 + Number(minute) * 60 + Number(second) - offset
  return { year: Number(year), month: Number(month), attoseconds: BigInt(seconds) * 10n ** 18n + BigInt(fraction.padEnd(18, '0')) }
}

/** A timedelta is given in nanoseconds, also those of finer units: these are compared as far as that goes. */
export function isSameDuration(received: unknown, expected: unknown, dtype: string): boolean {
  if (expected === null) return received === NaT || received === null
  const unit = units[unitOf(dtype)]
  return (
    typeof received === 'bigint' &&
    unit !== undefined &&
    (received * unit) / 10n ** 9n === BigInt((expected as { $timedelta: string }).$timedelta)
  )
}

/** A sample's time or duration as a count of its dtype's unit, as pandas's `to_datetime` and `to_timedelta` read it. */
export function countOf(cell: unknown, dtype: string): bigint {
  const attoseconds =
    typeof cell === 'number'
      ? BigInt(cell) * (units['ns'] as bigint)
      : dtype.startsWith('datetime')
        ? readTime(cell as string).attoseconds
        : readDuration(cell as string)
  return attoseconds / (units[unitOf(dtype)] as bigint)
}

/** Reads ISO 8601 (`P1DT2H30M0.5S`) and pandas's own text (`-1 days +23:00:00.5`). */
function readDuration(text: string): bigint {
  const iso = /^(-?)P(?:(-?\d+)W)?(?:(-?\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)(?:\.(\d+))?S)?)?$/.exec(text)
  const own = /^()()(?:(-?\d+) days?)? ?(?:\+?(\d+):(\d+):(\d+)(?:\.(\d+))?)?$/.exec(text)
  const match = iso ?? own
  if (match === null) throw new Error(`${text} is no duration`)
  const [, sign, weeks, days, hours, minutes, seconds, fraction = ''] = match
  const total = [weeks, days, hours, minutes, seconds].reduce(
    (sum, part, index) => sum + BigInt(part ?? 0) * (units[['W', 'D', 'h', 'm', 's'][index] as string] as bigint),
    BigInt(fraction.padEnd(18, '0')),
  )
  return sign === '-' ? -total : total
}
