import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib'
import type { FastifyInstance, InjectOptions } from 'fastify'
import ndarray from 'ndarray'
import { describe, expect, it, onTestFinished } from 'vitest'
import {
  AbstractParameterType,
  defineRun,
  inputSchema,
  NumpyParameterType,
  outputSchema,
  type RunContext,
  type RunFunction,
  StandardPythonParameterType,
} from '../../src/index.js'
import { createServer, rawHttp, type ServerOptions } from '../../src/server/index.js'

const internalError = { status_code: 500, message: 'The scoring script failed; its log says why' }

async function serverOf(run: RunFunction, options: ServerOptions = {}): Promise<FastifyInstance> {
  const server = await createServer({ run }, options)
  onTestFinished(() => server.close())
  return server
}

/** Posts bytes as JSON, as they are. */
function score(server: FastifyInstance, payload: string | Buffer, headers: InjectOptions['headers'] = {}) {
  return server.inject({ method: 'POST', url: '/score', headers: { 'content-type': 'application/json', ...headers }, payload })
}

/** A server whose `run` takes a number called x and gives it to a function. */
function numberServer(fn: (x: number) => unknown, options: ServerOptions = {}): Promise<FastifyInstance> {
  return serverOf(
    inputSchema('x', new StandardPythonParameterType(1.5))((x: number) => fn(x)),
    options,
  )
}

/** What the server answers to a `run` that gives this result. */
async function answerTo(result: unknown, output?: AbstractParameterType): Promise<{ status: number; body: string }> {
  const run = () => result
  const server = await serverOf(output === undefined ? run : outputSchema(output)(run))
  const answer = await score(server, '{}')
  return { status: answer.statusCode, body: answer.body }
}

