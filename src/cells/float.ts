import { f16round } from '@petamoriken/float16'
import { expectedInRange, expectedOf, type FloatDtype } from '../dtype/dtype.js'
import type { JsonValue } from '../json/json-value.js'
import { type CellReader, Refusal } from './cell.js'
import { writeInteger } from './integer.js'
import { pythonFloat } from './python-text.js'

/**
 * Floating-point numbers, rounded to the dtype. A number beyond the dtype's largest is always refused, as is 1e400, which
 * `JSON.parse` turns into Infinity: infinity is no rounding of what the caller meant. Unsafe: texts by Python's `float()`, booleans as
 * 0 and 1.
 */
export function floatCell(dtype: FloatDtype, unsafe: boolean): CellReader {
  const wrongType = new Refusal('wrong_type', expectedOf(dtype))
  const outOfRange = new Refusal('out_of_range', expectedInRange(dtype))
  // Half a unit in the last place above the largest number still rounds down to it.
  const limit = dtype.name === 'float64' ? dtype.max : dtype.name === 'float32' ? 3.4028235677973366e38 : 65520
  const overflows = (value: number) => value >= limit || value <= -limit

  const round = rounding[dtype.name]
  const fromNumber = (value: number): unknown =>
    !overflows(value) || value === dtype.max || value === -dtype.max ? round(value) : outOfRange

  return (value) => {
    if (typeof value === 'number') return fromNumber(value)
    if (typeof value === 'bigint') return fromNumber(Number(value))
    if (!unsafe) return wrongType
    if (typeof value === 'boolean') return value ? 1 : 0
    const parsed = typeof value === 'string' ? pythonFloat(value) : undefined
    if (parsed === undefined) return wrongType
    return Number.isFinite(parsed) ? fromNumber(parsed) : parsed
  }
}

/** A number as the dtype holds it: the same in records, which have no storage of their own, as in a typed array. */
const rounding: Readonly<Record<FloatDtype['name'], (value: number) => number>> = {
  float16: f16round,
  float32: Math.fround,
  float64: (value) => value,
}

/** JSON has no NaN and no infinities; they are written as null. Integers have all their digits, more than a double holds, too. */
export function writeFloat(value: unknown): JsonValue | undefined {
  if (typeof value === 'bigint') return writeInteger(value)
  if (typeof value !== 'number') return undefined
  return Number.isFinite(value) ? value : null
}
