import { isTypedArray } from '../dtype/storage.js'
import type { IssueLog } from '../errors/issue-log.js'
import { count, showValue } from '../errors/show.js'
import { isRecord, setOwn } from '../json/own.js'
import { readLabels } from './orient.js'
import { absent, type Rows } from './rows.js'

/**
 * Reads an object of columns: each an array, or an object of cells by row label (pandas's orient "columns"). Undefined
 * after reporting columns that are neither, or of different length.
 */
export function columnsRows(columns: Record<string, unknown>, log: IssueLog): Rows | undefined {
  const names = Object.keys(columns)
  const first = columns[names[0] ?? '']
  return isRecord(first) ? labelledRows(columns, names, Object.keys(first), log) : listedRows(columns, names, log)
}

function listedRows(columns: Record<string, unknown>, names: readonly string[], log: IssueLog): Rows | undefined {
  const before = log.count
  let length: number | undefined
  for (const name of names) {
    const column = columns[name]
    if (!Array.isArray(column) && !isTypedArray(column)) {
      log.add('wrong_type', 'an array with the values of the column', showValue(column), [name])
    } else if (length === undefined) {
      length = column.length
    } else if (column.length !== length) {
      log.add('wrong_shape', `${length} like the first column`, count(column.length, 'value'), [name])
    }
  }
  if (log.count > before) return undefined
  const column = (name: string) => (Object.hasOwn(columns, name) ? (columns[name] as ArrayLike<unknown>) : undefined)
  return {
    origin: 'columns',
    length: length ?? 0,
    names,
    isUniform: true,
    namesColumns: true,
    cellCount: names.length * (length ?? 0),
    cells: (name) => {
      const cells = column(name)
      return cells === undefined ? () => absent : (row) => cells[row]
    },
    cellPath: (row, name) => [name, row],
    namePath: (name) => [name],
    column,
  }
}

function labelledRows(
  columns: Record<string, unknown>,
  names: readonly string[],
  labels: readonly string[],
  log: IssueLog,
): Rows | undefined {
  const before = log.count
  const known = new Set(labels)
  for (const name of names) {
    const column = columns[name]
    if (!isRecord(column)) {
      log.add('wrong_type', 'an object with a value for each row label', showValue(column), [name])
      continue
    }
    // One of each is enough: to name all would take labels × columns steps, for a payload of labels + columns.
    const missing = labels.find((label) => !Object.hasOwn(column, label))
    if (missing !== undefined) log.add('missing', 'a value for each row of the first column', 'missing', [name, missing])
    const other = Object.keys(column).find((label) => !known.has(label))
    if (other !== undefined) log.add('unexpected', 'only the rows of the first column', 'another row', [name, other])
  }
  if (log.count > before) return undefined
  return {
    length: labels.length,
    names,
    labels: readLabels(labels),
    isUniform: true,
    namesColumns: true,
    cellCount: names.length * labels.length,
    cells: (name) => {
      if (!Object.hasOwn(columns, name)) return () => absent
      const cells = columns[name] as Record<string, unknown>
      return (row) => cells[labels[row] as string]
    },
    cellPath: (row, name) => [name, labels[row] as string],
    namePath: (name) => [name],
  }
}

/** Builds an object of columns; a cell that a row lacks is null. */
export function buildColumns(names: readonly string[], columns: readonly ArrayLike<unknown>[]): Record<string, ArrayLike<unknown>> {
  const built: Record<string, ArrayLike<unknown>> = {}
  for (const [index, name] of names.entries()) {
    const column = columns[index] as ArrayLike<unknown>
    setOwn(built, name, Array.isArray(column) && column.includes(absent) ? column.map((cell) => (cell === absent ? null : cell)) : column)
  }
  return built
}
