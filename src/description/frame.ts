import { Refusal } from '../cells/cell.js'
import { cellReader } from '../cells/cell-reader.js'
import type { Dtype, DtypeSpec } from '../dtype/dtype.js'
import { isNullableName, parseDtype } from '../dtype/parse-dtype.js'
import { dtypeNameOf, isTypedArray, storageConstructor } from '../dtype/storage.js'
import { NaT } from '../dtype/time-unit.js'
import { IssueLog } from '../errors/issue-log.js'
import { SchemaDefinitionError } from '../errors/schema-definition-error.js'
import { allOf, count, oneOf, showValue } from '../errors/show.js'
import { columnsRows } from '../frames/columns.js'
import { countedLabels, type JsonColumn, layOut, type Orient, orients, type RowLabel } from '../frames/orient.js'
import { recordsRows } from '../frames/records.js'
import { absent, listCells, type Rows } from '../frames/rows.js'
import type { JsonValue } from '../json/json-value.js'
import { isRecord } from '../json/own.js'
import type { Casting, ColumnDescription, Description, FrameDescription, FrameFormName } from './description.js'
import { exampleWriter, expectedExample, placeholder, withoutNulls } from './example-writer.js'
import { isMarker, markerKind } from './markers.js'
import { mergeItems } from './merge.js'
import { sampleError, sampleErrorOf } from './sample-error.js'
import { dtypeNameOfValue } from './tensor.js'
import { describeValue } from './value.js'

export interface FrameOptions {
  readonly orient: Orient
  readonly dtypes: Readonly<Record<string, DtypeSpec>>
  readonly index?: readonly RowLabel[]
  readonly enforceColumnType: boolean
  readonly enforceShape: boolean
  readonly casting: Casting
}

/** What one sample column shows: its description, and its cells as JSON for the example. */
interface ShownColumn {
  readonly description: ColumnDescription
  readonly cells: readonly (JsonValue | typeof absent)[]
}

/**
 * Describes a sample frame: an array of records, or an object of columns.
 *
 * @throws SchemaDefinitionError naming the sample's place
 */
export function describeFrame(sample: unknown, options: FrameOptions): FrameDescription {
  const { orient, dtypes, enforceColumnType, enforceShape, casting } = options
  if (!orients.includes(orient)) throw new SchemaDefinitionError(`orient is ${showValue(orient)}, expected ${oneOf(orients)}`)
  const form: FrameFormName = Array.isArray(sample) ? 'records' : 'columns'
  const rows = readSample(sample)
  const names = columnNames(rows, dtypes)
  // pandas refuses it too: the labels of the rows stand under that name.
  if (orient === 'table' && names.includes('index')) throw sampleError([], 'has a column "index", which orient "table" has no place for')
  const labels = options.index === undefined ? countedLabels(rows.length) : checkLabels(options.index, rows.length)
  const shown = names.map((name) => showColumn(name, rows, Object.hasOwn(dtypes, name) ? dtypes[name] : undefined, form, casting))
  return {
    kind: 'frame',
    form,
    orient,
    columns: shown.map((column) => column.description),
    labels,
    enforceColumnType,
    enforceShape,
    casting,
    nullable: false,
    example: exampleOf(shown, orient, labels),
  }
}

/** The row labels that the author gives: one for each row, each once. */
function checkLabels(index: readonly unknown[], length: number): readonly RowLabel[] {
  if (!Array.isArray(index) || index.length !== length) {
    throw new SchemaDefinitionError(`index is ${showValue(index)}, expected an array with a label for each of the ${count(length, 'row')}`)
  }
  const wrong = index.find((label) => typeof label !== 'string' && !Number.isFinite(label))
  if (wrong !== undefined) throw new SchemaDefinitionError(`index has the label ${showValue(wrong)}, expected strings or numbers`)
  if (new Set(index.map(String)).size < length) throw new SchemaDefinitionError('index has a label twice')
  return [...(index as RowLabel[])]
}

