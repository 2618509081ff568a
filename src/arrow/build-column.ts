import type { Data, DataType } from 'apache-arrow'
import { Refusal } from '../cells/cell.js'
import { cellReader } from '../cells/cell-reader.js'
import type { Dtype } from '../dtype/dtype.js'
import { showValue } from '../errors/show.js'
import { isRecord, setOwn } from '../json/own.js'
import { columnBuilder } from './builder.js'
import { dtypeOfType } from './dtype-of-type.js'
import { MixedCells } from './infer.js'
import type { ArrowClasses } from './table.js'

/** Builds a column of a type from values as JSON and JavaScript have them; all of them may be null. */
export function buildColumn(type: DataType, values: ArrayLike<unknown>, classes: ArrowClasses): Data | MixedCells {
  const dtype = dtypeOfType(type)
  const read = cellReader(dtype, false)
  const builder = columnBuilder(type, values.length, classes)
  for (let index = 0; index < values.length; index++) {
    const value = values[index] ?? null
    const cell = value === null ? null : read(completed(value, dtype))
    if (cell instanceof Refusal) return new MixedCells(index, cell.expected, cell.received ?? showValue(value))
    builder.append(cell)
  }
  return builder.finish()
}

/** A value with null for the members that it lacks: the type is what all values together show. */
function completed(value: unknown, dtype: Dtype): unknown {
  if (dtype.kind === 'list' && Array.isArray(value)) return value.map((item) => completed(item, dtype.item))
  if (dtype.kind !== 'struct' || !isRecord(value)) return value
  const record: Record<string, unknown> = {}
  for (const field of dtype.fields) {
    setOwn(record, field.name, Object.hasOwn(value, field.name) ? completed(value[field.name], field.dtype) : null)
  }
  return record
}
