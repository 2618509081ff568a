import type { ColumnDescription, Description, FrameDescription } from '../description/description.js'
import { expectedOf } from '../dtype/dtype.js'
import type { IssueLog } from '../errors/issue-log.js'
import { allOf, showValue } from '../errors/show.js'
import { buildColumns } from '../frames/columns.js'
import { buildRecords, isSameOrder } from '../frames/records.js'
import { listCells, type Rows } from '../frames/rows.js'
import { type Column, type ColumnDecoder, columnDecoder } from './column.js'
import { undescribed } from './composite.js'
import { type Decoder, failed } from './decoder.js'
import { expectedOfDescription } from './expected.js'
import { readRows } from './layouts/layout.js'
import { settle } from './promise.js'

/**
 * A frame in any of its layouts, as the kind of frame that the sample is, with the sample's columns in the sample's order.
 *
 * @param decoderOf gives the decoders of the values in object columns
 */
export function frameDecoder(frame: FrameDescription, decoderOf: (description: Description) => Decoder): Decoder {
  const decoders = new Map(frame.columns.map((column) => [column.name, columnDecoder(column, frame, decoderOf)]))

  return (value, log) => {
    const before = log.count
    const rows = readRows(value, frame, log)
    if (rows === undefined) return failed
    const others = rows.names.filter((name) => !decoders.has(name))
    if (frame.enforceShape) reportOthers(others, rows, frame, log)
    const asked = askedColumns(rows, frame, log)
    if (isSparse((asked.length + (frame.enforceShape ? 0 : others.length)) * rows.length, rows, log)) return failed

    const pending: Promise<void>[] = []
    const columns = asked.map(({ name }) => (decoders.get(name) as ColumnDecoder)(rows, log, pending))
    if (log.count === before && !frame.enforceShape) for (const name of others) columns.push(keepColumn(name, rows, log))
    return settle(pending, () => {
      if (log.count > before) return failed
      return isUnchanged(columns, rows, value, frame) ? value : build(columns, rows.length, frame)
    })
  }
}

/** The described columns that are to be read; those that are missing and should not be are reported. */
function askedColumns(rows: Rows, frame: FrameDescription, log: IssueLog): ColumnDescription[] {
  const given = new Set(rows.names)
  return frame.columns.filter((column) => {
    if (given.has(column.name) || (rows.length === 0 && !rows.namesColumns)) return true
    if (!frame.enforceShape) return false
    if (!column.optional) {
      log.add('missing', `the column ${showValue(column.name)}, each ${expectedCell(column)}`, 'missing', rows.namePath(column.name))
      return false
    }
    // Records lack an optional column by not having it.
    return frame.form !== 'records'
  })
}

function expectedCell({ dtype, value }: ColumnDescription): string {
  return value === undefined ? expectedOf(dtype) : expectedOfDescription(value)
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

function reportOthers(others: readonly string[], rows: Rows, frame: FrameDescription, log: IssueLog): void {
  const known = allOf(frame.columns.map((column) => column.name))
  for (const name of others) {
    log.add('unexpected', `only the columns ${known}`, 'a column that the sample does not have', rows.namePath(name))
  }
}

/** A column of a frame whose shape is not enforced, and that the sample does not have: as it came. */
function keepColumn(name: string, rows: Rows, log: IssueLog): Column {
  const cells = rows.column?.(name) ?? listCells(rows, name)
  const values = undescribed(cells, log) as ArrayLike<unknown>
  return { name, values, isSame: values === cells }
}

/** Whether what came is what the decoder would build, so that it can be handed on without a copy. */
function isUnchanged(columns: readonly Column[], rows: Rows, value: unknown, frame: FrameDescription): boolean {
  const isRecords = Array.isArray(value) && rows.column === undefined && !Array.isArray(value[0])
  const isOwnForm = frame.form === 'records' ? isRecords : rows.column !== undefined
  const names = columns.map((column) => column.name)
  return isOwnForm && rows.isUniform && columns.every((column) => column.isSame) && isSameOrder(names, rows.names)
}

function build(columns: readonly Column[], length: number, frame: FrameDescription): unknown {
  const names = columns.map((column) => column.name)
  const values = columns.map((column) => column.values)
  return frame.form === 'records' ? buildRecords(names, values, length) : buildColumns(names, values)
}
