import { formatFraction } from './datetime-text.js'
import { floorDivide, perSecond, type TimeStep, type TimeUnit, toSteps, unitLengths, unitNames } from './time-unit.js'

/** A duration: attoseconds, or calendar months, which have no fixed length. */
export type Duration = { readonly attoseconds: bigint } | { readonly months: bigint }

/**
 * Reads a duration: numpy's `3 days`, ISO 8601 (`P1DT2H30M0.5S` or `P1Y6M`, also with a sign), or pandas's `1 days 02:30:00.5`.
 *
 * @returns undefined when the text is none of these
 */
export function parseDuration(text: string): Duration | undefined {
  return parseUnits(text) ?? parseIso(text) ?? parseClock(text)
}

/** `3 days`: a whole number and a unit of numpy's, singular or plural. */
function parseUnits(text: string): Duration | undefined {
  const match = /^([+-]?\d{1,30}) ([a-z]+)$/i.exec(text.trim().replace(/\s+/, ' '))
  if (match === null) return undefined
  const count = BigInt((match[1] as string).replace('+', ''))
  const word = (match[2] as string).toLowerCase()
  for (const [unit, name] of Object.entries(unitNames) as [TimeUnit, string][]) {
    if (word !== name && `${word}s` !== name) continue
    if (unit === 'Y') return { months: count * 12n }
    if (unit === 'M') return { months: count }
    return { attoseconds: count * unitLengths[unit] }
  }
  return undefined
}

function parseIso(text: string): Duration | undefined {
  return parseIsoCalendar(text) ?? parseIsoFixed(text)
}

/** `P3Y`, `P1Y6M`, `P-6M`. */
function parseIsoCalendar(text: string): Duration | undefined {
  const match = /^([+-]?)P(?:([+-]?\d{1,30})Y)?(?:([+-]?\d{1,30})M)?$/i.exec(text)
  if (match === null || /P$/i.test(text)) return undefined
  const [, sign, years, months] = match
  const total = amount(years) * 12n + amount(months)
  return { months: sign === '-' ? -total : total }
}

function parseIsoFixed(text: string): Duration | undefined {
  const match =
    /^([+-]?)P(?:([+-]?\d{1,30})W)?(?:([+-]?\d{1,30})D)?(?:T(?:([+-]?\d{1,30})H)?(?:([+-]?\d{1,30})M)?(?:([+-]?)(\d{1,30})(?:[.,](\d{1,18}))?S)?)?$/i.exec(
      text,
    )
  if (match === null || /[PT]$/i.test(text)) return undefined
  const [, sign, weeks, days, hours, minutes, secondsSign, seconds = '0', fraction = ''] = match
  const whole =
    amount(weeks) * unitLengths.W + amount(days) * unitLengths.D + amount(hours) * unitLengths.h + amount(minutes) * unitLengths.m
  const rest = BigInt(seconds) * perSecond + BigInt(fraction.padEnd(18, '0'))
  const total = whole + (secondsSign === '-' ? -rest : rest)
  return { attoseconds: sign === '-' ? -total : total }
}

/** `1 days 02:30:00.5`, `-1 days +23:00:00`, `02:30:00`: pandas's own text. */
function parseClock(text: string): Duration | undefined {
  const match = /^(?:([+-]?\d{1,30}) days? )?([+-]?)(\d{1,6}):(\d{2}):(\d{2})(?:\.(\d{1,18}))?$/i.exec(text)
  if (match === null) return undefined
  const [, days, sign, hours = '0', minutes = '0', seconds = '0', fraction = ''] = match
  if (Number(minutes) > 59 || Number(seconds) > 59) return undefined
  const clock = BigInt(Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds)) * perSecond + BigInt(fraction.padEnd(18, '0'))
  return { attoseconds: amount(days) * unitLengths.D + (sign === '-' ? -clock : clock) }
}

function amount(digits: string | undefined): bigint {
  return digits === undefined ? 0n : BigInt(digits.replace('+', ''))
}

/** A duration as a count of steps, rounded down; undefined between calendar units and those of fixed length. */
export function durationToCount(duration: Duration, { unit, multiple = 1n }: TimeStep): { count: bigint; exact: boolean } | undefined {
  if ('months' in duration) {
    if (unit !== 'Y' && unit !== 'M') return undefined
    return toSteps(duration.months, multiple * (unit === 'Y' ? 12n : 1n))
  }
  if (unit === 'Y' || unit === 'M') return undefined
  return toSteps(duration.attoseconds, multiple * unitLengths[unit])
}

/** numpy's text: `3 days`. */
export function formatUnits(count: bigint, { unit, multiple = 1n }: TimeStep): string {
  return `${count * multiple} ${unitNames[unit]}`
}

/** The ISO 8601 text that pandas writes: `P1DT2H30M0.5S`; a negative duration has negative days and the rest counts up. */
export function formatIsoDuration(count: bigint, { unit, multiple = 1n }: TimeStep): string {
  const units = count * multiple
  if (unit === 'Y') return `P${units}Y`
  if (unit === 'M') return `P${units}M`
  const total = units * unitLengths[unit]
  const days = floorDivide(total, unitLengths.D)
  const rest = total - days * unitLengths.D
  const seconds = rest / perSecond
  return `P${days}DT${seconds / 3600n}H${(seconds / 60n) % 60n}M${seconds % 60n}${formatFraction(rest % perSecond)}S`
}
