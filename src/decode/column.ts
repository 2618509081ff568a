import { castReader } from '../cells/cast.js'
import { castDifference } from '../cells/cast-difference.js'
import { type CellReader, Refusal } from '../cells/cell.js'
import { cellReader } from '../cells/cell-reader.js'
import { dateOfCount, readDate } from '../cells/datetime.js'
import { toSafeInteger } from '../cells/integer.js'
import { hasNaT, missingOf, nullableReader, nullableWords } from '../cells/nullable.js'
import { type ColumnDescription, type Description, type FrameDescription, hasDefault, opaqueTypes } from '../description/description.js'
import { constraintsOf, type DatetimeDtype, type Dtype, expectedOf } from '../dtype/dtype.js'
import { NaT } from '../dtype/time-unit.js'
import type { IssueLog } from '../errors/issue-log.js'
import type { FormColumn, FrameForm, RefuseCells } from '../frames/frame-form.js'
import { absent, type Rows } from '../frames/rows.js'
import { CellsReading, type Column, type ColumnReading, readParts, TextsReading } from './column-reading.js'
import { asItCame, type Decoder, failed } from './decoder.js'
import { expectedOfDescription } from './expected.js'
import { isPromise } from './promise.js'
import { plainCellAt, plainCells } from './typed-cells.js'

/** Reads a described column of a frame. */
export interface ColumnDecoder {
  /** Reads all of it: what does not fit is reported, what takes its time is pending. */
  read(rows: Rows, log: IssueLog, pending: Promise<void>[]): Column
  /** Starts to read it part by part, where its cells say all there is to know; {@link read} is for those that this refuses. */
  open?(rows: Rows, isExactText: boolean): ColumnReading
}

/** The decoder of a column: its cells are elements of a dtype, or values with a description of their own. */
export function columnDecoder(
  column: ColumnDescription,
  frame: FrameDescription,
  decoderOf: (description: Description) => Decoder,
): ColumnDecoder {
  const unsafe = frame.casting === 'unsafe'
  if (!frame.enforceColumnType) return anyCellsDecoder(column, frame.form)
  if (column.dtype.kind !== 'object') {
    return cellsDecoder({ ...column, isTyped: isTypedColumn(column) }, frame)
  }
  // pandas keeps anything in an object column; safe casting holds it to the kind of value that the sample shows, or null.
  const decode = unsafe || column.value === undefined ? asItCame : decoderOf(column.value)
  const isOpaque = column.value !== undefined && opaqueTypes(column.value).length > 0
  const takesNull = column.nullable
  const isText = !unsafe && column.value !== undefined && isPlainText(column.value)
  const refusesNull = !takesNull && !unsafe && column.value !== undefined && isTyped(column.value)
  const decodeCell: Decoder = (value, log) => {
    if (isText && typeof value === 'string') return value
    if (value !== null) return decode(value, log)
    if (takesNull) return value
    if (!refusesNull) return decode(value, log)
    log.add('wrong_type', `${expectedOfDescription(column.value)}; null only ${nullAllowedBy(column, frame)}`, 'null')
    return failed
  }
  const read = valuesDecoder(column, frame.form, isOpaque, decodeCell)
  if (!isText || frame.form.hasStrictNulls) return { read }
  return { read, open: (rows) => new TextsReading(column, frame.form, rows, takesNull) }
}

/** Whether values are of a type that null is no value of. */
function isTyped({ kind, nullable }: Description): boolean {
  return !nullable && kind !== 'any' && kind !== 'opaque'
}

/** Whether values are texts, whatever is in them. */
export function isPlainText(value: Description): boolean {
  return value.kind === 'scalar' && value.type === 'string' && value.constraints === undefined
}

/** Whether a column arrives as the dtype's typed array, which has no place for a missing cell. */
export function isTypedColumn(column: ColumnDescription): boolean {
  return column.typed && !column.nullable && (!column.optional || hasDefault(column))
}

/** Reads a cell as JSON has it, with safe casting; null as the form has it. */
export function jsonCellReader(column: ColumnDescription & FormColumn, frame: FrameDescription): CellReader {
  return cellOrNull(presentReader(column, frame.form, false), column, frame, false)
}

