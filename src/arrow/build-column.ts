import type { Data, DataType } from 'apache-arrow'
import { Refusal } from '../cells/cell.js'
import { cellReader } from '../cells/cell-reader.js'
import { showValue } from '../errors/show.js'
import { columnBuilder } from './builder.js'
import { dtypeOfType } from './dtype-of-type.js'
import { MixedCells } from './infer.js'
import type { ArrowClasses } from './table.js'

/** Builds a column of a type from values as JSON and JavaScript have them; all of them may be null. */
export function buildColumn(type: DataType, values: ArrayLike<unknown>, classes: ArrowClasses): Data | MixedCells {
  const read = cellReader(dtypeOfType(type), false)
  const builder = columnBuilder(type, values.length, classes)
  for (let index = 0; index < values.length; index++) {
    const value = values[index] ?? null
    const cell = value === null ? null : read(value)
    if (cell instanceof Refusal) return new MixedCells(index, cell.expected, cell.received ?? showValue(value))
    builder.append(cell)
  }
  return builder.finish()
}
