// What a server takes, at each limit and just beyond it.
import { request as httpRequest } from 'node:http'
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib'
import { Type, tableFromArrays, tableToIPC } from 'apache-arrow'
import * as fc from 'fast-check'
import type { FastifyInstance, InjectOptions } from 'fastify'
import { describe, expect, it, onTestFinished } from 'vitest'
import { inputSchema, PandasParameterType, type RunFunction, StandardPythonParameterType, validatePayload } from '../../src/index.js'
import { createServer, type ServerLimits, type ServerOptions } from '../../src/server/index.js'
import { field, recordBatch, schema, streamOf } from '../support/arrow-stream.js'

async function serverOf(run: RunFunction, limits: ServerLimits, options: ServerOptions = {}): Promise<FastifyInstance> {
  const server = await createServer({ run }, { ...options, limits })
  onTestFinished(() => server.close())
  return server
}

function score(server: FastifyInstance, payload: string | Buffer, headers: InjectOptions['headers'] = {}) {
  return server.inject({ method: 'POST', url: '/score', headers: { 'content-type': 'application/json', ...headers }, payload })
}

const listen = (server: FastifyInstance) => server.listen({ host: '127.0.0.1', port: 0 })

/** Takes x, and anything else besides. */
const takesAnything = inputSchema('x', new StandardPythonParameterType(1.5))((x: number) => x)
const padded = (length: number) => `{"x": 1}`.padEnd(length, ' ')

describe('the limit of bodies', () => {
  const tooLarge = { status_code: 413, message: 'The body is too large, expected at most 100 bytes' }

  it('takes a body of that many bytes, and refuses one more with 413', async () => {
    const server = await serverOf(takesAnything, { body: 100 })
    expect((await score(server, padded(100))).statusCode).toBe(200)
    const answer = await score(server, padded(101))
    expect([answer.statusCode, answer.json()]).toEqual([413, tooLarge])
  })

  it('holds for a body in chunks, whose length nobody tells', async () => {
    const address = await listen(await serverOf(takesAnything, { body: 100 }))
    const post = async (...parts: string[]) => {
      const body = new ReadableStream({
        start(controller) {
          for (const part of parts) controller.enqueue(new TextEncoder().encode(part))
          controller.close()
        },
      })
      const headers = { 'content-type': 'application/json' }
      const answer = await fetch(`${address}/score`, { method: 'POST', headers, body, duplex: 'half' } as RequestInit)
      return { status: answer.status, body: await answer.json() }
    }
    expect(await post(padded(50), ' '.repeat(50))).toEqual({ status: 200, body: 1 })
    expect(await post(padded(50), ' '.repeat(51))).toEqual({ status: 413, body: tooLarge })
  })

  const compressions = [
    ['gzip', gzipSync],
    ['x-gzip', gzipSync],
    ['deflate', deflateSync],
    ['br', brotliCompressSync],
  ] as const
  it.each(compressions)('holds for what %s inflates to', async (encoding, compress) => {
    const server = await serverOf(takesAnything, { body: 100 })
    const headers = { 'content-encoding': encoding }
    const fits = await score(server, compress(padded(100)), headers)
    expect([fits.statusCode, fits.json()]).toEqual([200, 1])
    const answer = await score(server, compress(padded(101)), headers)
    expect([answer.statusCode, answer.json()]).toEqual([413, tooLarge])
  })

  it.each(compressions)('holds for what %s takes itself', async (encoding, compress) => {
    const server = await serverOf(takesAnything, { body: 10 })
    expect(compress('{"x": 1}').length).toBeGreaterThan(10)
    const answer = await score(server, compress('{"x": 1}'), { 'content-encoding': encoding })
    expect(answer.statusCode).toBe(413)
  })

  it.each(compressions)('leaves it to %s to say what is damaged', async (encoding, compress) => {
    const server = await serverOf(takesAnything, {})
    const headers = { 'content-encoding': encoding }
    const whole = compress(padded(1000))
    for (const body of [Buffer.from(padded(20)), whole.subarray(0, -3), Buffer.concat([Buffer.from([0xff]), whole])]) {
      const answer = await score(server, body, headers)
      expect([answer.statusCode, answer.json()]).toEqual([
        400,
        { status_code: 400, message: expect.stringMatching(/^The body cannot be inflated: ./) },
      ])
    }
    expect((await score(server, whole, headers)).statusCode).toBe(200)
  })

  it.each([
    ['gzip that is called br', 'br', gzipSync(padded(8))],
    ['gzip that is called deflate', 'deflate', gzipSync(padded(8))],
    ['deflate that is called gzip', 'gzip', deflateSync(padded(8))],
    ['deflate without its header', 'deflate', deflateRawSync(padded(8))],
  ])('refuses %s', async (_what, encoding, body) => {
    const server = await serverOf(takesAnything, {})
    expect((await score(server, body, { 'content-encoding': encoding })).statusCode).toBe(400)
  })

  it.each(['zstd', 'gzip, br', 'gzip, gzip', 'constructor', '__proto__'])('refuses the encoding %s with 415', async (encoding) => {
    const server = await serverOf(takesAnything, {})
    const answer = await score(server, gzipSync(gzipSync('{"x": 1}')), { 'content-encoding': encoding })
    expect([answer.statusCode, answer.headers['accept-encoding']]).toEqual([415, 'gzip, deflate, br'])
    expect(answer.json().message).toBe(`The body's content-encoding is ${encoding}, expected gzip, deflate or br`)
  })
})

