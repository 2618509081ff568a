import { runInNewContext } from 'node:vm'
import { Float16Array } from '@petamoriken/float16'
import fc from 'fast-check'
import ndarray from 'ndarray'
import { describe, expect, it } from 'vitest'
import { createClient } from '../../src/client/index.js'
import {
  type AbstractParameterType,
  date,
  defineRun,
  inputSchema,
  int,
  type NdArray,
  NumpyParameterType,
  outputSchema,
  PandasParameterType,
  StandardPythonParameterType,
  time,
} from '../../src/index.js'
import { plain, tensor, typeOfTensor } from '../support/arbitraries.js'
import { rejection, scripted, serve, serveOnce } from './support/services.js'

/** What a run receives when a client sends something to it as "data". */
async function received(type: AbstractParameterType, data: unknown): Promise<unknown> {
  let got: unknown
  const run = inputSchema(
    'data',
    type,
  )((data: unknown) => {
    got = data
  })
  await serveOnce(run, (url) => createClient(url, { retries: 0 }).score({ data }))
  return got
}

/** The body that a client sends for some values. */
async function sent(payload: Record<string, unknown>): Promise<string> {
  const { url, seen } = await scripted([{ body: {} }])
  await createClient(url).score(payload)
  return seen[0]?.body ?? ''
}

describe('a payload is what run receives', () => {
  it('as tensors of every dtype but times, which NdArrays hold as bare counts', async () => {
    const shown = tensor.filter(({ dtype }) => !/^(datetime|timedelta)64/.test(dtype))
    await fc.assert(
      fc.asyncProperty(shown, async (sample) => {
        const array = (await received(typeOfTensor(sample), ndarray([...sample.values], [...sample.shape]))) as NdArray
        const expected = sample.dtype === 'bool' ? sample.values.map(Number) : sample.values
        expect([array.shape, Array.from(array.data as ArrayLike<unknown>)]).toEqual([sample.shape, expected])
      }),
      { numRuns: 60 },
    )
  })

  it('as plain nested values', async () => {
    await fc.assert(
      fc.asyncProperty(plain, async ({ sample, value }) => {
        expect(await received(new StandardPythonParameterType<unknown>({ sample }), { sample: value })).toEqual({ sample: value })
      }),
      { numRuns: 60 },
    )
  })

  it('with dates, times, bytes and all 64 bits', async () => {
    const value = { at: new Date(1.5e12), day: '2024-02-29', clock: '07:30:00Z', bytes: Uint8Array.of(1, 2), id: 2n ** 63n - 1n, n: 5 }
    const type = new StandardPythonParameterType({
      at: new Date(0),
      day: date('2024-01-01'),
      clock: time('00:00:00Z'),
      bytes: new Uint8Array(),
      id: 1n,
      n: int(1),
    })
    expect(await received(type, value)).toEqual(value)
  })

  it('as records and as columns, for a frame of records', async () => {
    const type = new PandasParameterType([{ name: 'Sarah', age: 25, id: 1n }])
    const rows = [{ name: 'John', age: 31.5, id: 2n ** 60n }]
    expect(await received(type, rows)).toEqual(rows)
    expect(await received(type, { name: ['John'], age: Float64Array.of(31.5), id: BigInt64Array.of(2n ** 60n) })).toEqual(rows)
  })

  it('with NaN where a tensor has NaN', async () => {
    const array = (await received(new NumpyParameterType([1.5]), Float64Array.of(Number.NaN, 2))) as NdArray<Float64Array>
    expect(array.data).toEqual(Float64Array.of(Number.NaN, 2))
  })
})

describe('a value is written as what it is:', () => {
  it.each<[string, unknown, string]>([
    ['an NdArray with strides and an offset', ndarray(Float32Array.of(0, 1, 2, 3, 4, 5), [2, 2], [1, 3], 1), '[[1,4],[2,5]]'],
    ['an NdArray of bytes as numbers', ndarray(Uint8Array.of(1, 2), [2]), '[1,2]'],
    ['an NdArray with axes of no size', ndarray(new Float64Array(), [2, 0, 3]), '[[],[]]'],
    ['an NdArray without axes', ndarray(Float64Array.of(7), []), '7'],
    [
      'an NdArray over storage with get and set',
      ndarray({ get: (i: number) => i * 10, set: () => {}, length: 3 } as never, [3]),
      '[0,10,20]',
    ],
    ['a typed array', Int16Array.of(-1, 2), '[-1,2]'],
    ['64-bit integers, with all their digits', BigInt64Array.of(5n, -(2n ** 63n)), '[5,-9223372036854775808]'],
    ['a Float16Array as numbers', new Float16Array([0.5, 1.5]), '[0.5,1.5]'],
    ['columns with one', { x: new Float16Array([0.5]) }, '{"x":[0.5]}'],
    ['clamped bytes as numbers', Uint8ClampedArray.of(300, 2), '[255,2]'],
    ['a Uint8Array as base64', Uint8Array.of(1, 2, 255), '"AQL/"'],
    ['a Uint8Array of another realm as base64', runInNewContext('Uint8Array.of(1, 2, 255)'), '"AQL/"'],
    ['a Buffer as base64', Buffer.from('abc'), '"YWJj"'],
    ['an ArrayBuffer as base64', Uint8Array.of(1).buffer, '"AQ=="'],
    ['a Date', new Date(0), '"1970-01-01T00:00:00.000Z"'],
    ['a bigint', 12345678901234567890n, '12345678901234567890'],
    ['NaN and infinities as null', [Number.NaN, Infinity, -Infinity], '[null,null,null]'],
    [
      'a Map and a Set',
      new Map<unknown, unknown>([
        ['a', new Set([1])],
        [2, 'x'],
      ]),
      '{"2":"x","a":[1]}',
    ],
    ['undefined as nothing in an object, null in a list', { a: undefined, b: [undefined] }, '{"b":[null]}'],
    ['an object with toJSON', { toJSON: () => ({ at: new Date(0) }) }, '{"at":"1970-01-01T00:00:00.000Z"}'],
    ['a name that objects have already', JSON.parse('{"__proto__": 1}'), '{"__proto__":1}'],
    ['an object that stands in two places', ((shared) => [shared, shared])({ a: 1 }), '[{"a":1},{"a":1}]'],
  ])('%s', async (_, value, json) => {
    expect(await sent({ value })).toBe(`{"value":${json}}`)
  })

  it('nothing at all for a parameter that is undefined', async () => {
    expect(await sent({ a: 1, b: undefined })).toBe('{"a":1}')
  })
})

