import { constraintsOf, type Dtype, expectedOf } from '../dtype/dtype.js'
import { boolCell } from './bool.js'
import { bytesCell } from './bytes.js'
import { categoryCell } from './category.js'
import { type CellReader, Refusal } from './cell.js'
import { cellWriter } from './cell-writer.js'
import { constrainedCell } from './constrained.js'
import { dateCell } from './date.js'
import { datetimeCell } from './datetime.js'
import { decimalCell } from './decimal.js'
import { floatCell } from './float.js'
import { integerCell } from './integer.js'
import { listCell } from './list.js'
import { mapCell } from './map.js'
import { elementReader, hasPlaceForNull, whereShown } from './nullable.js'
import { stringCell } from './string.js'
import { structCell } from './struct.js'
import { timeCell } from './time.js'
import { timedeltaCell } from './timedelta.js'

const onlyNull = new Refusal('wrong_type', expectedOf({ kind: 'null', name: 'null' }))

/** The reader of a dtype's elements. */
export function cellReader(dtype: Dtype, unsafe: boolean): CellReader {
  const read = kindReader(dtype, unsafe)
  const constraints = constraintsOf(dtype)
  return constraints === undefined ? read : constrainedCell(read, constraints, expectedOf(dtype), true)
}

/**
 * The reader of values inside of a cell: the sample says whether null is one of them, or the dtype of a field.
 *
 * @param isStored whether they are numpy's, whose missing values are NaN and NaT
 */
function nestedReader(dtype: Dtype, nullable: boolean, unsafe: boolean, isStored = false): CellReader {
  const field = hasPlaceForNull(dtype) ? `with { dtype: ${JSON.stringify(dtype.name)}, nullable: true } for the field` : undefined
  const allowedBy = isStored ? field : whereShown
  return elementReader(cellReader(dtype, unsafe), dtype, { nullable, ...(allowedBy && { allowedBy }) }, unsafe, isStored)
}

function kindReader(dtype: Dtype, unsafe: boolean): CellReader {
  switch (dtype.kind) {
    case 'bool':
      return boolCell(unsafe)
    case 'integer':
      return integerCell(dtype, unsafe)
    case 'float':
      return floatCell(dtype, unsafe)
    case 'string':
      return stringCell(dtype, unsafe)
    case 'bytes':
      return bytesCell(dtype, unsafe)
    case 'datetime':
      return datetimeCell(dtype, unsafe)
    case 'timedelta':
      return timedeltaCell(dtype, unsafe)
    case 'struct':
      return structCell(dtype, (field) => nestedReader(field.dtype, field.nullable === true, unsafe, dtype.isClosed !== true))
    case 'object':
      return (value) => value
    case 'category':
      return categoryCell(dtype, cellReader(dtype.value, false), cellWriter(dtype.value, true), unsafe)
    case 'date':
      return dateCell(dtype, unsafe)
    case 'time':
      return timeCell(dtype, unsafe)
    case 'decimal':
      return decimalCell(dtype, unsafe)
    case 'list':
      return listCell(dtype, nestedReader(dtype.item, dtype.nullable, unsafe))
    case 'map':
      return mapCell(dtype, cellReader(dtype.key, unsafe), nestedReader(dtype.value, dtype.nullable, unsafe))
    case 'null':
      return (value) => (value === null ? null : onlyNull)
  }
}
