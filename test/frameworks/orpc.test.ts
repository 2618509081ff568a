import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createORPCClient, ORPCError } from '@orpc/client'
import { RPCLink } from '@orpc/client/fetch'
import { type ConditionalSchemaConverter, type JSONSchema, OpenAPIGenerator } from '@orpc/openapi'
import { OpenAPIHandler } from '@orpc/openapi/node'
import { os, type RouterClient } from '@orpc/server'
import { RPCHandler } from '@orpc/server/node'
import { Validator } from '@seriousme/openapi-schema-validator'
import type { StandardJSONSchemaV1 } from '@standard-schema/spec'
import { afterAll, beforeAll, describe, expect, expectTypeOf, it } from 'vitest'
import {
  AbstractParameterType,
  defineRun,
  type NdArray,
  NumpyParameterType,
  PandasParameterType,
  payloadSchema,
  StandardPythonParameterType,
} from '../../src/index.js'

const run = defineRun(
  { inputs: { data: new NumpyParameterType([[1, 2]], { dtype: 'int64' }), since: new StandardPythonParameterType(new Date(0)) } },
  ({ data, since }) => ({ first: data.get(0, 0) ?? 0n, year: since.getUTCFullYear() }),
)

class Celsius extends AbstractParameterType<number> {
  override deserializeInput(input: unknown): number {
    const match = /^(-?\d+)F$/.exec(String(input))
    if (match === null) throw new Error('expected a temperature like "68F"')
    return (Number(match[1]) - 32) / 1.8
  }
  override inputToSwagger() {
    return { type: 'string', example: '68F' }
  }
}

const router = {
  score: os
    .route({ method: 'POST', path: '/score' })
    .input(payloadSchema(run))
    .output(new StandardPythonParameterType({ first: 1n, year: 1970 }))
    .handler(({ input }) => {
      expectTypeOf(input.data).toEqualTypeOf<NdArray<BigInt64Array<ArrayBuffer>>>()
      expectTypeOf(input.since).toEqualTypeOf<Date>()
      return run(input)
    }),
  names: os.input(new PandasParameterType([{ name: 'Sarah', age: 25 }])).handler(({ input }) => input.map(({ name }) => name)),
  celsius: os.input(new Celsius(20)).handler(({ input }) => {
    expectTypeOf(input).toEqualTypeOf<number>()
    return input
  }),
  wrong: os.output(new StandardPythonParameterType(1.5)).handler(() => 'secret' as never),
}

/** What says in JSON Schema what it is: the package's schemas among others. */
const standardJsonSchema: ConditionalSchemaConverter = {
  condition: (schema) => schema !== undefined && 'jsonSchema' in schema['~standard'],
  convert: (schema, { strategy }) => {
    const { jsonSchema } = (schema as unknown as StandardJSONSchemaV1)['~standard']
    return [true, jsonSchema[strategy]({ target: 'draft-2020-12' }) as JSONSchema]
  },
}

const rpc = new RPCHandler(router)
const rest = new OpenAPIHandler(router)
const server = createServer(async (request, response) => {
  const { matched } = await rpc.handle(request, response, { prefix: '/rpc' })
  if (!matched) await rest.handle(request, response, { prefix: '/api' })
})
let origin: string
let client: RouterClient<typeof router>

beforeAll(async () => {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  client = createORPCClient(new RPCLink({ url: `${origin}/rpc` }))
})
afterAll(() => void server.close())

const refusal = async (call: Promise<unknown>) => {
  const error = await call.then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  if (!(error instanceof ORPCError)) throw new Error('the call was not refused')
  return error
}

describe('an oRPC procedure with payloadSchema as its input', () => {
  it('gets the converted payload, with the types of the samples', async () => {
    expect(await client.score({ data: [[3, 4]], since: '2024-02-29T12:30:00Z' })).toEqual({ first: 3n, year: 2024 })
  })

  it('keeps the digits of bigints, and takes dates, which oRPC sends as what they are', async () => {
    const since = new Date('2024-02-29T12:30:00Z')
    expect(await client.score({ data: [[9223372036854775807n, 1n]], since })).toEqual({ first: 9223372036854775807n, year: 2024 })
  })

  it('answers BAD_REQUEST to what does not fit, with the issues', async () => {
    const error = await refusal(client.score({ data: [[3, 'x']], since: 'yesterday' }))
    expect(error).toMatchObject({ code: 'BAD_REQUEST', status: 400 })
    expect(error.data).toMatchObject({
      issues: [
        { path: ['data', 0, 1], code: 'wrong_type' },
        { path: ['since'], code: 'bad_format' },
      ],
    })
  })

  it('does the same behind a route of OpenAPI', async () => {
    const score = async (payload: unknown) => {
      const headers = { 'content-type': 'application/json' }
      const answer = await fetch(`${origin}/api/score`, { method: 'POST', headers, body: JSON.stringify(payload) })
      return { status: answer.status, body: await answer.json() }
    }
    expect(await score({ data: [[3, 4]], since: '2024-02-29T12:30:00Z' })).toEqual({ status: 200, body: { first: '3', year: 2024 } })
    expect(await score({ data: [[3]], since: '2024-02-29T12:30:00Z' })).toMatchObject({
      status: 400,
      body: { data: { issues: [{ pointer: '/data/0' }] } },
    })
  })
})

describe('an oRPC procedure with a parameter type', () => {
  it('gets what the type gives, of our own or a custom one', async () => {
    expect(await client.names({ name: ['Ann'], age: [5] })).toEqual(['Ann'])
    expect(await client.celsius('212F')).toBe(100)
    expect((await refusal(client.celsius('hot'))).data).toMatchObject({ issues: [{ path: [], code: 'refused' }] })
  })

  it('answers INTERNAL_SERVER_ERROR when its output does not fit, without what it was', async () => {
    const error = await refusal(client.wrong())
    expect(error.code).toBe('INTERNAL_SERVER_ERROR')
    expect(JSON.stringify(error)).not.toContain('secret')
  })
})

describe('the OpenAPI document of an oRPC router', () => {
  it('has the schemas of the samples, and is valid', async () => {
    const generator = new OpenAPIGenerator({ schemaConverters: [standardJsonSchema] })
    const document = await generator.generate(router, { info: { title: 'Score', version: '1' } })
    expect(await new Validator().validate(JSON.parse(JSON.stringify(document)))).toMatchObject({ valid: true })
    const { requestBody, responses } = document.paths?.['/score']?.post ?? {}
    expect(requestBody).toMatchObject({
      required: true,
      content: {
        'application/json': {
          schema: {
            type: 'object',
            required: ['data', 'since'],
            properties: { data: { type: 'array', items: { type: 'array', items: { type: 'integer', format: 'int64' } } } },
            examples: [{ data: [[1, 2]], since: '1970-01-01T00:00:00.000Z' }],
          },
        },
      },
    })
    expect(responses?.['200']).toMatchObject({
      content: { 'application/json': { schema: { properties: { first: { type: 'integer', format: 'int64' } } } } },
    })
  })
})
