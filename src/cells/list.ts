import { expectedOf, type ListDtype } from '../dtype/dtype.js'
import { isTypedArray } from '../dtype/storage.js'
import { count, showValue } from '../errors/show.js'
import { type CellReader, type CellWriter, Refusal } from './cell.js'
import { allWritten, nullableWriter } from './nullable.js'

/**
 * Lists of one dtype, as arrays of its elements.
 *
 * @param read reads an item, null included
 */
export function listCell(dtype: ListDtype, read: CellReader): CellReader {
  const wrongType = new Refusal('wrong_type', expectedOf(dtype))
  return (value, isText) => {
    if (!Array.isArray(value) && !isTypedArray(value)) return wrongType
    const items = value as ArrayLike<unknown>
    if (dtype.length !== undefined && items.length !== dtype.length) {
      return new Refusal('wrong_shape', count(dtype.length, 'value'), count(items.length, 'value'))
    }
    const cells = new Array<unknown>(items.length)
    for (let i = 0; i < items.length; i++) {
      const cell = read(items[i], isText)
      if (cell instanceof Refusal) return new Refusal(cell.code, cell.expected, cell.received ?? showValue(items[i]), [i, ...cell.rest])
      cells[i] = cell
    }
    return cells
  }
}

export function listWriter(writeItem: CellWriter): CellWriter {
  const write = nullableWriter(writeItem)
  return (value) => (Array.isArray(value) ? allWritten(value.map(write)) : undefined)
}
