import type { FrameDescription } from '../../description/description.js'
import type { Rows } from '../../frames/rows.js'

/**
 * Rows whose columns are called otherwise than those of a frame without names: they go by their positions. Where one is called like a
 * position, all go by their names, for those say what is meant.
 *
 * @param keepsOrder whether the columns came in a list: an object puts names that are integers first, wherever they stood
 */
export function positionedRows(rows: Rows, { columns }: FrameDescription, keepsOrder: boolean): Rows {
  const names = columns.map(({ name }) => name)
  if (rows.names.length !== names.length || rows.names.some((name) => names.includes(name))) return rows
  if (!keepsOrder && rows.names.some((name) => /^(0|[1-9]\d*)$/.test(name))) return rows
  return renamed(rows, names)
}

function renamed(rows: Rows, names: readonly string[]): Rows {
  const { origin: _, column, vector, dtype, isNullable, dtypeName, ...rest } = rows
  const own = new Map(names.map((name, position) => [name, rows.names[position] as string]))
  const given = (name: string) => own.get(name) ?? name
  return {
    ...rest,
    names,
    cells: (name) => rows.cells(given(name)),
    cellPath: (row, name) => rows.cellPath(row, given(name)),
    namePath: (name) => rows.namePath(given(name)),
    ...(column && { column: (name: string) => column.call(rows, given(name)) }),
    ...(vector && { vector: (name: string) => vector.call(rows, given(name)) }),
    ...(dtype && { dtype: (name: string) => dtype.call(rows, given(name)) }),
    ...(isNullable && { isNullable: (name: string) => isNullable.call(rows, given(name)) }),
    ...(dtypeName && { dtypeName: (name: string) => dtypeName.call(rows, given(name)) }),
  }
}
