import { ColumnOverflow } from '../arrow/builder.js'
import { type CellReader, Refusal } from '../cells/cell.js'
import { type CellFiller, cellFiller, fillNothing, safeIntegerFiller, textFiller } from '../cells/fill-cells.js'
import { type ColumnDescription, hasDefault } from '../description/description.js'
import { constraintsOf } from '../dtype/dtype.js'
import type { Storage } from '../dtype/storage.js'
import type { ColumnTarget, FormColumn, FrameForm } from '../frames/frame-form.js'
import { absent, cellsReader, type Rows } from '../frames/rows.js'

/** A column that was read. */
export interface Column {
  readonly name: string
  /** The column as the frame's form holds it. */
  readonly values: unknown
  /** The rows that it was read in, where these are not all. */
  readonly rows?: readonly number[]
  /** Whether every cell is what came. */
  readonly isSame: boolean
}

/** What is wrong with a cell of a row: why its reader refuses it, that it is not there, or that its column has no room for it. */
export type RefuseCell = (refused: Refusal | typeof absent | ColumnOverflow, value: unknown, row: number) => void

/** A column that is being read, some rows at a time and from the first to the last. */
export interface ColumnReading {
  /**
   * Takes the cells of as many rows as there are, from a row on. Gives false when there is nothing more to take: a cell is
   * refused, and nobody asked why, or the column is full.
   */
  take(cells: ArrayLike<unknown>, count: number, row: number, refuse?: RefuseCell): boolean
  /** The column, once all rows are taken. */
  finish(): Column
}

/** Fewer rows than these are read sooner cell by cell, and column by column. */
export const fewRows = 16

/** Cells of a dtype: those that need no thought many at a time, the others by their reader. */
export class CellsReading implements ColumnReading {
  private readonly column: ColumnDescription
  private readonly target: ColumnTarget
  private readonly fill: CellFiller
  private readonly read: CellReader
  private readonly isExactText: boolean
  /** Whether what needs no thought is stored as something else: numbers as bigints. */
  private readonly isChanged: boolean
  private isSame: boolean

  constructor(column: ColumnDescription & FormColumn, form: FrameForm, rows: Rows, read: CellReader, isExactText: boolean) {
    this.column = column
    this.target = form.target(column, rows.length)
    this.read = read
    this.isExactText = isExactText
    // Cells of a column that says itself what it holds are that, and no JSON.
    const isJson = rows.dtype?.(column.name) === undefined
    this.fill = isJson && rows.length >= fewRows ? fillerOf(column, this.target.values) : fillNothing
    const { cell, dtype } = column
    this.isChanged = cell === 'storage' && dtype.kind === 'integer' && dtype.bits === 64
    // What is in an array of its own kind has no other form that it could be in.
    const given = rows.column?.(column.name)
    this.isSame = !column.isTyped && !form.hasStrictNulls && (given === undefined || Array.isArray(given))
  }

  take(cells: ArrayLike<unknown>, count: number, row: number, refuse?: RefuseCell): boolean {
    const { column, target, fill, read, isExactText } = this
    for (let i = 0; ; i++) {
      const start = i
      i = fill(cells, start, count, row)
      if (this.isChanged && i > start) this.isSame = false
      if (i >= count) return true
      const given = cells[i]
      const value = given === absent && hasDefault(column) ? column.default : given
      const cell = value === absent ? absent : read(value, isExactText)
      this.isSame &&= Object.is(cell, given)
      if (cell instanceof Refusal || (cell === absent && !column.optional)) {
        if (refuse === undefined) return false
        refuse(cell, value, row + i)
        continue
      }
      try {
        target.set(row + i, cell)
      } catch (error) {
        if (!(error instanceof ColumnOverflow)) throw error
        refuse?.(error, value, row + i)
        return false
      }
    }
  }

  finish(): Column {
    return { name: this.column.name, values: this.target.finish(), isSame: this.isSame }
  }
}

/** What needs no thought is the same for `run` as for the dtype, unless it finds Dates in the cells. */
function fillerOf(column: ColumnDescription, values: Storage | undefined): CellFiller {
  if (values === undefined || column.cell === 'date') return fillNothing
  if (column.cell !== 'safe integer' || !Array.isArray(values)) return cellFiller(column.dtype, values)
  return constraintsOf(column.dtype) === undefined ? safeIntegerFiller(values) : fillNothing
}

/** Texts of an object column, and null where it may be; whatever else there is, is refused. */
export class TextsReading implements ColumnReading {
  private readonly name: string
  private readonly form: FrameForm
  private readonly rows: Rows
  private readonly takesNull: boolean
  private readonly values: unknown[]
  private readonly fill: CellFiller

  constructor({ name }: ColumnDescription, form: FrameForm, rows: Rows, takesNull: boolean) {
    this.name = name
    this.form = form
    this.rows = rows
    this.takesNull = takesNull
    this.values = new Array<unknown>(rows.length)
    this.fill = textFiller(this.values, Number.POSITIVE_INFINITY)
  }

  take(cells: ArrayLike<unknown>, count: number, row: number): boolean {
    for (let i = this.fill(cells, 0, count, row); i < count; i = this.fill(cells, i + 1, count, row)) {
      if (cells[i] !== null || !this.takesNull) return false
      this.values[row + i] = null
    }
    return true
  }

  finish(): Column {
    const { name, form, rows, values } = this
    return { name, values: form.objects(name, values, rows, () => undefined), isSame: true }
  }
}

/** How many rows are read at a time: few enough that their cells stay at hand. */
const partLength = 512

/** Has the cells of a column taken part by part, until there is nothing more to take. */
export function readParts(rows: Rows, name: string, take: (cells: ArrayLike<unknown>, count: number, row: number) => boolean): void {
  const whole = rows.column?.(name)
  if (whole !== undefined) {
    take(whole, rows.length, 0)
    return
  }
  const cellAt = rows.cells(name)
  const cells = new Array<unknown>(Math.min(partLength, rows.length))
  for (let row = 0; row < rows.length; row += partLength) {
    const count = Math.min(partLength, rows.length - row)
    for (let i = 0; i < count; i++) cells[i] = cellAt(row + i)
    if (!take(cells, count, row)) return
  }
}

/** A column that is read beside others. */
interface OpenColumn {
  readonly name: string
  readonly reading: ColumnReading
}

/**
 * Reads columns part by part, all of them at once: each row is looked at no more often than it must be. Gives those of which no
 * cell was refused; nothing is said about the others.
 */
export function readTogether(open: readonly OpenColumn[], rows: Rows): ReadonlyMap<string, Column> {
  const read = new Map<string, Column>()
  const readerOf = cellsReader(rows)
  const left = open.filter(({ name, reading }) => {
    const whole = rows.column?.(name)
    if (whole === undefined) return true
    if (reading.take(whole, rows.length, 0)) read.set(name, reading.finish())
    return false
  })
  let parts = left.map(({ name, reading }) => ({ name, reading, cells: readerOf(name) }))
  for (let row = 0; row < rows.length && parts.length > 0; row += partLength) {
    const count = Math.min(partLength, rows.length - row)
    parts = parts.filter(({ reading, cells }) => reading.take(cells(row, count), count, row))
  }
  for (const { name, reading } of parts) read.set(name, reading.finish())
  return read
}
