import { SchemaDefinitionError } from '../errors/schema-definition-error.js'
import { showValue } from '../errors/show.js'
import type { DatetimeDtype, TimedeltaDtype } from './dtype.js'
import { isTimeUnit, type TimeStep, type TimeUnit, unitLengths, unitNames } from './time-unit.js'
import { readZone } from './time-zone.js'

/** numpy keeps the units of a step in a C int. */
const mostUnits = 2147483647

/** pandas's aliases of offsets, which are no units of numpy's. */
const aliases: Readonly<Record<string, TimeUnit>> = { t: 'm', min: 'm', l: 'ms', u: 'us', n: 'ns' }

/**
 * Reads `datetime64[ns]`, `M8[25s]`, `datetime64[ns, UTC]`, `timedelta64[s/10]` and the like; undefined for a name that is none of
 * these. Without a unit they are in nanoseconds, as pandas has them.
 *
 * @throws SchemaDefinitionError for a unit or a zone that there is not
 */
export function readTimeName(name: string): DatetimeDtype | TimedeltaDtype | undefined {
  const match = /^(datetime64|M8|timedelta64|m8)(?:\[([^,\]]*)(?:, ?([^\]]*))?\])?$/.exec(name)
  if (match === null) return undefined
  const [, word, step, zone] = match
  const isDatetime = word === 'datetime64' || word === 'M8'
  const counted = step === undefined ? { unit: 'ns' as const } : readStep(step, name, isDatetime ? 'datetime64' : 'timedelta64')
  if (!isDatetime && zone !== undefined) throw problem(name, 'has a time zone, which only datetime64 has')
  return isDatetime ? datetimeDtype(counted, zone === undefined ? undefined : readZone(zone, name)) : timedeltaDtype(counted)
}

/** `ns`, `25s`, or `s/10`, which is `100ms`. */
function readStep(text: string, name: string, word: string): TimeStep {
  if (text === '' || text === 'generic') throw problem(name, `has no unit; write one, like "${word}[ns]"`)
  const [, multiple = '', written = text, divisor] = /^([0-9]*)([^0-9/]+)(?:\/([0-9]+))?$/.exec(text) ?? []
  const unit = /^[μµ]s$/.test(written) ? 'us' : written
  if (!isTimeUnit(unit)) throw problem(name, `has the unit ${showValue(written)}, which numpy does not have${unitHint(written, word)}`)
  const part = divisor === undefined ? { unit, multiple: 1n } : divided(unit, BigInt(divisor), name)
  const total = part.multiple * BigInt(multiple === '' ? 1 : multiple)
  if (total > mostUnits) throw problem(name, `counts in steps of more than ${mostUnits} ${unitNames[part.unit]}, which numpy does not have`)
  return total === 1n ? { unit: part.unit } : { unit: part.unit, multiple: total }
}

function unitHint(written: string, word: string): string {
  const units = Object.entries(unitNames) as [TimeUnit, string][]
  const plain = written.trim().toLowerCase()
  const same = units.find(([unit, words]) => unit.toLowerCase() === plain || words === plain || words === `${plain}s`)
  const meant = same?.[0] ?? (Object.hasOwn(aliases, plain) ? aliases[plain] : undefined)
  return meant === undefined ? `; it has ${units.map(([unit]) => unit).join(', ')}` : `; did you mean "${word}[${meant}]"?`
}

/** A part of a unit, in the largest smaller unit that it is a whole number of. */
function divided(unit: TimeUnit, divisor: bigint, name: string): Required<TimeStep> {
  if (unit === 'Y' && divisor > 0n && 12n % divisor === 0n) return { unit: 'M', multiple: 12n / divisor }
  if (unit !== 'Y' && unit !== 'M' && divisor > 0n) {
    const length = unitLengths[unit]
    for (const [smaller, part] of Object.entries(unitLengths) as [TimeUnit, bigint][])
      if (part < length && length % (divisor * part) === 0n) return { unit: smaller, multiple: length / (divisor * part) }
  }
  throw problem(name, `has the unit ${unit}/${divisor}, which is no whole number of a smaller unit`)
}

function problem(name: string, what: string): SchemaDefinitionError {
  return new SchemaDefinitionError(`the dtype ${showValue(name)} ${what}`)
}

/** datetime64 in steps of a unit, with a zone for the columns of frames that have one. */
export function datetimeDtype(step: TimeStep, zone?: string): DatetimeDtype {
  const name = stepName(step)
  return zone === undefined
    ? { kind: 'datetime', name: `datetime64[${name}]`, ...step }
    : { kind: 'datetime', name: `datetime64[${name}, ${zone}]`, ...step, zone }
}

/** timedelta64 in steps of a unit. */
export function timedeltaDtype(step: TimeStep): TimedeltaDtype {
  return { kind: 'timedelta', name: `timedelta64[${stepName(step)}]`, ...step }
}

function stepName({ unit, multiple }: TimeStep): string {
  return `${multiple ?? ''}${unit}`
}
