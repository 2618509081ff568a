// What every adapter does, whatever framework it is for: each runs this suite over real sockets, by a harness of its own.
import { once } from 'node:events'
import { request as httpRequest, type IncomingMessage, type RequestOptions, type Server } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib'
import { Float64, Table, tableFromIPC, tableToIPC, vectorFromArray } from 'apache-arrow'
import { afterEach, describe, expect, it } from 'vitest'
import {
  AbstractParameterType,
  defineRun,
  type Issue,
  inputSchema,
  NumpyParameterType,
  outputSchema,
  PandasParameterType,
  type PayloadError,
  type RunFunction,
  SchemaDefinitionError,
  StandardPythonParameterType,
} from '../../src/index.js'
import { rawHttp } from '../../src/server/index.js'

export interface SuiteOptions {
  readonly limits?: { readonly body?: number; readonly depth?: number; readonly elements?: number }
  readonly redact?: boolean | ((issue: Issue) => Issue)
  readonly thisArg?: unknown
  readonly onError?: (error: unknown) => void
}

export interface Served {
  readonly port: number
  readonly close: () => unknown
}

/** An app of a framework, with a run. */
export interface AppSpec {
  readonly run: RunFunction
  readonly options: SuiteOptions
  /** What the handler after `validate` answers as JSON. */
  readonly handle: (payload: never) => unknown
  /** The app's own error handler: it answers 418 with what this gives of the error. Without it the framework has its own way. */
  readonly handleError?: (error: unknown) => unknown
}

export interface Harness {
  /**
   * Serves an app: `/score` scores; `/validated` validates, for GET and POST; `/parsed` scores behind the framework's own JSON parser;
   * `/drained` scores behind something that reads the body and keeps nothing; `/swagger.json` documents.
   *
   * With a handler of errors, `/score` and `/validated` hand them on.
   */
  readonly serve: (app: AppSpec) => Promise<Served>
  /** What a JSON parser before the adapter leaves of large integers. */
  readonly parser: 'loses digits' | 'keeps the text'
  readonly endpoint: (run: RunFunction, options: object) => unknown
  /** Behaviours that there cannot be, and why. */
  readonly without?: { readonly [Behaviour in 'parser' | 'brotli' | 'error handler']?: string }
}

interface Answer {
  readonly status: number
  readonly headers: IncomingMessage['headers']
  readonly body: Buffer
  readonly text: string
  readonly json: () => unknown
}

const json = { 'content-type': 'application/json' }
const arrowType = 'application/vnd.apache.arrow.stream'
const problem = { accept: 'application/problem+json' }

const double = defineRun(
  { inputs: { data: new NumpyParameterType([1.5, 2], { dtype: 'float32' }) }, output: new NumpyParameterType([1.5], { dtype: 'float32' }) },
  ({ data }) => Array.from(data.data, (value) => value * 2),
)
const largest = '9223372036854775807'
const int64 = new NumpyParameterType([1], { dtype: 'int64' })
const echo = defineRun({ inputs: { data: int64 }, output: int64 }, ({ data }) => data)

class Doubled extends AbstractParameterType<number> {
  override async deserializeInput(input: unknown): Promise<number> {
    if (typeof input !== 'number') throw new Error(`no number: ${String(input)}`)
    return input * 2
  }
  override async inputToSwagger() {
    return { type: 'number', example: 1 } as const
  }
}

