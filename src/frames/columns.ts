import { isTypedArray } from '../dtype/storage.js'
import type { Path } from '../errors/issue.js'
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
  if (isRecord(first)) return labelledRows(columns, names, Object.keys(first), log)
  return listedRows('columns', new Map(Object.entries(columns)), (name) => [name], log)
}

/** A column in a list of columns: its name and its values. */
export type ColumnPair = [name: string, values: ArrayLike<unknown>]

/** Whether a value is a list of `[name, values]` pairs, the form of columns that keeps any names in their order. */
export function isPairs(value: unknown): value is readonly ColumnPair[] {
  return Array.isArray(value) && value.length > 0 && value.every(isPair)
}

function isPair(value: unknown): value is ColumnPair {
  return isNamed(value) && (Array.isArray(value[1]) || isTypedArray(value[1]))
}

/** Whether a value is meant for a list of `[name, values]` pairs, be the values right or wrong. */
export function arePairsMeant(value: unknown): value is readonly (readonly [name: string, values: unknown])[] {
  return Array.isArray(value) && value.length > 0 && value.every(isNamed)
}

function isNamed(value: unknown): value is readonly [name: string, values: unknown] {
  return Array.isArray(value) && value.length === 2 && typeof value[0] === 'string'
}

/** Reads a list of `[name, values]` pairs. Undefined after reporting columns of one name, no array of values, or another length. */
export function pairsRows(pairs: readonly (readonly [name: string, values: unknown])[], log: IssueLog): Rows | undefined {
  const columns = new Map<string, unknown>()
  const positions = new Map<string, number>()
  for (const [position, [name, values]] of pairs.entries()) {
    if (columns.has(name)) {
      log.add('unexpected', 'each column once', 'a second column of that name', [position])
      return undefined
    }
    columns.set(name, values)
    positions.set(name, position)
  }
  const place = (name: string) => {
    const position = positions.get(name)
    return position === undefined ? [pairs.length] : [position, 1]
  }
  return listedRows('pairs', columns, place, log)
}

function listedRows(
  origin: 'columns' | 'pairs',
  columns: ReadonlyMap<string, unknown>,
  place: (name: string) => Path,
  log: IssueLog,
): Rows | undefined {
  const before = log.count
  let length: number | undefined
  for (const [name, column] of columns) {
    if (!Array.isArray(column) && !isTypedArray(column)) {
      log.add('wrong_type', 'an array with the values of the column', showValue(column), place(name))
    } else if (length === undefined) {
      length = column.length
    } else if (column.length !== length) {
      log.add('wrong_shape', `${length} like the first column`, count(column.length, 'value'), place(name))
    }
  }
  if (log.count > before) return undefined
  return {
    origin,
    length: length ?? 0,
    names: [...columns.keys()],
    isUniform: true,
    namesColumns: true,
    cellCount: columns.size * (length ?? 0),
    cells: (name) => {
      const cells = columns.get(name) as ArrayLike<unknown> | undefined
      return cells === undefined ? () => absent : (row) => cells[row]
    },
    cellPath: (row, name) => [...place(name), row],
    namePath: place,
    column: (name) => columns.get(name) as ArrayLike<unknown> | undefined,
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

/** Builds an object of columns. */
export function buildColumns(pairs: readonly ColumnPair[]): Record<string, ArrayLike<unknown>> {
  const built: Record<string, ArrayLike<unknown>> = {}
  for (const [name, column] of pairs) setOwn(built, name, column)
  return built
}

/** Columns with their names; a cell that a row lacks is null. */
export function pairColumns(names: readonly string[], columns: readonly ArrayLike<unknown>[]): ColumnPair[] {
  return names.map((name, index) => {
    const column = columns[index] as ArrayLike<unknown>
    return [name, Array.isArray(column) && column.includes(absent) ? column.map((cell) => (cell === absent ? null : cell)) : column]
  })
}
