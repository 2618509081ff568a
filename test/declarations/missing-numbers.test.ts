import { Float64, Table, tableToIPC, vectorFromArray } from 'apache-arrow'
import ndarray from 'ndarray'
import { describe, expect, it } from 'vitest'
import { type AbstractParameterType, inputSchema, numpy, pandas, standard, validatePayload } from '../../src/index.js'
import { createServer } from '../../src/server/index.js'

const runOf = (type: AbstractParameterType) => inputSchema('x', type, { index: 0 })((x: unknown) => x)
const takes = (type: AbstractParameterType, payload: unknown) => validatePayload(runOf(type), payload as never).issues === undefined

const declarations = (['float16', 'float32', 'float64'] as const).flatMap((dtype) =>
  [{ minimum: -1 }, { maximum: 1 }, { minimum: -1, maximum: 1 }, { enum: [0, 1] }].flatMap((bounds) =>
    (['safe', 'unsafe'] as const).flatMap((casting) => [true, false].map((nullable) => [dtype, bounds, casting, nullable] as const)),
  ),
)

describe.each(declarations)(
  'a declared range or list of %s, %o, %s, takes null and NaN only where it is nullable (%s)',
  (dtype, bounds, casting, nullable) => {
    const tensor = numpy({ dtype: { dtype, nullable }, shape: [null, null], casting, ...bounds } as never) as AbstractParameterType
    const frame = pandas({ columns: { a: { dtype, nullable, ...bounds } } as never, casting }) as AbstractParameterType

    it('in text, bytes and objects', () => {
      for (const [type, x] of [
        [tensor, [[null]]],
        [tensor, Array.from({ length: 300 }, () => [null, 0])],
        [frame, [{ a: null }]],
        [frame, { a: [null, 1] }],
        [frame, Array.from({ length: 300 }, () => ({ a: null }))],
      ] as const) {
        const text = JSON.stringify({ x })
        expect([takes(type, text), takes(type, new TextEncoder().encode(text)), takes(type, { x })]).toEqual([nullable, nullable, nullable])
      }
    })

    it('as NaN, which no JSON has', () => {
      const array = ndarray([Number.NaN], [1, 1])
      expect([takes(tensor, { x: [[Number.NaN]] }), takes(tensor, { x: array })]).toEqual([nullable, nullable])
      expect([takes(frame, { x: [{ a: Number.NaN }] }), takes(frame, { x: { a: Float64Array.of(Number.NaN) } })]).toEqual([
        nullable,
        nullable,
      ])
      if (casting === 'unsafe') expect([takes(tensor, { x: [['nan']] }), takes(frame, { x: [{ a: 'nan' }] })]).toEqual([nullable, nullable])
    })

    it('in Arrow, whose infinities are out of range as well', () => {
      const column = (value: number | null) => ({ x: new Table({ a: vectorFromArray([value], new Float64()) }) })
      expect([takes(frame, column(null)), takes(frame, column(Number.NaN))]).toEqual([nullable, nullable])
      expect([takes(frame, column(Number.POSITIVE_INFINITY)), takes(frame, column(1))]).toEqual([false, true])
    })
  },
)

it('so it is in a query and in an Arrow stream', async () => {
  for (const nullable of [true, false]) {
    const status = nullable ? 200 : 400
    const tensor = numpy({ dtype: { dtype: 'float32', nullable }, shape: [null, null], minimum: -1 })
    const asked = await createServer({ run: runOf(tensor) })
    expect((await asked.inject({ url: `/score?x=${encodeURIComponent('[[null]]')}` })).statusCode).toBe(status)
    await asked.close()
    const frame = pandas({ columns: { a: { dtype: 'float64', nullable, minimum: -1 } } })
    const server = await createServer({ run: runOf(frame) })
    const headers = { 'content-type': 'application/vnd.apache.arrow.stream' }
    for (const cell of [null, Number.NaN]) {
      const payload = Buffer.from(tableToIPC(new Table({ a: vectorFromArray([cell], new Float64()) }), 'stream'))
      expect((await server.inject({ method: 'POST', url: '/score', headers, payload })).statusCode).toBe(status)
    }
    await server.close()
  }
})

it('a single value has no NaN in its range, and an array without a range has', () => {
  expect(takes(standard({ type: 'number', minimum: 0 }), { x: Number.NaN })).toBe(false)
  expect(takes(standard({ type: 'number', format: 'float', maximum: 0 }), { x: Number.NaN })).toBe(false)
  expect(takes(numpy({ dtype: 'float32', shape: [null] }), { x: [null, Number.NaN] })).toBe(true)
})