describe('POST /score', () => {
  it('answers with what run returns, as JSON', async () => {
    const answer = await score(await numberServer((x) => ({ twice: x * 2 })), '{"x": 21}')
    expect([answer.statusCode, answer.headers['content-type'], answer.body]).toEqual([
      200,
      'application/json; charset=utf-8',
      '{"twice":42}',
    ])
  })

  it('keeps every digit of 64-bit integers, in and out, over a real socket', async () => {
    const type = new NumpyParameterType([1, 2], { dtype: 'int64' })
    const received: unknown[] = []
    const run = inputSchema(
      'ids',
      type,
    )(
      outputSchema(type)((ids: unknown) => {
        received.push(...(ids as ndarray.NdArray<BigInt64Array<ArrayBuffer>>).data)
        return ids
      }),
    )
    const address = await (await serverOf(run)).listen({ host: '127.0.0.1', port: 0 })
    const body = '{"ids": [9223372036854775807, -9223372036854775808, 9007199254740993]}'
    const answer = await fetch(`${address}/score`, { method: 'POST', headers: { 'content-type': 'application/json' }, body })
    expect(received).toEqual([9223372036854775807n, -9223372036854775808n, 9007199254740993n])
    expect(await answer.text()).toBe('[9223372036854775807,-9223372036854775808,9007199254740993]')
  })

  it('sends and takes undescribed integers with all their digits', async () => {
    const run = inputSchema('data', new StandardPythonParameterType({}))((data: unknown) => data)
    const address = await (await serverOf(run)).listen({ host: '127.0.0.1', port: 0 })
    const body = '{"data": {"a":[9007199254740993,-123456789012345678901234567890]}}'
    const answer = await fetch(`${address}/score`, { method: 'POST', headers: { 'content-type': 'application/json' }, body })
    expect(await answer.text()).toBe('{"a":[9007199254740993,-123456789012345678901234567890]}')
  })

  it('calls a method on the object that it belongs to', async () => {
    const model = { factor: 3, run: inputSchema('x', new StandardPythonParameterType(1.5))(triple) }
    function triple(this: { factor: number }, x: number): number {
      return x * this.factor
    }
    const server = await createServer({ run: model.run, thisArg: model })
    expect((await score(server, '{"x": 2}')).body).toBe('6')
  })

  it('tells run of its request, which a copy of what it is told has too', async () => {
    const run = defineRun({ inputs: { x: new StandardPythonParameterType(1.5) } }, ({ x }, given) => {
      const context = given as RunContext
      const { signal, requestId, headers } = { ...context }
      return [x, signal.aborted, signal === context.signal, requestId, headers['x-custom']]
    })
    const answer = await score(await serverOf(run), '{"x": 1}', { 'x-request-id': 'mine', 'x-custom': 'a' })
    expect(answer.json()).toEqual([1, false, true, 'mine', 'a'])
  })

  it('reads a body that comes in pieces', async () => {
    const server = await serverOf(inputSchema('x', new StandardPythonParameterType(['a']))((x: string[]) => x.join('')))
    const address = await server.listen({ host: '127.0.0.1', port: 0 })
    const texts = Array.from({ length: 2000 }, (_, index) => `${index} ${'é'.repeat(index)}`)
    const bytes = Buffer.from(JSON.stringify({ x: texts }))
    const headers = { 'content-type': 'application/json' }
    // With a length, and in chunks without one.
    for (const sent of [bytes, Readable.toWeb(Readable.from([bytes.subarray(0, 300_001), bytes.subarray(300_001)]))]) {
      const answer = await fetch(`${address}/score`, { method: 'POST', headers, body: sent, duplex: 'half' } as RequestInit)
      expect(await answer.json()).toBe(texts.join(''))
    }
  })

  it('skips a byte-order mark', async () => {
    expect((await score(await numberServer((x) => x), '\ufeff{"x": 1}')).body).toBe('1')
  })

  it.each([
    'application/json',
    'application/json; charset=utf-8',
    'APPLICATION/JSON',
    'application/vnd.contoso.v1+json',
    'application/problem+json;x=1',
  ])('reads a body of type %s', async (type) => {
    const answer = await score(await numberServer((x) => x), '{"x": 7}', { 'content-type': type })
    expect([answer.statusCode, answer.body]).toEqual([200, '7'])
  })

  it.each([
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=X',
    'none',
    'application/jsonx',
    'application/octet-stream',
    'text/json',
  ])('refuses a body of type %s with 415, naming what it expects', async (type) => {
    const answer = await score(await numberServer(never), '{"x": 7}', { 'content-type': type })
    expect(answer.statusCode).toBe(415)
    expect(answer.json()).toEqual({ status_code: 415, message: `The body's content-type is ${type}, expected application/json` })
  })

  it('gives a raw run a body of any type, also when its output is described', async () => {
    const run = rawHttp(
      outputSchema(new StandardPythonParameterType('text'))(async (request: unknown) => (request as Request).text()) as RunFunction,
    )
    const server = await serverOf(run)
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data', 'none', '']) {
      const answer = await score(server, 'as it is', { 'content-type': type })
      expect([type, answer.statusCode, answer.body]).toEqual([type, 200, '"as it is"'])
    }
  })

  it('gives a raw run the content type that the client sent', async () => {
    const run = rawHttp((request: unknown) => String((request as Request).headers.get('content-type')))
    expect((await score(await serverOf(run), 'a', { 'content-type': 'none' })).json()).toBe('none')
  })

  it('refuses a body without a type, or with an empty one, with 415', async () => {
    const server = await numberServer(never)
    const post = (headers: InjectOptions['headers']) =>
      server.inject({ method: 'POST', url: '/score', payload: Buffer.from('{"x": 7}'), headers: headers ?? {} })
    for (const answer of [await post({}), await post({ 'content-type': '' })])
      expect(answer.json()).toEqual({ status_code: 415, message: "The body's content-type is missing, expected application/json" })
  })

  it('refuses a body that is too large with 413, naming the limit', async () => {
    const server = await numberServer((x) => x, { limits: { body: 100 } })
    expect((await score(server, `{"x": 1${' '.repeat(92)}}`)).statusCode).toBe(200)
    const answer = await score(server, `{"x": 1${' '.repeat(93)}}`)
    expect(answer.statusCode).toBe(413)
    expect(answer.json()).toEqual({ status_code: 413, message: 'The body is too large, expected at most 100 bytes' })
  })

  it('reads a body of more than Fastify’s own megabyte', async () => {
    expect((await score(await numberServer((x) => x), `{"x": 1${' '.repeat(2 ** 21)}}`)).statusCode).toBe(200)
  })

  it.each([
    ['gzip', gzipSync],
    ['deflate', deflateSync],
    ['br', brotliCompressSync],
  ] as const)('inflates a body that is compressed by %s', async (encoding, compress) => {
    const answer = await score(await numberServer((x) => x), compress('{"x": 7}'), { 'content-encoding': encoding })
    expect([answer.statusCode, answer.json()]).toEqual([200, 7])
  })

  it('holds compressed bodies to the same limit, and never inflates more of them', async () => {
    const server = await numberServer((x) => x, { limits: { body: 10_000 } })
    const bomb = gzipSync(`{"x": 7, "y": "${'a'.repeat(2 ** 24)}"}`)
    expect(bomb.length).toBeLessThan(20_000)
    const answer = await score(server, gzipSync(bomb).subarray(0, 9000), { 'content-encoding': 'gzip' })
    expect(answer.statusCode).not.toBe(200)
    expect((await score(server, gzipSync(`{"x": 7${' '.repeat(10_000)}}`), { 'content-encoding': 'gzip' })).statusCode).toBe(413)
  })

  it('refuses a body that is not what its encoding says', async () => {
    const answer = await score(await numberServer(never), Buffer.from('{"x": 7}'), { 'content-encoding': 'gzip' })
    expect([answer.statusCode, answer.json()]).toMatchObject([400, { message: expect.stringContaining('cannot be inflated') }])
  })

  it('says which encodings it reads', async () => {
    const answer = await score(await numberServer(never), gzipSync('{"x": 7}'), { 'content-encoding': 'zstd' })
    expect([answer.statusCode, answer.headers['accept-encoding']]).toEqual([415, 'gzip, deflate, br'])
    expect(answer.json()).toMatchObject({ message: "The body's content-encoding is zstd, expected gzip, deflate or br" })
  })

  it('reads a body whose encoding is identity', async () => {
    expect((await score(await numberServer((x) => x), '{"x": 7}', { 'content-encoding': 'Identity' })).statusCode).toBe(200)
  })
})

