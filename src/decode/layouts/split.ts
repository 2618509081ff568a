import type { IssueLog } from '../../errors/issue-log.js'
import { count, showValue } from '../../errors/show.js'
import { absent, type Rows } from '../../frames/rows.js'
import { isRecord } from '../../json/own.js'

/** Whether a value looks like pandas's orient "split": an object with `columns` and `data`, both lists. */
export function isSplit(value: unknown): value is { columns: unknown[]; data: unknown[]; index?: unknown } {
  return isRecord(value) && Array.isArray(value['columns']) && Array.isArray(value['data'])
}

/** Reads `{columns: [names], index?: [labels], data: [[cells]]}`. */
export function splitRows(value: unknown, log: IssueLog): Rows | undefined {
  if (!isSplit(value)) {
    log.add('wrong_type', 'an object with "columns" (names) and "data" (rows of cells), and perhaps "index"', showValue(value))
    return undefined
  }
  const before = log.count
  const positions = new Map<string, number>()
  for (const [position, label] of value.columns.entries()) {
    if (typeof label !== 'string' && typeof label !== 'number' && typeof label !== 'bigint') {
      log.add('wrong_type', 'the name of a column', showValue(label), ['columns', position])
    } else if (positions.has(String(label))) {
      log.add('unexpected', 'each column once', 'a second column of that name', ['columns', position])
    }
    positions.set(String(label), position)
  }
  if (value.index !== undefined && (!Array.isArray(value.index) || value.index.length !== value.data.length)) {
    const received = Array.isArray(value.index) ? count(value.index.length, 'value') : showValue(value.index)
    log.add(Array.isArray(value.index) ? 'wrong_shape' : 'wrong_type', `a list of ${count(value.data.length, 'row label')}`, received, [
      'index',
    ])
  }
  const cells = cellGrid(value.data, positions.size, log, ['data'])
  if (cells === undefined || log.count > before) return undefined
  return {
    length: cells.length,
    names: [...positions.keys()],
    ...(Array.isArray(value.index) ? { labels: value.index, labelPath: (row: number) => ['index', row] } : {}),
    isUniform: true,
    namesColumns: true,
    cellCount: positions.size * cells.length,
    cells: (name) => {
      const position = positions.get(name)
      return position === undefined ? () => absent : (row) => cells[row]?.[position]
    },
    cellPath: (row, name) => ['data', row, positions.get(name) ?? 0],
    namePath: (name) => (positions.has(name) ? ['columns', positions.get(name) as number] : ['columns']),
  }
}

/** Checks that a value is rows of one width. Undefined after reporting those that are not. */
export function cellGrid(
  rows: readonly unknown[],
  width: number,
  log: IssueLog,
  below: readonly string[] = [],
): readonly unknown[][] | undefined {
  const before = log.count
  for (const [row, cells] of rows.entries()) {
    if (!Array.isArray(cells)) log.add('wrong_type', `a list of ${count(width, 'cell')}`, showValue(cells), [...below, row])
    else if (cells.length !== width) log.add('wrong_shape', String(width), `${count(cells.length, 'value')} on axis 1`, [...below, row])
  }
  return log.count > before ? undefined : (rows as readonly unknown[][])
}
