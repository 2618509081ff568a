import type { SwaggerSchema, SwaggerVersion, WrittenSchema } from '../description/swagger-schema.js'
import type { Constraints } from '../dtype/constraints.js'
import { setOwn } from '../json/own.js'
import { boundOf, type Digits } from './digits.js'
import { documentValue } from './example.js'
import type { PropertyNode, SchemaNode } from './schema-node.js'

/** What one version of OpenAPI says in its own way. */
export interface VersionDialect {
  readonly version: SwaggerVersion
  /** What is said where the sample has nothing to show. */
  readonly unsampled: WrittenSchema
  isRequired(property: PropertyNode): boolean
  /** A schema that accepts null as well. */
  orNull(schema: WrittenSchema): WrittenSchema
  /** A schema that accepts what one of several does. */
  anyOf(options: readonly SchemaNode[], write: (option: SchemaNode) => WrittenSchema): WrittenSchema
  /** The items of a list whose positions have schemas of their own; an open one may go on with anything. */
  tuple(items: readonly WrittenSchema[], isOpen: boolean): WrittenSchema
  /** What a custom parameter type wrote, in Swagger 2.0. */
  own(schema: SwaggerSchema): WrittenSchema
  /** A schema with its example. */
  withExample(schema: WrittenSchema, example: unknown): WrittenSchema
}

/** A version's way, and how integers beyond 2^53 are written. */
export interface SchemaDialect extends VersionDialect {
  readonly digits: Digits
}

/** Whether a schema is of what is sent, or of what is answered with; and whether NaN, infinities and NaT, which are null, are none of that. */
export type Side = 'input' | 'output' | 'output without NaN'

/** Writes a schema in a version of OpenAPI. */
export function writeSchema(given: SchemaNode, dialect: SchemaDialect, around: Side): WrittenSchema {
  const isLater = dialect.version !== '2.0'
  const node = isLater ? ({ ...given, ...given.later } as SchemaNode) : given
  const side = around === 'output' && node.nan === 'error' ? 'output without NaN' : around
  const written = writeBare(node, dialect, side)
  const isComputed = node.isComputed === true && side === 'output' && isLater
  const schema = node.nullable || isComputed ? dialect.orNull(written) : written
  const description = [node.rule, side === 'input' ? node.inputRule : undefined, node.description]
    .filter((sentence) => sentence !== undefined)
    .join(' ')
  const described = description === '' ? schema : { ...schema, description }
  return node.default === undefined ? described : { ...described, default: documentValue(node.default, dialect.digits) }
}

function writeBare(node: SchemaNode, dialect: SchemaDialect, side: Side): WrittenSchema {
  if (node.written !== undefined) return structuredClone(node.written[dialect.version])
  if (node.own !== undefined) return dialect.own(node.own)
  return node.isUnsampled ? { ...dialect.unsampled } : writeKnown(node, dialect, side)
}

function writeKnown(node: SchemaNode, dialect: SchemaDialect, side: Side): WrittenSchema {
  const write = (inner: SchemaNode) => writeSchema(inner, dialect, side)
  if (node.anyOf !== undefined) return { ...dialect.anyOf(node.anyOf, write), ...structuredClone(node.extensions) }
  const { type, format, items, prefixItems, size, properties, additionalProperties } = node
  const schema: WrittenSchema = {}
  if (type !== undefined) schema['type'] = type
  if (items !== undefined) schema['items'] = write(items)
  if (prefixItems !== undefined) Object.assign(schema, dialect.tuple(prefixItems.map(write), size === undefined))
  if (size !== undefined && isSaid(node, dialect)) Object.assign(schema, { minItems: size, maxItems: size })
  if (node.isUnique) schema['uniqueItems'] = true
  if (properties !== undefined) {
    const required = properties.filter((property) => dialect.isRequired(property)).map((property) => property.name)
    // Swagger 2.0 and OpenAPI 3.0 forbid an empty list.
    if (required.length > 0) schema['required'] = required
    const written: WrittenSchema = {}
    for (const property of properties) setOwn<unknown>(written, property.name, write(property.schema))
    schema['properties'] = written
  }
  if (additionalProperties !== undefined) schema['additionalProperties'] = write(additionalProperties)
  else if (node.isClosed && side === 'input' && !hasPrototype(node)) schema['additionalProperties'] = false
  if (format !== undefined) schema['format'] = format
  if (node.enum !== undefined) schema['enum'] = node.enum.map((value) => documentValue(value, dialect.digits))
  return Object.assign(schema, writeConstraints(node.constraints, dialect), structuredClone(node.extensions))
}

/** Generators write a list of a fixed size as a tuple: of an image that would be megabytes. What is by position is one anyway. */
function isSaid({ size = 0, prefixItems }: SchemaNode, { version }: SchemaDialect): boolean {
  return size <= longestTuple || version === '2.0' || (version === '3.1' && prefixItems !== undefined)
}

const longestTuple = 64

/**
 * Whether there is a property of the name that JavaScript's validators pass over, ajv for one: in an object that is closed they refuse it
 * as one too many.
 */
function hasPrototype({ properties = [] }: SchemaNode): boolean {
  return properties.some(({ name }) => name === '__proto__')
}

function writeConstraints(constraints: Constraints | undefined, { digits }: SchemaDialect): WrittenSchema {
  const { minimum, maximum, enum: values, ...lengths } = constraints ?? {}
  return {
    ...(values === undefined ? {} : { enum: values.map((value) => documentValue(value, digits)) }),
    ...(minimum === undefined ? {} : { minimum: boundOf(minimum, 'minimum', digits) }),
    ...(maximum === undefined ? {} : { maximum: boundOf(maximum, 'maximum', digits) }),
    ...lengths,
  }
}
