import type { Dtype } from '../dtype/dtype.js'
import type { JsonValue } from '../json/json-value.js'
import { setOwn } from '../json/own.js'
import { absent } from './rows.js'

/** pandas's `orient`: how a frame is laid out in JSON. */
export type Orient = 'records' | 'columns' | 'index' | 'split' | 'values' | 'table'

/** All of them. */
export const orients: readonly Orient[] = ['records', 'columns', 'index', 'split', 'values', 'table']

/** A column whose cells are JSON already. */
export interface JsonColumn {
  readonly name: string
  readonly dtype: Dtype
  readonly cells: readonly (JsonValue | typeof absent)[]
}

/** Lays columns out as JSON, as pandas's `to_json` does; rows are labelled 0, 1, 2, …. */
export function layOut(orient: Orient, columns: readonly JsonColumn[], length: number): JsonValue {
  const rows = Array.from({ length }, (_, row) => row)
  switch (orient) {
    case 'records':
      return rows.map((row) => recordOf(columns, row))
    case 'columns':
      return objectOf(columns.map(({ name, cells }) => [name, objectOf(rows.map((row) => [String(row), present(cells[row])]))]))
    case 'index':
      return objectOf(rows.map((row) => [String(row), recordOf(columns, row)]))
    case 'split':
      return { columns: columns.map((column) => column.name), index: rows, data: grid(columns, rows) }
    case 'values':
      return grid(columns, rows)
    case 'table':
      return {
        schema: tableSchema(columns),
        data: rows.map((row) => objectOf([['index', row], ...Object.entries(recordOf(columns, row))])),
      }
  }
}

function recordOf(columns: readonly JsonColumn[], row: number): Record<string, JsonValue> {
  const record: Record<string, JsonValue> = {}
  for (const { name, cells } of columns) {
    const cell = cells[row]
    if (cell !== absent && cell !== undefined) setOwn(record, name, cell)
  }
  return record
}

function grid(columns: readonly JsonColumn[], rows: readonly number[]): JsonValue[] {
  return rows.map((row) => columns.map(({ cells }) => present(cells[row])))
}

/** Layouts that are not made of records have no way to leave a cell out. */
function present(cell: JsonValue | typeof absent | undefined): JsonValue {
  return cell === absent || cell === undefined ? null : cell
}

function objectOf(entries: readonly (readonly [string, JsonValue])[]): Record<string, JsonValue> {
  const object: Record<string, JsonValue> = {}
  for (const [key, value] of entries) setOwn(object, key, value)
  return object
}

/** The JSON Table Schema that pandas 1.4 and later write. */
function tableSchema(columns: readonly JsonColumn[]): JsonValue {
  const fields = columns.map(({ name, dtype }): JsonValue => {
    const zone = dtype.kind === 'datetime' ? dtype.zone : undefined
    return zone === undefined ? { name, type: fieldType(dtype) } : { name, type: fieldType(dtype), tz: zone }
  })
  return { fields: [{ name: 'index', type: 'integer' }, ...fields], primaryKey: ['index'], pandas_version: '1.4.0' }
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
    default:
      return 'string'
  }
}
