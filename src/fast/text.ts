import { backslash, gaveUp, isUtf8, quote } from './scan.js'

const decoder = new TextDecoder('utf-8', { ignoreBOM: true })

/** What stands between the quotes of the text that was scanned last: whether it is ASCII, and whether it is just its bytes. */
export let isAscii = true
export let isEscaped = false

/** The quote that ends the text whose first quote is here; {@link gaveUp} when there is none, or it is no UTF-8. */
export function scanText(bytes: Uint8Array, start: number): number {
  if (bytes[start] !== quote) return gaveUp
  let at = start + 1
  let all = 0
  isEscaped = false
  for (;;) {
    const byte = bytes[at] as number
    if (byte === quote) break
    if (byte === backslash) {
      isEscaped = true
      at++
    } else if (!(byte >= 0x20)) return gaveUp
    else all |= byte
    at++
  }
  isAscii = all < 0x80
  return isAscii || isUtf8(bytes, start + 1, at) ? at : gaveUp
}

/** The text between quotes as `JSON.parse` gives it; undefined when that refuses it. */
export function unescaped(bytes: Uint8Array, start: number, end: number): string | undefined {
  try {
    return JSON.parse(decoder.decode(bytes.subarray(start, end + 1))) as string
  } catch {
    return undefined
  }
}

/** Reads one text as a string; undefined when there is none, or it is not one that `JSON.parse` would give. */
export function readString(bytes: Uint8Array, start: number): { readonly value: string; readonly end: number } | undefined {
  const quoteAt = scanText(bytes, start)
  if (quoteAt === gaveUp) return undefined
  const value = isEscaped ? unescaped(bytes, start, quoteAt) : decoder.decode(bytes.subarray(start + 1, quoteAt))
  return value === undefined ? undefined : { value, end: quoteAt + 1 }
}
