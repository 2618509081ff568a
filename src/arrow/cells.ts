import { type Data, type DataType, type FixedSizeBinary, type FixedSizeList, type Float, Precision, Type, type Vector } from 'apache-arrow'
import { float16View } from '../dtype/storage.js'
import { setOwn } from '../json/own.js'
import { chunked } from './chunked.js'
import { viewBytes, viewReader } from './views.js'

/** Gives an element as its dtype stores it: numbers, bigints (64-bit integers, times, decimals), text, bytes; null where there is none. */
export type CellAt = (index: number) => unknown

const text = new TextDecoder('utf-8', { ignoreBOM: true })

/** Chunks of dictionaries whose values are read already, for all the chunks that have them. */
type Known = Map<Data, CellAt>

/** The cells of a vector, by row. */
export function vectorCells(vector: Vector): CellAt {
  const known: Known = new Map()
  return chunked(vector.data, (data) => dataCells(data, known))
}

/** The elements of a chunk. */
export function dataCells(data: Data, known: Known = new Map()): CellAt {
  // Nested columns without rows may lack their children.
  if (data.length === 0) return () => null
  const valueAt = presentCells(data, known)
  if (data.typeId === Type.Null || data.nullCount === 0) return valueAt
  return (index) => (data.getValid(index) ? valueAt(index) : null)
}

function presentCells(data: Data<DataType>, known: Known): CellAt {
  const { type, values, valueOffsets, children } = data
  const begin = (index: number) => Number((valueOffsets as unknown as ArrayLike<number | bigint>)[index])
  switch (type.typeId) {
    case Type.Null:
      return () => null
    case Type.Bool:
      return (index) => bitAt(values, data.offset + index)
    case Type.Float:
      return elements((type as Float).precision === Precision.HALF ? float16View(values as Uint16Array) : values)
    case Type.Date:
    case Type.Time:
      return (index) => BigInt(values[index] as number | bigint)
    case Type.Utf8:
    case Type.LargeUtf8:
      return (index) => text.decode(values.subarray(begin(index), begin(index + 1)))
    case Type.Binary:
    case Type.LargeBinary:
      return (index) => values.slice(begin(index), begin(index + 1))
    case Type.Utf8View:
      return viewReader(data, (bytes) => text.decode(bytes))
    case Type.BinaryView:
      return (index) => viewBytes(data, index).slice()
    case Type.FixedSizeBinary: {
      const { byteWidth } = type as FixedSizeBinary
      return (index) => values.slice(index * byteWidth, (index + 1) * byteWidth)
    }
    case Type.Decimal:
      return (index) => decimalAt(values as Uint32Array, index * data.stride, data.stride)
    case Type.List:
    case Type.LargeList:
      return listCells(dataCells(children[0] as Data, known), (index) => [begin(index), begin(index + 1)])
    case Type.FixedSizeList: {
      const { listSize } = type as FixedSizeList
      return listCells(dataCells(children[0] as Data, known), (index) => [index * listSize, (index + 1) * listSize])
    }
    case Type.Map: {
      const [keyAt, valueAt] = (children[0] as Data).children.map((child) => dataCells(child, known)) as [CellAt, CellAt]
      return (index) => range(begin(index), begin(index + 1), (entry) => [keyAt(entry), valueAt(entry)])
    }
    case Type.Struct: {
      const fields = children.map((child, index) => ({
        name: (type.children[index]?.name as string | null) ?? '',
        cellAt: dataCells(child, known),
      }))
      return (index) => {
        const record: Record<string, unknown> = {}
        for (const { name, cellAt } of fields) setOwn(record, name, cellAt(index))
        return record
      }
    }
    case Type.Dictionary: {
      const valueAt = chunked((data.dictionary as Vector).data, (part) => dictionaryCells(part, known))
      return (index) => valueAt(Number(values[index]))
    }
    default:
      return elements(values)
  }
}

function elements(values: ArrayLike<unknown>): CellAt {
  return (index) => values[index]
}

/** The values of a part of a dictionary, each read once, however many rows have it. */
function dictionaryCells(part: Data, known: Known): CellAt {
  const before = known.get(part)
  if (before !== undefined) return before
  const valueAt = dataCells(part)
  const values = new Array<unknown>(part.length)
  const cellAt: CellAt = (index) => {
    if (values[index] === undefined) values[index] = valueAt(index)
    return values[index]
  }
  known.set(part, cellAt)
  return cellAt
}

function listCells(itemAt: CellAt, bounds: (index: number) => readonly [number, number]): CellAt {
  return (index) => range(...bounds(index), itemAt)
}

function range(begin: number, end: number, at: CellAt): unknown[] {
  return Array.from({ length: end - begin }, (_, index) => at(begin + index))
}

/** A bit of a bitmap. */
export function bitAt(bitmap: Uint8Array, index: number): boolean {
  return (((bitmap[index >> 3] as number) >> (index & 7)) & 1) === 1
}

/** Two's complement in 32-bit words, the least significant first. */
function decimalAt(words: Uint32Array, start: number, count: number): bigint {
  let value = 0n
  for (let word = count - 1; word >= 0; word--) value = (value << 32n) | BigInt(words[start + word] as number)
  return BigInt.asIntN(32 * count, value)
}

/** All values of the dictionaries of some chunks, each once, in their order. */
export function dictionaryValues(chunks: readonly Data[]): readonly unknown[] {
  const values = new Set<unknown>()
  for (const part of new Set(chunks.flatMap(({ dictionary }) => dictionary?.data ?? []))) {
    const valueAt = dataCells(part)
    for (let index = 0; index < part.length; index++) {
      const value = valueAt(index)
      if (value !== null) values.add(value)
    }
  }
  return [...values]
}
