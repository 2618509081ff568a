import type { SwaggerSchema, WrittenSchema } from '../description/swagger-schema.js'
import { setOwn } from '../json/own.js'
import type { VersionDialect } from './schema-dialect.js'

/** OpenAPI 3.0: null is a word beside a type; one example. */
export const openApi30: VersionDialect = {
  version: '3.0',
  ...common(),
  orNull: orNull30,
  anyOf: (options, write) => ({ anyOf: options.map(write) }),
  tuple: (items, isOpen) => ({ items: isOpen ? {} : eitherOf(items) }),
  own: (schema) => converted(schema, orNull30),
  withExample: (schema, example) => (looksReferring(example) ? schema : { ...schema, example }),
}

/** OpenAPI 3.1, whose schemas are JSON Schema 2020-12: null is a type; a list of examples. */
export const openApi31: VersionDialect = {
  version: '3.1',
  ...common(),
  orNull: orNull31,
  anyOf: (options, write) => ({ anyOf: options.map(write) }),
  tuple: (items) => ({ prefixItems: items }),
  own: (schema) => converted(schema, orNull31),
  withExample: (schema, example) => (looksReferring(example) ? schema : { ...schema, examples: [example] }),
}

function common(): Pick<VersionDialect, 'unsampled' | 'isRequired'> {
  return { unsampled: {}, isRequired: (property) => property.required !== 'never' }
}

/**
 * Whether an example has a text called "$ref". In an example that is a name like others, but readers take it for a reference, look
 * for a file of that name, and refuse the whole document. Without its example they can read it.
 */
function looksReferring(example: unknown): boolean {
  if (typeof example !== 'object' || example === null) return false
  return Object.entries(example).some(([name, value]) => (name === '$ref' && typeof value === 'string') || looksReferring(value))
}

/** What is one of some schemas: those that are alike count once, and those that differ in their listed values are one with all of them. */
function eitherOf(schemas: readonly WrittenSchema[]): WrittenSchema {
  const distinct = new Map<string, WrittenSchema>()
  const listed = new Map<string, Set<unknown>>()
  for (const schema of schemas) {
    const { enum: values, ...rest } = schema
    const key = JSON.stringify({ ...rest, enum: Array.isArray(values) })
    if (!distinct.has(key)) distinct.set(key, schema)
    if (!Array.isArray(values)) continue
    const known = listed.get(key) ?? new Set()
    for (const value of values as unknown[]) known.add(value)
    listed.set(key, known)
  }
  for (const [key, values] of listed) distinct.set(key, { ...distinct.get(key), enum: [...values] })
  const [only, ...others] = distinct.values()
  return only !== undefined && others.length === 0 ? only : { anyOf: [...distinct.values()] }
}

/** In 3.0 `nullable` counts only beside a type, so that each of several types says it; a list of values lists null, too. */
function orNull30(schema: WrittenSchema): WrittenSchema {
  const { anyOf, type } = schema
  if (Array.isArray(anyOf)) return { ...schema, anyOf: anyOf.map((option) => orNull30(option as WrittenSchema)) }
  return type === undefined ? schema : { ...withNullListed(schema), nullable: true }
}

function orNull31(schema: WrittenSchema): WrittenSchema {
  const { anyOf, type } = schema
  if (Array.isArray(anyOf)) return { ...schema, anyOf: [...(anyOf as unknown[]), { type: 'null' }] }
  if (type === undefined || (Array.isArray(type) && type.includes('null'))) return schema
  return { ...withNullListed(schema), type: Array.isArray(type) ? [...(type as unknown[]), 'null'] : [type, 'null'] }
}

function withNullListed(schema: WrittenSchema): WrittenSchema {
  const values = schema['enum']
  return Array.isArray(values) && !values.includes(null) ? { ...schema, enum: [...(values as unknown[]), null] } : schema
}

/** A schema of Swagger 2.0 with its extension for null as the version's own word. */
function converted(schema: SwaggerSchema, orNull: (schema: WrittenSchema) => WrittenSchema): WrittenSchema {
  const copy: WrittenSchema = {}
  for (const [key, value] of Object.entries(schema)) {
    if (key !== 'x-nullable') setOwn(copy, key, convertedMember(key, value, orNull))
  }
  return schema['x-nullable'] === true ? orNull(copy) : copy
}

function convertedMember(key: string, value: unknown, orNull: (schema: WrittenSchema) => WrittenSchema): unknown {
  const isSchema = typeof value === 'object' && value !== null && !Array.isArray(value)
  if (Array.isArray(value) && (key === 'allOf' || key === 'anyOf' || key === 'oneOf'))
    return value.map((option) => converted(option as SwaggerSchema, orNull))
  if (!isSchema) return value
  if (key === 'items' || key === 'additionalProperties') return converted(value as SwaggerSchema, orNull)
  if (key !== 'properties') return value
  const members: WrittenSchema = {}
  for (const [name, member] of Object.entries(value)) setOwn<unknown>(members, name, converted(member as SwaggerSchema, orNull))
  return members
}
