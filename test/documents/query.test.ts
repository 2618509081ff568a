import { describe, expect, it, onTestFinished } from 'vitest'
import {
  type AbstractParameterType,
  checkConsumer,
  date,
  defineRun,
  generateSwagger,
  inputSchema,
  int,
  NumpyParameterType,
  outputSchema,
  payloadSchema,
  type RunFunction,
  StandardPythonParameterType,
  standard,
} from '../../src/index.js'
import { createServer, rawHttp } from '../../src/server/index.js'
import { inlined } from '../support/schemas.js'

type Parameter = { name: string; in: string; required: boolean; schema: Record<string, unknown>; example: unknown }
type Operation = { operationId: string; description: string; parameters?: Parameter[]; responses: Record<string, object> }

const versions = ['3.0', '3.1'] as const
const operationsOf = (run: RunFunction, version: '2.0' | '3.0' | '3.1', pathPrefix = '') =>
  (generateSwagger(run, { version, pathPrefix }).paths as Record<string, object>)[`${pathPrefix}/score`] as {
    get?: Operation
    post: Operation
  }
const value = (sample: unknown) => new StandardPythonParameterType(sample)
const queryOf = ({ get }: { get?: Operation }) => get?.parameters?.filter((parameter) => parameter.in === 'query')

const scalars: Record<string, AbstractParameterType> = {
  number: value(1.5),
  float: standard({ type: 'number', format: 'float' }),
  int: value(int(5)),
  bigint: value(5n),
  text: value('a & b'),
  boolean: value(true),
  instant: value(new Date(0)),
  day: value(date('2024-02-29')),
  bytes: value(new Uint8Array([251, 255])),
  plan: standard({ type: 'string', enum: ['basic', 'pro'] }),
  count: new NumpyParameterType(3 as never, { dtype: 'int32' }),
  share: standard({ type: 'number', minimum: 0, maximum: 1, default: 0.5 }),
}

describe.each(versions)('GET /score in OpenAPI %s', (version) => {
  it('is there for runs of single values, and answers its own example', async () => {
    const run = defineRun({ inputs: scalars } as never, (values: object) => Object.keys(values)) as RunFunction
    const operations = operationsOf(run, version)
    const query = queryOf(operations) ?? []
    expect(operations.get).toMatchObject({
      operationId: 'RunMLServiceGet',
      responses: { '200': {}, '400': {}, '500': {}, '503': {}, default: {} },
    })
    expect(query.map(({ name, required }) => [name, required])).toEqual(Object.keys(scalars).map((name) => [name, name !== 'share']))
    expect(query.at(-1)?.schema).toEqual({ type: 'number', format: 'double', minimum: 0, maximum: 1, default: 0.5 })

    const server = await createServer({ run })
    onTestFinished(() => server.close())
    const given = query.map(({ name, example }) => [name, String(example)])
    const answer = await server.inject(`/score?${new URLSearchParams(given as [string, string][])}`)
    expect([answer.statusCode, answer.json()]).toEqual([200, Object.keys(scalars)])
  })

  it('has the prefix of the path, the defaults of run, and no null', () => {
    const type = value(1)
    const run = inputSchema(
      'x',
      type,
    )(inputSchema('y', standard({ type: 'string', nullable: true }), { optional: true })((x = 2, y: unknown) => [x, y]))
    const operations = operationsOf(run, version, '/api')
    expect(queryOf(operations)).toMatchObject([
      { name: 'x', required: false, schema: { type: 'number', default: 2 } },
      { name: 'y', required: false, schema: { type: 'string' } },
    ])
    expect(JSON.stringify(queryOf(operations))).not.toContain('null')
  })

  it('is there without parameters where run has none', () => {
    const run = outputSchema(value(1))(() => 1)
    expect(operationsOf(run, version).get).toBeDefined()
    expect(queryOf(operationsOf(run, version))).toEqual([])
  })

  it.each([
    [
      'an array',
      inputSchema('data', new NumpyParameterType([1]))((data: unknown) => data),
      'GET takes the parameters in its query instead',
    ],
    [
      'an undescribed parameter',
      inputSchema('a', value(1))((a: unknown, b: unknown) => [a, b]),
      'GET takes the parameters in its query instead',
    ],
    ['no schemas', (data: unknown) => data, 'GET takes a query instead, and the script gets it as the JSON text of an object'],
    ['raw HTTP', rawHttp(() => 1), 'The script reads the request itself, which may be GET as well'],
  ] as [string, RunFunction, string][])('is told in words for a run with %s', (_, run, words) => {
    const { get, post } = operationsOf(run, version)
    expect([get, post.description]).toEqual([undefined, expect.stringContaining(words)])
  })

  it('does not keep consumers from looking at the operation that scores', () => {
    const run = defineRun({ inputs: { x: value(1) } }, ({ x }) => x)
    const document = generateSwagger(run, { version })
    const { get: _, ...posted } = operationsOf(run, version)
    const without = { ...document, paths: { ...document.paths, '/score': posted } }
    for (const consumer of ['power-bi', 'automl', 'stream-analytics', 'power-platform'] as const) {
      const [found, expected] = [document, without].map((subject) => checkConsumer(subject, consumer))
      const codesOf = (report = found) => new Set(report?.problems.map(({ code }) => code))
      expect([found?.ok, codesOf()]).toEqual([expected?.ok, codesOf(expected)])
    }
  })

  it('limits the length of ids as the service does', async () => {
    const run = defineRun({ inputs: { x: value(1) } }, ({ x }) => x)
    const { get, post } = operationsOf(run, version)
    const server = await createServer({ run })
    onTestFinished(() => server.close())
    for (const operation of [get, post]) {
      const ids = operation?.parameters?.filter((parameter) => parameter.in === 'header') ?? []
      expect(ids.map(({ name, schema }) => [name, schema])).toEqual(
        ['x-request-id', 'x-ms-client-request-id'].map((name) => [name, { type: 'string', maxLength: 100 }]),
      )
      for (const { name } of ids) {
        const statusFor = async (length: number) =>
          (await server.inject({ url: '/score?x=1', headers: { [name]: 'i'.repeat(length) } })).statusCode
        expect([await statusFor(100), await statusFor(101)]).toEqual([200, 431])
      }
    }
  })

  it('has optional parameters that may be null, as the body has them', () => {
    const optional = { optional: true }
    const run = inputSchema(
      'x',
      value(1),
      optional,
    )(
      inputSchema(
        'data',
        new NumpyParameterType([1]),
        optional,
      )(inputSchema('plan', scalars['plan'] as never, optional)((x, data, plan) => [x, data, plan])),
    )
    const document = generateSwagger(run, { version })
    const { properties } = inlined(document.components?.schemas?.['ServiceInput'], document) as unknown as {
      properties: Record<string, object>
    }
    const nullable = (type: string) => (version === '3.0' ? { type, nullable: true } : { type: [type, 'null'] })
    expect(properties).toMatchObject({
      x: nullable('number'),
      data: nullable('array'),
      plan: { ...nullable('string'), enum: ['basic', 'pro', null] },
    })
    expect(payloadSchema(run)['~standard'].validate({ x: null, data: null, plan: null })).toEqual({ value: {} })
  })
})

it('Swagger 2.0 has neither GET /score, nor null for optional parameters', () => {
  const run = inputSchema('x', value(1), { optional: true })((x: unknown) => x)
  expect(Object.keys(operationsOf(run, '2.0'))).toEqual(['post'])
  expect(operationsOf(run, '2.0').post.description).toBe('Runs the model on the input and answers with its result.')
  expect(JSON.stringify(generateSwagger(run).definitions)).not.toContain('null')
})