describe('a payload that does not fit', () => {
  it('is answered with 400, the message and each issue with its place', async () => {
    const run = inputSchema('data', new NumpyParameterType([[1, 2]]))((data: unknown) => never(data))
    const answer = await score(await serverOf(run), '{"data": [["y", 2], [1, "x"]]}')
    expect([answer.statusCode, answer.headers['content-type']]).toEqual([400, 'application/json; charset=utf-8'])
    expect(answer.json()).toEqual({
      status_code: 400,
      message: 'data[0][0] is "y", expected a number (float64) (and 1 more issue)',
      issues: [
        expect.objectContaining({ path: ['data', 0, 0], pointer: '/data/0/0', message: 'data[0][0] is "y", expected a number (float64)' }),
        expect.objectContaining({ path: ['data', 1, 1], pointer: '/data/1/1', message: 'data[1][1] is "x", expected a number (float64)' }),
      ],
    })
  })

  it.each([
    ['an empty body', '', 'the payload is empty, expected JSON'],
    ['blanks', ' \n', 'the payload is empty, expected JSON'],
    ['an array', '[1]', 'the payload is an array of 1 value, expected a JSON object with a key for each parameter'],
    ['null', 'null', 'the payload is null, expected a JSON object with a key for each parameter'],
    ['an object without the parameter', '{}', 'x is missing, expected a number'],
    ['bytes that are not UTF-8', Buffer.from([0x7b, 0xff, 0x7d]), 'the payload is 3 bytes that are not UTF-8, expected UTF-8 text'],
  ])('says so of %s', async (_what, body, message) => {
    const answer = await score(await numberServer(never), body)
    expect(answer.statusCode).toBe(400)
    expect(answer.json()).toMatchObject({ status_code: 400, message, issues: [{ message }] })
  })

  it.each([{}, { 'content-type': '' }])('says so of a request without body or type, as the Python server does: %j', async (headers) => {
    const answer = await (await numberServer(never)).inject({ method: 'POST', url: '/score', headers })
    expect([answer.statusCode, answer.json().message, answer.headers['x-ms-run-function-failed']]).toEqual([
      415,
      "The body's content-type is missing, expected application/json",
      'False',
    ])
  })

  it.each(['{"x": ', '{"x": 1,}', "{'x': 1}", '{"x": NaN}', '{"x": 1} {}', 'x=1'])('says that %s is not JSON', async (body) => {
    const answer = await score(await numberServer(never), body)
    expect(answer.statusCode).toBe(400)
    expect(answer.json().message).toMatch(/^the payload is not JSON \(.+\), expected JSON$/)
  })

  it('is not quoted as a whole', async () => {
    const answer = await score(await numberServer(never), JSON.stringify({ x: 'secret'.repeat(1000) }))
    expect(answer.statusCode).toBe(400)
    expect(answer.body.length).toBeLessThan(1000)
  })

  it('is a 400 as well when a custom type refuses it', async () => {
    class Even extends AbstractParameterType {
      override deserializeInput(value: unknown): unknown {
        if (Number(value) % 2 !== 0) throw new Error('expected an even number')
        return value
      }
      override inputToSwagger() {
        return { type: 'integer' as const, example: 2 }
      }
    }
    const server = await serverOf(inputSchema('x', new Even(2))((x: unknown) => x))
    expect((await score(server, '{"x": 4}')).body).toBe('4')
    const answer = await score(server, '{"x": 5}')
    expect([answer.statusCode, answer.json().message]).toEqual([400, expect.stringContaining('expected an even number')])
  })
})

