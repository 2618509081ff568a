import type { Dtype } from '../dtype/dtype.js'
import { writeBool } from './bool.js'
import { writeBytes } from './bytes.js'
import type { CellWriter } from './cell.js'
import { datetimeWriter } from './datetime.js'
import { writeFloat } from './float.js'
import { writeInteger } from './integer.js'
import { writeString } from './string.js'
import { structWriter } from './struct.js'
import { timedeltaWriter } from './timedelta.js'

/** pandas writes the seconds of a date with three digits, numpy with those of the unit. */
const frameDigits = 3

/** The writer of a dtype's elements as JSON, in an array or in a frame's column. */
export function cellWriter(dtype: Dtype, isFrame: boolean): CellWriter {
  switch (dtype.kind) {
    case 'bool':
      return writeBool
    case 'integer':
      return writeInteger
    case 'float':
      return writeFloat
    case 'string':
    case 'category':
      return writeString
    case 'bytes':
      return writeBytes
    case 'datetime':
      return datetimeWriter(dtype, isFrame ? frameDigits : 0)
    case 'timedelta':
      return timedeltaWriter(dtype, isFrame)
    case 'struct':
      return structWriter(dtype, (field) => cellWriter(field, isFrame))
    case 'object':
      return () => undefined
  }
}
