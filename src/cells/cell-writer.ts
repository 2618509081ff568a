import type { Dtype } from '../dtype/dtype.js'
import { writeBool } from './bool.js'
import { writeBytes } from './bytes.js'
import type { CellWriter } from './cell.js'
import { dateWriter } from './date.js'
import { datetimeWriter } from './datetime.js'
import { decimalWriter } from './decimal.js'
import { writeFloat } from './float.js'
import { writeInteger } from './integer.js'
import { listWriter } from './list.js'
import { mapWriter } from './map.js'
import { hasNaT, nullableWriter } from './nullable.js'
import { writeString } from './string.js'
import { structWriter } from './struct.js'
import { timeWriter } from './time.js'
import { timedeltaWriter } from './timedelta.js'

/** pandas writes the seconds of a date with three digits, numpy with those of the unit. */
const frameDigits = 3

/**
 * The writer of a dtype's elements as JSON, in an array or in a frame's column.
 *
 * @param missing is asked about what is no null, and JSON has no other word for: NaN, infinities and NaT
 */
export function cellWriter(dtype: Dtype, isFrame: boolean, missing?: (value: unknown) => null): CellWriter {
  const write = kindWriter(dtype, isFrame, missing)
  if (missing === undefined || !(dtype.kind === 'float' || hasNaT(dtype))) return write
  return (value) => {
    const written = write(value)
    return written === null ? missing(value) : written
  }
}

function kindWriter(dtype: Dtype, isFrame: boolean, missing: ((value: unknown) => null) | undefined): CellWriter {
  switch (dtype.kind) {
    case 'bool':
      return writeBool
    case 'integer':
      return writeInteger
    case 'float':
      return writeFloat
    case 'string':
      return writeString
    case 'category':
      return cellWriter(dtype.value, isFrame, missing)
    case 'date':
      return dateWriter(dtype)
    case 'time':
      return timeWriter(dtype)
    case 'decimal':
      return decimalWriter(dtype)
    case 'list':
      return listWriter(cellWriter(dtype.item, isFrame, missing))
    case 'map':
      return mapWriter(cellWriter(dtype.key, isFrame), cellWriter(dtype.value, isFrame, missing))
    case 'null':
      return () => null
    case 'bytes':
      return writeBytes
    case 'datetime':
      return datetimeWriter(dtype, isFrame ? frameDigits : 0)
    case 'timedelta':
      return timedeltaWriter(dtype, isFrame)
    case 'struct':
      return structWriter(dtype, (field) => nullableWriter(cellWriter(field, isFrame, missing)))
    case 'object':
      return () => undefined
  }
}
