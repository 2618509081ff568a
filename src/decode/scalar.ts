import { boolCell } from '../cells/bool.js'
import { readBase64 } from '../cells/bytes.js'
import { type CellReader, Refusal } from '../cells/cell.js'
import { constrainedCell } from '../cells/constrained.js'
import { readDate } from '../cells/datetime.js'
import { floatCell } from '../cells/float.js'
import { integerCell, toSafeInteger } from '../cells/integer.js'
import type { ScalarDescription } from '../description/description.js'
import { type Constraints, constrainedWords } from '../dtype/constraints.js'
import { isDate, isTime } from '../dtype/datetime-text.js'
import type { FloatDtype } from '../dtype/dtype.js'
import { integerDtype, parseDtype } from '../dtype/parse-dtype.js'
import { isBytes } from '../json/typed-array.js'
import { type Decoder, failed } from './decoder.js'
import { expectedOfDescription } from './expected.js'

const int64 = integerDtype('int64')

/** A single value, as the kind that the sample is. */
export function scalarDecoder(description: ScalarDescription): Decoder {
  const { casting, constraints } = description
  const plain = scalarReader(description, casting === 'unsafe')
  const read = constraints === undefined ? plain : constrainedCell(plain, constraints, expectedOfDescription(description))
  return (value, log) => {
    const result = read(value, log.isExactText)
    if (!(result instanceof Refusal)) return result
    result.report(log, value)
    return failed
  }
}

/**
 * Readers of single values. What Python's `isinstance` let through only by accident (a boolean for an int) needs unsafe
 * casting; texts are never read as numbers.
 */
function scalarReader({ type, constraints }: ScalarDescription, unsafe: boolean): CellReader {
  switch (type) {
    case 'string':
      return (value) => (typeof value === 'string' ? value : new Refusal('wrong_type', 'a string'))
    case 'boolean':
      return boolCell(false)
    case 'number':
      return numberReader(constraints)
    case 'float':
      return floatReader(constraints)
    case 'int':
    case 'bigint':
      return integerReader(type, constraints, unsafe)
    case 'date-time':
      return readDate
    case 'date':
      return textReader(isDate, 'a date as text, like "2024-02-29"')
    case 'time':
      return textReader(isTime, 'a time as text, like "07:08:09Z"')
    case 'bytes':
    case 'buffer':
      return bytesReader(type, unsafe)
  }
}

function numberReader(constraints: Constraints | undefined): CellReader {
  const outOfRange =
    constraints === undefined ? 'a number that float64 can hold' : constrainedWords('a number', { constraints }, { max: Number.MAX_VALUE })
  return (value) => {
    if (typeof value !== 'number' && typeof value !== 'bigint') return new Refusal('wrong_type', 'a number')
    const number = Number(value)
    return Math.abs(number) === Number.POSITIVE_INFINITY ? new Refusal('out_of_range', outOfRange) : number
  }
}

const float32 = parseDtype('float32') as FloatDtype

/** A number of 32 bits. Where a value stands alone, null is no NaN. */
function floatReader(constraints: Constraints | undefined): CellReader {
  const readFloat32 = floatCell({ ...float32, ...(constraints && { constraints }) }, false)
  return (value) => (value === null ? new Refusal('wrong_type', 'a number (float32)') : readFloat32(value))
}

function integerReader(type: 'int' | 'bigint', constraints: Constraints | undefined, unsafe: boolean): CellReader {
  const readInteger = integerCell({ ...int64, ...(constraints && { constraints }) }, false)
  const wrongType = new Refusal('wrong_type', 'an integer')
  return (value, isText) => {
    if (typeof value === 'boolean') return unsafe ? (type === 'int' ? Number(value) : BigInt(value)) : wrongType
    if (typeof value !== 'number' && typeof value !== 'bigint') return wrongType
    if (typeof value === 'number' && !Number.isInteger(value)) return new Refusal('not_exact', 'an integer')
    if (type === 'int') return toSafeInteger(value, constraints)
    return readInteger(value, isText)
  }
}

function textReader(isRight: (text: string) => boolean, expected: string): CellReader {
  return (value) => {
    if (typeof value !== 'string') return new Refusal('wrong_type', expected)
    return isRight(value) ? value : new Refusal('bad_format', expected)
  }
}

function bytesReader(type: 'bytes' | 'buffer', unsafe: boolean): CellReader {
  return (value) => {
    if (typeof value !== 'string' && !isBytes(value)) return new Refusal('wrong_type', 'base64 text')
    const bytes = typeof value === 'string' ? readBase64(value, unsafe, 'base64 text') : value
    // Only a runtime that has Buffer can have shown one in a sample.
    if (type === 'bytes' || bytes instanceof Refusal || Buffer.isBuffer(bytes)) return bytes
    return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  }
}
