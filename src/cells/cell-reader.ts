import type { Dtype } from '../dtype/dtype.js'
import { boolCell } from './bool.js'
import { bytesCell } from './bytes.js'
import type { CellReader } from './cell.js'
import { datetimeCell } from './datetime.js'
import { floatCell } from './float.js'
import { integerCell } from './integer.js'
import { stringCell } from './string.js'
import { structCell } from './struct.js'
import { timedeltaCell } from './timedelta.js'

/** The reader of a dtype's elements. */
export function cellReader(dtype: Dtype, unsafe: boolean): CellReader {
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
      return structCell(dtype, (field) => cellReader(field, unsafe))
    case 'object':
      return (value) => value
    case 'category':
      // What the categories are is known to a column's description alone.
      return stringCell({ kind: 'string', name: 'str' }, false)
  }
}
