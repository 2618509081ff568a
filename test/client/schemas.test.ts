import fc from 'fast-check'
import ndarray from 'ndarray'
import { describe, expect, it } from 'vitest'
import { createClient } from '../../src/client/index.js'
import {
  AbstractParameterType,
  defineRun,
  int,
  type NdArray,
  NumpyParameterType,
  numpy,
  PandasParameterType,
  pandas,
  StandardPythonParameterType,
  type SwaggerSchema,
} from '../../src/index.js'
import { frame, orients, plain, tensor, typeOfTensor } from '../support/arbitraries.js'
import { rejection, scripted, serve, serveOnce } from './support/services.js'

/** What a run receives, and what its caller gets back of it, when both have the same schemas. */
async function roundTrip(type: AbstractParameterType, data: unknown): Promise<{ received: unknown; answer: unknown }> {
  const schemas = { inputs: { data: type }, output: type }
  let received: unknown
  const run = defineRun(schemas, (inputs) => {
    received = inputs.data
    return inputs.data
  })
  const answer = await serveOnce(run, (url) => createClient(url, { schemas, retries: 0 }).score({ data }))
  return { received, answer }
}

const shown = (array: unknown) => {
  const { shape, data } = array as NdArray
  return [shape, Array.from(data as ArrayLike<unknown>)]
}

/** Columns as lists, whatever they are stored in. */
const listed = (pairs: unknown) => (pairs as [string, ArrayLike<unknown>][]).map(([name, cells]) => [name, Array.from(cells)])

describe('with schemas, what was sent is what run receives and what comes back of it:', () => {
  it('tensors of every dtype, times too', async () => {
    await fc.assert(
      fc.asyncProperty(tensor, async (sample) => {
        const { received, answer } = await roundTrip(typeOfTensor(sample), ndarray([...sample.values], [...sample.shape]))
        const expected = sample.dtype === 'bool' ? sample.values.map(Number) : sample.values
        expect(shown(received)).toEqual([sample.shape, expected])
        expect(answer).toEqual(received)
      }),
      { numRuns: 60 },
    )
  })

  it('frames of every dtype, in every orient', async () => {
    await fc.assert(
      fc.asyncProperty(frame, fc.constantFrom(...orients), async ({ dtypes, pairs, rows }, orient) => {
        const type = new PandasParameterType<unknown>(rows ?? pairs, { dtypes, orient })
        const { received, answer } = await roundTrip(type, rows ?? pairs)
        expect(answer).toEqual(received)
        expect(rows === undefined ? listed(received) : received).toEqual(rows ?? pairs)
      }),
      { numRuns: 60 },
    )
  })

  it('columns in pairs, whose names no object keeps in order', async () => {
    const type = new PandasParameterType<unknown>([
      ['lag', [1]],
      ['2010', [0.5]],
    ])
    const pairs = [
      ['lag', [7, 8]],
      ['2010', [1.5, null]],
    ]
    const received = [
      ['lag', [7, 8]],
      ['2010', [1.5, Number.NaN]],
    ]
    for (const sent of [
      pairs,
      [...pairs].reverse(),
      [
        { lag: 7, 2010: 1.5 },
        { 2010: null, lag: 8 },
      ],
    ])
      expect(await roundTrip(type, sent)).toEqual({ received, answer: received })
    const { url, seen } = await scripted([{ body: {} }])
    await createClient(url).score({ data: pairs })
    expect(seen[0]?.body).toBe(JSON.stringify({ data: pairs }))
  })

  it('times that are numbers in JSON', async () => {
    const frame = pandas({ columns: { at: { dtype: 'datetime64[ns]', epoch: 'ms' } } })
    for (const at of [1_500_000_000n, new Date(1500), '1970-01-01T00:00:01.5Z'])
      expect(await roundTrip(frame, [{ at }])).toEqual({ received: [{ at: 1_500_000_000n }], answer: [{ at: 1_500_000_000n }] })
    const array = numpy({ dtype: { dtype: 'timedelta64[ms]', epoch: 's' }, shape: [null] })
    expect(shown((await roundTrip(array, BigInt64Array.of(2000n, 2001n))).answer)).toEqual([[2], [2000n, 2001n]])
  })

  it('plain nested values', async () => {
    await fc.assert(
      fc.asyncProperty(plain, async ({ sample, value }) => {
        const type = new StandardPythonParameterType<unknown>({ sample })
        expect(await roundTrip(type, { sample: value })).toEqual({ received: { sample: value }, answer: { sample: value } })
      }),
      { numRuns: 60 },
    )
  })

  it('booleans and bytes in typed arrays, which do not say what they are', async () => {
    const flags = new NumpyParameterType([true], { dtype: 'bool' })
    expect(shown((await roundTrip(flags, ndarray(Uint8Array.of(1, 0), [2]))).received)).toEqual([[2], [1, 0]])
    const bytes = new NumpyParameterType([1], { dtype: 'uint8' })
    expect(shown((await roundTrip(bytes, Uint8Array.of(7, 8))).received)).toEqual([[2], [7, 8]])
    const columns = new PandasParameterType({ flag: Uint8Array.of(1) })
    expect((await roundTrip(columns, { flag: Uint8Array.of(2, 3) })).received).toEqual({ flag: Uint8Array.of(2, 3) })
  })

  it('numbers as the numbers that they are, however large', async () => {
    const type = new StandardPythonParameterType({ float: 1.5, int: int(1), id: 1n })
    const value = { float: 1e17, int: 5, id: 2n ** 62n }
    expect((await roundTrip(type, value)).answer).toEqual(value)
  })
})

