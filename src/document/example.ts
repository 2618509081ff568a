import { ownExampleType } from '../description/opaque.js'
import type { JsonValue } from '../json/json-value.js'
import { setOwn } from '../json/own.js'
import { type Digits, integerOf } from './digits.js'
import type { OwnSchemas } from './schema-of.js'

/** An example as the value of a document. Always a new object, so that a caller who changes a document changes nothing else. */
export function documentExample(value: JsonValue, own: OwnSchemas, digits: Digits): unknown {
  const type = ownExampleType(value)
  if (type !== undefined) return structuredClone(own.get(type)?.example)
  if (typeof value === 'bigint') return integerOf(value, digits)
  if (Array.isArray(value)) return value.map((item) => documentExample(item, own, digits))
  if (typeof value !== 'object' || value === null) return value
  const copy: Record<string, unknown> = {}
  for (const key of Object.keys(value)) setOwn(copy, key, documentExample(value[key] as JsonValue, own, digits))
  return copy
}

/** A plain value as the value of a document. */
export function documentValue(value: JsonValue, digits: Digits): unknown {
  return documentExample(value, new Map(), digits)
}
