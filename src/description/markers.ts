import { isDate, isTime } from '../dtype/datetime-text.js'
import { SchemaDefinitionError } from '../errors/schema-definition-error.js'
import { showValue } from '../errors/show.js'

const marker: unique symbol = Symbol.for('inference-schema:marker') as never

type MarkerKind = 'int' | 'float' | 'date' | 'time'

/** A sample value that says more than its JavaScript kind. */
export interface Marker<Kind extends MarkerKind = MarkerKind, Value = number | string> {
  readonly [marker]: Kind
  readonly value: Value
}

/** A sample of an integer that `run` receives as a number. */
export type IntSample = Marker<'int', number>
/** A sample of a calendar date that `run` receives as text, `2024-02-29`. */
export type DateSample = Marker<'date', string>
/** A sample of a time of day that `run` receives as text, `07:08:09Z`. */
export type TimeSample = Marker<'time', string>

/**
 * A sample integer. JavaScript has one kind of number, so a plain `5` is described as a number; `int(5)` is described as an
 * integer (int64) and received as a number. Only integers up to 2^53 - 1 are accepted then; a `5n` takes all of 64 bits.
 *
 * @throws SchemaDefinitionError when the value is not a safe integer
 * @example
 * ```ts
 * const type = new StandardPythonParameterType({ age: int(38), weight: 61.5 })
 * type.inputToSwagger().properties // { age: { type: 'integer', format: 'int64' }, weight: { type: 'number', format: 'double' } }
 * ```
 */
export function int(value: number): IntSample {
  if (!Number.isSafeInteger(value)) throw new SchemaDefinitionError(`int(${showValue(value)}) is no integer that a number holds exactly`)
  return Object.freeze({ [marker]: 'int' as const, value })
}

/**
 * A sample calendar date (RFC 3339 full-date): described as string/date, checked, and received as that text. A `Date` is an
 * instant instead.
 *
 * @throws SchemaDefinitionError when there is no such day
 * @example
 * ```ts
 * const type = new StandardPythonParameterType({ born: date('1969-07-20') })
 * type.inputToSwagger().properties // { born: { type: 'string', format: 'date' } }
 * ```
 */
export function date(value: string): DateSample {
  if (!isDate(value)) throw new SchemaDefinitionError(`date(${showValue(value)}) is no date like "2024-02-29"`)
  return Object.freeze({ [marker]: 'date' as const, value })
}

/**
 * A sample time of day (RFC 3339 full-time, offset included): described as string/time, checked, and received as that text.
 *
 * @throws SchemaDefinitionError when the text is no time with an offset
 * @example
 * ```ts
 * const type = new StandardPythonParameterType({ opens: time('07:30:00Z') })
 * type.inputToSwagger().properties // { opens: { type: 'string', format: 'time' } }
 * ```
 */
export function time(value: string): TimeSample {
  if (!isTime(value)) {
    throw new SchemaDefinitionError(`time(${showValue(value)}) is no time with an offset like "07:08:09Z"`)
  }
  return Object.freeze({ [marker]: 'time' as const, value })
}

/** A sample of a number of 32 bits (float32), received as a number. */
export function float(value: number): Marker<'float', number> {
  return Object.freeze({ [marker]: 'float' as const, value })
}

/** Whether a sample value is one of the above. */
export function isMarker(value: unknown): value is Marker {
  return typeof value === 'object' && value !== null && marker in value
}

/** Which of them. */
export function markerKind(value: Marker): MarkerKind {
  return value[marker]
}
