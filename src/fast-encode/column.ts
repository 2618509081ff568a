import { isTypedArray, type TypedArray } from '../dtype/storage.js'
import type { ResultColumn } from '../encode/encode-result.js'
import { absent, type Rows } from '../frames/rows.js'
import { type Area, type Place, validity } from './area.js'
import { cellKinds } from './kernel.js'
import { numberKindOf, putNumbers, widthOf } from './numbers.js'
import { type KernelColumn, type PutCells, putJoined, putJson } from './texts.js'
import { vectorColumn } from './vector.js'

/** A column of a result, of whatever kind its frame is. */
export function kernelColumn(column: ResultColumn, rows: Rows): KernelColumn {
  const { name, dtype, value } = column
  const vector = rows.vector?.(name)
  const ofVector = vector === undefined ? undefined : vectorColumn(vector, column)
  if (ofVector !== undefined) return ofVector
  const cells = rows.column?.(name)
  const ofArray = isTypedArray(cells) && value === undefined ? arrayColumn(cells, dtype.kind) : undefined
  return ofArray ?? { put: cellsPutter(column, rows.cells(name)), isFull: false }
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

/** The kinds of value that cells can be, as bits. */
const kinds = { number: 1, string: 2, boolean: 4, bigint: 8, other: 16 } as const

/** Which kinds of value a dtype's writer leaves as they are. What it makes of the others, it alone knows. */
function plainKinds({ dtype, value }: ResultColumn): number {
  if (value?.kind === 'tensor') return 0
  switch (dtype.kind) {
    case 'string':
    case 'integer':
    case 'object':
      return kinds.number | kinds.string | kinds.boolean | kinds.bigint
    case 'float':
      return kinds.number | kinds.string | kinds.boolean
    case 'bool':
    case 'category':
      return kinds.string | (dtype.kind === 'bool' ? kinds.boolean : 0)
    default:
      return 0
  }
}

/** Cells that are JavaScript values: those of one kind go into the kernel as they are, others as JSON. */
function cellsPutter(column: ResultColumn, cellAt: (row: number) => unknown): PutCells {
  const plain = plainKinds(column)
  const cells: unknown[] = []
  return (area, from, count, valid) => {
    let seen = 0
    cells.length = count
    for (let i = 0; i < count; i++) {
      const cell = cellAt(from + i)
      cells[i] = cell
      if (cell === null || cell === undefined || cell === absent) {
        valid[i] = cell === absent ? validity.isAbsent : validity.isNull
        continue
      }
      valid[i] = validity.isPresent
      const type = typeof cell
      seen |= type === 'number' ? kinds.number : type === 'string' ? kinds.string : otherKind(type)
    }
    if ((seen & plain) === seen) {
      if (seen === kinds.number || seen === 0) return putDoubles(area, cells as number[], valid)
      if (seen === kinds.boolean) return putBooleans(area, cells as boolean[])
      const place =
        seen === kinds.string ? putStrings(area, cells, valid) : seen === kinds.bigint ? putBigints(area, cells, valid) : 'other'
      if (place !== 'other') return place
    }
    return putJson(area, cells, valid, (cell, i) => column.write(cell, from + i))
  }
}

function otherKind(type: string): number {
  return type === 'boolean' ? kinds.boolean : type === 'bigint' ? kinds.bigint : kinds.other
}

function putDoubles(area: Area, cells: readonly number[], valid: Uint8Array): Place | undefined {
  const data = area.take(cells.length * 8)
  if (data === undefined) return undefined
  const { doubles } = area.kernel
  for (let i = 0, to = data / 8; i < cells.length; i++, to++) if (valid[i] === validity.isPresent) doubles[to] = cells[i] as number
  return { kind: cellKinds.float64, data, gap: 0 }
}

function putBooleans(area: Area, cells: readonly boolean[]): Place | undefined {
  const data = area.take(cells.length * 4)
  if (data === undefined) return undefined
  const { ints } = area.kernel
  for (let i = 0, to = data / 4; i < cells.length; i++, to++) ints[to] = cells[i] === true ? 1 : 0
  return { kind: cellKinds.bool, data, gap: 0 }
}

function putBigints(area: Area, cells: readonly unknown[], valid: Uint8Array): Place | undefined | 'other' {
  const data = area.take(cells.length * 8)
  if (data === undefined) return undefined
  const { longs } = area.kernel
  for (let i = 0, to = data / 8; i < cells.length; i++, to++) {
    if (valid[i] !== validity.isPresent) continue
    longs[to] = cells[i] as bigint
    if (longs[to] !== cells[i]) return 'other'
  }
  return { kind: cellKinds.int64, data, gap: 0 }
}

function putStrings(area: Area, cells: readonly unknown[], valid: Uint8Array): Place | undefined | 'other' {
  const texts = cells.some((cell) => cell === absent) ? cells.map((cell, i) => (valid[i] === validity.isAbsent ? '' : cell)) : cells
  const joined = `${texts.join('\0')}\0`
  // A lone surrogate has no bytes, and JSON escapes it.
  return joined.isWellFormed() ? putJoined(area, joined, cells.length, cellKinds.text) : 'other'
}
