import type { CellWriter } from '../cells/cell.js'
import { cellWriter } from '../cells/cell-writer.js'
import { hasNaT } from '../cells/nullable.js'
import {
  type ColumnDescription,
  type Description,
  type FrameDescription,
  fieldsByName,
  type ObjectDescription,
  type ScalarType,
  type TensorDescription,
} from '../description/description.js'
import { withEpoch } from '../dtype/declared-dtype.js'
import type { Dtype } from '../dtype/dtype.js'
import { isNdArray, mostAxes } from '../dtype/ndarray.js'
import { sparkDtype } from '../dtype/spark-dtype.js'
import { isStorageOf, isTypedArray } from '../dtype/storage.js'
import { IssueLog } from '../errors/issue-log.js'
import { isPairs } from '../frames/columns.js'
import { countedLabels, type JsonColumn, layOut, type RowLabel } from '../frames/orient.js'
import { anyFrameRows, isFrame } from '../frames/read-frame.js'
import { absent, listCells, type Rows } from '../frames/rows.js'
import type { JsonValue } from '../json/json-value.js'
import { isPlainObject, isRecord } from '../json/own.js'
import { isBytes } from '../json/typed-array.js'
import { brokenFrame, mapEntries, Trail, writeAny, writeEntries, writeItems, writeNdArray } from './encoder.js'

/**
 * Writes what `run` returned as JSON, by the output type's description where the result is of its kind, else by what the
 * result is itself.
 *
 * @throws ResultError naming the place of what has no JSON form
 */
export function encodeResult(value: unknown, description: Description | undefined, trail: Trail = new Trail()): JsonValue {
  if (value === null || value === undefined || description === undefined) return writeAny(value, trail)
  return description.nan === 'error'
    ? trail.withoutMissing(() => encodeDescribed(value, description, trail))
    : encodeDescribed(value, description, trail)
}

function encodeDescribed(value: unknown, description: Description, trail: Trail): JsonValue {
  switch (description.kind) {
    case 'tensor':
      return encodeTensor(value, description, trail)
    case 'frame':
      return encodeFrame(value, description, trail)
    case 'object':
      return encodeObject(value, description, trail)
    case 'list':
      return encodeList(value, description.item, trail)
    case 'scalar':
      if (!isOfType(value, description.type)) trail.misfit()
      return writeAny(value, trail)
    case 'union':
      return encodeUnion(value, description.options, trail)
    case 'any':
    case 'opaque':
      return writeAny(value, trail)
  }
}

/** Writes a value by the first of several descriptions that says what it is; one that takes anything says nothing. */
function encodeUnion(value: unknown, options: readonly Description[], trail: Trail): JsonValue {
  const [saying, taking] = [options.filter((option) => !takesAnything(option)), options.some(takesAnything)]
  for (const option of saying) {
    const written = trail.attempt(() => encodeResult(value, option, trail))
    if (written !== undefined) return written
  }
  return taking ? writeAny(value, trail) : misfit(value, trail)
}

function takesAnything({ kind }: Description): boolean {
  return kind === 'any' || kind === 'opaque'
}

function misfit(value: unknown, trail: Trail): JsonValue {
  trail.misfit()
  return writeAny(value, trail)
}

function isOfType(value: unknown, type: ScalarType): boolean {
  switch (type) {
    case 'string':
    case 'date':
    case 'time':
      return typeof value === 'string'
    case 'boolean':
      return typeof value === 'boolean'
    case 'number':
    case 'float':
    case 'int':
    case 'bigint':
      return typeof value === 'number' || typeof value === 'bigint'
    case 'date-time':
      return value instanceof Date || typeof value === 'string'
    case 'bytes':
    case 'buffer':
      return isBytes(value)
  }
}

function encodeObject(value: unknown, description: ObjectDescription, trail: Trail): JsonValue {
  const entries = value instanceof Map ? mapEntries(value, trail) : isPlainObject(value) ? Object.entries(value) : undefined
  if (entries === undefined) return misfit(value, trail)
  const given = new Set(entries.filter(([, item]) => item !== undefined).map(([key]) => key))
  if (description.fields.some(({ name, required }) => required && !given.has(name))) trail.misfit()
  const described = fieldsByName(description)
  trail.enter(value as object)
  const written = writeEntries(entries, trail, (item, at, key) => encodeResult(item, described.get(key), at))
  trail.leave(value as object)
  return written
}

function encodeList(value: unknown, item: Description, trail: Trail): JsonValue {
  const items = value instanceof Set ? [...value] : value
  if (!Array.isArray(items) && !isTypedArray(items)) return misfit(value, trail)
  trail.enter(value as object)
  const written = writeItems(items as ArrayLike<unknown>, trail, (member, at) => encodeResult(member, item, at))
  trail.leave(value as object)
  return written
}

