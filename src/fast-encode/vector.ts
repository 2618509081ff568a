import { type Data, type Float, Precision, Type, type Vector } from 'apache-arrow'
import { bitAt, vectorCells } from '../arrow/cells.js'
import { hasNulls } from '../arrow/table.js'
import { float16View, type TypedArray } from '../dtype/storage.js'
import type { ResultColumn } from '../encode/encode-result.js'
import type { JsonValue } from '../json/json-value.js'
import { stringifyJson } from '../json/stringify.js'
import { type Area, type Place, validity } from './area.js'
import { cellKinds } from './kernel.js'
import { numberKindOf, putNumbers, widthOf } from './numbers.js'
import { type KernelColumn, type PutCells, putTexts } from './texts.js'

/** A part of a chunk, and where it comes among the rows that are asked for. */
interface Piece {
  readonly data: Data
  readonly begin: number
  readonly count: number
  readonly to: number
}

/** A column of an Arrow Table whose cells the kernel writes; undefined where their dtype's writer is needed. */
export function vectorColumn(vector: Vector, column: ResultColumn): KernelColumn | undefined {
  const put = putterOf(vector, column)
  if (put === undefined) return undefined
  const isFull = !hasNulls(vector) && column.dtype.kind !== 'category'
  if (isFull) return { put, isFull }
  return {
    isFull,
    put: (area, from, count, valid) => {
      for (const piece of piecesOf(vector, from, count)) putValidity(piece, valid)
      return put(area, from, count, valid)
    },
  }
}

function putterOf(vector: Vector, column: ResultColumn): PutCells | undefined {
  switch (column.dtype.kind) {
    case 'integer':
    case 'float':
      return numbersPutter(vector, column.dtype.kind)
    case 'bool':
      return (area, from, count) => putBits(area, piecesOf(vector, from, count), count)
    case 'string':
      return vector.type.typeId === Type.Utf8 ? (area, from, count) => putUtf8(area, piecesOf(vector, from, count), count) : undefined
    case 'category':
      return categoriesPutter(vector, column)
    default:
      return undefined
  }
}

function piecesOf({ data: chunks }: Vector, from: number, count: number): readonly Piece[] {
  const pieces: Piece[] = []
  let start = 0
  for (const data of chunks) {
    const begin = Math.max(from - start, 0)
    const end = Math.min(from + count - start, data.length)
    if (begin < end) pieces.push({ data, begin, count: end - begin, to: start + begin - from })
    start += data.length
  }
  return pieces
}

function putValidity({ data, begin, count, to }: Piece, valid: Uint8Array): void {
  if (data.nullCount === 0) valid.fill(validity.isPresent, to, to + count)
  else for (let i = 0; i < count; i++) valid[to + i] = data.getValid(begin + i) ? validity.isPresent : validity.isNull
}

/** The numbers of a chunk. */
function numbersOf({ type, values }: Data): TypedArray {
  const isHalf = type.typeId === Type.Float && (type as Float).precision === Precision.HALF
  return isHalf ? (float16View(values as Uint16Array) as unknown as TypedArray) : (values as TypedArray)
}

function numbersPutter(vector: Vector, dtype: 'integer' | 'float'): PutCells | undefined {
  const [first] = vector.data
  const kind = first === undefined ? undefined : numberKindOf(numbersOf(first), dtype)
  if (kind === undefined) return undefined
  return (area, from, count) => {
    const at = area.take(count * widthOf[kind])
    if (at === undefined) return undefined
    for (const { data, begin, count: some, to } of piecesOf(vector, from, count))
      putNumbers(area.kernel, kind, numbersOf(data), begin, some, at + to * widthOf[kind])
    return { kind: cellKinds[kind], data: at, gap: 0 }
  }
}

function putBits(area: Area, pieces: readonly Piece[], count: number): Place | undefined {
  const at = area.take(count * 4)
  if (at === undefined) return undefined
  const { ints } = area.kernel
  for (const { data, begin, count: some, to } of pieces)
    for (let i = 0; i < some; i++) ints[at / 4 + to + i] = bitAt(data.values as Uint8Array, data.offset + begin + i) ? 1 : 0
  return { kind: cellKinds.bool, data: at, gap: 0 }
}

function putUtf8(area: Area, pieces: readonly Piece[], count: number): Place | undefined {
  const at = area.take((count + 1) * 4)
  if (at === undefined) return undefined
  const { bytes, words } = area.kernel
  const spans = pieces.map((piece) => {
    const offsets = piece.data.valueOffsets as Int32Array
    return { ...piece, offsets, first: offsets[piece.begin] as number, last: offsets[piece.begin + piece.count] as number }
  })
  let place = area.take(spans.reduce((sum, { first, last }) => sum + last - first, 0))
  if (place === undefined) return undefined
  for (const { data, begin, count: some, to, offsets, first, last } of spans) {
    bytes.set((data.values as Uint8Array).subarray(first, last), place)
    const shift = place - first
    for (let i = 0, word = at / 4 + to; i <= some; i++, word++) words[word] = (offsets[begin + i] as number) + shift
    place += last - first
  }
  return { kind: cellKinds.text, data: at, gap: 0 }
}

/** Each category is written once, as JSON. */
function categoriesPutter(vector: Vector, { write }: ResultColumn): PutCells {
  const texts = new Map<unknown, string[]>()
  return (area, from, count, valid) => {
    const cells: string[] = []
    for (const { data, begin, count: some, to } of piecesOf(vector, from, count)) {
      const valueAt = vectorCells(data.dictionary as Vector)
      const indexes = data.values as ArrayLike<number | bigint>
      const known = texts.get(data.dictionary) ?? []
      texts.set(data.dictionary, known)
      for (let i = 0; i < some; i++) {
        const index = valid[to + i] === validity.isPresent ? Number(indexes[begin + i]) : -1
        if (index >= 0) known[index] ??= stringifyJson(write(valueAt(index), from + to + i) as JsonValue)
        cells.push(index >= 0 ? (known[index] as string) : '')
      }
    }
    return putTexts(area, cells)
  }
}
