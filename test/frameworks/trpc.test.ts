import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { createTRPCClient, httpLink, TRPCClientError } from '@trpc/client'
import { initTRPC, StandardSchemaV1Error, type TRPCError } from '@trpc/server'
import { createHTTPServer } from '@trpc/server/adapters/standalone'
import ndarray from 'ndarray'
import { afterAll, beforeAll, beforeEach, describe, expect, expectTypeOf, it } from 'vitest'
import {
  AbstractParameterType,
  defineRun,
  encodeResult,
  type NdArray,
  NumpyParameterType,
  PandasParameterType,
  payloadSchema,
  StandardPythonParameterType,
} from '../../src/index.js'

const run = defineRun(
  { inputs: { data: new NumpyParameterType([[1, 2]], { dtype: 'int64' }), scale: new StandardPythonParameterType(1.5) } },
  ({ data, scale }) => ({ rows: data.shape[0] ?? 0, first: `${data.get(0, 0)}`, scale }),
)

const halve = defineRun({ inputs: { data: new NumpyParameterType([1, 2]) }, output: new NumpyParameterType([0.5, 1]) }, ({ data }) =>
  ndarray(data.data.map((value) => value / 2)),
)

/** Asks somebody else, which takes a while: an asynchronous type. */
class Model extends AbstractParameterType<{ name: string }> {
  override async deserializeInput(input: unknown): Promise<{ name: string }> {
    if (input !== 'diabetes') throw new Error('expected the name of a model')
    return { name: input }
  }
  override async inputToSwagger() {
    return { type: 'string', example: 'diabetes' }
  }
}

const t = initTRPC.create({
  errorFormatter: ({ shape, error }) => ({
    ...shape,
    data: { ...shape.data, issues: error.cause instanceof StandardSchemaV1Error ? error.cause.issues : [] },
  }),
})

const router = t.router({
  score: t.procedure
    .input(payloadSchema(run))
    .output(new StandardPythonParameterType({ rows: 1, first: '1', scale: 1.5 }))
    .mutation(({ input }) => {
      expectTypeOf(input.data).toEqualTypeOf<NdArray<BigInt64Array<ArrayBuffer>>>()
      expectTypeOf(input.scale).toEqualTypeOf<number>()
      return run(input)
    }),
  typed: t.procedure
    .input(payloadSchema<typeof run, { data: number[][]; scale: number }>(run))
    .query(({ input }) => ({ scale: input.scale, shape: input.data.shape })),
  ages: t.procedure.input(new PandasParameterType([{ name: 'Sarah', age: 25 }])).query(({ input }) => {
    expectTypeOf(input).toEqualTypeOf<{ name: string; age: number }[]>()
    return input.map(({ age }) => age)
  }),
  model: t.procedure.input(new Model({ name: 'diabetes' })).query(({ input }) => {
    expectTypeOf(input).toEqualTypeOf<{ name: string }>()
    return input.name
  }),
  halves: t.procedure.input(payloadSchema(halve)).query(({ input }): unknown => JSON.parse(encodeResult(halve, halve(input)))),
  wrong: t.procedure.output(new NumpyParameterType([1.5])).query(() => ['x'] as never),
})

const seen: TRPCError[] = []
const server = createHTTPServer({ router, onError: ({ error }) => void seen.push(error) })
let client: ReturnType<typeof createTRPCClient<typeof router>>

beforeAll(async () => {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  client = createTRPCClient<typeof router>({ links: [httpLink({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` })] })
})
beforeEach(() => void seen.splice(0))
afterAll(() => void server.close())

const refusal = async (call: Promise<unknown>) => {
  const error = await call.then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  if (!(error instanceof TRPCClientError)) throw new Error('the call was not refused')
  return error as TRPCClientError<typeof router>
}

describe('a tRPC procedure with payloadSchema as its input', () => {
  it('gets the converted payload, with the types of the samples', async () => {
    expect(await client.score.mutate({ data: [[3, 4]], scale: 2 })).toEqual({ rows: 1, first: '3', scale: 2 })
  })

  it('answers BAD_REQUEST to what does not fit, with the first issue as its message', async () => {
    const { message, data } = await refusal(client.score.mutate({ data: [[3, 'x']], scale: 2 }))
    expect(message).toBe('data[0][1] is "x", expected an integer (int64)')
    expect(data).toMatchObject({ code: 'BAD_REQUEST', httpStatus: 400 })
  })

  it('has the issues in its error’s cause, from where an error formatter sends them', async () => {
    const { data } = await refusal(client.score.mutate({ data: [[3, 'x']], scale: 'y' }))
    expect(data?.issues.map(({ path }) => path)).toEqual([['data', 0, 1], ['scale']])
    expect(seen[0]?.cause).toMatchObject({ issues: [{ pointer: '/data/0/1', code: 'wrong_type' }, { pointer: '/scale' }] })
  })

  it('has the digits of large integers from text only: tRPC reads JSON with JSON.parse', async () => {
    const body = '{"data": [[9223372036854775807, 1]], "scale": 1}'
    expect(await client.score.mutate(body)).toMatchObject({ first: '9223372036854775807' })
    const { message } = await refusal(client.score.mutate(JSON.parse(body)))
    expect(message).toMatch(/^data\[0\]\[0\] is 9223372036854776000, expected an integer/)
  })

  it('sends arrays as its run’s output type writes them', async () => {
    expect(await client.halves.query({ data: [3, 4] })).toEqual([1.5, 2])
  })

  it('asks of its client what the schema is told to', async () => {
    expectTypeOf(client.typed.query).parameter(0).toEqualTypeOf<{ data: number[][]; scale: number }>()
    expect(await client.typed.query({ data: [[1, 2]], scale: 2 })).toEqual({ scale: 2, shape: [1, 2] })
  })
})

describe('a tRPC procedure with a parameter type', () => {
  it('gets a frame in any of its layouts', async () => {
    expect(await client.ages.query([{ age: 5, name: 'x' }])).toEqual([5])
    expect(await client.ages.query({ age: [5, 6], name: ['x', 'y'] })).toEqual([5, 6])
    const { data } = await refusal(client.ages.query([{ name: 'x', age: 'y' }]))
    expect(data).toMatchObject({ code: 'BAD_REQUEST', issues: [{ path: [0, 'age'] }] })
  })

  it('waits for an asynchronous type', async () => {
    expect(await client.model.query('diabetes')).toBe('diabetes')
    expect((await refusal(client.model.query('iris'))).message).toContain('expected the name of a model')
  })

  it('answers INTERNAL_SERVER_ERROR when its output does not fit', async () => {
    const { message, data } = await refusal(client.wrong.query())
    expect([message, data?.code]).toEqual(['Output validation failed', 'INTERNAL_SERVER_ERROR'])
    expect(seen[0]?.cause).toMatchObject({ issues: [{ path: [0] }] })
  })
})
