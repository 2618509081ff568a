import { Refusal } from '../cells/cell.js'
import { cellReader } from '../cells/cell-reader.js'
import type { Constrained, Constraints } from '../dtype/constraints.js'
import type { Dtype } from '../dtype/dtype.js'
import { SchemaDefinitionError } from '../errors/schema-definition-error.js'
import { allOf, showValue } from '../errors/show.js'
import { checkPattern } from './check-pattern.js'
import { isMarker } from './markers.js'

/** What values may be, beyond their type, in the words of JSON Schema: requests are held to it, and documents say it. */
export interface ConstraintOptions {
  /** The only values that there are. */
  readonly enum?: readonly unknown[]
  /** The least number. */
  readonly minimum?: number | bigint
  /** The greatest number. */
  readonly maximum?: number | bigint
  /** The least length of a text, in characters (code points). */
  readonly minLength?: number
  /** The greatest length of a text, in characters (code points). */
  readonly maxLength?: number
  /**
   * A regular expression of ECMAScript, with the flag u, that must be found in the text; `^` and `$` are needed to speak of all
   * of it, as in JSON Schema. One that may backtrack for ever is refused.
   */
  readonly pattern?: string | RegExp
  /** Take the pattern without a check for backtracking: its author knows that it ends soon for any text. Default false. */
  readonly trustPattern?: boolean
}

/** The names of {@link ConstraintOptions}. */
export const constraintNames = ['enum', 'minimum', 'maximum', 'minLength', 'maxLength', 'pattern', 'trustPattern'] as const

type ConstraintName = (typeof constraintNames)[number]

const fitting: Readonly<Partial<Record<Dtype['kind'], readonly ConstraintName[]>>> = {
  bool: ['enum'],
  integer: ['enum', 'minimum', 'maximum'],
  float: ['enum', 'minimum', 'maximum'],
  string: ['enum', 'minLength', 'maxLength', 'pattern', 'trustPattern'],
  category: ['enum'],
}

/**
 * A dtype whose values are held to constraints.
 *
 * @param what what the dtype is of, in error messages
 * @throws SchemaDefinitionError for a constraint that the dtype cannot have, or that no value could meet
 */
export function constrainDtype(dtype: Dtype, options: ConstraintOptions, what: string): Dtype {
  const given = constraintNames.filter((name) => options[name] !== undefined)
  if (given.length === 0) return dtype
  const known = fitting[dtype.kind] ?? []
  const wrong = given.find((name) => !known.includes(name))
  if (wrong !== undefined)
    throw new SchemaDefinitionError(
      `${what} has ${wrong}, which values of dtype ${dtype.name} cannot have; ${known.length === 0 ? 'they have no constraints' : `they can have ${allOf(known)}`}`,
    )
  const values = options.enum === undefined ? undefined : readEnum(options.enum, dtype, what)
  if (dtype.kind === 'category') return { ...dtype, categories: values ?? [], isDeclared: true }
  const lengths = readLengths(options, what)
  const constraints: Constraints = {
    ...(values === undefined ? {} : { enum: values }),
    ...readBounds(options, what),
    ...lengths,
    ...(options.pattern === undefined ? {} : { pattern: readPattern(options.pattern, what) }),
  }
  if (constraints.pattern !== undefined && options.trustPattern !== true)
    checkPattern(constraints.pattern, what, lengths.maxLength ?? (dtype.kind === 'string' ? dtype.length : undefined))
  return { ...dtype, constraints } as Dtype & Constrained
}

function readEnum(values: unknown, dtype: Dtype, what: string): NonNullable<Constraints['enum']> {
  if (!Array.isArray(values) || values.length === 0)
    throw new SchemaDefinitionError(`${what} has the enum ${showValue(values)}, expected a list of values`)
  const read = cellReader(dtype.kind === 'category' ? dtype.value : dtype, false)
  return values.map((given: unknown) => {
    const value = isMarker(given) ? given.value : given
    const cell = value === null ? undefined : read(value)
    if (cell === undefined || cell instanceof Refusal)
      throw new SchemaDefinitionError(`${what} has ${showValue(value)} in its enum, expected ${cell?.expected ?? 'no null: say nullable'}`)
    return cell as string | number | bigint | boolean
  })
}

function readBounds({ minimum, maximum }: ConstraintOptions, what: string): Pick<Constraints, 'minimum' | 'maximum'> {
  for (const [name, bound] of Object.entries({ minimum, maximum })) {
    if (bound !== undefined && typeof bound !== 'bigint' && !Number.isFinite(bound))
      throw new SchemaDefinitionError(`${what} has the ${name} ${showValue(bound)}, expected a finite number`)
  }
  if (minimum !== undefined && maximum !== undefined && minimum > maximum)
    throw new SchemaDefinitionError(`${what} has the minimum ${minimum} and the maximum ${maximum}, so that nothing fits`)
  return { ...(minimum === undefined ? {} : { minimum }), ...(maximum === undefined ? {} : { maximum }) }
}

function readLengths({ minLength, maxLength }: ConstraintOptions, what: string): Pick<Constraints, 'minLength' | 'maxLength'> {
  for (const [name, length] of Object.entries({ minLength, maxLength })) {
    if (length !== undefined && (!Number.isSafeInteger(length) || length < 0))
      throw new SchemaDefinitionError(`${what} has the ${name} ${showValue(length)}, expected a count of characters`)
  }
  if (minLength !== undefined && maxLength !== undefined && minLength > maxLength)
    throw new SchemaDefinitionError(`${what} has the minLength ${minLength} and the maxLength ${maxLength}, so that nothing fits`)
  return { ...(minLength === undefined ? {} : { minLength }), ...(maxLength === undefined ? {} : { maxLength }) }
}

/** A pattern without flags: JSON Schema has no way to say them. */
function readPattern(pattern: unknown, what: string): string {
  const source = pattern instanceof RegExp ? pattern.source : pattern
  if (typeof source !== 'string')
    throw new SchemaDefinitionError(`${what} has the pattern ${showValue(pattern)}, expected a regular expression`)
  if (pattern instanceof RegExp && pattern.flags.replace('u', '') !== '')
    throw new SchemaDefinitionError(
      `${what} has a pattern with the flags ${pattern.flags}, which documents cannot say; expected none but u`,
    )
  try {
    new RegExp(source, 'u')
  } catch (error) {
    throw new SchemaDefinitionError(`${what} has the pattern ${showValue(source)}, which is none: ${(error as Error).message}`)
  }
  return source
}
