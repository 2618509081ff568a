import { showValue } from '../errors/show.js'
import { encodeBase64 } from '../json/base64.js'
import type { JsonValue } from '../json/json-value.js'
import { setOwn } from '../json/own.js'
import { isBytes, typedArrayName } from '../json/typed-array.js'
import { isArrowTable, isArrowVector } from './arrow/shapes.js'
import { writeTable, writeVector } from './arrow/write-table.js'
import { finite, integer } from './numbers.js'
import { isDataFrame, isNdArray, type NdArrayLike } from './shapes.js'
import type { Trail } from './trail.js'

/**
 * Writes a value as JSON by what it is, as the service writes results that nobody described: NdArrays and typed arrays as nested
 * lists, Arrow Tables and DataFrames as records, Dates as text, bytes as base64, Maps as objects, Sets as lists, bigints as
 * integers; NaN and infinities as null, and undefined members left out.
 *
 * @throws TypeError naming the place of what has no JSON form
 */
export function writeValue(value: unknown, trail: Trail): JsonValue {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return value
    case 'number':
      return finite(value)
    case 'bigint':
      return integer(value)
    case 'undefined':
      return null
    case 'object':
      return value === null ? null : writeObject(value, trail)
    default:
      throw trail.error(`is ${showValue(value)}, which JSON cannot say`)
  }
}

function writeObject(value: object, trail: Trail): JsonValue {
  if (value instanceof Date) {
    if (Number.isNaN(value.getTime())) throw trail.error('is an invalid Date, which JSON cannot say')
    return value.toISOString()
  }
  // A Uint8Array on its own is bytes; in an NdArray it is numbers.
  if (isBytes(value)) return encodeBase64(value)
  if (value instanceof ArrayBuffer) return encodeBase64(new Uint8Array(value))
  if (value instanceof DataView) throw trail.error('is a DataView; send its bytes as a Uint8Array')
  if (value instanceof Error) throw trail.error('is an error, which JSON cannot say')
  if (typeof (value as { then?: unknown }).then === 'function') throw trail.error('is a promise; await it')
  return trail.inside(value, () => writeMembers(value, trail))
}

function writeMembers(value: object, trail: Trail): JsonValue {
  if (Array.isArray(value)) return writeItems(value, trail)
  if (typedArrayName(value) !== undefined) return writeItems(value as unknown as ArrayLike<unknown>, trail)
  if (isNdArray(value)) return writeNdArray(value, trail)
  if (isArrowTable(value)) return writeTable(value, trail)
  if (isArrowVector(value)) return writeVector(value, trail)
  if (isDataFrame(value)) {
    const names = value.$columns.map(String)
    return writeItems(
      value.values.map((row) => new Map(names.map((name, position) => [name, row[position] ?? null]))),
      trail,
    )
  }
  if (value instanceof Set) return writeItems([...value], trail)
  if (value instanceof Map)
    return writeEntries(
      [...value].map(([key, item]) => [keyOf(key, trail), item]),
      trail,
    )
  if ('toJSON' in value && typeof value.toJSON === 'function') return writeValue(value.toJSON(), trail)
  return writeEntries(Object.entries(value), trail)
}

function keyOf(key: unknown, trail: Trail): string {
  if (typeof key === 'string' || typeof key === 'number' || typeof key === 'bigint') return String(key)
  throw trail.error(`is a Map with the key ${showValue(key)}, expected strings`)
}

function writeItems(items: ArrayLike<unknown>, trail: Trail): JsonValue[] {
  const written = new Array<JsonValue>(items.length)
  for (let index = 0; index < items.length; index++) {
    const item = items[index]
    written[index] = typeof item === 'number' ? finite(item) : trail.at(index, () => writeValue(item, trail))
  }
  return written
}

/** The members of an object; undefined ones are left out, as `JSON.stringify` does. */
function writeEntries(entries: readonly (readonly [string, unknown])[], trail: Trail): JsonValue {
  const written: Record<string, JsonValue> = {}
  for (const [key, item] of entries) {
    if (item === undefined) continue
    setOwn(
      written,
      key,
      trail.at(key, () => writeValue(item, trail)),
    )
  }
  return written
}

/** An NdArray as nested lists, whatever its strides. */
function writeNdArray(array: NdArrayLike, trail: Trail): JsonValue {
  const { shape, stride, data, dtype } = array
  // Storage that is no array, but has get and set, is what the package calls generic.
  const elementAt =
    dtype === 'generic' && typeof data.get === 'function' ? (offset: number) => data.get?.(offset) : (offset: number) => data[offset]
  const nest = (axis: number, offset: number): JsonValue => {
    const size = shape[axis]
    if (size === undefined) return writeValue(elementAt(offset), trail)
    const step = stride[axis] ?? 0
    return Array.from({ length: size }, (_, index) => trail.at(index, () => nest(axis + 1, offset + index * step)))
  }
  return nest(0, array.offset)
}
