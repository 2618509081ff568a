import { type BytesDtype, expectedOf } from '../dtype/dtype.js'
import { count, showValue } from '../errors/show.js'
import { decodeBase64, encodeBase64 } from '../json/base64.js'
import type { JsonValue } from '../json/json-value.js'
import { isBytes } from '../json/typed-array.js'
import { type CellReader, Refusal } from './cell.js'

/** Bytes, in JSON as base64 text. */
export function bytesCell(dtype: BytesDtype, unsafe: boolean): CellReader {
  const expected = expectedOf(dtype)
  const wrongType = new Refusal('wrong_type', expected)
  const longest = dtype.length ?? Number.POSITIVE_INFINITY
  return (value) => {
    const bytes = typeof value === 'string' ? readBase64(value, unsafe, expected) : isBytes(value) ? value : wrongType
    if (bytes instanceof Refusal || bytes.length === longest) return bytes
    if (dtype.isFixed) return new Refusal('wrong_shape', expected, count(bytes.length, 'byte'))
    if (bytes.length <= longest) return bytes
    if (unsafe) return bytes.subarray(0, longest)
    return new Refusal('too_long', expected, `${showValue(value)} with ${count(bytes.length, 'byte')}`)
  }
}

/**
 * Base64 text as bytes, or why not. Unsafe: characters that are not of the alphabet are passed over, as Python's
 * `base64.b64decode` does.
 */
export function readBase64(text: string, unsafe: boolean, expected: string): Uint8Array | Refusal {
  const cleaned = unsafe ? text.replace(/[^A-Za-z0-9+/=]/g, '').replace(/^=+$/, '') : text
  return decodeBase64(cleaned) ?? new Refusal('bad_format', expected, `${showValue(text)}, which is not base64`)
}

export function writeBytes(value: unknown): JsonValue | undefined {
  return isBytes(value) ? encodeBase64(value) : undefined
}