describe('a run that fails', () => {
  const failures: readonly [string, () => unknown][] = [
    ['an Error', () => raise(new Error('secret'))],
    ['an Error with an HTTP status', () => raise(Object.assign(new Error('secret'), { statusCode: 404, status: 404 }))],
    ['a text', () => raise('secret')],
    ['undefined', () => raise(undefined)],
    ['null', () => raise(null)],
    ['a rejection', () => Promise.reject(new TypeError('secret'))],
    ['a rejection with an object', () => Promise.reject({ statusCode: 400, message: 'secret' })],
    ['a rejection without reason', () => Promise.reject()],
  ]
  it.each(failures)('is a 500 that tells nothing of %s, and the next request is answered', async (_what, fail) => {
    const server = await numberServer((x) => (x === 0 ? fail() : x))
    const answer = await score(server, '{"x": 0}')
    expect([answer.statusCode, answer.json()]).toEqual([500, internalError])
    expect(JSON.stringify(answer.headers)).not.toContain('secret')
    expect((await score(server, '{"x": 1}')).body).toBe('1')
  })

  it('is in the log with its stack', async () => {
    const lines: string[] = []
    const logger = { level: 'error', stream: { write: (line: string) => void lines.push(line) } }
    const server = await numberServer(() => raise(new RangeError('no such class')), { logger })
    await score(server, '{"x": 0}')
    expect(lines).toHaveLength(1)
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({
      msg: 'the scoring script failed',
      err: { type: 'RangeError', message: 'no such class', stack: expect.stringContaining('create-server.test') },
    })
  })
})