function readSample(sample: unknown): Rows {
  const log = new IssueLog()
  const rows = Array.isArray(sample) ? recordsRows(sample, log) : isRecord(sample) ? columnsRows(sample, log) : undefined
  if (rows !== undefined) return rows
  throw log.failed ? sampleErrorOf(log) : sampleError([], `is ${showValue(sample)}, expected an array of records or an object of columns`)
}

/** The sample's columns; those of `dtypes` where the sample has no rows to show any. */
function columnNames(rows: Rows, dtypes: FrameOptions['dtypes']): readonly string[] {
  const declared = Object.keys(dtypes)
  if (rows.length === 0) {
    const names = [...new Set([...rows.names, ...declared])]
    if (names.length === 0) throw sampleError([], 'has no rows and no columns; give `dtypes`')
    return names
  }
  const shown = new Set(rows.names)
  const unknown = declared.find((name) => !shown.has(name))
  if (unknown !== undefined)
    throw new SchemaDefinitionError(
      `dtypes names the column ${showValue(unknown)}, which the sample does not have; it has ${allOf(rows.names)}`,
    )
  if (rows.names.length === 0) throw sampleError([], 'has rows without any column')
  return rows.names
}

function showColumn(name: string, rows: Rows, spec: DtypeSpec | undefined, form: FrameFormName, casting: Casting): ShownColumn {
  const column = rows.column?.(name)
  const given = listCells(rows, name)
  const place = (row: number) => rows.cellPath(row, name)
  const present = given.filter((cell) => !isMissing(cell))
  const shownAs = column !== undefined && isTypedArray(column) ? dtypeNameOf(column) : undefined

  const dtype = dtypeOfColumn(name, spec, shownAs, present)
  const isShownAsArray = form === 'columns' && shownAs === undefined
  const description: ColumnDescription = {
    name,
    dtype,
    nullable: (spec !== undefined && isNullableName(spec)) || given.some((cell) => cell !== absent && isMissing(cell)),
    optional: given.includes(absent),
    cell: spec === undefined ? cellKind(present, dtype) : 'storage',
    typed:
      form === 'columns' &&
      storageConstructor(dtype) !== undefined &&
      (isShownAsArray ? spec !== undefined && dtype.kind !== 'bool' : true),
    ...(dtype.kind === 'object' ? { value: describeCells(given, place, casting) } : {}),
    ...(dtype.kind === 'category' ? { categories: categoriesOf(given, place) } : {}),
  }
  const cells = given.map((cell, row) => (cell === absent ? absent : cellAsJson(cell, description, place(row))))
  return { description, cells: rows.length > 0 && present.length === 0 ? cells.map((cell) => cell ?? placeholder(dtype)) : cells }
}

/** Whether a sample's cell stands for a missing value, in one of the ways that JavaScript and numpy have. */
function isMissing(cell: unknown): boolean {
  return (
    cell === null ||
    cell === undefined ||
    cell === absent ||
    cell === NaT ||
    Number.isNaN(cell) ||
    (cell instanceof Date && Number.isNaN(cell.getTime()))
  )
}

function dtypeOfColumn(name: string, spec: DtypeSpec | undefined, shownAs: string | undefined, present: readonly unknown[]): Dtype {
  if (spec === undefined) return parseDtype(shownAs ?? inferColumnDtype(present))
  const dtype = parseDtype(spec)
  if (dtype.kind === 'struct')
    throw new SchemaDefinitionError(`dtypes gives the column ${showValue(name)} a structured dtype, which a frame's column cannot have`)
  return dtype
}

/** The dtype of a column of plain JavaScript values: that of their one kind, else object. */
function inferColumnDtype(present: readonly unknown[]): string {
  const names = new Set(present.map(dtypeNameOfValue))
  if (names.size === 2 && names.has('float64') && names.has('int64') && !present.some((cell) => typeof cell === 'bigint')) return 'float64'
  const [name] = names
  return names.size !== 1 || name === undefined || name === 'str' ? 'object' : name
}

function cellKind(present: readonly unknown[], dtype: Dtype): ColumnDescription['cell'] {
  if (dtype.kind === 'integer' && present.some(isMarker)) return 'safe integer'
  return dtype.kind === 'datetime' && present.some((cell) => cell instanceof Date) ? 'date' : 'storage'
}

