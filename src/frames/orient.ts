import type { Dtype } from '../dtype/dtype.js'
import type { JsonValue } from '../json/json-value.js'
import { setOwn } from '../json/own.js'
import { buildRecords, type RecordsColumn } from './records.js'
import { absent } from './rows.js'

/** pandas's `orient`: how a frame is laid out in JSON. */
export type Orient = 'records' | 'columns' | 'index' | 'split' | 'values' | 'table'

/** All of them. */
export const orients: readonly Orient[] = ['records', 'columns', 'index', 'split', 'values', 'table']

/** A column whose cells are JSON already. */
export interface JsonColumn extends RecordsColumn {
  readonly dtype: Dtype
  readonly cells: readonly (JsonValue | typeof absent)[]
}

/** A row's label: pandas's index. */
export type RowLabel = string | number

/** The labels of rows that have none of their own: 0, 1, 2, …. */
export function countedLabels(length: number): number[] {
  return Array.from({ length }, (_, row) => row)
}

/** The labels that stand as keys of a JSON object: integers where all are, as pandas reads them. */
export function readLabels(keys: readonly string[]): readonly RowLabel[] {
  return keys.every((key) => /^(0|-?[1-9]\d{0,14})$/.test(key)) ? keys.map(Number) : keys
}

/** Lays columns out as JSON, as pandas's `to_json` does, with a label for each row. */
export function layOut(orient: Orient, columns: readonly JsonColumn[], labels: readonly RowLabel[]): JsonValue {
  const { length } = labels
  const byLabel = (cells: readonly JsonValue[]) => objectOf(cells.map((cell, row) => [String(labels[row]), cell]))
  switch (orient) {
    case 'records':
      return recordsOf(columns, length)
    case 'columns':
      return objectOf(columns.map((column) => [column.name, byLabel(wholeColumn(column, length))]))
    case 'index':
      return byLabel(recordsOf(columns, length))
    case 'split':
      return { columns: columns.map((column) => column.name), index: [...labels], data: grid(columns, length) }
    case 'values':
      return grid(columns, length)
    case 'table':
      return { schema: tableSchema(columns, labels), data: recordsOf([{ name: 'index', cells: labels }, ...columns], length) }
  }
}

function recordsOf(columns: readonly RecordsColumn[], length: number): JsonValue[] {
  return buildRecords(columns, length) as Record<string, JsonValue>[]
}

function grid(columns: readonly JsonColumn[], length: number): JsonValue[] {
  const cells = columns.map((column) => wholeColumn(column, length))
  return countedLabels(length).map((row) => cells.map((column) => column[row] as JsonValue))
}

/** A cell for each row: layouts that are not made of records have no way to leave one out. */
function wholeColumn({ cells, rows }: JsonColumn, length: number): readonly JsonValue[] {
  const whole = new Array<JsonValue>(length).fill(null)
  for (const [index, cell] of cells.entries()) if (cell !== absent) whole[rows?.[index] ?? index] = cell
  return whole
}

function objectOf(entries: readonly (readonly [string, JsonValue])[]): Record<string, JsonValue> {
  const object: Record<string, JsonValue> = {}
  for (const [key, value] of entries) setOwn(object, key, value)
  return object
}

/** The JSON Table Schema that pandas 1.4 and later write. */
export function tableSchema(columns: readonly Omit<JsonColumn, 'cells'>[], labels: readonly RowLabel[]): JsonValue {
  const fields = columns.map(({ name, dtype }): JsonValue => {
    const zone = dtype.kind === 'datetime' ? dtype.zone : undefined
    return zone === undefined ? { name, type: fieldType(dtype) } : { name, type: fieldType(dtype), tz: zone }
  })
  return { fields: [{ name: 'index', type: labelType(labels) }, ...fields], primaryKey: ['index'], pandas_version: '1.4.0' }
}

/** The JSON type of row labels. */
export function labelType(labels: readonly RowLabel[]): 'integer' | 'number' | 'string' {
  if (labels.every((label) => Number.isInteger(label))) return 'integer'
  return labels.every((label) => typeof label === 'number') ? 'number' : 'string'
}

function fieldType(dtype: Dtype): string {
  switch (dtype.kind) {
    case 'bool':
      return 'boolean'
    case 'integer':
      return 'integer'
    case 'float':
      return 'number'
    case 'datetime':
      return 'datetime'
    case 'timedelta':
      return 'duration'
    case 'category':
      return 'any'
    case 'date':
      return 'date'
    case 'time':
      return 'time'
    case 'decimal':
      return 'number'
    default:
      return 'string'
  }
}
