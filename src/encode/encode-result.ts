import type { CellWriter } from '../cells/cell.js'
import { cellWriter } from '../cells/cell-writer.js'
import {
  type ColumnDescription,
  type Description,
  type FrameDescription,
  fieldsByName,
  type TensorDescription,
} from '../description/description.js'
import type { Dtype } from '../dtype/dtype.js'
import { isNdArray } from '../dtype/ndarray.js'
import { withNumberDecimals } from '../dtype/number-decimals.js'
import { isTypedArray } from '../dtype/storage.js'
import { IssueLog } from '../errors/issue-log.js'
import { columnsRows } from '../frames/columns.js'
import { countedLabels, type JsonColumn, layOut, type RowLabel } from '../frames/orient.js'
import { frameRows, isFrame } from '../frames/read-frame.js'
import { recordsRows } from '../frames/records.js'
import { absent, listCells, type Rows } from '../frames/rows.js'
import type { JsonValue } from '../json/json-value.js'
import { isPlainObject, isRecord } from '../json/own.js'
import { brokenFrame, mapEntries, Trail, writeAny, writeEntries, writeItems, writeNdArray } from './encoder.js'

/**
 * Writes what `run` returned as JSON, by the output type's description where the result is of its kind, else by what the
 * result is itself.
 *
 * @throws ResultError naming the place of what has no JSON form
 */
export function encodeResult(value: unknown, description: Description | undefined, trail: Trail = new Trail()): JsonValue {
  if (value === null || value === undefined || description === undefined) return writeAny(value, trail)
  switch (description.kind) {
    case 'tensor':
      return encodeTensor(value, description, trail)
    case 'frame':
      return encodeFrame(value, description, trail)
    case 'object':
      return encodeObject(value, fieldsByName(description), trail)
    case 'list':
      return encodeList(value, description.item, trail)
    default:
      return writeAny(value, trail)
  }
}

function encodeObject(value: unknown, described: ReadonlyMap<string, Description>, trail: Trail): JsonValue {
  const entries = value instanceof Map ? mapEntries(value, trail) : isPlainObject(value) ? Object.entries(value) : undefined
  if (entries === undefined) return writeAny(value, trail)
  trail.enter(value as object)
  const written = writeEntries(entries, trail, (item, at, key) => encodeResult(item, described.get(key), at))
  trail.leave(value as object)
  return written
}

function encodeList(value: unknown, item: Description, trail: Trail): JsonValue {
  if (!Array.isArray(value) && !isTypedArray(value)) return writeAny(value, trail)
  trail.enter(value)
  const written = writeItems(value as ArrayLike<unknown>, trail, (member, at) => encodeResult(member, item, at))
  trail.leave(value)
  return written
}

function encodeTensor(value: unknown, { dtype, dims }: TensorDescription, trail: Trail): JsonValue {
  const write = cellWriter(dtype, false)
  if (isNdArray(value)) return writeNdArray(value, trail, (element) => writeElement(element, write, trail))
  // Nested arrays are followed as deep as the sample goes: beyond that, an array is an element (bytes, a record's list).
  const visit = (node: unknown, axis: number): JsonValue =>
    axis < dims.length && (Array.isArray(node) || isTypedArray(node))
      ? writeItems(node as ArrayLike<unknown>, trail, (item) => visit(item, axis + 1))
      : writeElement(node, write, trail)
  return visit(value, 0)
}

/** An element by its dtype, or, when it is of another kind, by what it is. */
function writeElement(element: unknown, write: CellWriter, trail: Trail): JsonValue {
  if (element === null || element === undefined) return null
  const written = write(element)
  return written === undefined ? writeAny(element, trail) : written
}

function encodeFrame(value: unknown, frame: FrameDescription, trail: Trail): JsonValue {
  const result = frameResult(value, frame, trail)
  if (result === undefined) return writeAny(value, trail)
  const { rows, columns } = result
  const written = columns.map(({ name, dtype, write }): JsonColumn => {
    const having = rows.having?.(name)
    const cellAt = rows.cells(name)
    const cells = having === undefined ? listCells(rows, name).map(write) : having.map((row) => write(cellAt(row), row))
    return { name, dtype, cells, rows: having }
  })
  return layOut(frame.orient, written, labelsOf(rows))
}

/** A result that is a frame: its rows, and its columns in the order in which they are written. */
export interface FrameResult {
  readonly rows: Rows
  readonly columns: readonly ResultColumn[]
}

export interface ResultColumn {
  readonly name: string
  readonly dtype: Dtype
  /** What the cells of an object column hold. */
  readonly value: Description | undefined
  /** Writes a cell by what its column holds. */
  readonly write: (cell: unknown, row: number) => JsonValue | typeof absent
}

/**
 * Reads a result that is to be a frame; undefined when it is none.
 *
 * @throws ResultError naming the place of what is no part of a frame
 */
export function frameResult(value: unknown, frame: FrameDescription, trail: Trail): FrameResult | undefined {
  const log = new IssueLog()
  const rows = readFrame(value, log)
  if (log.failed) throw brokenFrame(log, trail)
  if (rows === undefined) return undefined
  const described = new Map(frame.columns.map((column) => [column.name, column]))
  const given = new Set(rows.names)
  const known = frame.columns.map((column) => column.name).filter((name) => given.has(name))
  const order = [...known, ...rows.names.filter((name) => !described.has(name))]
  return { rows, columns: order.map((name) => resultColumn(name, described.get(name), rows, frame, trail)) }
}

/** The labels of a result's rows, where it has any that JSON can say. */
function labelsOf({ labels, length }: Rows): readonly RowLabel[] {
  const isSayable = labels?.every((label) => typeof label === 'string' || Number.isFinite(label)) ?? false
  return isSayable ? (labels as readonly RowLabel[]) : countedLabels(length)
}

function readFrame(value: unknown, log: IssueLog): Rows | undefined {
  if (isFrame(value)) return frameRows(value, log)
  if (Array.isArray(value)) return value.every(isRecord) ? recordsRows(value, log) : undefined
  if (!isPlainObject(value)) return undefined
  const looksLikeColumns = Object.values(value).every((column) => Array.isArray(column) || isTypedArray(column))
  return looksLikeColumns ? columnsRows(value, log) : undefined
}

function resultColumn(
  name: string,
  column: ColumnDescription | undefined,
  rows: Rows,
  { dialect }: FrameDescription,
  trail: Trail,
): ResultColumn {
  // A column that says itself what it holds is written by that: its times may be in another unit than the sample's.
  const own = rows.dtype?.(name)
  const dtype = own ?? column?.dtype ?? { kind: 'object', name: 'object' }
  const value = own === undefined ? column?.value : undefined
  const writeCell = cellWriter(dialect === 'spark' ? withNumberDecimals(dtype) : dtype, true)
  const write = (cell: unknown, row: number) => {
    if (cell === absent) return absent
    const depth = trail.path.length
    trail.path.push(...rows.cellPath(row, name))
    const written = value === undefined ? writeElement(cell, writeCell, trail) : encodeResult(cell, value, trail)
    trail.path.length = depth
    return written
  }
  return { name, dtype, value, write }
}
