import type { IssueLog } from '../errors/issue-log.js'

/** How much JSON may hold. */
export interface JsonLimits {
  /** How deep arrays and objects may be nested. */
  readonly depth?: number
  /** How many values there may be in all. */
  readonly elements?: number
}

/** Reports JSON text, or its bytes, that holds more than it may. */
export function checkLimits(json: string | Uint8Array, limits: JsonLimits, log: IssueLog): void {
  if (limits.depth === undefined && limits.elements === undefined) return
  const exceeded = exceededLimit(typeof json === 'string' ? new TextEncoder().encode(json) : json, limits)
  if (exceeded === 'depth') log.add('too_deep', `at most ${limits.depth} levels`, 'nested deeper')
  if (exceeded === 'elements') log.add('too_many', `at most ${limits.elements}`, 'more values')
}

/**
 * Which limit JSON text exceeds, found without parsing it: what is refused costs no more than a look at its bytes. Text that is
 * no JSON may pass; the parser tells.
 */
export function exceededLimit(bytes: Uint8Array, { depth = Infinity, elements = Infinity }: JsonLimits): keyof JsonLimits | undefined {
  // A value takes two bytes at least, with what stands between it and the next.
  if (depth === Infinity && bytes.length / 2 <= elements) return undefined
  let [level, count] = [0, 1]
  for (let index = 0; index < bytes.length; index++) {
    switch (bytes[index]) {
      case quote:
        index = endOfText(bytes, index + 1)
        break
      case comma:
        if (++count > elements) return 'elements'
        break
      case openArray:
      case openObject:
        if (++level > depth) return 'depth'
        // The first of its values; commas stand before the others.
        if (!isEmpty(bytes, index + 1)) count++
        break
      case closeArray:
      case closeObject:
        level--
    }
  }
  return count > elements ? 'elements' : undefined
}

const [quote, comma, backslash, openArray, closeArray, openObject, closeObject] = [0x22, 0x2c, 0x5c, 0x5b, 0x5d, 0x7b, 0x7d]

/** Whether an array or object ends where it has begun, but for white space. */
function isEmpty(bytes: Uint8Array, start: number): boolean {
  let index = start
  while (whiteSpace.has(bytes[index] as number)) index++
  return bytes[index] === closeArray || bytes[index] === closeObject
}

const whiteSpace: ReadonlySet<number> = new Set([0x20, 0x09, 0x0a, 0x0d])

/** The quote that ends a text: one with an even number of backslashes before it. */
function endOfText(bytes: Uint8Array, start: number): number {
  for (let end = bytes.indexOf(quote, start); end >= 0; end = bytes.indexOf(quote, end + 1)) {
    let slashes = 0
    while (bytes[end - 1 - slashes] === backslash && end - 1 - slashes >= start) slashes++
    if (slashes % 2 === 0) return end
  }
  return bytes.length
}