describe('the limit of headers', () => {
  it('is a 431 in JSON', async () => {
    const { hostname, port } = new URL(await listen(await serverOf(takesAnything, { headers: 2048 })))
    const get = (size: number) =>
      new Promise<{ status: number; body: string }>((resolve, reject) => {
        const headers = { X: 'a'.repeat(size) }
        const sent = httpRequest({ host: hostname, port, agent: false, headers }, (answer) => {
          let body = ''
          answer.setEncoding('utf8')
          answer.on('data', (text: string) => {
            body += text
          })
          answer.on('end', () => resolve({ status: answer.statusCode ?? 0, body }))
        })
        sent.on('error', reject)
        sent.end()
      })
    expect(await get(1000)).toEqual({ status: 200, body: 'Healthy' })
    expect(await get(2048)).toEqual({ status: 431, body: '{"status_code":431,"message":"The headers are too large"}' })
  })
})

describe('the limit of depth', () => {
  const nested = (depth: number) => `{"x": 1, "y": ${'['.repeat(depth - 1)}${']'.repeat(depth - 1)}}`

  it('takes JSON of that many levels, and refuses one more with 400', async () => {
    const server = await serverOf(takesAnything, { depth: 5 })
    expect((await score(server, nested(5))).statusCode).toBe(200)
    const answer = await score(server, nested(6))
    expect(answer.statusCode).toBe(400)
    expect(answer.json()).toMatchObject({ issues: [{ code: 'too_deep', path: [], expected: 'at most 5 levels' }] })
  })

  it('is 100 where nobody sets it', async () => {
    const server = await serverOf(takesAnything, {})
    expect((await score(server, nested(100))).statusCode).toBe(200)
    expect((await score(server, nested(101))).json()).toMatchObject({ issues: [{ code: 'too_deep' }] })
  })

  it('counts no brackets that are text', async () => {
    const server = await serverOf(takesAnything, { depth: 1 })
    expect((await score(server, JSON.stringify({ x: 1, '[{"\\': '[[[{{{"[\\"[\\' }))).statusCode).toBe(200)
  })
})

describe('the limit of elements', () => {
  const list = (count: number) => JSON.stringify({ x: 1, y: Array.from({ length: count }, () => 1) })

  it('takes JSON of that many values, and refuses one more with 400', async () => {
    const server = await serverOf(takesAnything, { elements: 1000 })
    // Besides the list's values there are the object, x and the list.
    expect((await score(server, list(997))).statusCode).toBe(200)
    const answer = await score(server, list(998))
    expect(answer.statusCode).toBe(400)
    expect(answer.json()).toMatchObject({ issues: [{ code: 'too_many', path: [], expected: 'at most 1000' }] })
  })

  it('counts no commas that are text', async () => {
    const server = await serverOf(takesAnything, { elements: 3 })
    expect((await score(server, JSON.stringify({ x: 1, y: ',,,,",,\\' }))).statusCode).toBe(200)
  })
})

