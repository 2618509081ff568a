import { isTypedArray, type TypedArray } from '../dtype/storage.js'
import type { ResultColumn } from '../encode/encode-result.js'
import { absent, type ReadCells, type Rows } from '../frames/rows.js'
import { type Area, type Place, validity } from './area.js'
import { cellKinds } from './kernel.js'
import { numberKindOf, putNumbers, widthOf } from './numbers.js'
import { type KernelColumn, type PutCells, putJoined, putJson } from './texts.js'
import { vectorColumn } from './vector.js'

/** A column of a result, of whatever kind its frame is. */
export function kernelColumn(column: ResultColumn, rows: Rows, reader: (name: string) => ReadCells): KernelColumn {
  const { name, dtype, value } = column
  const vector = rows.vector?.(name)
  const ofVector = vector === undefined ? undefined : vectorColumn(vector, column)
  if (ofVector !== undefined) return ofVector
  const cells = rows.column?.(name)
  const ofArray = isTypedArray(cells) && value === undefined ? arrayColumn(cells, dtype.kind) : undefined
  return ofArray ?? { put: cellsPutter(column, reader(name)), isFull: false }
}

function arrayColumn(array: TypedArray, dtype: Parameters<typeof numberKindOf>[1]): KernelColumn | undefined {
  const kind = numberKindOf(array, dtype)
  if (kind === undefined) return undefined
  return {
    isFull: true,
    put: (area, from, count) => {
      const data = area.take(count * widthOf[kind])
      if (data !== undefined) putNumbers(area.kernel, kind, array, from, count, data)
      return data === undefined ? undefined : { kind: cellKinds[kind], data, gap: 0 }
    },
  }
}

/** The kinds of value that the kernel knows. */
type PlainKind = 'number' | 'string' | 'boolean' | 'bigint'

const all: readonly PlainKind[] = ['number', 'string', 'boolean', 'bigint']

/** Which kinds of value a dtype's writer leaves as they are. What it makes of the others, it alone knows. */
function plainKinds({ dtype, value }: ResultColumn): readonly PlainKind[] {
  if (value?.kind === 'tensor') return []
  switch (dtype.kind) {
    case 'string':
    case 'integer':
    case 'object':
      return all
    case 'float':
      return ['number', 'string', 'boolean']
    case 'bool':
      return ['string', 'boolean']
    case 'category':
      return ['string']
    default:
      return []
  }
}

/** Cells that are JavaScript values: those of one kind go into the kernel as they are, others as JSON. */
function cellsPutter(column: ResultColumn, read: ReadCells): PutCells {
  const plain = plainKinds(column)
  return (area, from, count, valid) => {
    const cells = read(from, count)
    valid.fill(validity.isPresent)
    const first = cells.find((cell) => cell !== null && cell !== undefined && cell !== absent)
    const kind = first === undefined ? 'boolean' : plain.find((known) => known === typeof first)
    const place = kind === undefined ? 'other' : putters[kind](area, cells, valid)
    return place === 'other' ? putJson(area, cells, valid, (cell, i) => column.write(cell, from + i)) : place
  }
}

/** Puts cells of one kind; `other` when there are others among them. */
type PutPlain = (area: Area, cells: readonly unknown[], valid: Uint8Array) => Place | undefined | 'other'

const putters: Readonly<Record<PlainKind, PutPlain>> = {
  number: (area, cells, valid) => {
    const data = area.take(cells.length * 8)
    if (data === undefined) return undefined
    const { doubles } = area.kernel
    let isFull = true
    for (let i = 0, to = data / 8; i < cells.length; i++, to++) {
      const cell = cells[i]
      if (typeof cell === 'number') {
        doubles[to] = cell
      } else if (isGap(cell, valid, i)) isFull = false
      else return 'other'
    }
    return { kind: cellKinds.float64, data, gap: 0, isFull }
  },
  boolean: (area, cells, valid) => {
    const data = area.take(cells.length * 4)
    if (data === undefined) return undefined
    const { ints } = area.kernel
    let isFull = true
    for (let i = 0, to = data / 4; i < cells.length; i++, to++) {
      const cell = cells[i]
      if (typeof cell === 'boolean') {
        ints[to] = cell ? 1 : 0
      } else if (isGap(cell, valid, i)) isFull = false
      else return 'other'
    }
    return { kind: cellKinds.bool, data, gap: 0, isFull }
  },
  bigint: (area, cells, valid) => {
    const data = area.take(cells.length * 8)
    if (data === undefined) return undefined
    const { longs } = area.kernel
    let isFull = true
    for (let i = 0, to = data / 8; i < cells.length; i++, to++) {
      const cell = cells[i]
      if (typeof cell === 'bigint') {
        longs[to] = cell
        // Beyond 64 bits it is another one now.
        if (longs[to] !== cell) return 'other'
      } else if (isGap(cell, valid, i)) isFull = false
      else return 'other'
    }
    return { kind: cellKinds.int64, data, gap: 0, isFull }
  },
  string: (area, cells, valid) => {
    let isFull = true
    for (let i = 0; i < cells.length; i++) {
      const cell = cells[i]
      if (typeof cell === 'string') continue
      if (!isGap(cell, valid, i)) return 'other'
      isFull = false
    }
    const texts = isFull ? cells : cells.map((cell) => (cell === absent ? '' : cell))
    const joined = `${texts.join('\0')}\0`
    // A lone surrogate has no bytes, and JSON escapes it.
    return joined.isWellFormed() ? putJoined(area, joined, cells.length, cellKinds.text, isFull) : 'other'
  },
}

/** Whether there is no value in a cell; its validity says so then. */
function isGap(cell: unknown, valid: Uint8Array, index: number): boolean {
  if (cell !== null && cell !== undefined && cell !== absent) return false
  valid[index] = cell === absent ? validity.isAbsent : validity.isNull
  return true
}
