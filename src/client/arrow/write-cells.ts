import { formatInstant, fromCount } from '../../dtype/datetime-text.js'
import { unitLengths } from '../../dtype/time-unit.js'
import { formatIsoDuration } from '../../dtype/timedelta-text.js'
import { encodeBase64 } from '../../json/base64.js'
import type { JsonValue } from '../../json/json-value.js'
import { setOwn } from '../../json/own.js'
import { finite, integer } from '../numbers.js'
import { type ArrowData, type ArrowType, type ArrowVector, arrowTypes as types } from './shapes.js'

/** The name of a type that has no JSON form. */
export class UnsayableType extends Error {}

/** Gives an element as JSON. */
type CellJson = (index: number) => JsonValue

const timeUnits = ['s', 'ms', 'us', 'ns'] as const
const text = new TextDecoder('utf-8', { ignoreBOM: true })

/** The cells of a column by row, over all its chunks. */
export function vectorWriter(vector: ArrowVector): CellJson {
  const chunks = vector.data.map((data) => ({ length: data.length, cellAt: dataWriter(data) }))
  const [only] = chunks
  if (chunks.length === 1 && only !== undefined) return only.cellAt
  // Rows are read in order: the chunk of the last one is tried first.
  let [chunk, start] = [0, 0]
  return (row) => {
    if (row < start) [chunk, start] = [0, 0]
    for (let current = chunks[chunk]; current !== undefined && row >= start + current.length; current = chunks[chunk]) {
      start += current.length
      chunk++
    }
    return chunks[chunk]?.cellAt(row - start) ?? null
  }
}

function dataWriter(data: ArrowData): CellJson {
  const valueAt = presentWriter(data)
  if (data.type.typeId === types.null || data.nullCount === 0) return valueAt
  return (index) => (data.getValid(index) ? valueAt(index) : null)
}

function presentWriter(data: ArrowData): CellJson {
  const { type, values, children } = data
  switch (type.typeId) {
    case types.null:
      return () => null
    case types.bool:
      return (index) => ((Number(values[(data.offset + index) >> 3]) >> ((data.offset + index) & 7)) & 1) === 1
    case types.int:
      return (index) => integer(values[index] as number | bigint)
    case types.float:
      return type.precision === 0 ? (index) => finite(halfFloat(Number(values[index]))) : (index) => finite(values[index] as number)
    case types.decimal:
      return (index) => decimalText(wordsAt(values, index * data.stride, data.stride), type.scale ?? 0)
    case types.date:
    case types.time:
    case types.timestamp:
    case types.duration:
      return timeWriter(type, (index) => BigInt(values[index] as number | bigint))
    case types.utf8:
    case types.largeUtf8:
    case types.utf8View:
      return mapped(bytesOf(data), (bytes) => text.decode(bytes))
    case types.binary:
    case types.largeBinary:
    case types.binaryView:
    case types.fixedSizeBinary:
      return mapped(bytesOf(data), encodeBase64)
    case types.list:
    case types.largeList:
    case types.fixedSizeList:
    case types.map:
      return nestedWriter(data)
    case types.struct: {
      const members = (type.children ?? []).map(({ name }, index) => ({ name: name ?? '', cellAt: childWriter(children[index]) }))
      return (index) => {
        const record: Record<string, JsonValue> = {}
        for (const { name, cellAt } of members) setOwn(record, name, cellAt(index))
        return record
      }
    }
    case types.dictionary: {
      const valueAt = vectorWriter(data.dictionary ?? { data: [] })
      return (index) => valueAt(Number(values[index]))
    }
    default:
      throw new UnsayableType(String(type))
  }
}

/** The elements of a nested column; one without rows may lack its children. */
function childWriter(child: ArrowData | undefined): CellJson {
  return child === undefined ? () => null : dataWriter(child)
}

