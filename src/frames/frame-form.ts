import type { FlatColumn } from '../arrow/flat-data.js'
import type { Dtype } from '../dtype/dtype.js'
import type { Storage } from '../dtype/storage.js'
import type { RowLabel } from './orient.js'
import type { Rows } from './rows.js'

/** The kinds of frame that samples are shown in, and that `run` receives. */
export type FrameFormName = 'records' | 'columns' | 'pairs' | 'arrow' | 'danfojs'

/** What a form needs to know of a column to make room for it. */
export interface FormColumn {
  readonly name: string
  readonly dtype: Dtype
  /** Whether null is one of its values. */
  readonly nullable: boolean
  /** Whether the column arrives as the dtype's typed array, in the forms that have such columns. */
  readonly isTyped: boolean
}

/** Where the cells of a column go, from the first row to the last: what the dtype stores, null, or `absent`. */
export interface ColumnTarget {
  set(row: number, cell: unknown): void
  /** The array that cells go into as the dtype stores them, for those that write many of them at a time; there is no null in a typed one. */
  readonly values?: Storage
  /** The column, once all rows are set. */
  finish(): unknown
}

/** A column for {@link FrameForm.build}. */
export interface BuiltColumn {
  readonly name: string
  /** The rows that it is of, where the form {@link FrameForm.lacksCells lacks cells} and not all rows have it. */
  readonly rows?: readonly number[] | undefined
  /** What {@link ColumnTarget.finish}, {@link FrameForm.keep} or {@link FrameForm.undescribed} gave. */
  readonly values: unknown
}

/** Tells what is wrong with a row of a column. */
export type RefuseCells = (row: number, expected: string, received: string) => void

/** Builds frames of one kind. What is read of frames is {@link Rows}, whatever their kind. */
export interface FrameForm {
  readonly name: FrameFormName
  /** Whether a column holds null only where its type says so, as Arrow's do; in pandas text, times and categories always may. */
  readonly hasStrictNulls: boolean
  /** Whether a row may be without a cell, as records may: in the others all columns are as long as the frame. */
  readonly lacksCells: boolean
  /** Whether a described column may arrive as the typed array of its dtype. */
  readonly hasTypedColumns?: boolean
  /** Whether null has a place in a described column. Default yes. */
  takesNull?(name: string): boolean
  /** Whether a frame of this kind with all its columns as they should be is what {@link build} would give. */
  isWhole(value: unknown): boolean
  /** Makes room for a described column. */
  target(column: FormColumn, length: number): ColumnTarget
  /** Takes a described column's buffers as they are; undefined for a column that is laid out in another way. */
  flatColumn?(name: string): ((column: FlatColumn, length: number) => unknown) | undefined
  /** Takes a list of a described column's cells as it is, in forms whose columns are not just lists. */
  listColumn?(dtype: Dtype, values: ArrayLike<unknown>): unknown
  /** A described column as it came, where it can stay as it is; undefined when its cells are to be read one by one. */
  keep(column: FormColumn, rows: Rows): unknown
  /** A column of cells whose type nobody enforces; undefined after refusing them. */
  undescribed(name: string, cells: ArrayLike<unknown>, rows: Rows, refuse: RefuseCells): unknown
  /** A described column of values of their own (texts, lists, objects), read already. */
  objects(name: string, values: ArrayLike<unknown>, rows: Rows, refuse: RefuseCells): unknown
  /** Why a column cannot have this name; undefined when it can. */
  nameProblem?(name: string): string | undefined
  /** Which row cannot have its label, and why; undefined when all can. */
  labelProblem?(labels: readonly unknown[]): { readonly row: number; readonly received: string } | undefined
  /** @param labels the rows' labels, where the layout has any */
  build(columns: readonly BuiltColumn[], length: number, labels: readonly RowLabel[] | undefined): unknown
}