function encodeTensor(value: unknown, { dtype, dims, enforceShape }: TensorDescription, trail: Trail): JsonValue {
  const write = cellWriter(dtype, false, trail.missing)
  const checkSize = (size: number | undefined, axis: number): void => {
    const dim = dims[axis]
    if (enforceShape && (size === undefined || (typeof dim === 'number' && dim !== size))) trail.misfit()
  }
  if (isNdArray(value)) {
    const isStored = isStorageOf(value.data, dtype)
    if (enforceShape && value.shape.length > dims.length) trail.misfit()
    for (const axis of dims.keys()) checkSize(value.shape[axis], axis)
    return writeNdArray(value, trail, (element) => writeElement(element, dtype, write, isStored, trail))
  }
  // By itself a Uint8Array is bytes, unless the dtype is stored in one.
  if (dims.length > 0 && isBytes(value) && !isStorageOf(value, dtype)) trail.misfit()
  // Beyond the axes of the sample an array is an element (bytes, a record's list), unless there may be other axes.
  const axes = enforceShape || dtype.kind === 'struct' || dtype.kind === 'bytes' ? dims.length : mostAxes
  const visit = (node: unknown, axis: number, isStored: boolean): JsonValue => {
    const isAxis = axis < axes && (Array.isArray(node) || isTypedArray(node))
    if (axis < dims.length) checkSize(isAxis ? node.length : undefined, axis)
    if (!isAxis) return writeElement(node, dtype, write, isStored, trail)
    const isStorage = isTypedArray(node) && isStorageOf(node, dtype)
    return writeItems(node as ArrayLike<unknown>, trail, (item) => visit(item, axis + 1, isStorage))
  }
  return visit(value, 0, false)
}

/** An element by its dtype, or, when it is of another kind, by what it is. In storage alone numbers are booleans and times. */
function writeElement(element: unknown, dtype: Dtype, write: CellWriter, isStored: boolean, trail: Trail): JsonValue {
  if (element === null || element === undefined) return null
  if (dtype.kind === 'object') return writeAny(element, trail)
  if (!isStored && typeof element === 'number' && notNumbers.includes(dtype.kind)) trail.misfit()
  const written = write(element)
  return written === undefined ? misfit(element, trail) : written
}

const notNumbers: readonly Dtype['kind'][] = ['bool', 'datetime', 'timedelta', 'date', 'time']

function encodeFrame(value: unknown, frame: FrameDescription, trail: Trail): JsonValue {
  const result = frameResult(value, frame, trail)
  if (result === undefined) return misfit(value, trail)
  const { rows, columns } = result
  if (!hasColumns(frame, columns)) trail.misfit()
  const written = columns.map(({ name, dtype, write }): JsonColumn => {
    const having = rows.having?.(name)
    const cellAt = rows.cells(name)
    const cells = having === undefined ? listCells(rows, name).map(write) : having.map((row) => write(cellAt(row), row))
    return { name, dtype, cells, rows: having }
  })
  return layOut(frame.orient, written, labelsOf(rows))
}

/** Whether a result has the columns of its description. */
function hasColumns(frame: FrameDescription, columns: readonly ResultColumn[]): boolean {
  if (!frame.enforceShape || frame.inference !== undefined) return true
  const missing = new Map(frame.columns.map((column) => [column.name, column]))
  return columns.every(({ name }) => missing.delete(name)) && [...missing.values()].every(({ optional }) => optional)
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
  // What has no rows and no columns, an empty list of records say, does not say its columns: they are those of the description.
  const isEmpty = rows.length === 0 && given.size === 0
  const known = frame.columns.map((column) => column.name).filter((name) => isEmpty || given.has(name))
  const order = [...known, ...rows.names.filter((name) => !described.has(name))]
  return { rows, columns: order.map((name) => resultColumn(name, described.get(name), rows, frame, trail)) }
}

/** The labels of a result's rows, where it has any that JSON can say. */
function labelsOf({ labels, length }: Rows): readonly RowLabel[] {
  const isSayable = labels?.every((label) => typeof label === 'string' || Number.isFinite(label)) ?? false
  return isSayable ? (labels as readonly RowLabel[]) : countedLabels(length)
}

function readFrame(value: unknown, log: IssueLog): Rows | undefined {
  return looksLikeFrame(value) ? anyFrameRows(value, log) : undefined
}

function looksLikeFrame(value: unknown): boolean {
  if (isFrame(value) || isPairs(value)) return true
  if (Array.isArray(value)) return value.every(isRecord)
  return isPlainObject(value) && Object.values(value).every((column) => Array.isArray(column) || isTypedArray(column))
}

/** Times of a column as numbers, where the described column has them so. */
function inEpochOf(dtype: Dtype, described: Dtype | undefined): Dtype {
  return hasNaT(dtype) && described !== undefined && hasNaT(described) ? withEpoch(dtype, described.epoch) : dtype
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
  const dtype = own === undefined ? (column?.dtype ?? { kind: 'object', name: 'object' }) : inEpochOf(own, column?.dtype)
  const value = own === undefined ? column?.value : undefined
  const writeCell = cellWriter(dialect === 'spark' ? sparkDtype(dtype) : dtype, true, trail.missing)
  const isStored = own !== undefined || isStorageOf(rows.column?.(name), dtype)
  const write = (cell: unknown, row: number) => {
    if (cell === absent) return absent
    const depth = trail.path.length
    trail.path.push(...rows.cellPath(row, name))
    const written = value === undefined ? writeElement(cell, dtype, writeCell, isStored, trail) : encodeResult(cell, value, trail)
    trail.path.length = depth
    return written
  }
  return { name, dtype, value, write }
}
