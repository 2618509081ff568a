import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { mayHoldLargeIntegers, readExact, toPlainNumbers } from '../src/json/exact.js'

describe('exact reading', () => {
  const whitespace = fc.string({ unit: fc.constantFrom(' ', '\n', '\t', '\r'), maxLength: 3 })

  /** A JSON text with white space between its tokens. */
  function spread(json: string, blanks: readonly string[]): string {
    let next = 0
    return json.replace(
      /"(?:[^"\\]|\\.)*"|[[\]{},:]|[^\s"[\]{},:]+/g,
      (token) => `${blanks[next++ % blanks.length]}${token}${blanks[next++ % blanks.length]}`,
    )
  }

  it('gives what JSON.parse gives but for bigints, with white space anywhere', () => {
    fc.assert(
      fc.property(fc.json({ stringUnit: 'binary' }), fc.array(whitespace, { minLength: 1 }), (json, blanks) => {
        const text = spread(json, blanks)
        expect(toPlainNumbers(readExact(text))).toStrictEqual(JSON.parse(text))
      }),
      { numRuns: 500 },
    )
  })

  it('gives integers beyond 2^53 as bigints, however they are written', () => {
    const written = fc.tuple(fc.bigInt({ min: 2n ** 53n + 1n, max: 2n ** 64n - 1n }), fc.integer({ min: 0, max: 25 }), fc.boolean())
    fc.assert(
      fc.property(written, ([integer, places, isNegative]) => {
        const digits = integer.toString().padStart(places + 1, '0')
        const mantissa = `${digits.slice(0, digits.length - places)}${places === 0 ? '' : `.${digits.slice(digits.length - places)}`}`
        const text = `[${isNegative ? '-' : ''}${mantissa}${places === 0 ? '' : `e${places}`}]`
        expect(mayHoldLargeIntegers(text)).toBe(true)
        expect(readExact(text)).toEqual([isNegative ? -integer : integer])
      }),
    )
  })
})
