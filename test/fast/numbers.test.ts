import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodePayload, type NdArray, NumpyParameterType } from '../../src/index.js'
import { runOf } from './both-ways.js'
import { families, upTo, whole } from './number-families.js'

/** How many random numbers of each kind; set it to try more. */
const total = Number(process.env['FAST_NUMBERS'] ?? 200_000)
const perBody = 20_000

describe('numbers', () => {
  const run = runOf(new NumpyParameterType([1]))
  const single = runOf(new NumpyParameterType([1], { dtype: 'float32' }))

  it.each(Object.entries(families))('%s are the doubles that JSON.parse gives', (_name, number) => {
    const count = Math.ceil(total / Object.keys(families).length)
    for (let done = 0; done < count; done += perBody) {
      const texts = Array.from({ length: Math.min(perBody, count - done) }, () => (upTo(4) === 0 ? `-${number()}` : number()))
      const body = `{"data":[${texts}]}`
      const expected = Float64Array.from((JSON.parse(body) as { data: number[] }).data)
      const { data } = decodePayload(run, new TextEncoder().encode(body))['data'] as NdArray<Float64Array>
      expect(wrong(data, expected, texts)).toBeUndefined()
      if (expected.some((value) => Math.abs(value) > 3e38)) continue
      const rounded = decodePayload(single, new TextEncoder().encode(body))['data'] as NdArray<Float32Array>
      expect(wrong(rounded.data, Float32Array.from(expected), texts)).toBeUndefined()
    }
  })

  it('of 64 bits keep all their digits', () => {
    const ranges = { int64: [-(2n ** 63n), 2n ** 63n - 1n], uint64: [0n, 2n ** 64n - 1n] } as const
    for (const [dtype, [min, max]] of Object.entries(ranges)) {
      const large = runOf(new NumpyParameterType([[1, 2, 3, 4]], { dtype }))
      const edges = [min, min + 1n, max - 1n, max, 0n, 1n, 2n ** 32n, 2n ** 32n - 1n, 2n ** 53n, 2n ** 53n + 1n]
      const random = Array.from({ length: 19_990 }, () => {
        const value = BigInt(`${upTo(2) && dtype === 'int64' ? '-' : ''}${whole(1 + upTo(20))}`)
        return value < min || value > max ? 7n : value
      })
      const values = [...edges, ...random]
      const rows = Array.from({ length: values.length / 4 }, (_, row) => `[${values.slice(row * 4, row * 4 + 4)}]`)
      const { data } = decodePayload(large, new TextEncoder().encode(`{"data":[${rows}]}`))['data'] as NdArray<BigInt64Array>
      expect(Array.from(data)).toEqual(values)
    }
  })

  it('of small integers are exact, and no others are taken', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('int8', 'uint8', 'int16', 'uint16', 'int32', 'uint32'),
        fc.array(fc.integer(), { minLength: 1 }),
        (dtype, given) => {
          const type = new NumpyParameterType([1], { dtype })
          const size = Number(dtype.replace(/\D+/, ''))
          const [min, max] = dtype.startsWith('u') ? [0, 2 ** size - 1] : [-(2 ** (size - 1)), 2 ** (size - 1) - 1]
          const values = given.map((value) => min + (Math.abs(value) % (max - min + 1)))
          const body = (data: readonly number[]) => new TextEncoder().encode(`${' '.repeat(300)}{"data":[${data}]}`)
          const { data } = decodePayload(runOf(type), body(values))['data'] as NdArray<Int32Array>
          expect(Array.from(data)).toEqual(values)
          for (const value of [min - 1, max + 1]) expect(() => decodePayload(runOf(type), body([...values, value]))).toThrow(dtype)
        },
      ),
    )
  })

  it('of a million digits are what JSON.parse makes of them', () => {
    const million = '1'.repeat(1_000_000)
    for (const text of [`0.${million}`, `${million}e-999990`, `0.${'0'.repeat(1_000_000)}1`, `-1.${million}E5`]) {
      const { data } = decodePayload(run, new TextEncoder().encode(`{"data":[1,${text},2]}`))['data'] as NdArray<Float64Array>
      expect(Array.from(data)).toEqual([1, JSON.parse(text), 2])
    }
    expect(() => decodePayload(run, new TextEncoder().encode(`{"data":[1,${million},2]}`))).toThrow('data[1]')
  })
})

function wrong(data: ArrayLike<number>, expected: ArrayLike<number>, texts: readonly string[]): string | undefined {
  const index = Array.from(expected).findIndex((value, position) => !Object.is(data[position], value))
  return index < 0 ? undefined : `${texts[index]} is ${data[index]}, expected ${expected[index]}`
}
