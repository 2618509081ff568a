import { ownExampleType } from '../description/opaque.js'
import type { JsonValue } from '../json/json-value.js'
import { setOwn } from '../json/own.js'
import type { OwnSchemas } from './schema-of.js'

/**
 * An example as the value of a document. Documents are plain objects, in which an integer beyond 2^53 has no exact place:
 * it stands as the nearest number towards zero, so that it is still of its dtype. Always a new object, so that a caller who
 * changes a document changes nothing else.
 */
export function documentExample(value: JsonValue, own: OwnSchemas): unknown {
  const type = ownExampleType(value)
  if (type !== undefined) return structuredClone(own.get(type)?.example)
  if (typeof value === 'bigint') return towardsZero(value)
  if (Array.isArray(value)) return value.map((item) => documentExample(item, own))
  if (typeof value !== 'object' || value === null) return value
  const copy: Record<string, unknown> = {}
  for (const key of Object.keys(value)) setOwn(copy, key, documentExample(value[key] as JsonValue, own))
  return copy
}

/** A plain value as the value of a document. */
export function documentValue(value: JsonValue): unknown {
  return documentExample(value, new Map())
}

function towardsZero(integer: bigint): number {
  const number = Number(integer)
  const isBeyond = integer < 0n ? BigInt(number) < integer : BigInt(number) > integer
  if (!isBeyond) return number
  // One step towards zero is one less in the bits of a double, whatever its sign.
  const bits = new BigInt64Array(new Float64Array([number]).buffer)
  bits[0] = (bits[0] as bigint) - 1n
  return new Float64Array(bits.buffer)[0] as number
}
