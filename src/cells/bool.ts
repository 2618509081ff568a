import type { JsonValue } from '../json/json-value.js'
import { type CellReader, Refusal } from './cell.js'

const refusal = new Refusal('wrong_type', 'a boolean')

/**
 * true and false. Unsafe: what Python's `bool()` makes of numbers and text; null stays refused, because it is no answer.
 */
export function boolCell(unsafe: boolean): CellReader {
  return (value) => {
    if (typeof value === 'boolean') return value
    const isConvertible = typeof value === 'number' || typeof value === 'bigint' || typeof value === 'string'
    return unsafe && isConvertible ? value !== 0 && value !== 0n && value !== '' : refusal
  }
}

/** Stored as 1 and 0, or as themselves. */
export function writeBool(value: unknown): JsonValue | undefined {
  return typeof value === 'boolean' || value === 0 || value === 1 ? Boolean(value) : undefined
}
