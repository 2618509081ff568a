import ndarray from 'ndarray'
import { expect, it } from 'vitest'
import { encodeResultBytes, NumpyParameterType } from '../../src/index.js'
import { runOf } from './same.js'

const run = runOf(new NumpyParameterType([0.5]))
/** How many random doubles are written: more of them on demand. */
const randomCount = Number(process.env['RANDOM_DOUBLES'] ?? 200_000)

/** Expects every number as JavaScript writes it. */
function expectWritten(numbers: Iterable<number>): void {
  const given = Float64Array.from(numbers)
  const written = new TextDecoder().decode(encodeResultBytes(run, given)).slice(1, -1).split(',')
  const expected = Array.from(given, (number) => (Number.isFinite(number) ? String(number) : 'null'))
  expect(written.length).toBe(expected.length)
  const wrong = expected.findIndex((text, index) => text !== written[index])
  expect(written[wrong]).toBe(expected[wrong])
}

const double = new Float64Array(1)
const bits = new BigUint64Array(double.buffer)

function ofBits(pattern: bigint): number {
  bits[0] = pattern
  return double[0] as number
}

/** A number and its neighbours. */
function around(number: number): number[] {
  double[0] = number
  const pattern = bits[0] as bigint
  return [-2n, -1n, 0n, 1n, 2n].map((step) => ofBits(BigInt.asUintN(64, pattern + step))).flatMap((neighbour) => [neighbour, -neighbour])
}

it('writes powers of ten and their neighbours', () => {
  expectWritten(Array.from({ length: 633 }, (_, index) => Number(`1e${index - 324}`)).flatMap(around))
})

it('writes powers of two and their neighbours, in every exponent', () => {
  expectWritten(Array.from({ length: 2098 }, (_, index) => 2 ** (index - 1074)).flatMap(around))
})

it('writes float32 of every exponent', () => {
  const patterns = Array.from({ length: 255 }, (_, exponent) => [0, 1, 0x2aaaaa, 0x400000, 0x7fffff].map((low) => (exponent << 23) | low))
  expectWritten(new Float32Array(Uint32Array.from(patterns.flat()).buffer))
})

it('writes numbers smaller than the smallest normal one', () => {
  expectWritten(
    Array.from({ length: 52 }, (_, shift) => [
      ofBits(1n << BigInt(shift)),
      ofBits((1n << BigInt(shift)) - 1n),
      ofBits(3n << BigInt(shift)),
    ]).flat(),
  )
})

it('writes integers where doubles begin to leave some out, and where exponents begin', () => {
  const limits = [2 ** 31, 2 ** 32, 2 ** 53, 1e9, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22, 1e23]
  expectWritten(limits.flatMap((limit) => [...around(limit), limit - 1, limit + 1, 1 - limit, limit / 2, limit * 3]))
})

it('writes numbers of few decimals, from none to nine', () => {
  const numbers = Array.from({ length: 10 }, (_, places) => Array.from({ length: 500 }, (_, index) => (index * 7919 + 1) / 10 ** places))
  expectWritten(numbers.flat().flatMap((number) => [number, number + 1e6, number + 1e9, 1e9 - number]))
})

it('writes what is next to numbers of few decimals', () => {
  expectWritten([0.1, 0.5, 0.001, 0.000001, 1e-7, 123.456, 1.5, 99999.999999, 999999999.999999, 0.3, 2.675].flatMap(around))
})

it('writes both zeros as 0, and what is no number as null', () => {
  expectWritten([0, 1, ...Array<number>(20).fill(2)])
  const given = Float64Array.of(0, -0, Number.NaN, Infinity, -Infinity, ...Array<number>(20).fill(-0))
  expect(JSON.parse(new TextDecoder().decode(encodeResultBytes(run, given))).slice(0, 6)).toEqual([0, 0, null, null, null, 0])
})

it('writes doubles of random bits', () => {
  let state = 88172645463325252n
  const random = () => {
    state ^= BigInt.asUintN(64, state << 13n)
    state ^= state >> 7n
    state ^= BigInt.asUintN(64, state << 17n)
    return state
  }
  for (let left = randomCount; left > 0; left -= 100_000)
    expectWritten(Array.from({ length: Math.min(left, 100_000) }, () => ofBits(random())))
})

it('writes int64 and uint64 with all their digits', () => {
  const powers = Array.from({ length: 20 }, (_, power) => 10n ** BigInt(power)).flatMap((power) => [power - 1n, power, power + 1n])
  const unsigned = BigUint64Array.from([...powers, 2n ** 64n - 1n, 2n ** 63n, 2n ** 32n, 2n ** 32n - 1n])
  const signed = BigInt64Array.from([...powers.slice(0, -3).flatMap((power) => [power, -power]), 2n ** 63n - 1n, -(2n ** 63n)])
  for (const array of [unsigned, signed]) {
    const flat = ndarray(array as BigInt64Array<ArrayBuffer>, [array.length])
    expect(new TextDecoder().decode(encodeResultBytes(runOf(), flat))).toBe(`[${array.join(',')}]`)
  }
})