function describeCells(given: readonly unknown[], place: (row: number) => readonly (string | number)[], casting: Casting): Description {
  const described = given.flatMap((cell, row) => (isMissing(cell) ? [] : [describeValue(cell, casting, place(row))]))
  return mergeItems(described).item
}

function categoriesOf(given: readonly unknown[], place: (row: number) => readonly (string | number)[]): readonly string[] {
  const categories = new Set<string>()
  for (const [row, cell] of given.entries()) {
    if (isMissing(cell)) continue
    if (typeof cell !== 'string') throw sampleError(place(row), `is ${showValue(cell)}, expected a string (category)`)
    categories.add(cell)
  }
  return [...categories]
}

function cellAsJson(cell: unknown, column: ColumnDescription, path: readonly (string | number)[]): JsonValue {
  if (isMissing(cell)) return null
  if (column.dtype.kind === 'object') {
    const { example } = describeValue(cell, 'safe', path)
    return column.value === undefined ? example : withoutNulls(example, column.value)
  }
  const value = isMarker(cell) && markerKind(cell) === 'int' ? cell.value : cell
  // A typed array shows booleans as 0 and 1.
  const read = column.dtype.kind === 'bool' && typeof value === 'number' ? value === 1 : cellReader(column.dtype, false)(value)
  if (read instanceof Refusal) throw sampleError(path, `is ${read.received ?? showValue(value)}, expected ${read.expected}`)
  const written = exampleWriter(
    column.dtype,
    true,
  )(column.dtype.kind === 'float' ? roundToStorage(read as number, column.dtype.name) : read)
  if (written === undefined) throw sampleError(path, `is ${showValue(value)}, expected ${expectedExample(column.dtype)}`)
  return written
}

/**
 * A float32 or float16 as pandas writes it: its value with ten decimals, where that still is the same float32. The full
 * digits of the double that it widens to would say more than the column knows.
 */
function roundToStorage(value: number, name: string): number {
  if (name === 'float64') return value
  const stored = Math.fround(value)
  const short = roundHalfToEven(stored)
  return Math.fround(short) === stored ? short : stored
}

/** Ten decimals; a half goes to the even digit, as pandas has it. */
function roundHalfToEven(value: number): number {
  const whole = Math.trunc(value)
  const scaled = Math.abs(value - whole) * 1e10
  const floor = Math.floor(scaled)
  const isUp = scaled - floor > 0.5 || (scaled - floor === 0.5 && floor % 2 === 1)
  const digits = floor + (isUp ? 1 : 0)
  return digits === 1e10
    ? whole + Math.sign(value)
    : Number(`${value < 0 ? '-' : ''}${Math.abs(whole)}.${String(digits).padStart(10, '0')}`)
}

/**
 * The sample in its orient. Swagger 2.0 cannot say "or null", so rows with nulls are left out; if no row is without, one
 * row is made of the first value that each column has.
 */
function exampleOf(shown: readonly ShownColumn[], orient: Orient, labels: readonly RowLabel[]): JsonValue {
  const rows = countedLabels(labels.length)
  const hasValue = shown.map(({ cells }) => cells.some((cell) => cell !== null && cell !== absent))
  const isFull = (row: number) =>
    shown.every(({ cells }, index) => !hasValue[index] || (cells[row] !== null && (orient === 'records' || cells[row] !== absent)))
  const full = rows.filter(isFull)
  const pick = ({ cells }: ShownColumn): readonly (JsonValue | typeof absent)[] => {
    if (full.length > 0 || rows.length === 0) return full.map((row) => cells[row] ?? null)
    return [cells.find((cell) => cell !== null && cell !== absent) ?? null]
  }
  const columns = shown.map(
    (column): JsonColumn => ({ name: column.description.name, dtype: column.description.dtype, cells: pick(column) }),
  )
  const shownRows = full.length > 0 ? full : rows.slice(0, 1)
  return layOut(
    orient,
    columns,
    shownRows.map((row) => labels[row] as RowLabel),
  )
}
