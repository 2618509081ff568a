/** numpy's date and time units, from years to attoseconds. */
export type TimeUnit = 'Y' | 'M' | 'W' | 'D' | 'h' | 'm' | 's' | 'ms' | 'us' | 'ns' | 'ps' | 'fs' | 'as'

/** What times are counted in: a unit, or so many of it at a time, as in numpy's `datetime64[25s]`. */
export interface TimeStep {
  readonly unit: TimeUnit
  /** Units in a step; one where it is not there. numpy takes 0, too: the only time that such steps count is 1970. */
  readonly multiple?: bigint
}

/** The unit's name as numpy writes a timedelta64: "3 days". */
export const unitNames: Readonly<Record<TimeUnit, string>> = {
  Y: 'years',
  M: 'months',
  W: 'weeks',
  D: 'days',
  h: 'hours',
  m: 'minutes',
  s: 'seconds',
  ms: 'milliseconds',
  us: 'microseconds',
  ns: 'nanoseconds',
  ps: 'picoseconds',
  fs: 'femtoseconds',
  as: 'attoseconds',
}

/** Attoseconds, the finest unit: whatever is read is held in these until it is known which unit is asked for. */
export const perSecond: bigint = 10n ** 18n

/** Length of a unit in attoseconds; undefined for calendar units, whose length varies. */
export const unitLengths: Readonly<Record<Exclude<TimeUnit, 'Y' | 'M'>, bigint>> = {
  W: 604800n * perSecond,
  D: 86400n * perSecond,
  h: 3600n * perSecond,
  m: 60n * perSecond,
  s: perSecond,
  ms: 10n ** 15n,
  us: 10n ** 12n,
  ns: 10n ** 9n,
  ps: 10n ** 6n,
  fs: 10n ** 3n,
  as: 1n,
}

/** "seconds", "steps of 25 seconds". */
export function stepWords({ unit, multiple }: TimeStep): string {
  return multiple === undefined ? unitNames[unit] : `steps of ${multiple} ${unitNames[unit]}`
}

/** How many steps of a length there are in a time, rounded down, and whether nothing is lost by that. */
export function toSteps(time: bigint, length: bigint): { count: bigint; exact: boolean } {
  const count = length === 0n ? 0n : floorDivide(time, length)
  return { count, exact: count * length === time }
}

/** Units in which JSON numbers stand for times, as pandas writes them: see `date_unit` of its `to_json`. */
export type EpochUnit = 'ms' | 's' | 'us' | 'ns'

/** All of them. */
export const epochUnits: readonly EpochUnit[] = ['ms', 's', 'us', 'ns']

export function isTimeUnit(text: string): text is TimeUnit {
  return Object.hasOwn(unitNames, text)
}

/** numpy's NaT (not a time), the missing value of datetime64 and timedelta64: the least 64-bit integer. */
export const NaT: bigint = -(2n ** 63n)

const greatest = 2n ** 63n - 1n

/** Whether a count fits 64 bits and is not NaT. */
export function isCount(count: bigint): boolean {
  return count > NaT && count <= greatest
}

/** Division that rounds toward minus infinity, as numpy does when it drops digits of a time. */
export function floorDivide(dividend: bigint, divisor: bigint): bigint {
  const quotient = dividend / divisor
  return dividend % divisor < 0n ? quotient - 1n : quotient
}
