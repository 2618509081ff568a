import { Float64, Table, tableToIPC, vectorFromArray } from 'apache-arrow'
import fastify, { type FastifyError, type FastifyInstance } from 'fastify'
import { describe, expect, it } from 'vitest'
import { inferenceSchema, score } from '../../src/adapters/fastify.js'
import {
  defineRun,
  NumpyParameterType,
  outputSchema,
  PandasParameterType,
  PayloadError,
  payloadSchema,
  SchemaDefinitionError,
  StandardPythonParameterType,
} from '../../src/index.js'

const int64 = new NumpyParameterType([1], { dtype: 'int64' })
const run = defineRun({ inputs: { data: int64 }, output: int64 }, ({ data }) => data)
const largest = '9223372036854775807'
const json = { 'content-type': 'application/json' }
const number = { type: 'object', properties: { n: { type: 'integer' } }, required: ['n'] }

async function appOf(options: Parameters<typeof inferenceSchema>[1] = {}): Promise<FastifyInstance> {
  const app = fastify()
  await app.register(inferenceSchema, options)
  return app
}

const post = (app: FastifyInstance, url: string, payload: string | Buffer, headers: Record<string, string> = {}) =>
  app.inject({ method: 'POST', url, payload, headers: { ...json, ...headers } })

describe('a Fastify route with our schemas', () => {
  it('writes results by the output type of the run', async () => {
    const app = await appOf()
    const payload = payloadSchema(run)
    app.post('/', { schema: { body: payload, response: { 200: payload } } }, async (request) => run(request.body as never))
    expect((await post(app, '/', `{"data": [${largest}]}`)).body).toBe(`[${largest}]`)
  })

  it('writes results by a parameter type, for each status that has one', async () => {
    const app = await appOf()
    const day = new NumpyParameterType(['2024-01-01'], { dtype: 'datetime64[D]' })
    const missing = { type: 'object', properties: { why: { type: 'string' } } }
    app.get('/:status', { schema: { response: { '2xx': day, 404: missing } } }, async (request, reply) => {
      const { status } = request.params as { status: string }
      reply.code(Number(status))
      return status === '404' ? { why: 'a', secret: 'b' } : [19783n]
    })
    expect((await app.inject('/201')).json()).toEqual(['2024-03-01T00:00:00Z'])
    expect((await app.inject('/404')).json()).toEqual({ why: 'a' })
  })

  it('answers 500 to a result that cannot be written, by the app’s error handler', async () => {
    const app = await appOf()
    app.setErrorHandler((error, _request, reply) => reply.code(500).send({ name: (error as Error).name }))
    app.get('/', { schema: { response: { 200: payloadSchema(run) } } }, async () => [() => 1])
    const answer = await app.inject('/')
    expect([answer.statusCode, answer.json()]).toEqual([500, { name: 'ResultError' }])
  })

  it('takes one parameter type as a body, with all digits', async () => {
    const app = await appOf()
    app.post('/', { schema: { body: int64 } }, async (request) => String((request.body as { data: BigInt64Array }).data[0]))
    expect((await post(app, '/', `[${largest}]`)).body).toBe(largest)
    expect((await post(app, '/', '["a"]')).json()).toMatchObject({ status_code: 400, issues: [{ path: [0] }] })
    expect((await post(app, '/', '[1')).json()).toMatchObject({ issues: [{ code: 'invalid_json' }] })
  })

  it('takes a parameter type that describes an object as a querystring', async () => {
    const app = await appOf()
    const type = new StandardPythonParameterType({ page: 5n, name: 'a' })
    app.get('/', { schema: { querystring: type } }, async ({ query }) => {
      const { page, name } = query as { page: bigint; name: string }
      return [String(page), name]
    })
    expect((await app.inject(`/?page=${largest}&name=12`)).json()).toEqual([largest, '12'])
    expect((await app.inject('/?page=x&name=a')).json()).toMatchObject({ issues: [{ path: ['page'] }] })
  })

  it('takes Arrow, with the other parameters in the query', async () => {
    const app = await appOf()
    const frames = defineRun(
      { inputs: { frame: new PandasParameterType([{ a: 1.5 }]), scale: new StandardPythonParameterType(1.5) } },
      ({ frame, scale }) => frame.map(({ a }) => a * scale),
    )
    app.post('/', { schema: { body: payloadSchema(frames) } }, async (request) => JSON.stringify(frames(request.body as never)))
    app.post('/other', async () => 'taken')
    const type = { 'content-type': 'application/vnd.apache.arrow.stream' }
    const table = Buffer.from(tableToIPC(new Table({ a: vectorFromArray([2], new Float64()) }), 'stream'))
    expect((await post(app, '/?scale=10', table, type)).json()).toEqual([20])
    const other = await post(app, '/other', table, type)
    expect([other.statusCode, other.json()]).toMatchObject([415, { code: 'FST_ERR_CTP_INVALID_MEDIA_TYPE' }])
  })

  it('takes the body limit of the route, else of the plugin, else of the app', async () => {
    const app = await appOf({ limits: { body: 2_000_000 } })
    const schema = { body: payloadSchema(run) }
    app.post('/', { schema }, async () => 'taken')
    app.post('/small', { schema, bodyLimit: 20 }, async () => 'taken')
    const large = `{"data": [1${' '.repeat(1_500_000)}]}`
    expect((await post(app, '/', large)).body).toBe('taken')
    expect((await post(app, '/small', large)).json()).toEqual({
      status_code: 413,
      message: 'The body is too large, expected at most 20 bytes',
    })
    const plain = await appOf()
    plain.post('/', { schema }, async () => 'taken')
    expect((await post(plain, '/', large)).statusCode).toBe(413)
  })

  it('runs the hooks of the app before, and those of the route', async () => {
    const app = await appOf()
    const seen: string[] = []
    app.addHook('preValidation', async () => void seen.push('app'))
    const preValidation = async () => void seen.push('route')
    const preHandler = async (request: { body: unknown }) => void seen.push(typeof (request.body as { data: object }).data)
    app.post('/', { schema: { body: payloadSchema(run) }, preValidation, preHandler }, async () => 'taken')
    await post(app, '/', '{"data": [1]}')
    expect(seen).toEqual(['app', 'route', 'object'])
  })

  it('may be in a scope of its own', async () => {
    const app = await appOf()
    app.register(async (scope) => void scope.post('/score', { schema: { body: payloadSchema(run) } }, async () => 'taken'), {
      prefix: '/v1',
    })
    expect((await post(app, '/v1/score', '{"data": [1]}')).body).toBe('taken')
  })
})

