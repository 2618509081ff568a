import type { StandardJSONSchemaV1, StandardSchemaV1 } from '@standard-schema/spec'
import { isPromise } from '../decode/promise.js'
import { checkPattern } from '../description/check-pattern.js'
import type { Description } from '../description/description.js'
import { createOwnExample } from '../description/opaque.js'
import type { SwaggerSchema, SwaggerVersion, WrittenSchema } from '../description/swagger-schema.js'
import { exampleOfSchema } from '../document/example-of-schema.js'
import { fromJsonSchema } from '../document/from-json-schema.js'
import type { Path } from '../errors/issue.js'
import { IssueLog } from '../errors/issue-log.js'
import { SchemaDefinitionError } from '../errors/schema-definition-error.js'
import { showValue } from '../errors/show.js'
import type { JsonValue } from '../json/json-value.js'
import { AbstractParameterType } from './abstract-parameter-type.js'
import { checkOptions } from './options.js'
import { schemaNumbers } from './schema-numbers.js'
import { schemaPatterns } from './schema-patterns.js'

export interface StandardSchemaOptions {
  /** What documents show; the schema must accept it. Default: what the schema shows, or made up. */
  readonly example?: unknown
  /** The schema as JSON Schema (draft 2020-12), where its library does not write it. */
  readonly jsonSchema?: Readonly<Record<string, unknown>>
  /** Take its patterns without a check for backtracking: its author knows that they end soon for any text. Default false. */
  readonly trustPattern?: boolean
}

/**
 * A schema of another library (zod, valibot, arktype, or any Standard Schema) as a parameter type: it validates and converts,
 * and its JSON Schema is what documents say. One that takes undefined may be left out of requests. Patterns are looked at in its JSON
 * Schema, whatever lengths stand beside them: libraries go on after the first thing that is wrong.
 *
 * @throws SchemaDefinitionError where the schema does not write itself as JSON Schema, or an example is needed
 */
export class StandardSchemaParameterType<Value> extends AbstractParameterType<Value> {
  /** @internal */
  readonly '~schemas': Readonly<Record<SwaggerVersion, WrittenSchema>>
  private readonly schema: StandardSchemaV1<unknown, Value>
  private readonly example: unknown
  private readonly withNumbers: (value: unknown) => unknown
  private readonly description: Description

  constructor(schema: StandardSchemaV1<unknown, Value>, options: StandardSchemaOptions = {}) {
    super(schema)
    checkOptions(options, ['example', 'jsonSchema', 'trustPattern'])
    this.schema = schema
    const jsonSchema = options.jsonSchema ?? jsonSchemaOf(schema)
    if (options.trustPattern !== true)
      for (const pattern of schemaPatterns(jsonSchema)) checkPattern(pattern, `the ${schema['~standard'].vendor} schema`)
    this['~schemas'] = fromJsonSchema(jsonSchema)
    this.withNumbers = schemaNumbers(jsonSchema)
    this.example = options.example ?? exampleOfSchema(this['~schemas']['3.1'])
    checkAccepted(schema, this.example, options.example !== undefined)
    const isOptional = accepts(schema, undefined)
    this.description = {
      kind: 'opaque',
      type: this,
      nullable: false,
      readsNull: accepts(schema, null),
      // The schema itself makes its default of undefined.
      ...(isOptional ? { optional: true, default: undefined } : {}),
      example: createOwnExample(this) as unknown as JsonValue,
    }
  }

  /** @internal */
  override get '~description'(): Description {
    return this.description
  }

  override deserializeInput(input: unknown): Value | Promise<Value> {
    const result = this.schema['~standard'].validate(this.withNumbers(input))
    return isPromise(result)
      ? result.then((settled) => settledValue(settled as StandardSchemaV1.Result<Value>, input))
      : settledValue(result, input)
  }

  override inputToSwagger(): SwaggerSchema {
    return { ...structuredClone(this['~schemas']['2.0']), example: structuredClone(this.example) } as SwaggerSchema
  }
}

function settledValue<Value>(result: StandardSchemaV1.Result<Value>, input: unknown): Value {
  if (result.issues === undefined) return result.value
  const log = new IssueLog()
  for (const { message, path = [] } of result.issues) {
    const place = path.map(keyOf)
    log.add('refused', `what its schema accepts: ${message}`, showValue(at(input, place)), place)
  }
  throw log.toError()
}

function keyOf(segment: PropertyKey | StandardSchemaV1.PathSegment): string | number {
  const key = typeof segment === 'object' ? segment.key : segment
  return typeof key === 'symbol' ? String(key) : key
}

function at(value: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (node, key) =>
      typeof node === 'object' && node !== null && Object.hasOwn(node, key) ? (node as Record<string | number, unknown>)[key] : undefined,
    value,
  )
}

function jsonSchemaOf(schema: StandardSchemaV1): WrittenSchema {
  const { vendor } = schema['~standard']
  const { jsonSchema } = schema['~standard'] as Partial<StandardJSONSchemaV1.Props>
  if (jsonSchema === undefined)
    throw new SchemaDefinitionError(
      `the ${vendor} schema does not write itself as JSON Schema; give { jsonSchema }, or what its library wraps it in for that`,
    )
  try {
    return jsonSchema.input({ target: 'draft-2020-12' })
  } catch (error) {
    throw new SchemaDefinitionError(
      `the ${vendor} schema cannot write itself as JSON Schema: ${error instanceof Error ? error.message : String(error)}; give { jsonSchema }`,
    )
  }
}

function checkAccepted(schema: StandardSchemaV1, example: unknown, isGiven: boolean): void {
  const result = schema['~standard'].validate(structuredClone(example))
  if (isPromise(result)) {
    result.catch(() => {})
    return
  }
  const [issue] = result.issues ?? []
  if (issue === undefined) return
  const reason = `the schema refuses it: ${issue.message}`
  throw new SchemaDefinitionError(
    isGiven
      ? `the example is ${showValue(example)}; ${reason}`
      : `no example could be made up for the ${schema['~standard'].vendor} schema (${showValue(example)}: ${reason}); give { example }`,
  )
}

/** Whether a schema accepts a value at once; an asynchronous one is taken to refuse it. */
function accepts(schema: StandardSchemaV1, value: unknown): boolean {
  try {
    const result = schema['~standard'].validate(value)
    if (!isPromise(result)) return result.issues === undefined
    result.catch(() => {})
    return false
  } catch {
    return false
  }
}
