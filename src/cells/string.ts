import { expectedOf, type StringDtype } from '../dtype/dtype.js'
import { firstCharacters, isLongerThan } from '../errors/characters.js'
import { showLength } from '../errors/show.js'
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
    if (!isLongerThan(text, longest)) return text
    return unsafe ? firstCharacters(text, longest) : new Refusal('too_long', expectedOf(dtype), showLength(text))
  }
}

export function writeString(value: unknown): JsonValue | undefined {
  return typeof value === 'string' ? value : undefined
}
