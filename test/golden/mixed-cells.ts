import { DataType, type Field } from 'apache-arrow'
import { PayloadError } from '../../src/index.js'
import { arrowType, inferType } from './arrow-type.js'
import { type FrameForm, shownForm } from './build-frame.js'
import type { Difference } from './compare-result.js'
import type { PandasSpec } from './golden-file.js'
import type { FramePair } from './shown-frames.js'

/** A column of a received frame that no Arrow column can hold. */
export interface MixedColumn {
  readonly name: string
  readonly frame: FramePair
}

/**
 * The columns in which the Python package's answer has cells that an Arrow column cannot hold together: not of the type that
 * the sample shows, or, where types are not enforced, not of one type at all.
 */
export function mixedColumns(frame: FramePair, frames: FrameForm): MixedColumn[] {
  if (shownForm(frame.spec, frames) !== 'arrow') return []
  const { columns, dtypes, data } = frame.expected
  return columns.flatMap((label, index) => {
    if (dtypes[index] !== 'object') return []
    const cells = data.map((row) => plainCell(row[index]))
    const type = enforcedType(frame.spec, label) ?? inferType(cells)
    return type !== undefined && cells.every((cell) => holds(type, cell)) ? [] : [{ name: String(label), frame }]
  })
}

/** The Arrow type that the sample shows for a column; undefined for columns whose type nobody enforces. */
function enforcedType(spec: PandasSpec, label: string | number): DataType | undefined {
  const shown = spec.columns.find(([name]) => String(name) === String(label))
  return shown === undefined || spec.enforceColumnType === false ? undefined : arrowType(shown[1], shown[2])
}

/** A cell of a RESULT as JSON has it: what JSON has no numbers for is tagged there. */
function plainCell(cell: unknown): unknown {
  if (Array.isArray(cell)) return cell.map(plainCell)
  if (typeof cell !== 'object' || cell === null) return cell
  if ('$float' in cell) return cell.$float === 'NaN' ? null : 0.5
  if ('$int' in cell) return 0
  return Object.fromEntries(Object.entries(cell).map(([key, item]) => [key, plainCell(item)]))
}

/** Whether a column of a type can hold a value, so that it is read as the same value. */
function holds(type: DataType, value: unknown): boolean {
  if (value === null || value === undefined) return true
  if (DataType.isDictionary(type)) return holds(type.dictionary, value)
  if (DataType.isUtf8(type)) return typeof value === 'string'
  if (DataType.isBool(type)) return typeof value === 'boolean'
  if (DataType.isInt(type)) return Number.isInteger(value)
  if (DataType.isFloat(type)) return typeof value === 'number'
  if (DataType.isList(type)) return Array.isArray(value) && value.every((item) => fieldHolds(type.valueField, item))
  if (!DataType.isStruct(type) || typeof value !== 'object' || Array.isArray(value)) return false
  const fields = type.children as Field[]
  const isKnown = Object.keys(value).every((name) => fields.some((field) => field.name === name))
  return isKnown && fields.every((field) => fieldHolds(field, (value as Record<string, unknown>)[field.name]))
}

function fieldHolds({ type, nullable }: Field, value: unknown): boolean {
  return value === null || value === undefined ? nullable : holds(type, value)
}

/**
 * An object column of numbers or booleans is in Arrow a column of a type that other cells are cast to under casting
 * "unsafe": what numpy makes of them, in the place of what the Python package left as it was.
 */
export function castNumbers(spec: PandasSpec, expected: FramePair['expected'], frames: FrameForm): FramePair['expected'] {
  if (shownForm(spec, frames) !== 'arrow') return expected
  const types = expected.columns.map((label, index) => (expected.dtypes[index] === 'object' ? enforcedType(spec, label) : undefined))
  return { ...expected, data: expected.data.map((row) => row.map((cell, index) => castNumber(cell, types[index]))) }
}

function castNumber(cell: unknown, type: DataType | undefined): unknown {
  if (type === undefined || !['number', 'string', 'boolean'].includes(typeof cell)) return cell
  if (DataType.isBool(type)) return Boolean(cell)
  if (!DataType.isInt(type) && !DataType.isFloat(type)) return cell
  const number = cell === '' ? Number.NaN : Number(cell)
  if (Number.isNaN(number) || (typeof cell === 'string' && DataType.isInt(type) && !Number.isInteger(number))) return cell
  return DataType.isInt(type) ? Math.trunc(number) : number
}

/** Checks that what was thrown refuses the columns that Arrow cannot hold, and names them. */
export function compareRefusal(error: unknown, columns: readonly MixedColumn[], payload: unknown): Difference {
  const names = columns.map(({ name }) => name)
  if (!(error instanceof PayloadError)) return `refused ${names} with ${error}`
  const wrong = error.issues.find((issue) => !columns.some((column) => namesColumn(issue, column, payload)))
  return wrong === undefined && error.issues.length > 0 ? undefined : `refused without naming ${names}: ${error.message}`
}

interface Issue {
  readonly path: readonly (string | number)[]
  readonly message: string
}

/** Whether an issue's place is in a column; in rows that are lists, the column is the position in them. */
function namesColumn({ path, message }: Issue, { name, frame }: MixedColumn, payload: unknown): boolean {
  if (!frame.path.every((step, index) => path[index] === step)) return false
  const below = path.slice(frame.path.length)
  if (below.includes(name)) return message.includes(name)
  let value = at(payload, frame.path)
  let names: readonly unknown[] = frame.spec.columns.map(([label]) => label)
  for (const [index, step] of below.entries()) {
    if (isSplit(value)) names = value.columns
    const row = at(value, [step])
    const position = below[index + 1]
    if (typeof step === 'number' && Array.isArray(row) && typeof position === 'number') return String(names[position]) === name
    value = row
  }
  return false
}

function isSplit(value: unknown): value is { columns: unknown[] } {
  return typeof value === 'object' && value !== null && 'columns' in value && 'data' in value && Array.isArray(value.columns)
}

function at(value: unknown, path: readonly (string | number)[]): unknown {
  return path.reduce((inner: unknown, step) => (inner as Record<string | number, unknown> | null | undefined)?.[step], value)
}
