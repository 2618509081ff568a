/** Where the next token of a JSON text starts, and the code of its first character. */
export function skipTo(text: string, from: number): { at: number; char: number } {
  let at = from
  for (;;) {
    const char = text.charCodeAt(at)
    if (char !== 0x20 && char !== 0x0a && char !== 0x0d && char !== 0x09) return { at, char }
    at++
  }
}

/** The place after a string that starts here: quotes after an odd number of backslashes belong to it. */
export function endOfString(text: string, start: number): number {
  for (let end = text.indexOf('"', start + 1); ; end = text.indexOf('"', end + 1)) {
    let slashes = 0
    while (text.charCodeAt(end - 1 - slashes) === 0x5c) slashes++
    if (slashes % 2 === 0) return end + 1
  }
}

/** The place after a number that starts here; this place, where none does. */
export function endOfNumber(text: string, start: number): number {
  let at = start
  for (;;) {
    const char = text.charCodeAt(at)
    const isPart = (char >= 0x30 && char <= 0x39) || char === 0x2d || char === 0x2b || char === 0x2e || (char | 0x20) === 0x65
    if (!isPart) return at
    at++
  }
}
