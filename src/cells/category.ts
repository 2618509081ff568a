import type { CategoryDtype } from '../dtype/dtype.js'
import { oneOf, showValue } from '../errors/show.js'
import { type CellReader, type CellWriter, Refusal } from './cell.js'

/** Values out of the known ones. Unsafe: a value of no category is missing, as in pandas. */
export function categoryCell(dtype: CategoryDtype, readValue: CellReader, writeValue: CellWriter, unsafe: boolean): CellReader {
  // A sample without rows shows no category, so that it cannot leave any out.
  if (dtype.categories.length === 0) return readValue
  const known = new Set(dtype.categories)
  const unknown = unsafe ? null : new Refusal('not_a_category', oneOf(dtype.categories.map((category) => showValue(writeValue(category)))))
  return (value, isText) => {
    const cell = readValue(value, isText)
    return !(cell instanceof Refusal) && known.has(cell) ? cell : unknown
  }
}
