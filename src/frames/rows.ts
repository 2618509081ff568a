import type { Vector } from 'apache-arrow'
import type { Dtype } from '../dtype/dtype.js'
import type { Path } from '../errors/issue.js'
import type { FrameFormName } from './frame-form.js'

/** What {@link Rows.cells} gives where a record lacks a column. */
export const absent: unique symbol = Symbol('absent')

/**
 * A frame as rows and named columns, whatever it is laid out in: a sample, a request's JSON or a result. Whoever reads
 * samples, decodes or encodes frames looks at this alone.
 */
export interface Rows {
  /** The kind of frame that these rows are just as they stand; undefined for the layouts that only JSON has. */
  readonly origin?: FrameFormName
  /** How many rows. */
  readonly length: number
  /** Names of the columns, in the order they come. */
  readonly names: readonly string[]
  /** The cells of a column by row; {@link absent} where a row has no such column. */
  cells(name: string): (row: number) => unknown
  /** Puts the cells of some rows into an array for each name, where every row has all columns in that order. */
  fill?(columns: readonly unknown[][], from: number, count: number): void
  /** Where a cell stands. */
  cellPath(row: number, name: string): Path
  /** Where a column is first named, or would be. */
  namePath(name: string): Path
  /** The column as it stands, where the layout has columns; undefined for a name that it does not have. */
  column?(name: string): ArrayLike<unknown> | undefined
  /** The column as it stands in an Arrow Table. */
  vector?(name: string): Vector | undefined
  /** What a column holds, where it says so itself, as an Arrow column does: its cells are then what that dtype stores. */
  dtype?(name: string): Dtype | undefined
  /** Whether its type allows null, for those. */
  isNullable?(name: string): boolean
  /** The name of the dtype that a column of plain values is said to have. */
  dtypeName?(name: string): string | undefined
  /** The labels of the rows (pandas's index), where the layout has any. */
  readonly labels?: readonly unknown[]
  /** Where a row's label stands. */
  labelPath?(row: number): Path
  /** Whether the layout names its columns apart from the rows, so that a column can be missing without any row. */
  readonly namesColumns: boolean
  /** How many cells there are: less than rows × columns where rows lack columns. */
  readonly cellCount: number
  /**
   * The rows that have a column, in order; undefined where all have it. Only {@link isSparse sparse} frames tell it: to go through
   * all rows for each of their columns would take far longer than to go through their cells.
   */
  having?(name: string): readonly number[] | undefined
  /** Whether every row has all columns, in the same order. */
  readonly isUniform: boolean
}

/**
 * Whether cells are so few that a table with room for all of them would take far more of it than they do. A cell of a table
 * takes about a quarter of what a cell of a parsed record takes.
 */
export function isSparse(given: number, rows: number, columns: number): boolean {
  return rows * columns > 4 * given
}

/** The rows that have a column, as rows of their own. */
export function rowsHaving({ names, namesColumns, cells, cellPath, namePath }: Rows, at: readonly number[]): Rows {
  return {
    length: at.length,
    names,
    isUniform: false,
    namesColumns,
    cellCount: at.length,
    cells: (name) => {
      const cellAt = cells(name)
      return (row) => cellAt(at[row] as number)
    },
    cellPath: (row, name) => cellPath(at[row] as number, name),
    namePath,
  }
}

/** All cells of a column. */
export function listCells(rows: Rows, name: string): unknown[] {
  const cellAt = rows.cells(name)
  return Array.from({ length: rows.length }, (_, row) => cellAt(row))
}

/** Gives the cells of a column in some rows, and no others, as an array that is written anew each time. */
export type ReadCells = (from: number, count: number) => unknown[]

/**
 * What reads the columns of a frame part by part. Where rows give all their cells at once, that is faster than to ask them for each
 * by its name.
 */
export function cellsReader(rows: Rows): (name: string) => ReadCells {
  const { fill, names } = rows
  if (fill === undefined)
    return (name) => {
      const cellAt = rows.cells(name)
      const cells: unknown[] = []
      return (from, count) => {
        cells.length = count
        for (let i = 0; i < count; i++) cells[i] = cellAt(from + i)
        return cells
      }
    }
  const columns = names.map((): unknown[] => [])
  const byName = new Map(names.map((name, position) => [name, columns[position] as unknown[]]))
  let [first, length] = [0, 0]
  const readRows = (from: number, count: number): void => {
    for (const cells of columns) cells.length = count
    fill(columns, from, count)
    first = from
    length = count
  }
  return (name) => {
    const cells = byName.get(name) as unknown[]
    return (from, count) => {
      if (first !== from || length !== count) readRows(from, count)
      return cells
    }
  }
}
