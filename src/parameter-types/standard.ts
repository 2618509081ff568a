import type { StandardSchemaV1 } from '@standard-schema/spec'
import { Refusal } from '../cells/cell.js'
import { cellReader } from '../cells/cell-reader.js'
import { type ConstraintOptions, constrainDtype, constraintNames } from '../description/constraints.js'
import { placeholder } from '../description/example-writer.js'
import { date, float, int, time } from '../description/markers.js'
import { isStandardSchema } from '../description/parameter-type-brand.js'
import { parseDtype } from '../dtype/parse-dtype.js'
import { SchemaDefinitionError } from '../errors/schema-definition-error.js'
import { oneOf, showValue } from '../errors/show.js'
import { decodeBase64 } from '../json/base64.js'
import { isRecord } from '../json/own.js'
import { checkExample } from './declared-example.js'
import { checkOptions } from './options.js'
import { type PresenceOptions, presenceNames } from './presence.js'
import type { Declared } from './received-value.js'
import { StandardPythonParameterType } from './standard-python-parameter-type.js'
import { type StandardSchemaOptions, StandardSchemaParameterType } from './standard-schema-parameter-type.js'

/** A single value, declared, in the words of OpenAPI. */
export interface ValueDeclaration<Nullable extends boolean = false, Optional extends boolean = false>
  extends ConstraintOptions,
    PresenceOptions<Nullable, Optional> {
  readonly type: 'string' | 'number' | 'integer' | 'boolean'
  /**
   * Of integers: `int64` is received as a bigint, with all of 64 bits. Of numbers: `float` is rounded to 32 bits. Of texts: `date-time` is received as a Date, `byte` (base64)
   * as a Uint8Array, `date` and `time` as text.
   */
  readonly format?: 'int64' | 'float' | 'date-time' | 'date' | 'time' | 'byte'
  /** What documents show. Default: the default, or made up. */
  readonly example?: unknown
}

/** What `run` receives for a declaration. */
type ValueOfDeclaration<D> = D extends { readonly enum: readonly (infer Value)[] }
  ? Value
  : D extends { readonly type: 'integer'; readonly format: 'int64' }
    ? bigint
    : D extends { readonly type: 'integer' | 'number' }
      ? number
      : D extends { readonly type: 'boolean' }
        ? boolean
        : D extends { readonly format: 'date-time' }
          ? Date
          : D extends { readonly format: 'byte' }
            ? Uint8Array<ArrayBuffer>
            : string

/** Whether a declaration says yes. */
type Says<D, Name extends 'nullable' | 'optional'> = D extends { readonly [N in Name]: true } ? true : false

/**
 * A value without a sample: what any Standard Schema accepts (of zod, valibot, arktype, …), or a text, number or boolean that is
 * declared in the words of OpenAPI. Like every parameter type it may stand inside of a sample.
 *
 * @throws SchemaDefinitionError for a declaration that nothing could meet; for a schema that does not write itself as JSON
 *   Schema, or for which no example can be made up
 * @example
 * ```ts
 * import { z } from 'zod'
 *
 * const threshold = standard({ type: 'number', minimum: 0, maximum: 1, default: 0.5 })
 * threshold['~standard'].validate(2).issues[0].message // 'the payload is 2, expected a number from 0 to 1'
 *
 * const options = standard(z.object({ top: z.int().min(1), labels: z.array(z.string()).default([]) }))
 * options.deserializeInput({ top: 3 }) // { top: 3, labels: [] }
 * ```
 */
export function standard<Schema extends StandardSchemaV1>(
  schema: Schema,
  options?: StandardSchemaOptions,
): StandardSchemaParameterType<StandardSchemaV1.InferOutput<Schema>>
export function standard<const Declaration extends ValueDeclaration<boolean, boolean>>(
  declaration: Declaration,
): StandardPythonParameterType<Declared<ValueOfDeclaration<Declaration>>, Says<Declaration, 'nullable'>, Says<Declaration, 'optional'>>
export function standard(given: unknown, options?: StandardSchemaOptions): unknown {
  if (isStandardSchema(given)) return new StandardSchemaParameterType(given, options)
  if (options !== undefined)
    throw new SchemaDefinitionError(`standard has options, which are for schemas of other libraries; ${showValue(given)} is none`)
  if (!isRecord(given))
    throw new SchemaDefinitionError(
      `standard was given ${showValue(given)}, expected a schema of zod, valibot, arktype or the like, or { type }`,
    )
  return declaredValue(given as unknown as ValueDeclaration<boolean, boolean>)
}

/** How a value of each type and format is shown in a sample. */
const kinds: Readonly<Record<string, { readonly dtype: string; readonly sample: (value: never) => unknown; readonly made?: unknown }>> = {
  string: { dtype: 'str', sample: (value) => value },
  'string date-time': { dtype: 'object', sample: (value) => new Date(value), made: '2024-02-29T12:30:00Z' },
  'string date': { dtype: 'object', sample: date, made: '2024-02-29' },
  'string time': { dtype: 'object', sample: time, made: '12:30:00Z' },
  'string byte': { dtype: 'object', sample: toBytes, made: new Uint8Array() },
  number: { dtype: 'float64', sample: (value) => value },
  'number float': { dtype: 'float32', sample: float },
  integer: { dtype: 'int64', sample: (value) => int(Number(value)) },
  'integer int64': { dtype: 'int64', sample: (value) => BigInt(value) },
  boolean: { dtype: 'bool', sample: (value) => value },
}

function declaredValue(declaration: ValueDeclaration<boolean, boolean>): unknown {
  checkOptions(declaration, ['type', 'format', 'example', ...constraintNames, ...presenceNames])
  const { type, format, example, ...options } = declaration
  const name = format === undefined ? type : `${type} ${format}`
  const kind = Object.hasOwn(kinds, name) ? kinds[name] : undefined
  if (kind === undefined) throw new SchemaDefinitionError(`there is no type ${showValue(name)}, expected ${oneOf(Object.keys(kinds))}`)
  const shown = example ?? options.default ?? kind.made ?? madeUp(kind.dtype, options)
  const read = cellReader(parseDtype(kind.dtype), false)(shown)
  if (read instanceof Refusal) throw new SchemaDefinitionError(`the example is ${showValue(shown)}, expected ${read.expected}`)
  return new StandardPythonParameterType(toSample(kind.sample, shown), options as object)
}

function madeUp(name: string, options: ConstraintOptions): unknown {
  const dtype = constrainDtype(parseDtype(name), options, 'the value')
  const example = placeholder(dtype)
  checkExample(example, dtype, 'the value')
  return example
}

function toSample(sample: (value: never) => unknown, shown: unknown): unknown {
  try {
    return sample(shown as never)
  } catch (error) {
    throw new SchemaDefinitionError(`the example is ${showValue(shown)}: ${error instanceof Error ? error.message : String(error)}`)
  }
}

function toBytes(value: string | Uint8Array): Uint8Array {
  const bytes = typeof value === 'string' ? decodeBase64(value) : value
  if (bytes === undefined) throw new SchemaDefinitionError('it is not base64')
  return bytes
}
