/** Bytes of JSON's grammar (RFC 8259). */
export const quote = 0x22
export const comma = 0x2c
export const colon = 0x3a
export const minus = 0x2d
export const backslash = 0x5c
export const openArray = 0x5b
export const closeArray = 0x5d
export const openObject = 0x7b
export const closeObject = 0x7d

/** What a reader gives when it gives up: no place is negative. */
export const gaveUp = -1

/** The place of the next byte that is no white space. */
export function skipSpace(bytes: Uint8Array, start: number): number {
  let at = start
  for (;;) {
    const byte = bytes[at]
    if (byte !== 0x20 && byte !== 0x0a && byte !== 0x0d && byte !== 0x09) return at
    at++
  }
}

/**
 * The place after the value that starts here, going by quotes and brackets alone: whether it is JSON is for `JSON.parse` to say
 * of the bytes in between.
 */
export function skipValue(bytes: Uint8Array, start: number): number {
  let depth = 0
  for (let at = start; at < bytes.length; at++) {
    switch (bytes[at]) {
      case quote:
        at = endOfText(bytes, at + 1)
        if (at === gaveUp) return gaveUp
        if (depth === 0) return at + 1
        break
      case openArray:
      case openObject:
        depth++
        break
      case closeArray:
      case closeObject:
        if (depth === 0) return at
        if (--depth === 0) return at + 1
        break
      case comma:
      case 0x20:
      case 0x0a:
      case 0x0d:
      case 0x09:
        if (depth === 0) return at
    }
  }
  return gaveUp
}

/** The quote that ends a text: one with an even number of backslashes before it. */
function endOfText(bytes: Uint8Array, start: number): number {
  for (let end = bytes.indexOf(quote, start); end >= 0; end = bytes.indexOf(quote, end + 1)) {
    let slashes = 0
    while (end - 1 - slashes >= start && bytes[end - 1 - slashes] === backslash) slashes++
    if (slashes % 2 === 0) return end
  }
  return gaveUp
}

/** Whether bytes start with some others at a place. */
export function startsWith(bytes: Uint8Array, at: number, word: Uint8Array): boolean {
  for (let index = 0; index < word.length; index++) if (bytes[at + index] !== word[index]) return false
  return true
}

const [trueWord, falseWord, nullWord] = ['true', 'false', 'null'].map((word) => new TextEncoder().encode(word)) as [
  Uint8Array,
  Uint8Array,
  Uint8Array,
]

export function isTrue(bytes: Uint8Array, at: number): boolean {
  return startsWith(bytes, at, trueWord)
}

export function isFalse(bytes: Uint8Array, at: number): boolean {
  return startsWith(bytes, at, falseWord)
}

export function isNull(bytes: Uint8Array, at: number): boolean {
  return startsWith(bytes, at, nullWord)
}

/**
 * Whether bytes are UTF-8 (RFC 3629): no overlong forms, no surrogates, nothing past U+10FFFF. Bytes past the end are no
 * continuation, so that nothing is read beyond it.
 */
export function isUtf8(bytes: Uint8Array, start: number, end: number): boolean {
  let at = start
  while (at < end) {
    const lead = bytes[at] as number
    if (lead < 0x80) at++
    else if (lead >= 0xc2 && lead <= 0xdf && continues(bytes[at + 1])) at += 2
    else if (lead >= 0xe0 && lead <= 0xef && continues(bytes[at + 1]) && continues(bytes[at + 2])) {
      const second = bytes[at + 1] as number
      if ((lead === 0xe0 && second < 0xa0) || (lead === 0xed && second > 0x9f)) return false
      at += 3
    } else if (lead >= 0xf0 && lead <= 0xf4 && continues(bytes[at + 1]) && continues(bytes[at + 2]) && continues(bytes[at + 3])) {
      const second = bytes[at + 1] as number
      if ((lead === 0xf0 && second < 0x90) || (lead === 0xf4 && second > 0x8f)) return false
      at += 4
    } else return false
  }
  return at === end
}

function continues(byte: number | undefined): boolean {
  return byte !== undefined && (byte & 0xc0) === 0x80
}
