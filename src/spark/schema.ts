import { SchemaDefinitionError } from '../errors/schema-definition-error.js'
import { showValue } from '../errors/show.js'
import { isRecord } from '../json/own.js'

/** Spark's types, as `df.schema.json()` names them. */
export type SparkType =
  | { readonly kind: SparkScalar }
  | { readonly kind: 'decimal'; readonly precision: number; readonly scale: number }
  | { readonly kind: 'array'; readonly element: SparkType; readonly containsNull: boolean }
  | { readonly kind: 'map'; readonly key: SparkType; readonly value: SparkType; readonly containsNull: boolean }
  | { readonly kind: 'struct'; readonly fields: readonly SparkField[] }

export type SparkScalar =
  | 'null'
  | 'boolean'
  | 'byte'
  | 'short'
  | 'integer'
  | 'long'
  | 'float'
  | 'double'
  | 'string'
  | 'binary'
  | 'date'
  | 'timestamp'
  | 'timestamp_ntz'
  | 'time'
  | 'interval'
  | 'variant'

export interface SparkField {
  readonly name: string
  readonly type: SparkType
  readonly nullable: boolean
}

export type SparkStruct = Extract<SparkType, { kind: 'struct' }>

const scalars: readonly string[] = [
  'boolean',
  'byte',
  'short',
  'integer',
  'long',
  'float',
  'double',
  'string',
  'binary',
  'date',
  'timestamp',
  'timestamp_ntz',
  'variant',
]

/**
 * Reads the schema that Spark's `df.schema.json()` gives (or its `jsonValue()`).
 *
 * @throws SchemaDefinitionError naming the field whose type is none of Spark's, or has no form here
 */
export function parseSparkSchema(schema: unknown): SparkStruct {
  const type = parseType(typeof schema === 'string' ? parseText(schema) : schema, 'the schema')
  if (type.kind !== 'struct') throw new SchemaDefinitionError(`the schema is of type ${type.kind}, expected a struct`)
  return type
}

function parseText(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    throw new SchemaDefinitionError(`the schema is ${showValue(text)}, expected the JSON text of df.schema.json()`)
  }
}

function parseType(type: unknown, place: string): SparkType {
  if (typeof type === 'string') return parseName(type, place)
  if (!isRecord(type)) throw new SchemaDefinitionError(`${place} is ${showValue(type)}, expected a type of Spark's`)
  switch (type['type']) {
    case 'struct':
      return parseStruct(type['fields'], place)
    case 'array':
      return {
        kind: 'array',
        element: parseType(type['elementType'], `the elements of ${place}`),
        containsNull: type['containsNull'] !== false,
      }
    case 'map':
      return {
        kind: 'map',
        key: parseKey(type['keyType'], `the keys of ${place}`),
        value: parseType(type['valueType'], `the values of ${place}`),
        containsNull: type['valueContainsNull'] !== false,
      }
    case 'udt':
      // What it is in a program is up to that; rows and Arrow have what it is stored as.
      return parseType(type['sqlType'], `the sqlType of ${place}`)
    default:
      throw new SchemaDefinitionError(`${place} is ${showValue(type['type'])}, expected a type of Spark's`)
  }
}

/** JSON has text keys, which can say scalars alone. */
function parseKey(type: unknown, place: string): SparkType {
  const key = parseType(type, place)
  if (['array', 'map', 'struct', 'null', 'binary', 'variant'].includes(key.kind))
    throw new SchemaDefinitionError(`${place} are of type ${key.kind}, which the keys of a JSON object cannot say`)
  return key
}

function parseStruct(fields: unknown, place: string): SparkType {
  if (!Array.isArray(fields)) throw new SchemaDefinitionError(`${place} has the fields ${showValue(fields)}, expected a list`)
  const names = new Set<string>()
  const parsed = fields.map((field: unknown): SparkField => {
    const { name, type, nullable } = isRecord(field) ? field : {}
    if (typeof name !== 'string') throw new SchemaDefinitionError(`${place} has the field ${showValue(field)}, expected one with a name`)
    if (names.has(name)) throw new SchemaDefinitionError(`${place} has two fields called ${showValue(name)}`)
    names.add(name)
    return { name, type: parseType(type, `the field ${showValue(name)}`), nullable: nullable !== false }
  })
  return { kind: 'struct', fields: parsed }
}

function parseName(name: string, place: string): SparkType {
  if (scalars.includes(name)) return { kind: name as SparkScalar }
  // Spark 2 wrote "null" where Spark 3 writes "void".
  if (name === 'null' || name === 'void') return { kind: 'null' }
  if (/^(var)?char\(\d+\)$|^string collate /.test(name)) return { kind: 'string' }
  if (/^interval (day|hour|minute|second)( to (hour|minute|second))?$/.test(name)) return { kind: 'interval' }
  if (/^time\(\d\)$/.test(name)) return { kind: 'time' }
  if (name === 'decimal') return { kind: 'decimal', precision: 10, scale: 0 }
  const decimal = /^decimal\((\d+),\s*(-?\d+)\)$/.exec(name)
  if (decimal !== null) {
    const [precision, scale] = [Number(decimal[1]), Number(decimal[2])]
    if (precision >= 1 && precision <= 38 && scale >= 0 && scale <= precision) return { kind: 'decimal', precision, scale }
    throw new SchemaDefinitionError(`${place} is ${name}, expected a precision from 1 to 38, and a scale from 0 to that`)
  }
  throw new SchemaDefinitionError(`${place} is of the type ${showValue(name)}, which has no form here`)
}