describe('the limits of Arrow bodies', () => {
  const run = inputSchema('frame', new PandasParameterType([{ x: 1 }], { enforceColumnType: false }))((frame: object[]) => frame.length)
  const numbers = (rows: number) => Buffer.from(tableToIPC(tableFromArrays({ x: new Float64Array(rows) }), 'stream'))
  const headers = { 'content-type': 'application/vnd.apache.arrow.stream' }

  it('take that many cells, and refuse one more with 400', async () => {
    const server = await serverOf(run, { cells: 1000 })
    expect((await score(server, numbers(1000), headers)).json()).toBe(1000)
    const answer = await score(server, numbers(1001), headers)
    expect([answer.statusCode, answer.json()]).toMatchObject([400, { issues: [{ code: 'too_many', expected: 'at most 1000' }] }])
  })

  it('refuse what takes more memory once it is read', async () => {
    const server = await serverOf(run, { decodedBytes: 100_000 })
    expect((await score(server, numbers(500), headers)).statusCode).toBe(200)
    const answer = await score(server, numbers(5000), headers)
    expect([answer.statusCode, answer.json()]).toMatchObject([400, { issues: [{ code: 'too_many', expected: 'at most 100000' }] }])
  })

  it('hold where nobody sets them, for few bytes that have rows without end', async () => {
    const batch = recordBatch({ rows: 65_536, nodes: [[65_536, 65_536]] })
    const stream = streamOf(schema([field({ name: 'x', typeId: Type.Null })]), ...Array<Uint8Array>(1500).fill(batch))
    const body = gzipSync(stream)
    expect(body.length).toBeLessThan(1500)
    const before = process.memoryUsage().rss
    const answer = await score(await serverOf(run, {}), body, { ...headers, 'content-encoding': 'gzip' })
    expect([answer.statusCode, answer.json()]).toMatchObject([400, { issues: [{ code: 'too_many', path: ['frame'] }] }])
    expect(process.memoryUsage().rss - before).toBeLessThan(100_000_000)
  })
})

describe('the limit of concurrency', () => {
  it('is a 503 with Retry-After, until somebody has their answer', async () => {
    const waiting: (() => void)[] = []
    const run = inputSchema(
      'x',
      new StandardPythonParameterType(1.5),
    )(async (x: number) => {
      if (x < 0) throw new Error('no')
      await new Promise<void>((resolve) => waiting.push(resolve))
      return x
    })
    const server = await serverOf(run, { concurrency: 2 })
    // One that fails takes no place for longer than it lasts, nor does one whose payload does not fit.
    for (let index = 0; index < 3; index++) expect((await score(server, '{"x": -1}')).statusCode).toBe(500)
    for (let index = 0; index < 3; index++) expect((await score(server, '{"x": "a"}')).statusCode).toBe(400)

    const [first, second] = [score(server, '{"x": 1}'), score(server, '{"x": 2}')]
    // What is not sent off before somebody waits for it is sent now.
    void Promise.all([first, second])
    await expect.poll(() => waiting.length).toBe(2)
    const answer = await score(server, '{"x": 3}')
    expect([answer.statusCode, answer.headers['retry-after'], answer.json()]).toEqual([
      503,
      '1',
      { status_code: 503, message: '2 requests are being scored, which is as many as the server takes' },
    ])
    expect(answer.headers['x-ms-run-function-failed']).toBe('False')
    expect((await server.inject('/')).statusCode).toBe(200)
    expect((await server.inject('/swagger.json')).statusCode).toBe(200)

    waiting[0]?.()
    expect((await first).json()).toBe(1)
    const third = score(server, '{"x": 3}')
    void Promise.all([third])
    await expect.poll(() => waiting.length).toBe(3)
    waiting[1]?.()
    waiting[2]?.()
    expect([(await second).json(), (await third).json()]).toEqual([2, 3])
  })

  it('counts a client that has gone away for as long as its run works', async () => {
    let release = () => {}
    let calls = 0
    const run = async (): Promise<string> => {
      if (++calls === 1) {
        await new Promise<void>((resolve) => {
          release = resolve
        })
      }
      return 'done'
    }
    const address = await listen(await serverOf(run, { concurrency: 1 }))
    const controller = new AbortController()
    const post = (init: RequestInit = {}) => fetch(`${address}/score`, { method: 'POST', body: 'x', ...init })
    const leaving = post({ signal: controller.signal }).catch((error: Error) => error.name)
    await expect.poll(() => calls).toBe(1)
    controller.abort()
    expect(await leaving).toBe('AbortError')
    expect((await post()).status).toBe(503)
    release()
    await expect.poll(async () => (await post()).status).toBe(200)
  })
})