describe('a result', () => {
  it.each([
    ['undefined', undefined, '{}'],
    ['null', null, '{}'],
    ['false', false, 'false'],
    ['zero', 0, '0'],
    ['an empty text', '', '""'],
    ['a text', 'é\n"', '"é\\n\\""'],
    ['NaN', Number.NaN, 'null'],
    ['infinities in a list', [Number.POSITIVE_INFINITY, 1, Number.NEGATIVE_INFINITY], '[null,1,null]'],
    ['a bigint', 9223372036854775807n, '9223372036854775807'],
    ['bigints inside', { ids: [18446744073709551615n] }, '{"ids":[18446744073709551615]}'],
    ['an NdArray', ndarray(new Float32Array([1, 2, 3, 4]), [2, 2]), '[[1,2],[3,4]]'],
    ['an NdArray of int64', ndarray(new BigInt64Array([9007199254740993n]), [1]), '[9007199254740993]'],
    ['a typed array', new Uint8Array([1, 2]), '"AQI="'],
    ['a Map', new Map([['a', 1]]), '{"a":1}'],
    ['a Date', new Date(0), '"1970-01-01T00:00:00.000Z"'],
    ['a promise', Promise.resolve([1]), '[1]'],
  ])('of %s is JSON', async (_what, result, body) => {
    expect(await answerTo(result)).toEqual({ status: 200, body })
  })

  it('is written by its output type', async () => {
    const days = new NumpyParameterType(['2024-01-01'], { dtype: 'datetime64[D]' })
    expect(await answerTo([19783n], days)).toEqual({ status: 200, body: '["2024-03-01T00:00:00Z"]' })
  })

  const loop: { self?: unknown } = {}
  loop.self = loop
  it.each([
    ['a function', () => 1],
    ['a symbol in a list', [Symbol('secret')]],
    ['an object that holds itself', loop],
    ['an object whose toJSON throws', { toJSON: () => raise(new Error('secret')) }],
  ])('of %s is a 500', async (_what, result) => {
    const { status, body } = await answerTo(result)
    expect([status, JSON.parse(body)]).toEqual([500, internalError])
  })
})

