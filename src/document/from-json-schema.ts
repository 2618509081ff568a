import type { SwaggerVersion, WrittenSchema } from '../description/swagger-schema.js'
import { setOwn } from '../json/own.js'

/**
 * A JSON Schema (draft 2020-12) as each version of OpenAPI can say it. What a version has no word for is left out, so that it says
 * less, never something else.
 */
export function fromJsonSchema(schema: WrittenSchema): Readonly<Record<SwaggerVersion, WrittenSchema>> {
  const inlined = asSchema(inlineReferences(schema, schema, []))
  const v30 = to30(inlined)
  return { '3.1': inlined, '3.0': v30, '2.0': to20(v30) }
}

/** What is said about a whole document, and not of values. */
const documentWords = ['$schema', '$id', '$defs', 'definitions', '$anchor', '$comment']

/**
 * A schema whose references are replaced by what they lead to: inside of another document they would lead nowhere. One that leads
 * to where it stands becomes any value.
 */
function inlineReferences(node: unknown, root: WrittenSchema, outer: readonly string[]): unknown {
  if (Array.isArray(node)) return node.map((item) => inlineReferences(item, root, outer))
  if (typeof node !== 'object' || node === null) return node
  const { $ref: reference, ...rest } = node as WrittenSchema
  const copy: WrittenSchema = {}
  for (const [key, value] of Object.entries(rest)) {
    if (!documentWords.includes(key)) setOwn(copy, key, isValueWord(key) ? value : inlineReferences(value, root, outer))
  }
  if (typeof reference !== 'string') return isBeyondInt32(copy) ? { ...copy, format: 'int64' } : copy
  const target = outer.includes(reference) ? undefined : resolveReference(reference, root)
  return { ...asSchema(inlineReferences(target ?? {}, root, [...outer, reference])), ...copy }
}

/** Whether a schema is of integers that need 64 bits, and does not say so: readers of documents take integers without a format for 32. */
function isBeyondInt32({ type, format, minimum, maximum }: WrittenSchema): boolean {
  if (type !== 'integer' || format !== undefined || typeof minimum !== 'number' || typeof maximum !== 'number') return false
  const isIn = (bits: number) => minimum >= -(2 ** (bits - 1)) && maximum < 2 ** (bits - 1)
  return isIn(64) && !isIn(32)
}

/** Words that hold values, in which `$ref` is a key like any other. */
export function isValueWord(key: string): boolean {
  return key === 'const' || key === 'enum' || key === 'default' || key === 'examples' || key === 'example' || key === 'required'
}

export function resolveReference(reference: string, root: WrittenSchema): unknown {
  if (!reference.startsWith('#')) return undefined
  const keys = reference.slice(1).split('/').slice(1)
  return keys.reduce<unknown>((node, key) => {
    const name = decodeURIComponent(key).replaceAll('~1', '/').replaceAll('~0', '~')
    return typeof node === 'object' && node !== null && Object.hasOwn(node, name) ? (node as WrittenSchema)[name] : undefined
  }, root)
}

/** true and {} are any value; false, no value, is said by few versions. */
function asSchema(node: unknown): WrittenSchema {
  return typeof node === 'object' && node !== null && !Array.isArray(node) ? (node as WrittenSchema) : node === false ? { not: {} } : {}
}

const wordsOf30 = [
  ...['title', 'description', 'format', 'default', 'multipleOf', 'maximum', 'minimum', 'maxLength', 'minLength', 'pattern'],
  ...['maxItems', 'minItems', 'uniqueItems', 'maxProperties', 'minProperties', 'required', 'enum', 'readOnly', 'writeOnly', 'deprecated'],
]

