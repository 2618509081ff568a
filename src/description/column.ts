import { type CellWriter, Refusal } from '../cells/cell.js'
import { cellReader } from '../cells/cell-reader.js'
import { withEpoch } from '../dtype/declared-dtype.js'
import type { Dtype, DtypeSpec } from '../dtype/dtype.js'
import { isNullableName, parseDtype } from '../dtype/parse-dtype.js'
import { sparkDtype } from '../dtype/spark-dtype.js'
import { dtypeNameOf, isTypedArray, storageConstructor } from '../dtype/storage.js'
import type { EpochUnit } from '../dtype/time-unit.js'
import { SchemaDefinitionError } from '../errors/schema-definition-error.js'
import { showValue } from '../errors/show.js'
import type { FrameForm } from '../frames/frame-form.js'
import { absent, listCells, type Rows } from '../frames/rows.js'
import type { JsonValue } from '../json/json-value.js'
import type { ConstraintOptions } from './constraints.js'
import { declareColumn } from './declare-column.js'
import type { Casting, ColumnDescription, Description, FrameDialect } from './description.js'
import { exampleWriter, expectedExample, placeholder, withoutNulls } from './example-writer.js'
import { isMarker, markerKind } from './markers.js'
import { mergeItems } from './merge.js'
import { sampleError } from './sample-error.js'
import { isMissing, withShownNulls } from './shown-nulls.js'
import { dtypeNameOfValue, shownDtype } from './tensor.js'
import { describeValue } from './value.js'

/** What one sample column shows: its description, and its cells as JSON for the example. */
export interface ShownColumn {
  readonly description: ColumnDescription
  readonly cells: readonly (JsonValue | typeof absent)[]
}

/** What an author declares of a column, beside its sample or without one. */
export interface ColumnDeclaration extends ConstraintOptions {
  /** numpy's or pandas's name of its dtype; needed where the sample does not show it. */
  readonly dtype?: DtypeSpec
  /** Whether null is a value of it. Default: whether the sample has one in it. */
  readonly nullable?: boolean
  /**
   * The unit of numbers that stand for its times: counts since 1970-01-01T00:00:00Z, or of a duration. pandas before version 3 writes
   * milliseconds, unless it is asked for text. Default: numbers are refused.
   */
  readonly epoch?: EpochUnit
  /** Whether rows may lack it. Default: whether some of the sample's do. */
  readonly optional?: boolean
  /** What stands in where rows lack it; then they may. */
  readonly default?: unknown
}

export interface ColumnOptions {
  /** The dtype that the author gives it. */
  readonly spec: DtypeSpec | undefined
  /** What else the author says of it. */
  readonly declaration: ColumnDeclaration | undefined
  /** Whether null is a value of it only where the declaration says so, of floats, too. */
  readonly isStrict: boolean
  readonly form: FrameForm
  readonly dialect: FrameDialect
  readonly casting: Casting
}

/** Reads a sample's column. */
export function showColumn(name: string, rows: Rows, options: ColumnOptions): ShownColumn {
  const shown = showUndeclared(name, rows, options)
  const { declaration, isStrict, form } = options
  if (declaration === undefined) return shown
  if (declaration.nullable === true && form.takesNull?.(name) === false)
    throw new SchemaDefinitionError(`the column ${showValue(name)} is declared nullable, but its field in the Arrow schema is not`)
  return declareColumn(shown, declaration, isStrict, (row) => rows.cellPath(row, name))
}

function showUndeclared(name: string, rows: Rows, options: ColumnOptions): ShownColumn {
  const own = rows.dtype?.(name)
  if (own === undefined) return showPlain(name, rows, options)
  const dtype = withEpoch(own, options.declaration?.epoch)
  if (options.dialect === 'spark') return withoutNothing(showTyped(name, sparkDtype(dtype), rows.isNullable?.(name) ?? false, rows))
  const cells = listCells(rows, name)
  return showTyped(name, withShownNulls(dtype, cells), cells.includes(null), rows)
}

/** A column whose type is known: nothing is to be guessed from its cells, and none of them needs a check. */
function showTyped(name: string, dtype: Dtype, isNullable: boolean, rows: Rows): ShownColumn {
  const write = exampleCellWriter(dtype)
  const cells = listCells(rows, name).map((cell, row) => {
    const written = cell === null ? null : write(cell)
    if (written === undefined) throw sampleError(rows.cellPath(row, name), `is ${showValue(cell)}, expected ${expectedExample(dtype)}`)
    return written
  })
  const hasValue = cells.some((cell) => cell !== null)
  return {
    // A column of nothing but nulls says nothing: it may as well be left out.
    description: {
      name,
      dtype,
      nullable: isNullable || dtype.kind === 'null',
      optional: dtype.kind === 'null',
      cell: 'storage',
      typed: false,
    },
    cells: hasValue ? cells : cells.map(() => placeholder(dtype)),
  }
}

