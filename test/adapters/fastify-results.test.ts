// What a route answers under a schema of ours, whatever Fastify itself would make of the value.
import { Readable } from 'node:stream'
import fastify, { type FastifyInstance, type RouteHandlerMethod } from 'fastify'
import fastify4 from 'fastify4'
import { afterEach, describe, expect, it } from 'vitest'
import { inferenceSchema } from '../../src/adapters/fastify.js'
import {
  type AbstractParameterType,
  defineRun,
  NumpyParameterType,
  PandasParameterType,
  payloadSchema,
  StandardPythonParameterType,
} from '../../src/index.js'

const tensor = (dtype: string, sample: unknown = 0) => new NumpyParameterType([sample], { dtype })
const value = (sample: unknown) => new StandardPythonParameterType(sample)
const day = new Date(0)

describe.each([
  ['Fastify 4', fastify4 as unknown as () => FastifyInstance],
  ['Fastify 5', fastify],
])('%s', (_, make) => {
  let app: FastifyInstance | undefined
  afterEach(() => app?.close())

  /** What a route answers over the wire: its status, its type, and the bytes. */
  async function answer(schema: object, handler: RouteHandlerMethod, settings: object = {}): Promise<[number, string | null, string]> {
    app = make()
    await app.register(inferenceSchema)
    app.get('/', { ...settings, schema: { response: { 200: schema } }, handler })
    const response = await fetch(await app.listen({ host: '127.0.0.1', port: 0 }))
    return [response.status, response.headers.get('content-type'), await response.text()]
  }

  const results: [string, AbstractParameterType, () => unknown, string][] = [
    ['a Float64Array', tensor('float64'), () => new Float64Array([1.5, Number.NaN]), '[1.5,null]'],
    ['a Float32Array', tensor('float32'), () => new Float32Array([0.1]), '[0.10000000149011612]'],
    ['an Int32Array over a part of a buffer', tensor('int32'), () => new Int32Array([1, 2, 3]).subarray(1), '[2,3]'],
    ['a BigInt64Array', tensor('int64'), () => new BigInt64Array([2n ** 63n - 1n]), '[9223372036854775807]'],
    ['a Uint8Array of numbers', tensor('uint8'), () => new Uint8Array([7, 8]), '[7,8]'],
    ['a Uint8Array of booleans', tensor('bool', true), () => new Uint8Array([1, 0]), '[true,false]'],
    ['dates as counts', tensor('datetime64[D]', '2024-01-01'), () => new BigInt64Array([1n]), '["1970-01-02T00:00:00Z"]'],
    ['a Buffer', value(Buffer.from('a')), () => Buffer.from('abc'), '"YWJj"'],
    ['an ArrayBuffer', value(Buffer.from('a')), () => new Uint8Array([97, 98, 99]).buffer, '"YWJj"'],
    ['a text', value('a'), () => 'é "x"', '"é \\"x\\""'],
    ['an empty text', value('a'), () => '', '""'],
    ['a bigint', value(1n), () => 2n ** 60n, '1152921504606846976'],
    ['a Date', value(day), () => day, '"1970-01-01T00:00:00.000Z"'],
    ['a number', value(1.5), () => 0, '0'],
    ['a boolean', value(true), () => false, 'false'],
    ['null', value(1.5), () => null, 'null'],
    ['a Map', value({ a: 1.5 }), () => new Map([['a', 2]]), '{"a":2}'],
    ['a Set', value([1.5]), () => new Set([2]), '[2]'],
    ['a member called buffer', value({ buffer: Buffer.from('a') }), () => ({ buffer: new Uint8Array([97]).buffer }), '{"buffer":"YQ=="}'],
    [
      'a frame of typed columns',
      new PandasParameterType({ a: new Float64Array([1]), b: new BigInt64Array([1n]) }),
      () => ({ a: new Float64Array([1.5]), b: new BigInt64Array([2n ** 60n]) }),
      '[{"a":1.5,"b":1152921504606846976}]',
    ],
    [
      'typed arrays, dates and bigints within an object',
      value({ scores: tensor('float64'), at: day, id: 1n }),
      () => ({ scores: new Float64Array([1, 2]), at: day, id: 2n ** 60n }),
      '{"scores":[1,2],"at":"1970-01-01T00:00:00.000Z","id":1152921504606846976}',
    ],
  ]

  it.each(results)('writes %s by the schema of the route', async (_name, output, result, text) => {
    expect(await answer(output, async () => result())).toEqual([200, 'application/json; charset=utf-8', text])
  })

  it.each<[string, RouteHandlerMethod]>([
    ['sends it', (_request, reply) => void reply.send(new Float64Array([1, 2]))],
    ['sends it later', (_request, reply) => void setImmediate(() => reply.send(new Float64Array([1, 2])))],
    ['gives the reply that it sent it by', async (_request, reply) => reply.code(200).send(new Float64Array([1, 2]))],
    ['gives it', () => new Float64Array([1, 2])],
    ['calls it JSON', async (_request, reply) => reply.type('application/json').send(new Float64Array([1, 2]))],
  ])('writes a typed array by the output type of a run, whether its handler %s', async (_name, handler) => {
    const run = defineRun({ inputs: { x: value(1.5) }, output: tensor('float64') }, () => new Float64Array([1, 2]))
    expect(await answer(payloadSchema(run), handler)).toEqual([200, 'application/json; charset=utf-8', '[1,2]'])
  })

  it.each<[string, RouteHandlerMethod, number, string, string]>([
    ['text of another type', (_request, reply) => void reply.type('text/csv').send('a,b'), 200, 'text/csv', 'a,b'],
    ['bytes of another type', (_request, reply) => void reply.type('image/png').send(Buffer.from('png')), 200, 'image/png', 'png'],
    [
      'JSON that is written already',
      (_request, reply) => void reply.type('application/json; charset=utf-8').send('{"a":1}'),
      200,
      'application/json; charset=utf-8',
      '{"a":1}',
    ],
    [
      'JSON in bytes',
      (_request, reply) => void reply.type('application/json').send(Buffer.from('{"a":1}')),
      200,
      'application/json',
      '{"a":1}',
    ],
    ['a stream', (_request, reply) => void reply.type('text/plain').send(Readable.from(['a', 'b'])), 200, 'text/plain', 'ab'],
    ['a status without a schema of ours', (_request, reply) => void reply.code(404).send('none'), 404, 'text/plain; charset=utf-8', 'none'],
  ])('leaves %s as it is', async (_name, handler, status, type, text) => {
    expect(await answer(value('a'), handler)).toEqual([status, type, text])
  })

  it.each<[string, RouteHandlerMethod]>([
    ['throws a text', async () => Promise.reject('no')],
    [
      'throws a text at once',
      () => {
        throw 'no'
      },
    ],
  ])('leaves errors to the app’s error handler, when the handler %s', async (_name, handler) => {
    const errorHandler = (error: unknown, _request: unknown, reply: { code(status: number): { send(body: unknown): void } }) =>
      reply.code(500).send({ error })
    expect(await answer(value('a'), handler, { errorHandler })).toEqual([500, 'application/json; charset=utf-8', '{"error":"no"}'])
  })

  it('answers 500 to what its output type cannot write, as the error handler words it', async () => {
    const errorHandler = (error: Error, _request: unknown, reply: { code(status: number): { send(body: unknown): void } }) =>
      reply.code(500).send(error.name)
    const handler: RouteHandlerMethod = async () => ({ buffer: new ArrayBuffer(8), more: () => 1 })
    expect(await answer(value({ a: 1.5 }), handler, { errorHandler })).toEqual([500, 'text/plain; charset=utf-8', 'ResultError'])
  })
})