function nestedWriter({ type, children, valueOffsets }: ArrowData): CellJson {
  const size = type.typeId === types.fixedSizeList ? (type.listSize ?? 0) : undefined
  const bounds = (index: number): [number, number] =>
    size === undefined ? [Number(valueOffsets[index]), Number(valueOffsets[index + 1])] : [index * size, (index + 1) * size]
  const list = <T>(index: number, at: (place: number) => T): T[] => {
    const [begin, end] = bounds(index)
    return Array.from({ length: end - begin }, (_, place) => at(begin + place))
  }
  const [child] = children
  if (type.typeId !== types.map) {
    const itemAt = childWriter(child)
    return (index) => list(index, itemAt)
  }
  const [keyAt, valueAt] = [childWriter(child?.children[0]), childWriter(child?.children[1])]
  return (index) => {
    const object: Record<string, JsonValue> = {}
    for (const [key, value] of list(index, (entry) => [keyAt(entry), valueAt(entry)] as const)) setOwn(object, String(key), value)
    return object
  }
}

function mapped<T>(at: (index: number) => T, write: (value: T) => JsonValue): CellJson {
  return (index) => write(at(index))
}

/** The bytes of an element of text or bytes, in whichever of the layouts. */
function bytesOf({ type, values, valueOffsets, variadicBuffers = [] }: ArrowData): (index: number) => Uint8Array {
  const bytes = values as Uint8Array
  switch (type.typeId) {
    case types.fixedSizeBinary: {
      const width = type.byteWidth ?? 0
      return (index) => bytes.subarray(index * width, (index + 1) * width)
    }
    case types.utf8View:
    case types.binaryView:
      return (index) => {
        // A view is 16 bytes: the length, then a value of up to 12 bytes itself, or its first four and where it stands.
        const view = new DataView(bytes.buffer, bytes.byteOffset + index * 16, 16)
        const length = view.getInt32(0, true)
        if (length <= 12) return bytes.subarray(index * 16 + 4, index * 16 + 4 + length)
        const start = view.getInt32(12, true)
        return variadicBuffers[view.getInt32(8, true)]?.subarray(start, start + length) ?? new Uint8Array()
      }
    default:
      return (index) => bytes.subarray(Number(valueOffsets[index]), Number(valueOffsets[index + 1]))
  }
}

/** Dates as `2024-02-29`, times as `07:30:00.5`, timestamps as RFC 3339 text in UTC, durations in ISO 8601. */
function timeWriter(type: ArrowType, countAt: (index: number) => bigint): CellJson {
  const unit = timeUnits[type.unit ?? 0] ?? 's'
  switch (type.typeId) {
    case types.date: {
      const dates = { unit: type.unit === 0 ? 'D' : 'ms' } as const
      return (index) => formatInstant(fromCount(countAt(index), dates)).replace(/T.*/, '')
    }
    case types.time:
      return (index) => formatInstant(countAt(index) * unitLengths[unit]).slice(11, -1)
    case types.timestamp:
      return (index) => formatInstant(fromCount(countAt(index), { unit }), 3)
    default:
      return (index) => formatIsoDuration(countAt(index), { unit })
  }
}

/** Two's complement in 32-bit words, the least significant first. */
function wordsAt(words: ArrayLike<number | bigint>, start: number, count: number): bigint {
  let value = 0n
  for (let word = count - 1; word >= 0; word--) value = (value << 32n) | BigInt(words[start + word] as number)
  return BigInt.asIntN(32 * count, value)
}

/** The decimal text, with all digits of the scale. */
function decimalText(count: bigint, scale: number): string {
  if (scale <= 0) return String(count * 10n ** BigInt(-scale))
  const digits = String(count < 0n ? -count : count).padStart(scale + 1, '0')
  return `${count < 0n ? '-' : ''}${digits.slice(0, -scale)}.${digits.slice(-scale)}`
}

/** The value of an IEEE 754 binary16. */
function halfFloat(bits: number): number {
  const [sign, exponent, fraction] = [bits >> 15 === 0 ? 1 : -1, (bits >> 10) & 31, bits & 1023]
  if (exponent === 31) return fraction === 0 ? sign * Infinity : NaN
  return exponent === 0 ? sign * fraction * 2 ** -24 : sign * (1024 + fraction) * 2 ** (exponent - 25)
}
