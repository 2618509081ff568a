import { type CellReader, Refusal } from '../cells/cell.js'
import { cellReader } from '../cells/cell-reader.js'
import { readDate } from '../cells/datetime.js'
import { type ColumnDescription, type FrameDescription, opaqueTypes } from '../description/description.js'
import { expectedOf } from '../dtype/dtype.js'
import { createStorage, isStorageOf } from '../dtype/storage.js'
import { NaT } from '../dtype/time-unit.js'
import type { Path } from '../errors/issue.js'
import type { IssueLog } from '../errors/issue-log.js'
import { oneOf, showValue } from '../errors/show.js'
import { buildColumns } from '../frames/columns.js'
import { buildRecords, isSameOrder } from '../frames/records.js'
import { absent, type Rows } from '../frames/rows.js'
import { undescribed } from './composite.js'
import { type Decoder, failed } from './decoder.js'
import { readRows } from './layouts/layout.js'
import { isPromise, settle } from './promise.js'

/** Reads one cell, at the log's current place: gives its value, or {@link failed} after reporting. */
type ColumnReader = (value: unknown, log: IssueLog) => unknown

interface Column {
  readonly name: string
  readonly values: ArrayLike<unknown>
  /** Whether every cell is what came. */
  readonly isSame: boolean
}

/**
 * A frame in any of its layouts, as the kind of frame that the sample is, with the sample's columns in the sample's order.
 *
 * @param decoderOf gives the decoders of the values in object columns
 */
export function frameDecoder(
  frame: FrameDescription,
  decoderOf: (description: NonNullable<ColumnDescription['value']>) => Decoder,
): Decoder {
  const readers = new Map(frame.columns.map((column) => [column.name, columnReader(column, frame, decoderOf)]))

  return (value, log) => {
    const before = log.count
    const rows = readRows(value, frame, log)
    if (rows === undefined) return failed
    const others = rows.names.filter((name) => !readers.has(name))
    if (frame.enforceShape) reportOthers(others, rows, frame, log)

    const given = new Set(rows.names)
    const asked: ColumnDescription[] = []
    for (const column of frame.columns) {
      if (!given.has(column.name) && (rows.length > 0 || rows.namesColumns)) {
        if (!frame.enforceShape) continue
        if (!column.optional) {
          log.add(
            'missing',
            `the column ${showValue(column.name)} with ${pluralOf(expectedOf(column.dtype))}`,
            'missing',
            rows.namePath(column.name),
          )
          continue
        }
        // Records lack an optional column by not having it.
        if (frame.form === 'records') continue
      }
      asked.push(column)
    }
    if (isSparse((asked.length + (frame.enforceShape ? 0 : others.length)) * rows.length, rows, log)) return failed

    const pending: Promise<void>[] = []
    const columns = asked.map((column) =>
      readColumn(column, readers.get(column.name) as ColumnReader, given.has(column.name), frame, rows, log, pending),
    )
    if (log.count === before && !frame.enforceShape) for (const name of others) columns.push(keepColumn(name, rows, log))
    return settle(pending, () => {
      if (log.count > before) return failed
      return isUnchanged(columns, rows, value, frame) ? value : build(columns, rows.length, frame)
    })
  }
}

/**
 * Whether rows have so few of the columns that their table would take far more room than they do: a million empty records
 * before one of a thousand columns. Reports it.
 */
function isSparse(cells: number, rows: Rows, log: IssueLog): boolean {
  if (cells <= 1_000_000 || cells <= 20 * rows.cellCount) return false
  log.add('wrong_shape', 'a value for most of them', `${cells} cells in ${rows.length} rows, of which ${rows.cellCount} are given`)
  return true
}

/** "an integer (int8)" → "integers (int8)" would need a table; "values: an integer (int8)" does not. */
function pluralOf(expected: string): string {
  return `values of ${expected.replace(/^an? /, 'type ')}`
}

function reportOthers(others: readonly string[], rows: Rows, frame: FrameDescription, log: IssueLog): void {
  const known = oneOf(frame.columns.map((column) => column.name))
  for (const name of others)
    log.add(
      'unexpected',
      `only the columns ${known.replace(/ or (?!one of)/, ' and ')}`,
      'a column that the sample does not have',
      rows.namePath(name),
    )
}

/** A column of a frame whose shape is not enforced, and that the sample does not have: as it came. */
function keepColumn(name: string, rows: Rows, log: IssueLog): Column {
  const column = rows.column?.(name)
  const values = undescribed(column ?? Array.from({ length: rows.length }, (_, row) => rows.cell(row, name)), log) as ArrayLike<unknown>
  return { name, values, isSame: column === undefined ? isSameCells(values, name, rows) : values === column }
}

function isSameCells(values: ArrayLike<unknown>, name: string, rows: Rows): boolean {
  for (let row = 0; row < rows.length; row++) if (!Object.is(values[row], rows.cell(row, name))) return false
  return true
}

