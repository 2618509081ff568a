import { type CellReader, Refusal } from '../cells/cell.js'
import { cellReader } from '../cells/cell-reader.js'
import { readDate } from '../cells/datetime.js'
import { toSafeInteger } from '../cells/integer.js'
import { type ColumnDescription, type Description, type FrameDescription, opaqueTypes } from '../description/description.js'
import { expectedOf } from '../dtype/dtype.js'
import { createStorage, isStorageOf, type Storage } from '../dtype/storage.js'
import { NaT } from '../dtype/time-unit.js'
import type { IssueLog } from '../errors/issue-log.js'
import { oneOf, showValue } from '../errors/show.js'
import { absent, type Rows } from '../frames/rows.js'
import { undescribed } from './composite.js'
import { type Decoder, failed } from './decoder.js'
import { isPromise } from './promise.js'

/** A column that was read. */
export interface Column {
  readonly name: string
  readonly values: ArrayLike<unknown>
  /** Whether every cell is what came. */
  readonly isSame: boolean
}

/** Reads a described column of a frame: what does not fit is reported, what takes its time is pending. */
export type ColumnDecoder = (rows: Rows, log: IssueLog, pending: Promise<void>[]) => Column

/** The decoder of a column: its cells are elements of a dtype, or values with a description of their own. */
export function columnDecoder(
  column: ColumnDescription,
  frame: FrameDescription,
  decoderOf: (description: Description) => Decoder,
): ColumnDecoder {
  const unsafe = frame.casting === 'unsafe'
  if (!frame.enforceColumnType) return cellsDecoder(column, false, (value) => value)
  if (column.dtype.kind !== 'object') {
    const isTyped = column.typed && !column.nullable && !column.optional && frame.form === 'columns'
    return cellsDecoder(column, isTyped, dtypeReader(column, unsafe, isTyped))
  }
  // pandas keeps anything in an object column; safe casting holds it to the kind of value that the sample shows, or null.
  const decode = unsafe || column.value === undefined ? undescribed : decoderOf(column.value)
  const isOpaque = column.value !== undefined && opaqueTypes(column.value).length > 0
  return valuesDecoder(column, isOpaque, (value, log) => (value === null ? null : decode(value, log)))
}

function cellsDecoder(column: ColumnDescription, isTyped: boolean, read: CellReader): ColumnDecoder {
  const { name, dtype } = column
  return (rows, log) => {
    const given = rows.column?.(name)
    if (isTyped && given !== undefined && !Array.isArray(given) && isStorageOf(given, dtype)) return { name, values: given, isSame: true }
    const values: Storage = isTyped ? createStorage(dtype, rows.length) : new Array<unknown>(rows.length)
    let isSame = !isTyped && (given === undefined || Array.isArray(given))
    const cellAt = rows.cells(name)
    for (let row = 0; row < rows.length; row++) {
      const value = cellAt(row)
      const cell = value === absent ? absent : read(value, log.isExactText)
      if (cell instanceof Refusal) cell.report(log, value, rows.cellPath(row, name))
      else if (cell === absent && !column.optional) log.add('missing', expectedOf(dtype), 'missing', rows.cellPath(row, name))
      else values[row] = cell as never
      isSame &&= Object.is(cell, value)
    }
    return { name, values, isSame }
  }
}

function valuesDecoder(column: ColumnDescription, isOpaque: boolean, decode: Decoder): ColumnDecoder {
  const { name } = column
  return (rows, log, pending) => {
    const values = new Array<unknown>(rows.length)
    const cellAt = rows.cells(name)
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
    return { name, values, isSame }

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

function dtypeReader(column: ColumnDescription, unsafe: boolean, isTyped: boolean): CellReader {
  const { dtype, nullable } = column
  const read = presentReader(column, unsafe)
  const isTime = dtype.kind === 'datetime' || dtype.kind === 'timedelta'
  if (!nullable && !isTime && dtype.kind !== 'string' && dtype.kind !== 'category') return read
  // Typed storage has no null; for times it has NaT, the dtype's own missing value.
  const missing = isTyped && isTime ? NaT : null
  return (value, isText) => (value === null ? missing : read(value, isText))
}

/** Reads what is no null. */
function presentReader(column: ColumnDescription, unsafe: boolean): CellReader {
  const { dtype, cell, categories } = column
  // A sample without rows shows no category, so that it cannot leave any out.
  if (dtype.kind === 'category' && categories !== undefined && categories.length > 0) return categoryReader(categories, unsafe)
  if (cell === 'date') return (value) => readDate(value, unsafe)
  const read = cellReader(dtype, unsafe)
  if (unsafe && (dtype.kind === 'datetime' || dtype.kind === 'timedelta')) return countReader(read)
  return cell === 'safe integer' ? safeIntegerReader(read) : read
}

/** Unsafe: pandas takes a number in a column of times for a count of its unit. */
function countReader(read: CellReader): CellReader {
  return (value, isText) => {
    if (Number.isSafeInteger(value)) return BigInt(value as number)
    return typeof value === 'bigint' ? read(value) : read(value, isText)
  }
}

function safeIntegerReader(read: CellReader): CellReader {
  return (value) => {
    if (Number.isSafeInteger(value)) return value
    const integer = read(value)
    return integer instanceof Refusal ? integer : toSafeInteger(integer as bigint)
  }
}

/** Unsafe: a value of no category is missing, as in pandas. */
function categoryReader(categories: readonly string[], unsafe: boolean): CellReader {
  const known = new Set(categories)
  const refusal = new Refusal('not_a_category', oneOf(categories.map((category) => showValue(category))))
  return (value) => (typeof value === 'string' && known.has(value) ? value : unsafe ? null : refusal)
}
