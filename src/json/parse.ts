import { readExact } from './exact.js'

/**
 * Reads JSON text like `JSON.parse`, but gives integers beyond 2^53 as bigints, with all their digits: those written in digits
 * alone, and up to 2^64 also those written with a point or an exponent (`9.007199254740993e15`). Other numbers, and integers of
 * more than 4300 digits, are what `JSON.parse` gives.
 *
 * @throws SyntaxError for text that is not JSON
 */
export function parseJson(text: string): unknown {
  const value: unknown = JSON.parse(text)
  return holdsLargeNumber(value) ? readExact(text) : value
}

/** Whether `JSON.parse` found a number beyond 2^53. If not, no integer has lost digits; this costs far less than a look at the text. */
function holdsLargeNumber(root: unknown): boolean {
  const rest: object[] = []
  if (isLarge(root, rest)) return true
  for (let node = rest.pop(); node !== undefined; node = rest.pop()) {
    if (Array.isArray(node)) {
      for (let index = 0; index < node.length; index++) if (isLarge(node[index], rest)) return true
    } else {
      // A list of the values would take four times as long.
      for (const key in node) if (isLarge((node as Record<string, unknown>)[key], rest)) return true
    }
  }
  return false
}

/** Whether a value is a number beyond 2^53. Arrays and objects are put on a list: they may be nested deeper than the call stack goes. */
function isLarge(value: unknown, rest: object[]): boolean {
  if (typeof value === 'number') return value > Number.MAX_SAFE_INTEGER || value < Number.MIN_SAFE_INTEGER
  if (typeof value === 'object' && value !== null) rest.push(value)
  return false
}