describe('what JSON cannot say is refused before anything is sent:', () => {
  const cyclic: Record<string, unknown> = { list: [] }
  ;(cyclic['list'] as unknown[]).push(cyclic)
  let deep: unknown = 1
  for (let level = 0; level < 2000; level++) deep = [deep]

  it.each<[string, unknown, string]>([
    ['a function', { f: [1, () => 1] }, 'x.f[1] is a function, which JSON cannot say'],
    ['a symbol', Symbol('s'), 'x is a symbol, which JSON cannot say'],
    ['an object that holds itself', cyclic, 'x.list[0] is an object that holds itself, which JSON cannot say'],
    ['an invalid Date', [new Date(Number.NaN)], 'x[0] is an invalid Date, which JSON cannot say'],
    ['a promise', { a: Promise.resolve(1) }, 'x.a is a promise; await it'],
    ['an error', new Error('no'), 'x is an error, which JSON cannot say'],
    ['a Map with keys that are no names', new Map([[{}, 1]]), 'x is a Map with the key an empty object, expected strings'],
    ['a DataView', new DataView(new ArrayBuffer(1)), 'x is a DataView; send its bytes as a Uint8Array'],
    ['what is nested without end', deep, 'x[0][0][0] is nested more than 1000 deep'],
  ])('%s', async (_, x, message) => {
    const { url, seen } = await scripted([{ body: {} }])
    const error = await rejection(createClient(url).score({ x }))
    expect(error).toEqual(new TypeError(message))
    expect(seen).toEqual([])
  })

  it.each([[null], [[1]], ['{"a": 1}'], [5], [new Map()], [new ArrayBuffer(1)]])('the payload %j', async (payload) => {
    const client = createClient('http://127.0.0.1:1/score')
    await expect(client.score(payload as never)).rejects.toThrow(/^the payload is .*, expected an object with a value for each parameter$/)
  })
})

describe('an answer is the JSON of what run returns:', () => {
  const returning = (result: unknown) => serve(inputSchema('x', new StandardPythonParameterType(1))((x: number) => (x === 1 ? result : x)))

  it.each<[string, unknown, unknown]>([
    [
      'an NdArray as lists',
      ndarray(Float32Array.of(1, 2, 3, 4), [2, 2]),
      [
        [1, 2],
        [3, 4],
      ],
    ],
    ['dates and bytes as text', { at: new Date(0), bytes: Uint8Array.of(1) }, { at: '1970-01-01T00:00:00.000Z', bytes: 'AQ==' }],
    ['integers beyond 2^53 as bigints', [2n ** 63n - 1n, 5n, -(10n ** 40n)], [9223372036854775807n, 5, -(10n ** 40n)]],
    ['nothing as an empty object', undefined, {}],
    ['null as an empty object', null, {}],
    ['text', 'a', 'a'],
    ['what a promise gives', Promise.resolve([1]), [1]],
  ])('%s', async (_, result, answer) => {
    expect(await createClient(await returning(result)).score({ x: 1 })).toEqual(answer)
  })
})

it('calls a decorated method, and one of defineRun', async () => {
  const output = new StandardPythonParameterType(1.5)
  const add = inputSchema('a', output)(inputSchema('b', output)(outputSchema(output)((a: number, b: number) => a + b)))
  expect(await createClient<typeof add>(await serve(add)).score({ a: 1, b: 2 })).toBe(3)
  const scale = defineRun(
    { inputs: { data: new NumpyParameterType([[1, 2]]), scale: output } },
    ({ data, scale = 10 }) => data.get(0, 1) * scale,
  )
  expect(await createClient<typeof scale>(await serve(scale)).score({ data: [[1, 2]], scale: 2 })).toBe(4)
})

it('sends to runs that nobody described', async () => {
  const run = (body: string) => body.length
  expect(await createClient(await serve(run)).score({ a: 1 })).toBe(7)
})
