import { countedLabels, type JsonColumn, layOut, type Orient, type RowLabel } from '../frames/orient.js'
import { absent } from '../frames/rows.js'
import type { JsonValue } from '../json/json-value.js'
import type { ShownColumn } from './column.js'

/**
 * The sample in its orient. Swagger 2.0 cannot say "or null", so rows with nulls are left out; if no row is without, one
 * row is made of the first value that each column has.
 */
export function exampleOf(shown: readonly ShownColumn[], orient: Orient, labels: readonly RowLabel[]): JsonValue {
  const rows = countedLabels(labels.length)
  const hasValue = shown.map(({ cells }) => cells.some((cell) => cell !== null && cell !== absent))
  const isFull = (row: number) =>
    shown.every(({ cells }, index) => !hasValue[index] || (cells[row] !== null && (orient === 'records' || cells[row] !== absent)))
  const full = rows.filter(isFull)
  const pick = ({ cells }: ShownColumn): readonly (JsonValue | typeof absent)[] => {
    if (full.length > 0 || rows.length === 0) return full.map((row) => cells[row] ?? null)
    return [cells.find((cell) => cell !== null && cell !== absent) ?? null]
  }
  const columns = shown.map(
    (column): JsonColumn => ({ name: column.description.name, dtype: column.description.dtype, cells: pick(column) }),
  )
  const shownRows = full.length > 0 ? full : rows.slice(0, 1)
  return layOut(
    orient,
    columns,
    shownRows.map((row) => labels[row] as RowLabel),
  )
}