/** Spark's document calls a column of nothing an object, which its nulls are not: the example leaves it out. */
function withoutNothing({ description, cells }: ShownColumn): ShownColumn {
  return { description, cells: description.dtype.kind === 'null' ? cells.map(() => absent) : cells }
}

function showPlain(name: string, rows: Rows, { spec, declaration, form, casting }: ColumnOptions): ShownColumn {
  const column = rows.column?.(name)
  const given = listCells(rows, name)
  const place = (row: number) => rows.cellPath(row, name)
  const present = given.filter((cell) => cell !== absent && !isMissing(cell))
  const shownAs = column !== undefined && isTypedArray(column) ? dtypeNameOf(column) : rows.dtypeName?.(name)

  const declared = withEpoch(dtypeOfColumn(name, spec, shownAs, present), declaration?.epoch)
  const dtype = declared.kind === 'category' ? { ...declared, categories: categoriesOf(given, place) } : declared
  const description: ColumnDescription = {
    name,
    dtype,
    nullable: (spec !== undefined && isNullableName(spec)) || given.some((cell) => isMissing(cell) && !isOwnNaN(cell, dtype)),
    optional: given.includes(absent),
    cell: spec === undefined ? cellKind(present, dtype) : 'storage',
    typed:
      form.hasTypedColumns === true &&
      storageConstructor(dtype) !== undefined &&
      (shownAs === undefined ? spec !== undefined && dtype.kind !== 'bool' : true),
    ...(dtype.kind === 'object' ? { value: describeCells(given, place, casting) } : {}),
  }
  const asJson = cellWriterOf(description)
  const cells = given.map((cell, row) => (cell === absent ? absent : asJson(cell, place(row))))
  return { description, cells: rows.length > 0 && present.length === 0 ? cells.map((cell) => cell ?? placeholder(dtype)) : cells }
}

/** Whether a cell is a float's own missing value: nothing else is needed for it. */
function isOwnNaN(cell: unknown, dtype: Dtype): boolean {
  return Number.isNaN(cell) && dtype.kind === 'float'
}

function dtypeOfColumn(name: string, spec: DtypeSpec | undefined, shownAs: string | undefined, present: readonly unknown[]): Dtype {
  if (spec === undefined) return shownAs === undefined ? shownDtype(inferColumnDtype(present)) : parseDtype(shownAs)
  const dtype = parseDtype(spec, `the column ${showValue(name)}`)
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
  const described = given.flatMap((cell, row) => (cell === absent || isMissing(cell) ? [] : [describeValue(cell, casting, place(row))]))
  return mergeItems(described).item
}

function categoriesOf(given: readonly unknown[], place: (row: number) => readonly (string | number)[]): readonly string[] {
  const categories = new Set<string>()
  for (const [row, cell] of given.entries()) {
    if (cell === absent || isMissing(cell)) continue
    if (typeof cell !== 'string') throw sampleError(place(row), `is ${showValue(cell)}, expected a string (category)`)
    categories.add(cell)
  }
  return [...categories]
}

/** Writes a sample's cells as JSON. */
function cellWriterOf({ dtype, value: described }: ColumnDescription): (cell: unknown, path: readonly (string | number)[]) => JsonValue {
  if (dtype.kind === 'object')
    return (cell, path) => {
      if (isMissing(cell)) return null
      const { example } = describeValue(cell, 'safe', path)
      return described === undefined ? example : withoutNulls(example, described)
    }
  const readCell = cellReader(dtype, false)
  const writeCell = exampleCellWriter(dtype)
  return (cell, path) => {
    if (isMissing(cell)) return null
    const value = isMarker(cell) && markerKind(cell) === 'int' ? cell.value : cell
    // A typed array shows booleans as 0 and 1.
    const read = dtype.kind === 'bool' && typeof value === 'number' ? value === 1 : readCell(value)
    if (read instanceof Refusal) throw sampleError(path, `is ${read.received ?? showValue(value)}, expected ${read.expected}`)
    const written = writeCell(read)
    if (written === undefined) throw sampleError(path, `is ${showValue(value)}, expected ${expectedExample(dtype)}`)
    return written
  }
}

function exampleCellWriter(dtype: Dtype): CellWriter {
  const write = exampleWriter(dtype, true)
  return dtype.kind === 'float' ? (cell) => write(roundToStorage(cell as number, dtype.name)) : write
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
