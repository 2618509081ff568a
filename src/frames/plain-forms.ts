import { createStorage, isStorageOf, type Storage } from '../dtype/storage.js'
import { buildColumns, pairColumns } from './columns.js'
import type { BuiltColumn, ColumnTarget, FrameForm } from './frame-form.js'
import { buildRecords } from './records.js'

/** An array of records. */
export const recordsForm: FrameForm = {
  name: 'records',
  hasStrictNulls: false,
  lacksCells: true,
  isWhole: () => true,
  target: (_column, length) => arrayTarget(new Array<unknown>(length)),
  keep: () => undefined,
  undescribed: (_name, cells) => cells,
  objects: (_name, values) => values,
  build: (columns, length) =>
    buildRecords(
      columns.map(({ name, values, rows }) => ({ name, cells: values as ArrayLike<unknown>, rows })),
      length,
    ),
}

/** What frames of columns have in common, each column an array or a typed array. */
const listedColumns = {
  hasStrictNulls: false,
  lacksCells: false,
  hasTypedColumns: true,
  isWhole: () => true,
  target: ({ dtype, isTyped }, length) => arrayTarget(isTyped ? createStorage(dtype, length) : new Array<unknown>(length)),
  keep: ({ name, dtype, isTyped }, rows) => {
    const given = isTyped ? rows.column?.(name) : undefined
    return given !== undefined && !Array.isArray(given) && isStorageOf(given, dtype) ? given : undefined
  },
  undescribed: (_name, cells) => cells,
  objects: (_name, values) => values,
} satisfies Partial<FrameForm>

/** An object of columns. */
export const columnsForm: FrameForm = {
  ...listedColumns,
  name: 'columns',
  build: (columns) => buildColumns(pairColumns(namesOf(columns), valuesOf(columns))),
}

/** A list of columns, each with its name: the form that keeps names like integers in their order. */
export const pairsForm: FrameForm = {
  ...listedColumns,
  name: 'pairs',
  build: (columns) => pairColumns(namesOf(columns), valuesOf(columns)),
}

/** Cells in an array. */
export function arrayTarget(values: Storage): ColumnTarget {
  return {
    values,
    set: (row, cell) => {
      values[row] = cell as never
    },
    finish: () => values,
  }
}

export function namesOf(columns: readonly BuiltColumn[]): string[] {
  return columns.map((column) => column.name)
}

function valuesOf(columns: readonly BuiltColumn[]): ArrayLike<unknown>[] {
  return columns.map(({ values }) => values as ArrayLike<unknown>)
}