describe('with schemas', () => {
  const inputs = { data: new NumpyParameterType([[1, 2]]), at: new StandardPythonParameterType(new Date(0)) }

  it('what is left out is left to the run', async () => {
    const run = defineRun({ inputs }, ({ data, at = new Date(5) }) => data.get(0, 1) + at.getTime())
    const client = createClient(await serve(run), { schemas: { inputs } })
    expect(await client.score({ data: [[1, 2]] } as never)).toBe(7)
  })

  it('an answer is its JSON where the output is not described', async () => {
    const run = defineRun({ inputs }, ({ at }) => ({ at, id: 2n ** 60n }))
    const client = createClient(await serve(run), { schemas: { inputs } })
    expect(await client.score({ data: [[1, 2]], at: new Date(0) })).toEqual({ at: '1970-01-01T00:00:00.000Z', id: 2n ** 60n })
  })

  it.each<[string, object, string]>([
    ['a name that the run does not have', { dat: [[1, 2]] }, 'there is no parameter "dat", expected data or at'],
    ['what JSON cannot say', { data: [[1, () => 1]] }, 'data[0][1] is a function, which JSON cannot say'],
    [
      'what holds itself',
      { at: ((list: unknown[]) => list.push(list) && list)([]) },
      'at[0] is an object that holds itself, which JSON cannot say',
    ],
  ])('%s is refused before anything is sent', async (_, payload, message) => {
    const { url, seen } = await scripted([{ body: {} }])
    const error = await rejection(createClient(url, { schemas: { inputs } }).score(payload as never))
    expect([error, seen]).toEqual([new TypeError(message), []])
  })

  it('custom types, asynchronous ones too, take their own JSON and read answers', async () => {
    class Celsius extends AbstractParameterType<number> {
      override async deserializeInput(input: unknown): Promise<number> {
        return (Number(String(input).replace('F', '')) - 32) / 1.8
      }
      override inputToSwagger(): SwaggerSchema {
        return { type: 'string', example: '68F' }
      }
    }
    const schemas = { inputs: { t: new Celsius(20) }, output: new Celsius(20) }
    const run = defineRun(schemas, ({ t }) => `${t * 1.8 + 32}F`)
    expect(await createClient(await serve(run), { schemas }).score({ t: '212F' })).toBe(100)
  })
})
