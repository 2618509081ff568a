import { isPlainObject, setOwn } from './own.js'

/** 2^64: no 64-bit integer lies beyond it. */
const limit = 2 ** 64

/**
 * Whether a JSON text holds an integer that a JavaScript number may not: sixteen digits without a fraction, or an exponent
 * that is not negative. Looks at each character once; the digits of texts and of fractions do not count.
 */
export function mayHoldLargeIntegers(text: string): boolean {
  let at = 0
  while (at < text.length) {
    const char = text.charCodeAt(at)
    if (char === 0x22 /* " */) at = endOfString(text, at)
    else if (!isDigit(char)) at++
    else {
      const start = at
      while (isDigit(text.charCodeAt(at))) at++
      const isFraction = text.charCodeAt(at) === 0x2e /* . */
      if (at - start > 15) return true
      if (isFraction)
        do at++
        while (isDigit(text.charCodeAt(at)))
      if ((text.charCodeAt(at) | 0x20) === 0x65 /* e */ && text.charCodeAt(at + 1) !== 0x2d /* - */) return true
    }
  }
  return false
}

function isDigit(char: number): boolean {
  return char >= 0x30 && char <= 0x39
}

type Container = unknown[] | Record<string, unknown>

/**
 * Reads JSON text like `JSON.parse`, but gives integers between 2^53 and 2^64 as bigints, with all their digits.
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

function skipTo(text: string, from: number): { at: number; char: number } {
  let at = from
  for (;;) {
    const char = text.charCodeAt(at)
    if (char !== 0x20 && char !== 0x0a && char !== 0x0d && char !== 0x09) return { at, char }
    at++
  }
}

/** The place after a string that starts here: quotes after an odd number of backslashes belong to it. */
function endOfString(text: string, start: number): number {
  for (let end = text.indexOf('"', start + 1); ; end = text.indexOf('"', end + 1)) {
    let slashes = 0
    while (text.charCodeAt(end - 1 - slashes) === 0x5c) slashes++
    if (slashes % 2 === 0) return end + 1
  }
}

function endOfNumber(text: string, start: number): number {
  let at = start
  for (;;) {
    const char = text.charCodeAt(at)
    const isPart = (char >= 0x30 && char <= 0x39) || char === 0x2d || char === 0x2b || char === 0x2e || (char | 0x20) === 0x65
    if (!isPart) return at
    at++
  }
}

function readNumber(token: string): number | bigint {
  const number = Number(token)
  if (Number.isSafeInteger(number) || !(Math.abs(number) <= limit) || !Number.isInteger(number)) return number
  return exactInteger(token) ?? number
}

/** The integer that a number token stands for, also when it is written as 9.007199254740993e15; undefined if it is none. */
function exactInteger(token: string): bigint | undefined {
  const [mantissa = '', exponent = '0'] = token.toLowerCase().split('e')
  const [whole = '', fraction = ''] = mantissa.split('.')
  const shift = Number(exponent) - fraction.length
  const digits = whole + fraction
  if (shift >= 0) return BigInt(digits + '0'.repeat(shift))
  const cut = digits.length + shift
  return /^0*$/.test(digits.slice(cut)) ? BigInt(digits.slice(0, cut)) : undefined
}

/**
 * A value that {@link readExact} gave, with numbers only, as `JSON.parse` would have given it: for values that nobody
 * described. Nothing is copied unless there is a bigint in it.
 */
export function toPlainNumbers(value: unknown): unknown {
  return holdsBigint(value) ? plain(value) : value
}

/** Whether there is a bigint anywhere in a JSON value. */
export function holdsBigint(root: unknown): boolean {
  const rest: unknown[] = [root]
  while (rest.length > 0) {
    const value = rest.pop()
    if (typeof value === 'bigint') return true
    if (Array.isArray(value)) for (const item of value) rest.push(item)
    else if (isPlainObject(value)) for (const key of Object.keys(value)) rest.push(value[key])
  }
  return false
}

function plain(root: unknown): unknown {
  const result: { value?: unknown } = {}
  // A stack of its own, because what nobody described may be nested deeper than the call stack goes.
  const rest: { from: unknown; put: (copy: unknown) => void }[] = [
    { from: root, put: (copy) => setOwn(result as Record<string, unknown>, 'value', copy) },
  ]
  for (let next = rest.pop(); next !== undefined; next = rest.pop()) {
    const { from, put } = next
    if (Array.isArray(from)) {
      const copy = new Array<unknown>(from.length)
      put(copy)
      for (const [index, item] of from.entries()) {
        rest.push({
          from: item,
          put: (value) => {
            copy[index] = value
          },
        })
      }
    } else if (isPlainObject(from)) {
      const copy: Record<string, unknown> = {}
      put(copy)
      for (const key of Object.keys(from)) {
        setOwn(copy, key, undefined)
        rest.push({ from: from[key], put: (value) => setOwn(copy, key, value) })
      }
    } else {
      put(typeof from === 'bigint' ? Number(from) : from)
    }
  }
  return result.value
}