describe('the limit of time for a request', () => {
  it('is a 408 in JSON, and does not hold for run', async () => {
    const run = async (text: string) => {
      await new Promise((resolve) => setTimeout(resolve, 400))
      return text
    }
    const address = await listen(await serverOf(run, { requestTime: 150 }))
    const slow = await new Promise<{ status: number | undefined; body: string }>((resolve, reject) => {
      const { hostname, port } = new URL(address)
      const sent = httpRequest({ host: hostname, port, path: '/score', method: 'POST', headers: { 'content-length': 5 } }, (answer) => {
        answer.setEncoding('utf8').once('data', (body: string) => resolve({ status: answer.statusCode, body }))
      })
      sent.on('error', reject)
      sent.write('ab')
    })
    expect(slow).toEqual({ status: 408, body: '{"status_code":408,"message":"The request took too long to come"}' })
    const answer = await fetch(`${address}/score`, { method: 'POST', body: 'abc' })
    expect([answer.status, await answer.json()]).toEqual([200, 'abc'])
  })
})

describe('what JSON may hold', () => {
  const text = fc.string({ unit: fc.constantFrom('[', ']', '{', '}', '"', '\\', ',', ':', 'a', ' ', 'é', '\n', '\u{1f600}') })
  const { value } = fc.letrec((tie) => ({
    value: fc.oneof(
      { maxDepth: 6, withCrossShrink: true },
      fc.constantFrom(null, true, 0, -1.5),
      text,
      fc.array(tie('value'), { maxLength: 4 }),
      fc.dictionary(text, tie('value'), { maxKeys: 4, noNullPrototype: true }),
    ),
  }))
  const payload = fc.dictionary(text, value, { maxKeys: 4, noNullPrototype: true })
  const layout = fc.constantFrom(undefined, 1, '\t')

  interface Count {
    readonly depth: number
    readonly values: number
  }

  function countOf(of: unknown): Count {
    if (typeof of !== 'object' || of === null) return { depth: 0, values: 1 }
    const inner = Object.values(of).map(countOf)
    return {
      depth: 1 + Math.max(0, ...inner.map(({ depth }) => depth)),
      values: 1 + inner.reduce((sum, { values }) => sum + values, 0),
    }
  }

  const run = (x = 0) => x
  const codes = (json: string | Uint8Array, limits: { depth?: number; elements?: number }) =>
    validatePayload(run, json, { limits }).issues?.map(({ code }) => code) ?? []

  it('is as deep as the parsed value', () => {
    fc.assert(
      fc.property(payload, layout, fc.boolean(), (given, space, isBytes) => {
        const json = JSON.stringify(given, undefined, space)
        const bytes = isBytes ? new TextEncoder().encode(json) : json
        const { depth } = countOf(JSON.parse(json))
        expect(codes(bytes, { depth })).toEqual([])
        expect(codes(bytes, { depth: depth - 1 })).toEqual(['too_deep'])
      }),
      { numRuns: 2000 },
    )
  })

  it('is as many values as the parsed value has', () => {
    fc.assert(
      fc.property(payload, layout, fc.boolean(), fc.boolean(), (given, space, isBytes, hasDepth) => {
        const json = JSON.stringify(given, undefined, space)
        const bytes = isBytes ? new TextEncoder().encode(json) : json
        const { values } = countOf(JSON.parse(json))
        const depth = hasDepth ? { depth: 100 } : {}
        expect(codes(bytes, { ...depth, elements: values })).toEqual([])
        expect(codes(bytes, { ...depth, elements: values - 1 })).toEqual(['too_many'])
      }),
      { numRuns: 2000 },
    )
  })
})