describe('the errors of a Fastify route with our schemas', () => {
  it('are Fastify’s errors of validation, with issues', async () => {
    const app = await appOf()
    const seen: FastifyError[] = []
    app.setErrorHandler<FastifyError>((error, _request, reply) => {
      seen.push(error)
      return reply.code(error.statusCode ?? 500).send({ own: true })
    })
    app.post('/', { schema: { body: payloadSchema(run) } }, async () => 'taken')
    expect((await post(app, '/', '{"data": ["a"]}')).json()).toEqual({ own: true })
    expect(seen[0]).toBeInstanceOf(PayloadError)
    expect(seen[0]).toMatchObject({ code: 'FST_ERR_VALIDATION', statusCode: 400, validationContext: 'body' })
    expect(seen[0]?.validation).toMatchObject([
      { keyword: 'wrong_type', instancePath: '/data/0', message: expect.stringMatching(/^data\[0\]/) },
    ])
  })

  it('are handed to the handler of a route that asks for them', async () => {
    const app = await appOf()
    app.post('/', { schema: { body: payloadSchema(run) }, attachValidation: true }, async ({ validationError }) => {
      return validationError === undefined ? 'fits' : validationError.validationContext
    })
    expect((await post(app, '/', '{"data": ["a"]}')).body).toBe('body')
    expect((await post(app, '/', '{"data": [1]}')).body).toBe('fits')
  })

  it('leave errors of other parts as Fastify has them', async () => {
    const app = await appOf()
    const params = { type: 'object', properties: { id: { type: 'integer' } } }
    app.post('/:id', { schema: { body: payloadSchema(run), params } }, async (request) => typeof (request.params as { id: unknown }).id)
    expect((await post(app, '/5', '{"data": [1]}')).body).toBe('number')
    expect((await post(app, '/a', '{"data": [1]}')).json()).toEqual({
      statusCode: 400,
      code: 'FST_ERR_VALIDATION',
      error: 'Bad Request',
      message: 'params/id must be integer',
    })
  })

  it('have the schema that the route says for their status', async () => {
    const app = await appOf()
    const response = { '4xx': { type: 'object', properties: { message: { type: 'string' } } } }
    app.post('/', { schema: { body: payloadSchema(run), response } }, async () => 'taken')
    expect((await post(app, '/', '{"data": ["a"]}')).json()).toEqual({ message: expect.stringMatching(/^data\[0\]/) })
  })
})

