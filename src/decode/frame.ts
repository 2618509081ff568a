import { type ColumnDescription, type Description, type FrameDescription, hasDefault } from '../description/description.js'
import { expectedOf } from '../dtype/dtype.js'
import type { IssueLog } from '../errors/issue-log.js'
import { allOf, showValue } from '../errors/show.js'
import type { RowLabel } from '../frames/orient.js'
import { isSameOrder } from '../frames/records.js'
import { isSparse, type Rows, rowsHaving } from '../frames/rows.js'
import { type ColumnDecoder, columnDecoder, refuseCells } from './column.js'
import { type Column, fewRows, readTogether } from './column-reading.js'
import { type Decoder, failed } from './decoder.js'
import { expectedOfDescription } from './expected.js'
import { readRows } from './layouts/layout.js'
import { settle } from './promise.js'
import { plainCells } from './typed-cells.js'

/**
 * A frame in any of its layouts, as the kind of frame that the sample is, with the sample's columns in the sample's order.
 *
 * @param decoderOf gives the decoders of the values in object columns
 */
export function frameDecoder(described: FrameDescription, decoderOf: (description: Description) => Decoder): Decoder {
  const { inference } = described
  const frame = inference === undefined ? described : { ...described, columns: [], form: inference, enforceShape: false }
  const names = frame.columns.map((column) => column.name)
  const decoders = new Map(frame.columns.map((column) => [column.name, columnDecoder(column, frame, decoderOf)]))

  return (value, log) => {
    const before = log.count
    const rows = readRows(value, frame, log)
    if (rows === undefined) return failed
    const isAsDescribed = isSameOrder(rows.names, names)
    const others = isAsDescribed ? [] : rows.names.filter((name) => !decoders.has(name))
    if (frame.enforceShape && others.length > 0) reportOthers(others, rows, frame, log)
    const asked = isAsDescribed ? frame.columns : askedColumns(rows, frame, log)
    const kept = frame.enforceShape ? [] : others
    const partial = partialColumns(asked, kept, rows, frame)
    if (isTooSparse(asked.length + kept.length - partial.size, rows, log)) return failed

    const labels = readLabels(rows, frame, log)
    const pending: Promise<void>[] = []
    const read = (name: string, read: (rows: Rows) => Column): Column => {
      const at = partial.get(name)
      return at === undefined ? read(rows) : { ...read(rowsHaving(rows, at)), rows: at }
    }
    const whole = asked.filter(({ name }) => !partial.has(name))
    const known = rows.length < fewRows ? undefined : readPlain(whole, decoders, rows, log)
    const columns = asked.map(
      ({ name }) => known?.get(name) ?? read(name, (rows) => (decoders.get(name) as ColumnDecoder).read(rows, log, pending)),
    )
    if (log.count === before) for (const name of kept) columns.push(read(name, (rows) => keepColumn(name, rows, frame, log)))
    return settle(pending, () => {
      if (log.count > before) return failed
      return isUnchanged(columns, rows, value, frame) ? value : frame.form.build(columns, rows.length, labels)
    })
  }
}

/**
 * The columns that are read in the rows that have them alone, and those rows: columns that a frame of records may lack, where most
 * cells are not there. The others take a cell for each row.
 */
function partialColumns(
  asked: readonly ColumnDescription[],
  kept: readonly string[],
  rows: Rows,
  { form }: FrameDescription,
): ReadonlyMap<string, readonly number[]> {
  const partial = new Map<string, readonly number[]>()
  if (!form.lacksCells || rows.having === undefined) return partial
  const optional = asked.filter((column) => column.optional && !hasDefault(column)).map(({ name }) => name)
  for (const name of [...optional, ...kept]) {
    const at = rows.having(name)
    if (at !== undefined) partial.set(name, at)
  }
  return partial
}

/** The columns that hold nothing but cells as they should be, of rows that are nothing but cells. */
function readPlain(
  asked: readonly ColumnDescription[],
  decoders: ReadonlyMap<string, ColumnDecoder>,
  rows: Rows,
  log: IssueLog,
): ReadonlyMap<string, Column> {
  const names = new Set(rows.names)
  const open = asked.flatMap(({ name }) => {
    const isPlain = names.has(name) && rows.dtype?.(name) === undefined && Array.isArray(rows.column?.(name) ?? [])
    const reading = isPlain ? decoders.get(name)?.open?.(rows, log.isExactText) : undefined
    return reading === undefined ? [] : [{ name, reading }]
  })
  return readTogether(open, rows)
}

/** The described columns that are to be read; those that are missing and should not be are reported. */
function askedColumns(rows: Rows, frame: FrameDescription, log: IssueLog): readonly ColumnDescription[] {
  const given = new Set(rows.names)
  return frame.columns.filter((column) => {
    if (given.has(column.name) || (rows.length === 0 && !rows.namesColumns)) return true
    if (hasDefault(column)) return true
    if (!frame.enforceShape) return false
    if (!column.optional) {
      log.add('missing', `the column ${showValue(column.name)}, each ${expectedCell(column)}`, 'missing', rows.namePath(column.name))
      return false
    }
    // Records lack an optional column by not having it.
    return !frame.form.lacksCells
  })
}

function expectedCell({ dtype, value }: ColumnDescription): string {
  return value === undefined ? expectedOf(dtype) : expectedOfDescription(value)
}

/**
 * Whether rows have so few cells that columns with a cell for each row would take far more room than they do: a million empty
 * records before a thousand columns. Reports it. Small tables may be as sparse as they like.
 */
function isTooSparse(columns: number, rows: Rows, log: IssueLog): boolean {
  const cells = columns * rows.length
  if (cells <= 100_000 || !isSparse(rows.cellCount, rows.length, columns)) return false
  log.add(
    'wrong_shape',
    'a value for at least every fourth of them',
    `${cells} cells in ${rows.length} rows, of which ${rows.cellCount} are given`,
  )
  return true
}

function reportOthers(others: readonly string[], rows: Rows, frame: FrameDescription, log: IssueLog): void {
  const known = allOf(frame.columns.map((column) => column.name))
  for (const name of others) {
    log.add('unexpected', `only the columns ${known}`, 'a column that the sample does not have', rows.namePath(name))
  }
}

/** The labels that rows came with. */
function readLabels(rows: Rows, { form }: FrameDescription, log: IssueLog): readonly RowLabel[] | undefined {
  const labels = rows.labels
  const problem = labels && form.labelProblem?.(labels)
  if (problem !== undefined) {
    const path = rows.labelPath?.(problem.row) ?? []
    log.add('wrong_type', 'a row label that is text or a number, each once', problem.received, path)
  }
  return labels as readonly RowLabel[] | undefined
}

/** A column of a frame whose shape is not enforced, and that the sample does not have: as it came. */
function keepColumn(name: string, rows: Rows, frame: FrameDescription, log: IssueLog): Column {
  const problem = frame.form.nameProblem?.(name)
  if (problem !== undefined) log.add('unexpected', 'other columns', problem, rows.namePath(name))
  const cells = rows.column?.(name) ?? plainCells(rows, name)
  return { name, values: frame.form.undescribed(name, cells, rows, refuseCells(name, rows, log)), isSame: true }
}

/** Whether what came is what the decoder would build, so that it can be handed on without a copy. */
function isUnchanged(columns: readonly Column[], rows: Rows, value: unknown, frame: FrameDescription): boolean {
  if (rows.origin !== frame.form.name || !rows.isUniform || !frame.form.isWhole(value)) return false
  return (
    columns.every((column) => column.isSame) &&
    isSameOrder(
      columns.map((column) => column.name),
      rows.names,
    )
  )
}