function readColumn(
  column: ColumnDescription,
  read: ColumnReader,
  isGiven: boolean,
  frame: FrameDescription,
  rows: Rows,
  log: IssueLog,
  pending: Promise<void>[],
): Column {
  const { name, dtype } = column
  const holdsOwnTypes = column.value !== undefined && opaqueTypes(column.value).length > 0
  const isTyped = column.typed && !column.nullable && !column.optional && frame.form === 'columns' && frame.enforceColumnType
  const given = isGiven ? rows.column?.(name) : undefined
  if (isTyped && given !== undefined && !Array.isArray(given) && isStorageOf(given, dtype)) return { name, values: given, isSame: true }

  const values = isTyped ? createStorage(dtype, rows.length) : new Array<unknown>(rows.length)
  let isSame = given === undefined || Array.isArray(given) !== isTyped
  for (let row = 0; row < rows.length; row++) {
    const value = rows.cell(row, name)
    if (value === absent) {
      if (column.optional) values[row] = absent as never
      else log.add('missing', expectedOf(dtype), 'missing', rows.cellPath(row, name))
      continue
    }
    const cell = holdsOwnTypes
      ? readAt(rows.cellPath(row, name), () => read(value, log), log)
      : log.below(
          () => rows.cellPath(row, name),
          () => read(value, log),
        )
    if (cell === failed) continue
    // A null that storage cannot hold as one is the dtype's own missing value.
    values[row] = (cell === null && isTyped && (dtype.kind === 'datetime' || dtype.kind === 'timedelta') ? NaT : cell) as never
    isSame &&= Object.is(cell, value)
    if (isPromise(cell)) {
      pending.push(
        cell.then((settled) => {
          values[row] = settled as never
        }),
      )
    }
  }
  return { name, values, isSame: isSame && !isTyped }
}

/** Reads at a place that must be known beforehand: what is refused later, by a promise, has no other way to learn it. */
function readAt<T>(place: Path, read: () => T, log: IssueLog): T {
  log.path.push(...place)
  const result = read()
  log.path.length -= place.length
  return result
}

function columnReader(
  column: ColumnDescription,
  frame: FrameDescription,
  decoderOf: (description: NonNullable<ColumnDescription['value']>) => Decoder,
): ColumnReader {
  const unsafe = frame.casting === 'unsafe'
  if (!frame.enforceColumnType) return (value) => value
  if (column.dtype.kind === 'object') return objectReader(column, unsafe, decoderOf)
  const read = dtypeReader(column, unsafe)
  const keepsNull = column.nullable || ['string', 'category', 'datetime', 'timedelta'].includes(column.dtype.kind)
  return (value, log) => {
    if (value === null && keepsNull) return null
    const cell = read(value)
    if (!(cell instanceof Refusal)) return cell
    cell.report(log, value)
    return failed
  }
}

/** pandas keeps anything in an object column; safe casting holds it to the kind of value that the sample shows, or null. */
function objectReader(
  column: ColumnDescription,
  unsafe: boolean,
  decoderOf: (description: NonNullable<ColumnDescription['value']>) => Decoder,
): ColumnReader {
  if (unsafe || column.value === undefined) return undescribed
  const decode = decoderOf(column.value)
  return (value, log) => (value === null ? null : decode(value, log))
}

function dtypeReader(column: ColumnDescription, unsafe: boolean): CellReader {
  const { dtype, cell, categories } = column
  // A sample without rows shows no category, so that it cannot leave any out.
  if (dtype.kind === 'category' && categories !== undefined && categories.length > 0) return categoryReader(categories, unsafe)
  if (cell === 'date') return (value) => readDate(value, unsafe)
  const read = cellReader(dtype, unsafe)
  return cell === 'safe integer' ? safeIntegerReader(read) : read
}

function safeIntegerReader(read: CellReader): CellReader {
  const refusal = new Refusal('out_of_range', 'an integer between -(2^53 - 1) and 2^53 - 1')
  return (value) => {
    const integer = read(value)
    if (integer instanceof Refusal) return integer
    return Number.isSafeInteger(Number(integer)) ? Number(integer) : refusal
  }
}

/** Unsafe: a value of no category is missing, as in pandas. */
function categoryReader(categories: readonly string[], unsafe: boolean): CellReader {
  const known = new Set(categories)
  const refusal = new Refusal('not_a_category', oneOf(categories.map((category) => showValue(category))))
  return (value) => (typeof value === 'string' && known.has(value) ? value : unsafe ? null : refusal)
}

/** Whether what came is what the decoder would build, so that it can be handed on without a copy. */
function isUnchanged(columns: readonly Column[], rows: Rows, value: unknown, frame: FrameDescription): boolean {
  const isOwnForm =
    frame.form === 'records' ? Array.isArray(value) && rows.column === undefined && !Array.isArray(value[0]) : rows.column !== undefined
  return (
    isOwnForm &&
    rows.isUniform &&
    columns.every((column) => column.isSame) &&
    isSameOrder(
      columns.map((column) => column.name),
      rows.names,
    )
  )
}

function build(columns: readonly Column[], length: number, frame: FrameDescription): unknown {
  const names = columns.map((column) => column.name)
  const values = columns.map((column) => column.values)
  return frame.form === 'records' ? buildRecords(names, values, length) : buildColumns(names, values)
}