function to30(schema: WrittenSchema): WrittenSchema {
  const { type, anyOf, oneOf, allOf, not, items, prefixItems, properties, additionalProperties } = schema
  const types = Array.isArray(type) ? (type as string[]) : typeof type === 'string' ? [type] : []
  const known = types.filter((name) => name !== 'null')
  const [single] = known
  const written: WrittenSchema = {}
  for (const word of wordsOf30) if (Object.hasOwn(schema, word)) setOwn(written, word, schema[word])
  if (known.length > 1)
    return nullable30({ ...written, anyOf: known.map((name) => to30({ ...schema, type: name })) }, types.includes('null'))
  if (single !== undefined) written['type'] = single
  if (Object.hasOwn(schema, 'const')) written['enum'] = [schema['const']]
  if (typeof schema['exclusiveMinimum'] === 'number')
    Object.assign(written, { minimum: schema['exclusiveMinimum'], exclusiveMinimum: true })
  if (typeof schema['exclusiveMaximum'] === 'number')
    Object.assign(written, { maximum: schema['exclusiveMaximum'], exclusiveMaximum: true })
  if (single === 'array') written['items'] = Array.isArray(prefixItems) ? eitherOf([...prefixItems, items]) : to30(asSchema(items))
  if (Array.isArray(prefixItems) && items === false) written['maxItems'] ??= prefixItems.length
  if (typeof properties === 'object' && properties !== null) {
    const members: WrittenSchema = {}
    for (const [name, member] of Object.entries(properties)) setOwn<unknown>(members, name, to30(asSchema(member)))
    written['properties'] = members
  }
  if (additionalProperties !== undefined) {
    written['additionalProperties'] =
      typeof additionalProperties === 'boolean' ? additionalProperties : to30(asSchema(additionalProperties))
  }
  if (Array.isArray(allOf)) written['allOf'] = allOf.map((option) => to30(asSchema(option)))
  if (not !== undefined) written['not'] = to30(asSchema(not))
  const isNull = (option: unknown) => asSchema(option)['type'] === 'null'
  let takesNull = types.includes('null')
  for (const [word, options] of Object.entries({ anyOf, oneOf })) {
    if (!Array.isArray(options)) continue
    const present = options.filter((option) => !isNull(option)).map((option) => to30(asSchema(option)))
    const hasNull = present.length < options.length
    takesNull ||= hasNull
    if (present.length === 1 && hasNull) Object.assign(written, present[0])
    else if (present.length > 0) written[word] = present
  }
  return nullable30(written, takesNull)
}

/** In 3.0 null counts only beside a type, and in each of several. */
function nullable30(schema: WrittenSchema, takesNull: boolean): WrittenSchema {
  if (!takesNull) return schema
  const options = schema['anyOf'] ?? schema['oneOf']
  if (Array.isArray(options)) {
    const word = schema['anyOf'] === undefined ? 'oneOf' : 'anyOf'
    const [first, ...others] = options as WrittenSchema[]
    return { ...schema, [word]: [nullable30(first ?? {}, true), ...others] }
  }
  if (schema['type'] === undefined) return {}
  const values = schema['enum']
  return {
    ...schema,
    nullable: true,
    ...(Array.isArray(values) && !values.includes(null) ? { enum: [...(values as unknown[]), null] } : {}),
  }
}

function eitherOf(options: readonly unknown[]): WrittenSchema {
  const distinct = new Map(options.filter((option) => typeof option === 'object').map((option) => [JSON.stringify(option), option]))
  const schemas = [...distinct.values()].map((option) => to30(asSchema(option)))
  return schemas.length === 1 ? (schemas[0] as WrittenSchema) : { anyOf: schemas }
}

/** Swagger 2.0 has no choice between schemas, and no null. */
function to20(schema: WrittenSchema): WrittenSchema {
  const { anyOf, oneOf, not: _, nullable, deprecated: __, writeOnly: ___, items, properties, additionalProperties, allOf, ...rest } = schema
  const options = (anyOf ?? oneOf) as readonly WrittenSchema[] | undefined
  const types = new Set((options ?? []).map((option) => option['type']))
  const [shared] = types
  const written: WrittenSchema = { ...rest }
  if (types.size === 1 && shared !== undefined && shared !== 'array') written['type'] ??= shared
  if (items !== undefined) written['items'] = to20(asSchema(items))
  if (typeof properties === 'object' && properties !== null) {
    const members: WrittenSchema = {}
    for (const [name, member] of Object.entries(properties)) setOwn<unknown>(members, name, to20(asSchema(member)))
    written['properties'] = members
  }
  if (typeof additionalProperties === 'object' && additionalProperties !== null)
    written['additionalProperties'] = to20(asSchema(additionalProperties))
  else if (additionalProperties !== undefined) written['additionalProperties'] = additionalProperties
  if (Array.isArray(allOf)) written['allOf'] = allOf.map((option) => to20(asSchema(option)))
  const takesNull = nullable === true || (options ?? []).some((option) => option['nullable'] === true)
  const values = written['enum']
  if (takesNull && Array.isArray(values)) written['enum'] = values.filter((value) => value !== null)
  if (Array.isArray(written['required']) && written['required'].length === 0) delete written['required']
  return takesNull ? { ...written, 'x-nullable': true } : written
}
