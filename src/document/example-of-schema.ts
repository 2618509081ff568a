import type { WrittenSchema } from '../description/swagger-schema.js'
import { setOwn } from '../json/own.js'

/** Texts of the formats that JSON Schema and OpenAPI name. */
const formats: Readonly<Record<string, string>> = {
  'date-time': '2024-02-29T12:30:00Z',
  date: '2024-02-29',
  time: '12:30:00Z',
  duration: 'P3D',
  email: 'name@example.com',
  hostname: 'example.com',
  ipv4: '192.0.2.1',
  ipv6: '2001:db8::1',
  uri: 'https://example.com/',
  uuid: '123e4567-e89b-42d3-a456-426614174000',
  byte: '',
}

/**
 * A value for a JSON Schema, as far as one can be made up: what the schema shows itself, else the least that it describes. Whether it
 * fits is for the schema's own library to say.
 */
export function exampleOfSchema(schema: unknown): unknown {
  if (typeof schema !== 'object' || schema === null) return {}
  const { const: only, enum: values, examples, default: given, type, anyOf, oneOf, allOf, properties } = schema as WrittenSchema
  if (only !== undefined) return only
  if (Array.isArray(examples) && examples.length > 0) return examples[0]
  if (given !== undefined) return given
  if (Array.isArray(values)) return values[0]
  const choice = anyOf ?? oneOf
  if (Array.isArray(choice)) return exampleOfSchema(choice[0])
  if (Array.isArray(allOf)) return mergeExamples([{ ...schema, allOf: undefined }, ...allOf])
  const single: unknown = Array.isArray(type) ? type[0] : (type ?? (properties === undefined ? undefined : 'object'))
  switch (single) {
    case 'string':
      return exampleText(schema as WrittenSchema)
    case 'number':
    case 'integer':
      return exampleNumber(schema as WrittenSchema, single === 'integer')
    case 'boolean':
      return false
    case 'null':
      return null
    case 'array':
      return exampleList(schema as WrittenSchema)
    default:
      return exampleObject(schema as WrittenSchema)
  }
}

function mergeExamples(schemas: readonly unknown[]): unknown {
  const examples = schemas.map(exampleOfSchema)
  const isObject = (example: unknown) => typeof example === 'object' && example !== null && !Array.isArray(example)
  return examples.every(isObject) ? Object.assign({}, ...examples) : examples.find((example) => !isObject(example))
}

function exampleText({ format, minLength }: WrittenSchema): string {
  const known = typeof format === 'string' ? formats[format] : undefined
  return known ?? 'text'.padEnd(typeof minLength === 'number' ? minLength : 0, 'x')
}

function exampleNumber(schema: WrittenSchema, isInteger: boolean): number {
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum, multipleOf } = schema
  const step = typeof multipleOf === 'number' ? multipleOf : isInteger ? 1 : undefined
  const above = (bound: number) => (step === undefined ? bound + 1 : (Math.floor(bound / step) + 1) * step)
  const below = (bound: number) => (step === undefined ? bound - 1 : (Math.ceil(bound / step) - 1) * step)
  if (typeof exclusiveMinimum === 'number' && exclusiveMinimum >= 0) return above(exclusiveMinimum)
  if (typeof minimum === 'number' && minimum > 0) return step === undefined ? minimum : Math.ceil(minimum / step) * step
  if (typeof exclusiveMaximum === 'number' && exclusiveMaximum <= 0) return below(exclusiveMaximum)
  if (typeof maximum === 'number' && maximum < 0) return step === undefined ? maximum : Math.floor(maximum / step) * step
  return 0
}

function exampleList({ items, prefixItems, minItems }: WrittenSchema): unknown[] {
  if (Array.isArray(prefixItems)) return prefixItems.map(exampleOfSchema)
  if (items === undefined || items === false) return []
  return Array.from({ length: Math.max(1, typeof minItems === 'number' ? minItems : 1) }, () => exampleOfSchema(items))
}

function exampleObject({ properties }: WrittenSchema): Record<string, unknown> {
  const example: Record<string, unknown> = {}
  if (typeof properties !== 'object' || properties === null) return example
  for (const [name, member] of Object.entries(properties)) setOwn(example, name, exampleOfSchema(member))
  return example
}