export function adapterSuite(name: string, harness: Harness): void {
  const open = new Set<Served>()
  afterEach(async () => {
    for (const server of open) await server.close()
    open.clear()
  })

  async function start(run: RunFunction, options: SuiteOptions = {}, app: Partial<AppSpec> = {}) {
    const server = await harness.serve({ run, options, handle: () => 'handled', ...app })
    open.add(server)
    const send = (
      method: string,
      path: string,
      { headers = {}, body }: { headers?: Record<string, string>; body?: string | Uint8Array } = {},
    ) => exchange({ port: server.port, method, path, headers }, body)
    return {
      port: server.port,
      send,
      get: (path: string, headers: Record<string, string> = {}) => send('GET', path, { headers }),
      post: (path: string, body: string | Uint8Array, headers: Record<string, string> = {}) =>
        send('POST', path, { headers: { ...json, ...headers }, body }),
    }
  }

  describe(`${name}: validate`, () => {
    it('gives the next handler the decoded payload', async () => {
      const { post } = await start(
        double,
        {},
        { handle: ({ data }: { data: { data: Float32Array } }) => [data.data.constructor.name, data.data[1]] },
      )
      expect((await post('/validated', '{"data": [1, 2.5]}')).json()).toEqual(['Float32Array', 2.5])
    })

    it('reads the query of a GET request', async () => {
      const { get } = await start(double, {}, { handle: ({ data }: { data: { data: Float32Array } }) => [...data.data] })
      expect((await get('/validated?data=[1,2.5]')).json()).toEqual([1, 2.5])
    })

    it('answers what does not fit with 400, and does not call the next handler', async () => {
      let isCalled = false
      const { post } = await start(
        double,
        {},
        {
          handle: () => {
            isCalled = true
          },
        },
      )
      const answer = await post('/validated', '{"data": ["x"]}')
      expect([answer.status, isCalled]).toEqual([400, false])
      expect(answer.json()).toMatchObject({ status_code: 400, issues: [{ path: ['data', 0], code: 'wrong_type' }] })
    })

    it('waits for asynchronous custom types', async () => {
      const run = defineRun({ inputs: { x: new Doubled(1) } }, ({ x }) => x)
      const { post } = await start(run, {}, { handle: ({ x }: { x: number }) => x })
      expect((await post('/validated', '{"x": 21}')).json()).toBe(42)
      expect((await post('/validated', '{"x": "a"}')).json()).toMatchObject({ issues: [{ code: 'refused', path: ['x'] }] })
    })

    it('does not mix the data of concurrent requests', async () => {
      const run = defineRun({ inputs: { x: new Doubled(1), name: new StandardPythonParameterType('a') } }, ({ x }) => x)
      const { post } = await start(run, {}, { handle: ({ x, name }: { x: number; name: string }) => ({ x, name }) })
      const numbers = Array.from({ length: 40 }, (_, index) => index)
      const answers = await Promise.all(numbers.map((x) => post('/validated', JSON.stringify({ x, name: `n${x}` }))))
      expect(answers.map((answer) => answer.json())).toEqual(numbers.map((x) => ({ x: x * 2, name: `n${x}` })))
    })
  })

  describe(`${name}: score`, () => {
    it('answers with the result, written by the output type', async () => {
      const { post } = await start(echo)
      const answer = await post('/score', `{"data": [${largest}, 2]}`)
      expect([answer.status, answer.headers['content-type'], answer.text]).toEqual([
        200,
        'application/json; charset=utf-8',
        `[${largest},2]`,
      ])
    })

    it('reads the query of GET and HEAD requests', async () => {
      const { get, send } = await start(echo)
      expect((await get(`/score?data=[${largest}]`)).text).toBe(`[${largest}]`)
      const head = await send('HEAD', '/score?data=[1]')
      expect([head.status, head.text]).toEqual([200, ''])
      expect((await get('/score?data=[1.5]')).status).toBe(400)
    })

    it('answers with an empty object when run returns nothing', async () => {
      const { post } = await start(defineRun({ inputs: { x: new StandardPythonParameterType(1) } }, () => undefined))
      expect((await post('/score', '{"x": 1}')).text).toBe('{}')
    })

    it('calls a method on its object', async () => {
      const scorer = {
        factor: 3,
        run: inputSchema('x', new StandardPythonParameterType(1), { index: 0 })(function (this: { factor: number }, x: number) {
          return x * this.factor
        }),
      }
      const { post } = await start(scorer.run, { thisArg: scorer })
      expect((await post('/score', '{"x": 14}')).json()).toBe(42)
    })

    it('tells run the headers and the id of the request', async () => {
      const run = defineRun({ inputs: { x: new StandardPythonParameterType(1) } }, (_inputs, context) => {
        const { requestId, headers } = context as { requestId: string; headers: Record<string, string> }
        return [typeof requestId, headers['x-tenant']]
      })
      const { post } = await start(run)
      expect((await post('/score', '{"x": 1}', { 'x-tenant': 'b' })).json()).toEqual(['string', 'b'])
    })

    it('takes and gives Arrow', async () => {
      const frame = new PandasParameterType([{ a: 1.5 }])
      const run = defineRun({ inputs: { data: frame, scale: new StandardPythonParameterType(2.5) }, output: frame }, ({ data, scale }) =>
        data.map(({ a }) => ({ a: a * scale })),
      )
      const { post } = await start(run)
      const table = tableToIPC(new Table({ a: vectorFromArray([1, 2], new Float64()) }), 'stream')
      const answer = await post('/score?scale=10', table, { 'content-type': arrowType, accept: arrowType })
      expect([answer.status, answer.headers['content-type']]).toEqual([200, arrowType])
      expect(
        tableFromIPC(answer.body)
          .toArray()
          .map((row) => row.toJSON()),
      ).toEqual([{ a: 10 }, { a: 20 }])
    })

    it('answers 406 to who accepts none of the forms of the result', async () => {
      const { post } = await start(double)
      const answer = await post('/score', '{"data": [1]}', { accept: 'text/html' })
      expect([answer.status, answer.json()]).toEqual([406, { status_code: 406, message: 'The answer can be application/json; accept it' }])
    })
  })

  describe(`${name}: bodies`, () => {
    it.each([
      ['text/plain', 'text/plain'],
      ['none', 'missing'],
    ])('of type %s are 415', async (type, shown) => {
      const { send } = await start(double)
      const headers: Record<string, string> = type === 'none' ? {} : { 'content-type': type }
      const answer = await send('POST', '/score', { headers, body: '{"data": [1]}' })
      expect(answer.status).toBe(415)
      expect(answer.json()).toEqual({ status_code: 415, message: `The body's content-type is ${shown}, expected application/json` })
    })

    it('may be of a type that is written in JSON', async () => {
      const { post } = await start(double)
      expect((await post('/score', '{"data": [1]}', { 'content-type': 'application/vnd.score+json' })).json()).toEqual([2])
    })

    it('that are not there are 400', async () => {
      const { send } = await start(double)
      const answer = await send('POST', '/score')
      expect([answer.status, answer.json()]).toMatchObject([400, { issues: [{ code: 'invalid_json' }] }])
    })

    it.each([
      ['with a length', { 'content-length': '1000' }],
      ['without a length', { 'transfer-encoding': 'chunked' }],
    ])('that are too large are 413: %s', async (_, headers) => {
      const { post } = await start(double, { limits: { body: 100 } })
      const body = `{"data": [${'1'.padEnd(988)}]}`
      const answer = await post('/score', body.slice(0, 1000), headers)
      expect([answer.status, answer.json()]).toEqual([
        413,
        { status_code: 413, message: 'The body is too large, expected at most 100 bytes' },
      ])
    })

    it('that are too large when inflated are 413', async () => {
      const { post } = await start(double, { limits: { body: 1000 } })
      const answer = await post('/score', gzipSync(`{"data": [1${' '.repeat(100_000)}]}`), { 'content-encoding': 'gzip' })
      expect(answer.status).toBe(413)
    })

    it('that are too deep or hold too much are 400', async () => {
      const { post } = await start(double, { limits: { depth: 3, elements: 5 } })
      expect((await post('/score', '{"data": [[[[1]]]]}')).json()).toMatchObject({ issues: [{ code: 'too_deep' }] })
      expect((await post('/score', '{"data": [1, 2, 3, 4, 5, 6]}')).json()).toMatchObject({ issues: [{ code: 'too_many' }] })
    })

    const encodings: [string, (body: string) => Uint8Array][] = [
      ['gzip', gzipSync],
      ['deflate', deflateSync],
    ]
    it.each(encodings)('are inflated: %s', async (encoding, compress) => {
      const { post } = await start(double)
      expect((await post('/score', compress('{"data": [1]}'), { 'content-encoding': encoding })).json()).toEqual([2])
    })

    it('are inflated: br', async ({ skip }) => {
      skipFor(skip, harness.without?.brotli)
      const { post } = await start(double)
      expect((await post('/score', brotliCompressSync('{"data": [1]}'), { 'content-encoding': 'br' })).json()).toEqual([2])
    })

    it('of an unknown encoding are 415, and the answer says which there are', async () => {
      const { post } = await start(double)
      const answer = await post('/score', '{"data": [1]}', { 'content-encoding': 'zip' })
      expect([answer.status, answer.json()]).toMatchObject([
        415,
        { message: expect.stringContaining('content-encoding is zip, expected gzip') },
      ])
      expect(answer.headers['accept-encoding']).toContain('gzip, deflate')
    })

    it('that cannot be inflated are 400', async () => {
      const { post } = await start(double)
      const answer = await post('/score', '{"data": [1]}', { 'content-encoding': 'gzip' })
      expect([answer.status, answer.json()]).toMatchObject([400, { message: expect.stringMatching(/^The body cannot be inflated: /) }])
    })

    it('behind a JSON parser are what it made of them', async ({ skip }) => {
      skipFor(skip, harness.without?.parser)
      const { post } = await start(echo)
      expect((await post('/parsed', '{"data": [1, 2]}')).text).toBe('[1,2]')
      const answer = await post('/parsed', `{"data": [${largest}]}`)
      if (harness.parser === 'keeps the text') expect(answer.text).toBe(`[${largest}]`)
      else
        expect([answer.status, answer.json()]).toMatchObject([
          400,
          { message: expect.stringMatching(/^data\[0\] is 9223372036854776000.*, expected /) },
        ])
    })

    it('that have been read are the mistake of the app, told at once', async () => {
      const errors: unknown[] = []
      const handleError = (error: unknown) => ({ handled: errors.push(error) })
      const { post } = await start(double, { onError: handleError }, { handleError })
      const answer = await post('/drained', '{"data": [1]}')
      expect(answer.status).toBe(harness.without?.['error handler'] === undefined ? 418 : 500)
      expect(errors).toMatchObject([{ message: expect.stringMatching(/^The body of the request has been read already/) }])
    })

    it('that are cut off harm nobody', async () => {
      const { port, post } = await start(double)
      const socket = connect(port, '127.0.0.1')
      await once(socket, 'connect')
      const head = 'POST /score HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\ncontent-length: 1000\r\n\r\n'
      await new Promise<void>((resolve) => socket.write(`${head}{"data": [`, () => resolve()))
      socket.destroy()
      expect((await post('/score', '{"data": [1]}')).json()).toEqual([2])
    })
  })

  describe(`${name}: errors`, () => {
    const bad = '{"data": ["secret"]}'
    const message = 'data[0] is "secret", expected a number (float32)'
    const issue = {
      path: ['data', 0],
      pointer: '/data/0',
      code: 'wrong_type',
      expected: 'a number (float32)',
      received: '"secret"',
      message,
    }

    it.each(['/score', '/validated'])('are JSON with issues: %s', async (path) => {
      const { post } = await start(double)
      const answer = await post(path, bad)
      expect([answer.status, answer.headers['content-type']]).toEqual([400, 'application/json; charset=utf-8'])
      expect(answer.json()).toEqual({ status_code: 400, message, issues: [issue] })
    })

    it.each(['/score', '/validated'])('are problems of RFC 9457 for those who rather accept that: %s', async (path) => {
      const { post } = await start(double)
      const answer = await post(path, bad, { accept: 'application/json;q=0.5, application/problem+json' })
      expect([answer.status, answer.headers['content-type']]).toEqual([400, 'application/problem+json; charset=utf-8'])
      expect(answer.json()).toEqual({ type: 'about:blank', title: 'Bad Request', status: 400, detail: message, issues: [issue] })
      expect((await post(path, bad, { accept: 'application/problem+json;q=0.5, application/json' })).json()).toHaveProperty('status_code')
    })

    it('besides payloads are problems, too', async () => {
      const { post } = await start(double)
      const answer = await post('/score', bad, { ...problem, 'content-type': 'text/plain' })
      expect(answer.json()).toMatchObject({ type: 'about:blank', title: 'Unsupported Media Type', status: 415 })
    })

    it('do not stand between a result and who accepts problems alone', async () => {
      const { post } = await start(double)
      expect((await post('/score', '{"data": [1]}', problem)).json()).toEqual([2])
    })

    it('name a body that is no JSON', async () => {
      const { post } = await start(double)
      expect((await post('/score', '{"data": [1')).json()).toMatchObject({ status_code: 400, issues: [{ code: 'invalid_json', path: [] }] })
    })

    it.each(['/score', '/validated'])('keep received values to themselves when told to: %s', async (path) => {
      const { post } = await start(double, { redact: true })
      const answer = await post(path, bad)
      expect(answer.text).not.toContain('secret')
      expect(answer.json()).toMatchObject({
        message: 'data[0] is something else, expected a number (float32)',
        issues: [{ received: 'something else' }],
      })
    })

    it('are worded by a function', async () => {
      const { post } = await start(double, { redact: (given) => ({ ...given, received: '', message: `${given.pointer}!` }) })
      expect((await post('/score', bad)).json()).toMatchObject({
        message: '/data/0!',
        issues: [{ received: '', expected: 'a number (float32)' }],
      })
    })

    it('of run tell the client nothing, and go to onError', async () => {
      const errors: unknown[] = []
      const failing = defineRun({ inputs: { x: new StandardPythonParameterType(1) } }, () => {
        throw new Error('secret')
      })
      const { post } = await start(failing, { onError: (error) => errors.push(error) })
      const answer = await post('/score', '{"x": 1}')
      expect([answer.status, answer.json()]).toEqual([500, { status_code: 500, message: 'The scoring script failed; its log says why' }])
      expect(errors).toMatchObject([{ message: 'secret' }])
    })

    it('of results that cannot be written are 500', async () => {
      const errors: unknown[] = []
      const run = outputSchema(new StandardPythonParameterType(1))(
        inputSchema('x', new StandardPythonParameterType(1))((x: number) => () => x),
      )
      const { post } = await start(run, { onError: (error) => errors.push(error) })
      expect((await post('/score', '{"x": 1}')).status).toBe(500)
      expect(errors).toMatchObject([{ name: 'ResultError' }])
    })

    it.for(['/score', '/validated'])('are the framework’s when it is to have them: %s', async (path, { skip }) => {
      skipFor(skip, harness.without?.['error handler'])
      const seen: PayloadError[] = []
      const handleError = (error: unknown) => {
        const payloadError = ((error as Error).cause ?? error) as PayloadError
        seen.push(payloadError)
        return { own: payloadError.issues.length }
      }
      const { post } = await start(double, {}, { handleError })
      const answer = await post(path, bad)
      expect([answer.status, answer.json()]).toEqual([418, { own: 1 }])
      expect(seen).toMatchObject([{ name: 'PayloadError', status: 400, statusCode: 400, expose: true, issues: [issue] }])
    })

    it('of run are the framework’s, too', async ({ skip }) => {
      skipFor(skip, harness.without?.['error handler'])
      const seen: unknown[] = []
      const handleError = (error: unknown) => ({ handled: seen.push((error as Error).cause ?? error) })
      const failing = defineRun({ inputs: { x: new StandardPythonParameterType(1) } }, () => {
        throw new RangeError('own')
      })
      const { post } = await start(failing, { onError: () => {} }, { handleError })
      expect((await post('/score', '{"x": 1}')).status).toBe(418)
      expect(seen).toMatchObject([{ name: 'RangeError', message: 'own' }])
    })
  })

  describe(`${name}: a client that goes away`, () => {
    it('aborts the signal of run', async () => {
      let tellStarted: () => void = () => {}
      let tellAborted: (reason: unknown) => void = () => {}
      const started = new Promise<void>((resolve) => {
        tellStarted = resolve
      })
      const aborted = new Promise<unknown>((resolve) => {
        tellAborted = resolve
      })
      const run = defineRun({ inputs: { x: new StandardPythonParameterType(1) } }, async (_inputs, context) => {
        const { signal } = context as { signal: AbortSignal }
        signal.addEventListener('abort', () => tellAborted(signal.aborted), { once: true })
        tellStarted()
        return aborted
      })
      const { port } = await start(run)
      const request = httpRequest({ port, host: '127.0.0.1', method: 'POST', path: '/score', headers: json })
      request.on('error', () => {})
      request.end('{"x": 1}')
      await started
      request.destroy()
      expect(await aborted).toBe(true)
    })
  })

  describe(`${name}: document`, () => {
    it.each([
      ['', { swagger: '2.0' }],
      ['?version=2', { swagger: '2.0' }],
      ['?version=3', { openapi: expect.stringMatching(/^3\.0/) }],
      ['?version=3.1', { openapi: expect.stringMatching(/^3\.1/) }],
    ])('is in the version that is asked for: %s', async (query, expected) => {
      const { get } = await start(double)
      const answer = await get(`/swagger.json${query}`)
      expect([answer.status, answer.headers['content-type']]).toEqual([200, 'application/json; charset=utf-8'])
      expect(answer.json()).toMatchObject(expected)
    })

    it('is 404 in versions that there are not', async () => {
      const { get } = await start(double)
      const answer = await get('/swagger.json?version=4')
      expect([answer.status, answer.json()]).toEqual([
        404,
        { status_code: 404, message: 'Version "4" is none; there is a document in 2.0, 3.0 or 3.1' },
      ])
    })

    it('waits for asynchronous custom types', async () => {
      const { get } = await start(defineRun({ inputs: { x: new Doubled(1) } }, ({ x }) => x))
      expect((await get('/swagger.json')).json()).toMatchObject({
        definitions: { ServiceInput: { properties: { x: { type: 'number' } } } },
      })
    })
  })

  describe(`${name}: the author’s mistakes`, () => {
    it('are told before the first request', () => {
      expect(() => harness.endpoint(double, { redacted: true })).toThrow(SchemaDefinitionError)
      expect(() => harness.endpoint(double, { limits: { bytes: 1 } })).toThrow(
        'there is no option "bytes", expected body, depth or elements',
      )
      expect(() =>
        harness.endpoint(
          rawHttp(() => new Response()),
          {},
        ),
      ).toThrow('run is raw HTTP')
    })
  })
}

function skipFor(skip: (note: string) => void, why: string | undefined): void {
  if (why !== undefined) skip(why)
}

/** A server on a port of its own. */
export async function opened(server: Server): Promise<Served> {
  if (!server.listening) await once(server.listen(0, '127.0.0.1'), 'listening')
  const close = () => {
    server.closeAllConnections()
    server.close()
  }
  return { port: (server.address() as AddressInfo).port, close }
}

function exchange(options: RequestOptions, body: string | Uint8Array | undefined): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const request = httpRequest({ ...options, host: '127.0.0.1', agent: false }, (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('error', reject)
      response.on('end', () => {
        const all = Buffer.concat(chunks)
        const text = all.toString()
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: all, text, json: () => JSON.parse(text) as unknown })
      })
    })
    request.on('error', reject)
    request.end(body)
  })
}
