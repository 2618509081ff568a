import { Table } from 'apache-arrow'
import { type Issue, type RunFunction, validatePayload } from '../../src/index.js'
import { tell } from './both-ways.js'

/** What a run makes of a parsed payload. */
export function read(
  run: RunFunction,
  data: unknown,
): { readonly value: unknown; readonly issues: readonly Issue[]; readonly total: number } {
  const result = validatePayload(run, { data })
  if (result.issues === undefined) return { value: result.value['data'], issues: [], total: 0 }
  return { value: undefined, issues: result.issues, total: result.issues.length + result.moreIssues }
}

/**
 * What a run makes of rows that come one by one, put together as if they had come at once: so few of them are read cell by cell,
 * each by the reader of its dtype.
 */
export function oneByOne(run: RunFunction, rows: readonly object[], columns: readonly string[]): unknown {
  const results = rows.map((row) => read(run, [row]))
  const found = results.flatMap(({ issues }, row) => issues.map((issue) => ({ row, issue })))
  const place = ({ path }: Issue) => columns.indexOf(path[2] as string)
  // A frame is read column by column.
  found.sort((one, other) => place(one.issue) - place(other.issue) || one.row - other.row)
  if (found.length > 0) return { issues: found.slice(0, 20).map(({ row, issue }) => tellAt(row, issue)), total: found.length }
  return results.map(({ value }) => tellRow(value, 0))
}

/** What it makes of all of them, told likewise. */
export function atOnce(run: RunFunction, rows: readonly object[]): unknown {
  const { value, issues, total } = read(run, rows)
  if (total > 0) return { issues: issues.map((issue) => tellAt(issue.path[1] as number, issue)), total }
  return rows.map((_, row) => tellRow(value, row))
}

function tellAt(row: number, { code, expected, received, path }: Issue): unknown {
  return { row, code, expected, received, rest: path.slice(2) }
}

/** The cells of a row, and what kind of columns they are in. */
function tellRow(frame: unknown, row: number): unknown {
  if (Array.isArray(frame) && !frame.some(Array.isArray)) return tell(frame[row])
  if (frame instanceof Table)
    return frame.schema.fields.map(({ name }) => [name, frame.getChild(name)?.constructor.name, tell(frame.getChild(name)?.get(row))])
  const columns = (Array.isArray(frame) ? frame : Object.entries(frame as object)) as [string, unknown[]][]
  return columns.map(([name, column]) => [name, column.constructor.name, tell(column[row])])
}