function cellsDecoder(column: ColumnDescription & FormColumn, frame: FrameDescription): ColumnDecoder {
  const { name, dtype } = column
  const { form } = frame
  const unsafe = frame.casting === 'unsafe'
  const isConstrained = constraintsOf(dtype) !== undefined
  const read = cellOrNull(presentReader(column, form, unsafe), column, frame, unsafe)
  return {
    open: (rows, isExactText) => new CellsReading(column, form, rows, read, isExactText),
    read: (rows, log) => {
      const given = rows.dtype?.(name)
      const cast = given && castReader(given, dtype, unsafe && !isKept(dtype, form))
      if (given !== undefined && cast === undefined) {
        const [received, expected] = castDifference(given, dtype, unsafe && !isKept(dtype, form))
        log.add('wrong_type', `a column of ${expected}`, `a column of ${received}`, rows.namePath(name))
        return { name, values: [], isSame: false }
      }
      const kept = isConstrained ? undefined : form.keep(column, rows)
      if (kept !== undefined) return { name, values: kept, isSame: true }
      const before = log.count
      const readCell = cast === undefined ? read : cellOrNull(receivedAs(column, cast), column, frame, unsafe)
      const reading = new CellsReading(column, form, rows, readCell, log.isExactText)
      readParts(rows, name, (cells, count, row) =>
        reading.take(cells, count, row, (refused, value, row) => {
          const place = rows.cellPath(row, name)
          if (refused instanceof Refusal) refused.report(log, value, place)
          else if (refused === absent) log.add('missing', expectedOf(dtype), 'missing', place)
          else log.add('out_of_range', refused.expected, 'one more', place)
        }),
      )
      return log.count > before ? { name, values: [], isSame: false } : reading.finish()
    },
  }
}

/** Where the sample shows numbers or Dates, cells of a typed column become these. */
function receivedAs({ cell, dtype }: ColumnDescription, read: CellReader): CellReader {
  if (cell === 'safe integer') return safeIntegerReader(read, dtype)
  return cell === 'date' ? datesOf(dtype as DatetimeDtype, read) : read
}

/** Dates of what a dtype stores. */
function datesOf(dtype: DatetimeDtype, read: CellReader): CellReader {
  return (value, isText) => {
    const count = read(value, isText)
    return typeof count === 'bigint' && count !== NaT ? dateOfCount(count, dtype, value) : count
  }
}

/** Dates of JSON: of text, and of numbers where the dtype says their unit. */
function dateReader(dtype: DatetimeDtype, unsafe: boolean): CellReader {
  const readNumber = datesOf(dtype, cellReader(dtype, unsafe))
  return (value) => {
    if (typeof value === 'number' || typeof value === 'bigint') return readNumber(value, true)
    return value === 'NaT' ? NaT : readDate(value)
  }
}

/** Cells whose type nobody enforces. */
function anyCellsDecoder({ name, optional }: ColumnDescription, form: FrameForm): ColumnDecoder {
  const read: ColumnDecoder['read'] = (rows, log) => {
    const cells = plainCells(rows, name)
    for (const [row, cell] of optional ? [] : cells.entries()) {
      if (cell === absent) log.add('missing', 'any value', 'missing', rows.cellPath(row, name))
    }
    const given = rows.column?.(name)
    const isSame = given === undefined || Array.isArray(given)
    return { name, values: form.undescribed(name, cells, rows, refuseCells(name, rows, log)), isSame }
  }
  return { read }
}

/** Reports cells of a column at their place. */
export function refuseCells(name: string, rows: Rows, log: IssueLog): RefuseCells {
  return (row, expected, received) => log.add('wrong_type', expected, received, rows.cellPath(row, name))
}

