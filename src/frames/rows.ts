import type { Path } from '../errors/issue.js'

/** What {@link Rows.cells} gives where a record lacks a column. */
export const absent: unique symbol = Symbol('absent')

/**
 * A frame as rows and named columns, whatever it is laid out in: a sample, a request's JSON or a result. Whoever reads
 * samples, decodes or encodes frames looks at this alone.
 */
export interface Rows {
  /** How many rows. */
  readonly length: number
  /** Names of the columns, in the order they come. */
  readonly names: readonly string[]
  /** The cells of a column by row; {@link absent} where a row has no such column. */
  cells(name: string): (row: number) => unknown
  /** Where a cell stands. */
  cellPath(row: number, name: string): Path
  /** Where a column is first named, or would be. */
  namePath(name: string): Path
  /** The column as it stands, where the layout has columns; undefined for a name that it does not have. */
  column?(name: string): ArrayLike<unknown> | undefined
  /** Whether the layout names its columns apart from the rows, so that a column can be missing without any row. */
  readonly namesColumns: boolean
  /** How many cells there are: less than rows × columns where rows lack columns. */
  readonly cellCount: number
  /** Whether every row has all columns, in the same order. */
  readonly isUniform: boolean
}

/** All cells of a column. */
export function listCells(rows: Rows, name: string): unknown[] {
  const cellAt = rows.cells(name)
  return Array.from({ length: rows.length }, (_, row) => cellAt(row))
}
