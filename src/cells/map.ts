import { type Dtype, expectedOf, type MapDtype } from '../dtype/dtype.js'
import { showValue } from '../errors/show.js'
import type { JsonValue } from '../json/json-value.js'
import { isRecord, setOwn } from '../json/own.js'
import { type CellReader, type CellWriter, Refusal } from './cell.js'
import { nullableWriter } from './nullable.js'

/**
 * A value for each key, from an object; the elements are the entries `[key, value]`, as Arrow stores them.
 *
 * @param read reads a value, null included
 */
export function mapCell(dtype: MapDtype, readKey: CellReader, read: CellReader): CellReader {
  const wrongType = new Refusal('wrong_type', expectedOf(dtype))
  return (value, isText) => {
    const entries = value instanceof Map ? [...value] : isRecord(value) ? Object.entries(value) : undefined
    if (entries === undefined) return wrongType
    const cells: [unknown, unknown][] = []
    const keys = new Set<unknown>()
    for (const [key, item] of entries) {
      const [keyCell, cell] = [readKey(typeof key === 'string' ? keyOf(key, dtype.key) : key, isText), read(item, isText)]
      if (keyCell instanceof Refusal) return new Refusal(keyCell.code, `keys that are each ${keyCell.expected}`, showValue(key))
      if (cell instanceof Refusal)
        return new Refusal(cell.code, cell.expected, cell.received ?? showValue(item), [String(key), ...cell.rest])
      if (keys.size === keys.add(keyCell).size) return keyTwice(key)
      cells.push([keyCell, cell])
    }
    return cells
  }
}

/** Keys that are texts of their own can be one key: "1" and "01". */
function keyTwice(key: unknown): Refusal {
  return new Refusal('unexpected', 'each key once', `the key ${String(key)} twice`)
}

/** JSON has text keys only: those of numbers and booleans stand for what they say. */
function keyOf(key: string, dtype: Dtype): unknown {
  if (dtype.kind === 'integer') return /^-?\d{1,20}$/.test(key) ? BigInt(key) : key
  if (dtype.kind === 'float') return /^-?\d/.test(key) && Number.isFinite(Number(key)) ? Number(key) : key
  if (dtype.kind === 'bool') return key === 'true' ? true : key === 'false' ? false : key
  return key
}

export function mapWriter(writeKey: CellWriter, writeValue: CellWriter): CellWriter {
  const write = nullableWriter(writeValue)
  return (value) => {
    if (!Array.isArray(value)) return undefined
    const object: Record<string, JsonValue> = {}
    for (const [key, item] of value as [unknown, unknown][]) {
      const [name, written] = [writeKey(key), write(item)]
      if (name === undefined || name === null || typeof name === 'object' || written === undefined) return undefined
      setOwn(object, String(name), written)
    }
    return object
  }
}
