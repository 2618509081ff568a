import type { FrameDescription } from '../../description/description.js'
import type { Dtype } from '../../dtype/dtype.js'
import type { IssueLog } from '../../errors/issue-log.js'
import { showValue } from '../../errors/show.js'
import { type ColumnPair, columnsRows, isPairs, pairsRows } from '../../frames/columns.js'
import { frameRows, isFrame } from '../../frames/read-frame.js'
import { recordsRows } from '../../frames/records.js'
import type { Rows } from '../../frames/rows.js'
import { isRecord } from '../../json/own.js'
import { indexRows } from './index-orient.js'
import { positionedRows } from './positions.js'
import { isSplit, splitRows } from './split.js'
import { tableRows } from './table.js'
import { valuesRows } from './values.js'

/**
 * Reads a frame's JSON as rows, in the layout of its orient. A frame declared as records also comes as columns, as a dict
 * of lists, as split, or as lists in the sample's column order: clients send what their tools write. Callers within the
 * process may have a frame of another kind than the sample's.
 *
 * @returns undefined after reporting
 */
export function readRows(value: unknown, frame: FrameDescription, log: IssueLog): Rows | undefined {
  const rows = readLayout(value, frame, log)
  if (rows === undefined || frame.byPosition !== true) return rows
  return positionedRows(rows, frame, isFrame(value) || isSplit(value))
}

function readLayout(value: unknown, frame: FrameDescription, log: IssueLog): Rows | undefined {
  // A frame by its class is one whatever the orient, which is how JSON lays it out.
  if (isFrame(value)) return frameRows(value, log)
  const names = frame.columns.map((column) => column.name)
  if (arePairs(value, frame)) return pairsRows(value, log)
  switch (frame.orient) {
    case 'records':
      return readAnyLayout(value, names, frame.enforceShape, log)
    case 'columns':
      return isRecord(value) ? columnsRows(value, log) : refuse(value, 'an object with a column for each name', log)
    case 'index':
      return indexRows(value, log)
    case 'split':
      return splitRows(value, log)
    case 'values':
      return valuesRows(value, names, frame.enforceShape, log)
    case 'table':
      return tableRows(value, names, log)
  }
}

/**
 * Whether a list of lists is columns, as a call may give them. In JSON lists of lists are rows: where they may be rows of the frame, too,
 * `run` must be one that receives pairs, and they must name its columns.
 */
function arePairs(value: unknown, { form, columns, enforceShape, enforceColumnType }: FrameDescription): value is readonly ColumnPair[] {
  if (!isPairs(value)) return false
  const second = columns[1]
  const mayBeRows =
    (columns.length === 2 || !enforceShape) && (second === undefined || !enforceColumnType || holdsLists.has(second.dtype.kind))
  const known = new Set(columns.map(({ name }) => name))
  const isNamed = value.every(([name]) => known.has(name))
  return form.name === 'pairs' ? isNamed || !mayBeRows : isNamed && !mayBeRows
}

/** The dtypes of columns that a list may be a cell of. */
const holdsLists: ReadonlySet<Dtype['kind']> = new Set(['object', 'list', 'struct'])

function readAnyLayout(value: unknown, names: readonly string[], enforceShape: boolean, log: IssueLog): Rows | undefined {
  if (Array.isArray(value)) return Array.isArray(value[0]) ? valuesRows(value, names, enforceShape, log) : recordsRows(value, log)
  if (!isRecord(value)) return refuse(value, 'a list of records', log)
  return isSplit(value) && !isColumns(value, names, enforceShape) ? splitRows(value, log) : columnsRows(value, log)
}

/**
 * Whether what looks like split is columns that are called so: where the frame has them all. One that may have any other columns needs
 * only "data".
 */
function isColumns(value: object, names: readonly string[], enforceShape: boolean): boolean {
  return enforceShape ? Object.keys(value).every((key) => names.includes(key)) : names.includes('data')
}

function refuse(value: unknown, expected: string, log: IssueLog): undefined {
  log.add('wrong_type', expected, showValue(value))
  return undefined
}