function valuesDecoder(column: ColumnDescription, form: FrameForm, isOpaque: boolean, decode: Decoder): ColumnDecoder['read'] {
  const { name } = column
  return (rows, log, pending) => {
    const before = log.count
    const values = new Array<unknown>(rows.length)
    const cellAt = plainCellAt(rows, name)
    let isSame = true
    for (let row = 0; row < rows.length; row++) {
      const value = cellAt(row)
      if (value === absent) {
        if (column.optional) values[row] = absent
        else log.add('missing', 'a value', 'missing', rows.cellPath(row, name))
        continue
      }
      const cell = decodeAt(value, row)
      isSame &&= Object.is(cell, value)
      if (cell !== failed) values[row] = cell
      if (isPromise(cell)) {
        pending.push(
          cell.then((settled) => {
            values[row] = settled
          }),
        )
      }
    }
    return { name, values: log.count > before ? [] : form.objects(name, values, rows, refuseCells(name, rows, log)), isSame }

    function decodeAt(value: unknown, row: number): unknown {
      if (!isOpaque)
        return log.below(
          () => rows.cellPath(row, name),
          () => decode(value, log),
        )
      // A custom type may refuse later, by a promise: then the place must be known beforehand.
      const place = rows.cellPath(row, name)
      log.path.push(...place)
      const cell = decode(value, log)
      log.path.length -= place.length
      return cell
    }
  }
}

/** Reads null as the column has it: as null, as the missing value of its storage, or as what it does not hold. */
function cellOrNull(read: CellReader, column: ColumnDescription & FormColumn, frame: FrameDescription, unsafe: boolean): CellReader {
  const { name, dtype, nullable, isStrict = false } = column
  const missing = missingOf(dtype, { nullable, isStrict, allowedBy: nullAllowedBy(column, frame) })
  const isTaken = missing instanceof Refusal && unsafe && mayLack.has(dtype.kind) && frame.form.takesNull?.(name) !== false
  if (!isTaken) return nullableReader(read, dtype, missing)
  return nullableReader(read, dtype, column.isTyped && hasNaT(dtype) ? NaT : null)
}

/** How the author of a frame allows null in a column. */
function nullAllowedBy({ name, dtype, cell, value, isStrict }: ColumnDescription, { dialect, form }: FrameDescription): string {
  if (dialect === 'spark' || form.takesNull?.(name) === false) return 'where the schema says nullable'
  const shown = dtype.kind !== 'object' ? dtype.name : value !== undefined && isPlainText(value) ? 'str' : undefined
  // Dates and numbers that a sample shows without a dtype would become bigints by one.
  const stated = form.hasStrictNulls || cell !== 'storage' ? undefined : shown
  return `with ${isStrict ? 'columns' : 'dtypes'}: { ${JSON.stringify(name)}: ${nullableWords(stated, dtype)} }`
}

/** What pandas has a missing value of, or keeps as objects, whatever a sample shows: unsafe casting takes null for these. */
const mayLack: ReadonlySet<Dtype['kind']> = new Set([
  ...(['string', 'category', 'datetime', 'timedelta', 'date', 'time'] as const),
  ...(['list', 'struct', 'map'] as const),
])

/**
 * Whether a column's cells are what pandas has in object columns: it keeps whatever is there, and casts nothing inside of a
 * cell. Arrow's columns have no place for others, so that unsafe casting changes nothing there.
 */
function isKept(dtype: Dtype, form: FrameForm): boolean {
  return form.hasStrictNulls && ['string', 'list', 'struct', 'map'].includes(dtype.kind)
}

/** Reads what is no null. */
function presentReader({ dtype, cell }: ColumnDescription, form: FrameForm, unsafe: boolean): CellReader {
  if (isKept(dtype, form)) return cellReader(dtype, false)
  if (cell === 'date') return dateReader(dtype as DatetimeDtype, unsafe)
  const read = cellReader(dtype, unsafe)
  if (unsafe && hasNaT(dtype) && dtype.epoch === undefined) return countReader(read)
  return cell === 'safe integer' ? safeIntegerReader(read, dtype) : read
}

/** Unsafe: pandas takes a number in a column of times for a count of its unit. */
function countReader(read: CellReader): CellReader {
  return (value, isText) => {
    if (Number.isSafeInteger(value)) return BigInt(value as number)
    return typeof value === 'bigint' ? read(value) : read(value, isText)
  }
}

function safeIntegerReader(read: CellReader, dtype: Dtype): CellReader {
  const constraints = constraintsOf(dtype)
  return (value) => {
    if (constraints === undefined && Number.isSafeInteger(value)) return value
    const integer = read(value)
    return integer instanceof Refusal ? integer : toSafeInteger(integer as bigint, constraints)
  }
}