describe('other routes of an app with the plugin', () => {
  it('are checked and written by Fastify’s compilers', async () => {
    const app = await appOf()
    app.post('/', { schema: { body: number, response: { 200: number } } }, async ({ body }) => ({ ...(body as object), secret: 1 }))
    expect((await post(app, '/', '{"n": "5"}')).json()).toEqual({ n: 5 })
    expect((await post(app, '/', '{"n": "a"}')).json()).toMatchObject({ code: 'FST_ERR_VALIDATION', message: 'body/n must be integer' })
    expect((await post(app, '/', '{')).json()).toMatchObject({ code: 'FST_ERR_CTP_INVALID_JSON_BODY' })
  })

  it('know the schemas that are shared, also beside ours in one route', async () => {
    const app = await appOf()
    app.addSchema({ $id: 'number', ...number })
    app.post('/', { schema: { body: payloadSchema(run), querystring: { $ref: 'number#' } } }, async ({ query }) => query)
    expect((await post(app, '/?n=5', '{"data": [1]}')).json()).toEqual({ n: 5 })
  })

  it('get bodies as their own parsers have them', async () => {
    const app = await appOf()
    app.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, body, done) => done(null, { text: body }))
    app.post('/own', async ({ body }) => body)
    app.post('/score', { schema: { body: payloadSchema(run) } }, async ({ body }) =>
      String((body as { data: { data: BigInt64Array } }).data.data[0]),
    )
    expect((await post(app, '/own', '{"a": 1}')).json()).toEqual({ text: '{"a": 1}' })
    expect((await post(app, '/score', `{"data": [${largest}]}`)).body).toBe(largest)
  })
})

describe('a schema of ours where it says nothing', () => {
  const noOutput = defineRun({ inputs: { data: int64 } }, ({ data }) => data)
  const onlyOutput = outputSchema(int64)(() => [1])
  it.each([
    ['params', { params: payloadSchema(run) }, 'schema.params of POST /x is a schema of a payload'],
    ['headers', { headers: int64 }, 'schema.headers of POST /x is a schema of a payload'],
    [
      'a response without an output',
      { response: { 200: payloadSchema(noOutput) } },
      'schema.response.200 of POST /x is the schema of a run without an output',
    ],
    [
      'a body by content-type',
      { body: { content: { 'application/json': { schema: payloadSchema(run) } } } },
      'schema.body of POST /x has a schema',
    ],
    ['a querystring without names', { querystring: int64 }, 'schema.querystring of POST /x is a parameter type that describes no object'],
  ])('is told when the route is added: %s', async (_, schema, message) => {
    const app = await appOf()
    const add = () => app.post('/x', { schema }, async () => 'taken')
    expect(add).toThrow(SchemaDefinitionError)
    expect(add).toThrow(message)
  })

  it('may be a response of a run without parameters', async () => {
    const app = await appOf()
    app.get('/', { schema: { response: { 200: payloadSchema(onlyOutput) } } }, async () => [5n])
    expect((await app.inject('/')).body).toBe('[5]')
  })
})

describe('score as a Fastify plugin', () => {
  it('has its own options in an app with the plugin', async () => {
    const app = await appOf()
    app.register(score(run, { redact: true }), { prefix: '/score' })
    expect((await post(app, '/score', '{"data": ["a"]}')).json()).toMatchObject({
      message: 'data[0] is something else, expected an integer (int64)',
    })
  })

  it('logs what run throws', async () => {
    const lines: string[] = []
    const app = fastify({ logger: { stream: { write: (line: string) => void lines.push(line) } } })
    const failing = defineRun({ inputs: { x: new StandardPythonParameterType(1) } }, () => {
      throw new Error('own')
    })
    app.register(score(failing), { prefix: '/score' })
    expect((await app.inject('/score?x=1')).statusCode).toBe(500)
    const logged = lines.map((line) => JSON.parse(line) as { msg: string; err?: { message: string } })
    expect(logged).toContainEqual(
      expect.objectContaining({ msg: 'The scoring script failed; its log says why', err: expect.objectContaining({ message: 'own' }) }),
    )
  })
})
