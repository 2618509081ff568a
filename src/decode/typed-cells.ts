import { plainValue } from '../cells/cast.js'
import { absent, type Rows } from '../frames/rows.js'

/** The cells of a column as JSON has them, whatever the column is in. */
export function plainCellAt(rows: Rows, name: string): (row: number) => unknown {
  const cellAt = rows.cells(name)
  const dtype = rows.dtype?.(name)
  if (dtype === undefined) return cellAt
  const toPlain = plainValue(dtype)
  return (row) => {
    const cell = cellAt(row)
    return cell === null || cell === absent ? cell : toPlain(cell)
  }
}

/** All of them. */
export function plainCells(rows: Rows, name: string): unknown[] {
  const cellAt = plainCellAt(rows, name)
  return Array.from({ length: rows.length }, (_, row) => cellAt(row))
}
