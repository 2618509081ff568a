import { Refusal } from '../cells/cell.js'
import type { Dtype } from '../dtype/dtype.js'
import { parseDtype } from '../dtype/parse-dtype.js'

/** 2^64: 1e300 is a whole number too, but none of an integer dtype. */
const beyondIntegers = 2 ** 64

/**
 * The dtype that numpy gives an array whose dtype nobody says: bool, int64 (uint64 past its end), float64, or
 * text. numpy makes text of text and numbers together, and numbers of booleans and numbers; that is a change, so it is
 * refused unless casting is unsafe. null among numbers makes them float64.
 */
export function inferDtype(values: Iterable<unknown>, unsafe: boolean): Dtype | Refusal {
  const kinds = new Set<string>()
  let isLarge = false
  for (const value of values) {
    if (typeof value === 'number') kinds.add(Number.isInteger(value) && Math.abs(value) < beyondIntegers ? 'integer' : 'float')
    else if (typeof value === 'bigint') {
      kinds.add('integer')
      isLarge ||= value > 9223372036854775807n
    } else if (value === null) kinds.add('null')
    else if (typeof value === 'boolean' || typeof value === 'string') kinds.add(typeof value)
    else return new Refusal('wrong_type', 'an array of numbers, texts or booleans', 'an array with other values in it')
  }
  if (kinds.has('string')) {
    return kinds.size === 1 || unsafe
      ? parseDtype('str')
      : new Refusal('wrong_type', 'values of one kind', 'an array with text and other values in it')
  }
  if (kinds.has('boolean')) {
    if (kinds.size === 1) return parseDtype('bool')
    if (!unsafe || kinds.has('null'))
      return new Refusal('wrong_type', 'values of one kind', 'an array with booleans and other values in it')
    kinds.delete('boolean')
  }
  if (kinds.size === 1 && kinds.has('integer')) return parseDtype(isLarge ? 'uint64' : 'int64')
  return parseDtype('float64')
}
