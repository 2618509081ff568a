import { expectedOf, type StringDtype } from '../dtype/dtype.js'
import { showValue } from '../errors/show.js'
import type { JsonValue } from '../json/json-value.js'
import { type CellReader, Refusal } from './cell.js'
import { pythonStr } from './python-text.js'

/**
 * Text, of a longest length where the dtype has one; numpy counts characters (code points), so an emoji is one. Unsafe:
 * numbers, booleans and null as Python's `str()` writes them, and longer texts cut, as numpy does.
 */
export function stringCell(dtype: StringDtype, unsafe: boolean): CellReader {
  const wrongType = new Refusal('wrong_type', expectedOf(dtype))
  const longest = dtype.length ?? Number.POSITIVE_INFINITY
  return (value) => {
    const text = typeof value === 'string' ? value : unsafe ? pythonStr(value) : undefined
    if (text === undefined) return wrongType
    // No text has more code points than code units, so that counting is for the long ones only.
    if (text.length <= longest) return text
    const characters = [...text]
    if (characters.length <= longest) return text
    if (unsafe) return characters.slice(0, longest).join('')
    return new Refusal('too_long', expectedOf(dtype), `${showValue(text)} with ${characters.length} characters`)
  }
}

export function writeString(value: unknown): JsonValue | undefined {
  return typeof value === 'string' ? value : undefined
}
