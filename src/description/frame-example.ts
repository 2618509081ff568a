import { countedLabels, type JsonColumn, layOut, type Orient, type RowLabel } from '../frames/orient.js'
import { absent } from '../frames/rows.js'
import type { JsonValue } from '../json/json-value.js'
import type { ShownColumn } from './column.js'
import type { FrameDescription } from './description.js'
import { shortNote, shownRows } from './short-example.js'

/**
 * The sample in its orient. Swagger 2.0 cannot say "or null", so rows with nulls are left out; if no row is without, one
 * row is made of the first value that each column has.
 */
export function exampleOf(
  shown: readonly ShownColumn[],
  orient: Orient,
  labels: readonly RowLabel[],
): Pick<FrameDescription, 'example' | 'exampleNote'> {
  const most = Math.max(1, shownRows(labels.length, shown.length))
  const rows = countedLabels(labels.length)
  const hasValue = shown.map(({ cells }) => cells.some((cell) => cell !== null && cell !== absent))
  const isFull = (row: number) =>
    shown.every(({ cells }, index) => !hasValue[index] || (cells[row] !== null && (orient === 'records' || cells[row] !== absent)))
  const full = rows.filter(isFull).slice(0, most)
  const pick = ({ cells }: ShownColumn): readonly (JsonValue | typeof absent)[] => {
    if (full.length > 0 || rows.length === 0) return full.map((row) => cells[row] ?? null)
    return [cells.find((cell) => cell !== null && cell !== absent) ?? null]
  }
  const columns = shown.map(
    (column): JsonColumn => ({ name: column.description.name, dtype: column.description.dtype, cells: pick(column) }),
  )
  const rowsShown = full.length > 0 ? full : rows.slice(0, 1)
  const example = layOut(
    orient,
    columns,
    rowsShown.map((row) => labels[row] as RowLabel),
  )
  const exampleNote = most < labels.length ? shortNote(rowsShown.length, labels.length, 'row') : undefined
  return { example, ...(exampleNote && { exampleNote }) }
}
