import { setOwn } from './own.js'
import { endOfNumber, endOfString, skipTo } from './tokens.js'

/** 2^64: no 64-bit integer lies beyond it. */
const limit = 2 ** 64

/** Integers as Python reads them: the time that one takes grows with the square of its length, so that it has to end somewhere. */
const integer = /^-?\d{1,4300}$/

type Container = unknown[] | Record<string, unknown>

/**
 * Reads JSON text with all digits of its integers, as `parseJson` describes it.
 *
 * The text must be one that `JSON.parse` accepted: that function alone decides what is JSON, this one only reads numbers
 * better. It keeps its own stack, so nesting costs memory, not the call stack.
 */
export function readExact(text: string): unknown {
  const stack: Container[] = []
  const keys: string[] = []
  let key = ''
  let at = 0

  for (;;) {
    const code = skipTo(text, at)
    at = code.at
    let value: unknown
    switch (code.char) {
      case 0x7b /* { */:
      case 0x5b /* [ */:
        {
          const container: Container = code.char === 0x5b ? [] : {}
          stack.push(container)
          keys.push(key)
          const next = skipTo(text, at + 1)
          at = next.at
          if (next.char === 0x5d /* ] */ || next.char === 0x7d /* } */) {
            value = container
            stack.pop()
            key = keys.pop() as string
            at++
            break
          }
          if (code.char === 0x7b) {
            const end = endOfString(text, at)
            key = JSON.parse(text.slice(at, end)) as string
            at = skipTo(text, end).at + 1
          }
          continue
        }
      case 0x22 /* " */:
        {
          const end = endOfString(text, at)
          value = JSON.parse(text.slice(at, end))
          at = end
          break
        }
      case 0x74 /* t */:
        value = true
        at += 4
        break
      case 0x66 /* f */:
        value = false
        at += 5
        break
      case 0x6e /* n */:
        value = null
        at += 4
        break
      default: {
        const end = endOfNumber(text, at)
        value = readNumber(text.slice(at, end))
        at = end
      }
    }

    // The value is complete: put it into its container, and close every container that ends here.
    for (;;) {
      const container = stack.at(-1)
      if (container === undefined) return value
      if (Array.isArray(container)) container.push(value)
      else setOwn(container, key, value)
      const next = skipTo(text, at)
      at = next.at + 1
      if (next.char === 0x2c /* , */) {
        if (!Array.isArray(container)) {
          const start = skipTo(text, at).at
          const end = endOfString(text, start)
          key = JSON.parse(text.slice(start, end)) as string
          at = skipTo(text, end).at + 1
        }
        break
      }
      value = container
      stack.pop()
      key = keys.pop() as string
    }
  }
}

function readNumber(token: string): number | bigint {
  const number = Number(token)
  if (Math.abs(number) <= Number.MAX_SAFE_INTEGER) return number
  if (integer.test(token)) return BigInt(token)
  return Math.abs(number) <= limit ? (exactInteger(token) ?? number) : number
}

/** The integer that a number is when it is written as 9.007199254740993e15; undefined for a fraction. */
function exactInteger(token: string): bigint | undefined {
  const [mantissa = '', exponent = '0'] = token.toLowerCase().split('e')
  const [whole = '', fraction = ''] = mantissa.split('.')
  const shift = Number(exponent) - fraction.length
  const digits = whole + fraction
  if (shift >= 0) return BigInt(digits + '0'.repeat(shift))
  const cut = digits.length + shift
  return /^0*$/.test(digits.slice(cut)) ? BigInt(digits.slice(0, cut)) : undefined
}
