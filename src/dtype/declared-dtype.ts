import { checkOptions, namedOnly, trueOrFalse } from '../errors/options.js'
import { SchemaDefinitionError } from '../errors/schema-definition-error.js'
import { oneOf, showValue } from '../errors/show.js'
import type { DatetimeDtype, DeclaredDtype, Dtype, TimedeltaDtype } from './dtype.js'
import { type EpochUnit, epochUnits } from './time-unit.js'

const words = { ...namedOnly(['dtype', 'epoch']), nullable: trueOrFalse }

/**
 * Whether a dtype is an object that says more of its values. One without such words may be numpy's form of a structured dtype with a
 * field that is called dtype, `{ dtype: ['f8', 0] }`.
 */
export function isDeclaredDtype(spec: Readonly<Record<string, unknown>>): boolean {
  const { dtype } = spec
  return dtype !== undefined && !(Object.keys(spec).length === 1 && Array.isArray(dtype) && typeof dtype[1] === 'number')
}

/**
 * Checks the words beside a dtype.
 *
 * @throws SchemaDefinitionError
 */
export function checkDeclared(
  spec: Readonly<Record<string, unknown>>,
): asserts spec is { [Word in keyof DeclaredDtype]: DeclaredDtype[Word] } {
  checkOptions(spec, words, SchemaDefinitionError, 'the dtype')
}

/**
 * A dtype of times that JSON has as numbers, too.
 *
 * @throws SchemaDefinitionError for an unknown unit, and for dtypes that are not times
 */
export function withEpoch(dtype: Dtype, epoch: EpochUnit | undefined): Dtype {
  if (epoch === undefined) return dtype
  if (!epochUnits.includes(epoch)) throw new SchemaDefinitionError(`epoch is ${showValue(epoch)}, expected ${oneOf(epochUnits)}`)
  if (!takesEpoch(dtype))
    throw new SchemaDefinitionError(`epoch is for datetime64, and for timedelta64 of a fixed length, and the dtype is ${dtype.name}`)
  return { ...dtype, epoch }
}

/** Whether values of a dtype can be numbers of a unit: months and years of a duration have no fixed length. */
export function takesEpoch(dtype: Dtype): dtype is DatetimeDtype | TimedeltaDtype {
  return dtype.kind === 'datetime' || (dtype.kind === 'timedelta' && dtype.unit !== 'Y' && dtype.unit !== 'M')
}