describe('the other routes', () => {
  it('tell at / that the server is up', async () => {
    const answer = await (await numberServer(never)).inject('/')
    expect([answer.statusCode, answer.headers['content-type'], answer.body]).toEqual([200, 'text/plain; charset=utf-8', 'Healthy'])
  })

  it.each(['/', '/swagger.json'])('answer HEAD %s without a body', async (url) => {
    const server = await numberServer(never)
    const [head, get] = [await server.inject({ method: 'HEAD', url }), await server.inject({ method: 'GET', url })]
    expect([head.statusCode, head.body]).toEqual([200, ''])
    expect(head.headers['content-type']).toBe(get.headers['content-type'])
    expect(head.headers['content-length']).toBe(String(Buffer.byteLength(get.body)))
  })

  it('describe the service with its name, version and prefix', async () => {
    const server = await numberServer(never, { serviceName: 'prices', serviceVersion: '2.1', pathPrefix: '/api' })
    const answer = await server.inject('/swagger.json')
    expect(answer.json()).toMatchObject({ swagger: '2.0', info: { title: 'prices', version: '2.1' } })
    expect(Object.keys(answer.json().paths)).toEqual(['/api/', '/api/score', '/api/swagger.json'])
  })

  it.each(['2', '2.0'])('give the document when asked for version %s', async (version) => {
    expect((await (await numberServer(never)).inject(`/swagger.json?version=${version}`)).json().swagger).toBe('2.0')
  })

  it('say which versions of the document there are', async () => {
    const server = await numberServer(never)
    expect((await server.inject('/swagger.json?version=3.0')).json()).toMatchObject({ openapi: '3.0.3' })
    expect((await server.inject('/swagger.json?version=3.1')).json()).toMatchObject({ openapi: '3.1.1' })
    const answer = await server.inject('/swagger.json?version=4')
    expect([answer.statusCode, answer.json().message]).toEqual([404, 'Version "4" is none; there is a document in 2.0, 3.0 or 3.1'])
  })

  it('score what Swagger 2.0 cannot say, and say that there is no document', async () => {
    const server = await serverOf(inputSchema('x', new StandardPythonParameterType(['a', 1]))((x: unknown) => x))
    const answer = await server.inject('/swagger.json')
    expect([answer.statusCode, answer.json()]).toEqual([
      404,
      { status_code: 404, message: 'Version "2.0" cannot say what the samples show; there is a document in 3.0 or 3.1' },
    ])
    expect((await score(server, '{"x": ["b", 2]}')).body).toBe('["b",2]')
  })

  it.each(['/nowhere', '/score/', '/score/x', '/SCORE'])('are a 404 at %s', async (url) => {
    const server = await numberServer(never)
    for (const method of ['GET', 'POST'] as const) {
      const answer = await server.inject({ method, url })
      expect([answer.statusCode, answer.json()]).toEqual([404, { status_code: 404, message: `There is nothing at ${url}` }])
    }
  })

  it('refuse a path that cannot be read, in the form of all errors', async () => {
    const answer = await (await numberServer(never)).inject('/%zz')
    expect([answer.statusCode, answer.json()]).toEqual([
      400,
      { status_code: 400, message: 'The path cannot be read: it has a % that stands for no character' },
    ])
  })

  const wrong = [
    { url: '/', allow: 'GET, HEAD', methods: ['POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] },
    { url: '/score', allow: 'GET, POST, OPTIONS', methods: ['PUT', 'PATCH', 'DELETE'] },
    { url: '/swagger.json', allow: 'GET, HEAD', methods: ['POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] },
  ] as const
  it.each(wrong)('are a 405 at $url that names the methods allowed, for each other method', async ({ url, allow, methods }) => {
    const server = await numberServer(never)
    for (const method of methods) {
      const answer = await server.inject({ method, url })
      expect([method, answer.statusCode, answer.headers.allow]).toEqual([method, 405, allow])
      expect(answer.json()).toEqual({ status_code: 405, message: `${url} takes ${allow.replace(/, (?=[^,]*$)/, ' or ')} only` })
    }
  })

  it.each([
    ['values by name', inputSchema('x', new StandardPythonParameterType(1))((x: unknown) => never(x))],
    ['text', (text: unknown) => never(text)],
    ['raw HTTP', rawHttp(() => never())],
  ] as [string, RunFunction][])('score nothing for HEAD, and do not announce it: %s', async (_, run) => {
    const server = await serverOf(run)
    const head = await server.inject({ method: 'HEAD', url: '/score?x=1' })
    const options = await server.inject({ method: 'PUT', url: '/score' })
    expect([head, options].map(({ statusCode, headers }) => [statusCode, headers.allow])).toEqual([
      [405, 'GET, POST, OPTIONS'],
      [405, 'GET, POST, OPTIONS'],
    ])
  })

  it('give a document of their own as it is', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'document-'))
    onTestFinished(() => rmSync(folder, { recursive: true }))
    const text = '{"swagger":"2.0","schemes":["https","http"]}'
    writeFileSync(join(folder, 'swagger.json'), text)
    expect((await (await numberServer(never, { appRoot: folder })).inject('/swagger.json')).body).toBe(text)
  })

  it('are a 405 whatever the body is', async () => {
    const server = await numberServer(never)
    const answer = await server.inject({ method: 'PUT', url: '/score', headers: { 'content-type': 'text/plain' }, payload: 'x' })
    expect(answer.statusCode).toBe(405)
  })
})

describe('a server that is closed', () => {
  it('first answers the requests that run', async () => {
    const started = signal()
    const release = signal()
    const server = await numberServer(async (x) => {
      started.give()
      await release.given
      return x
    })
    const address = await server.listen({ host: '127.0.0.1', port: 0 })
    const answer = fetch(`${address}/score`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"x": 5}' })
    await started.given
    let isClosed = false
    const closing = server.close().then(() => {
      isClosed = true
    })
    await new Promise((resolve) => setTimeout(resolve, 50))
    expect(isClosed).toBe(false)
    release.give()
    expect(await (await answer).text()).toBe('5')
    await closing
    await expect(fetch(address)).rejects.toThrow()
  })

  it('does not wait for connections that ask nothing', async () => {
    const server = await numberServer((x) => x)
    const { port, hostname } = new URL(await server.listen({ host: '127.0.0.1', port: 0 }))
    const socket = connect(Number(port), hostname)
    onTestFinished(() => void socket.destroy())
    socket.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n')
    const [first] = (await once(socket, 'data')) as [Buffer]
    expect(first.toString()).toMatch(/^HTTP\/1\.1 200 /)
    const ended = once(socket.resume(), 'close')
    await server.close()
    await ended
  })

  it('answers many requests at once, each with its own result', async () => {
    const server = await numberServer(async (x) => {
      await new Promise((resolve) => setTimeout(resolve, 20 - x))
      return x
    })
    const answers = await Promise.all(Array.from({ length: 20 }, (_, x) => score(server, JSON.stringify({ x }))))
    expect(answers.map((answer) => answer.json())).toEqual(Array.from({ length: 20 }, (_, x) => x))
  })
})

describe('createServer', () => {
  it('refuses a run that is no function', async () => {
    await expect(createServer({ run: 5 as unknown as RunFunction })).rejects.toThrow('run is 5, expected a function')
  })

  describe('of an undecorated run', () => {
    it('gives it the body as text, and keeps its defaults', async () => {
      const server = await serverOf((a: string, b = 10) => [a, b])
      expect((await score(server, '{"a": 1}')).json()).toEqual(['{"a": 1}', 10])
      expect((await server.inject('/swagger.json')).json().definitions.ServiceInput).toMatchObject({ type: 'object' })
    })

    it('gives it a body of any type, missing and empty too, with its headers as they came', async () => {
      const server = await serverOf((data: string, request_headers: Record<string, string>) => [data, request_headers['content-type']])
      for (const type of ['application/json', 'text/plain', 'application/octet-stream', 'none', ''])
        expect((await score(server, '{ "a": 1 ', { 'content-type': type })).json()).toEqual(['{ "a": 1 ', type])
      expect((await server.inject({ method: 'POST', url: '/score', payload: Buffer.from('a') })).json()).toEqual(['a', null])
      expect((await server.inject({ method: 'POST', url: '/score' })).json()).toEqual(['', null])
    })

    it('gives it the query of GET as JSON text, whatever content type the request has', async () => {
      const server = await serverOf((data: string) => data)
      const headers = { 'content-type': 'application/x-www-form-urlencoded' }
      const answer = await server.inject({ url: '/score?b=1&b=x&a=9007199254740993&c=some+text', headers })
      expect(answer.json()).toBe('{"b":[1,"x"],"a":9007199254740993,"c":"some text"}')
    })

    it.each(['application/x-www-form-urlencoded; charset=utf-8', 'multipart/form-data; boundary=X'])(
      'refuses a form with 415, before it is read: %s',
      async (type) => {
        const answer = await score(await serverOf(never), 'a=1', { 'content-type': type })
        expect([answer.statusCode, answer.json().message]).toEqual([
          415,
          `The body's content-type is ${type}, which only a run of raw HTTP reads; expected text`,
        ])
      },
    )
  })

  it('has a page for people where it is asked for, which nothing from elsewhere can run in', async () => {
    const page = await (await serverOf((a: number) => a, { docs: true, serviceName: '<b>' })).inject('/docs')
    expect([page.statusCode, page.headers['content-type']]).toEqual([200, 'text/html; charset=utf-8'])
    expect(page.headers['content-security-policy']).toMatch(/default-src 'none'.*script-src 'sha256-/)
    expect(page.body).toMatch(/<h1>&(lt|#60|#x3c);b&(gt|#62|#x3e);<\/h1>/i)
    expect((await (await serverOf((a: number) => a)).inject('/docs')).statusCode).toBe(404)
  })
})

/** A `run` that must not be called. */
function never(_given?: unknown): never {
  throw new Error('run was called')
}

function raise(error: unknown): never {
  throw error
}

function signal(): { readonly given: Promise<void>; readonly give: () => void } {
  let give = () => {}
  const given = new Promise<void>((resolve) => {
    give = resolve
  })
  return { given, give }
}
