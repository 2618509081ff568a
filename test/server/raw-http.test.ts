import { once } from 'node:events'
import { type ClientRequest, request as httpRequest, type IncomingMessage } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import fastify, { type FastifyInstance } from 'fastify'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { NumpyParameterType, outputSchema, type RunFunction, StandardPythonParameterType } from '../../src/index.js'
import { AMLResponse, rawHttp } from '../../src/server/index.js'
import { describeRaw, sendRaw } from '../../src/server/raw/answer.js'
import { toRequest } from '../../src/server/raw/web-request.js'

interface Service {
  readonly server: FastifyInstance
  readonly url: string
  readonly port: number
  /** What the server logged: level and message. */
  readonly logged: { level: number; msg: string; err?: { message: string } }[]
}

/** A server that does with a raw run what the scoring server does, and nothing else, on a real socket. */
async function serve(fn: RunFunction): Promise<Service> {
  const run = rawHttp(fn)
  const logged: Service['logged'] = []
  const server = fastify({
    forceCloseConnections: true,
    logger: { level: 'info', stream: { write: (line: string) => void logged.push(JSON.parse(line)) } },
  })
  server.removeAllContentTypeParsers()
  server.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: 64 * 1024 * 1024 }, (_request, body, done) => done(null, body))
  server.addHook('onSend', async (_request, reply) => void reply.header('x-hook', 'ran'))
  server.route({
    method: ['GET', 'HEAD', 'POST', 'OPTIONS', 'PUT'],
    url: '/score',
    handler: async (request, reply) => {
      const controller = new AbortController()
      reply.raw.once('close', () => controller.abort())
      try {
        const body = request.body instanceof Uint8Array ? request.body : undefined
        const answer = describeRaw(run, await run(toRequest(request, body, controller.signal)))
        reply.header('x-failed', String(answer.failed))
        await sendRaw(reply, answer)
      } catch (error) {
        reply.code(500).send(`refused: ${(error as Error).message}`)
      }
      return reply
    },
  })
  await server.listen({ host: '127.0.0.1', port: 0 })
  onTestFinished(() => server.close())
  const { port } = server.server.address() as AddressInfo
  return { server, port, url: `http://127.0.0.1:${port}/score`, logged }
}

/** What a client of a run that gives this result receives. */
async function answerTo(result: unknown, init: RequestInit = {}, output?: NumpyParameterType | StandardPythonParameterType) {
  const fn = () => result
  const { url } = await serve(output === undefined ? fn : outputSchema(output)(fn))
  const response = await fetch(url, init)
  const { status, headers } = response
  return {
    status,
    headers,
    type: headers.get('content-type'),
    failed: headers.get('x-failed'),
    bytes: Buffer.from(await response.arrayBuffer()),
  }
}

async function* chunksOf(...chunks: unknown[]): AsyncGenerator<unknown> {
  yield* chunks
}

/** Starts a request and waits for the head of its answer, of which nothing more is read. */
async function openSlowly(url: string): Promise<{ request: ClientRequest; response: IncomingMessage }> {
  const request = httpRequest(url).end()
  request.on('error', () => {})
  const [response] = (await once(request, 'response')) as [IncomingMessage]
  response.on('error', () => {})
  return { request, response }
}

describe('the request of a raw run', () => {
  it('has the method, the URL, the headers and the body', async () => {
    const { url, port } = await serve(async (request: Request) => ({
      isRequest: request instanceof Request,
      method: request.method,
      url: request.url,
      args: new URL(request.url).searchParams.getAll('a'),
      header: request.headers.get('x-tag'),
      length: (await request.arrayBuffer()).byteLength,
    }))
    const headers = [
      ['x-tag', 'one'],
      ['x-tag', 'two'],
    ] as [string, string][]
    const answer = await fetch(`${url}?a=1&a=%C3%A9`, { method: 'POST', body: Uint8Array.of(1, 2, 255), headers })
    expect(await answer.json()).toEqual({
      isRequest: true,
      method: 'POST',
      url: `http://127.0.0.1:${port}/score?a=1&a=%C3%A9`,
      args: ['1', 'é'],
      header: 'one, two',
      length: 3,
    })
  })

  it.each(['GET', 'OPTIONS', 'POST'])('may have no body: %s', async (method) => {
    const { url } = await serve(async (request: Request) => [request.method, (await request.text()).length])
    expect(await (await fetch(url, { method })).json()).toEqual([method, 0])
  })

  it('reads JSON and forms with files', async () => {
    const { url } = await serve(async (request: Request) => {
      if (request.headers.get('content-type')?.includes('json')) return request.json()
      const form = [...(await request.formData())]
      return {
        files: form.flatMap(([name, value]) => (typeof value === 'string' ? [] : [name])),
        form: Object.fromEntries(form.filter(([, value]) => typeof value === 'string')),
      }
    })
    const json = { method: 'POST', body: '{"a":[1]}', headers: { 'content-type': 'application/json' } }
    expect(await (await fetch(url, json)).json()).toEqual({ a: [1] })
    // The body that was recorded from the Python server.
    const body = Buffer.from(
      'LS1YDQpDb250ZW50LURpc3Bvc2l0aW9uOiBmb3JtLWRhdGE7IG5hbWU9ImYiOyBmaWxlbmFtZT0iYS50eHQiDQoNCmhpDQotLVgNCkNvbnRlbnQtRGlzcG9zaXRpb246IGZvcm0tZGF0YTsgbmFtZT0iayINCg0Kdg0KLS1YLS0NCg==',
      'base64',
    )
    const multipart = { method: 'POST', body, headers: { 'content-type': 'multipart/form-data; boundary=X' } }
    expect(await (await fetch(url, multipart)).json()).toEqual({ files: ['f'], form: { k: 'v' } })
    const form = new FormData()
    form.set('image', new Blob([new Uint8Array(1_000_000)]), 'a.png')
    expect(await (await fetch(url, { method: 'POST', body: form })).json()).toEqual({ files: ['image'], form: {} })
  })

  it.each([
    ['example.com:8080', 'http://example.com:8080/score?x=1'],
    ['[::1]:5001', 'http://[::1]:5001/score?x=1'],
    ['evil.example/steal?', 'http://localhost/score?x=1'],
    ['user:secret@evil.example', 'http://localhost/score?x=1'],
    ['example.com:99999', 'http://localhost/score?x=1'],
    ['', 'http://localhost/score?x=1'],
  ])('has the URL of the host %j', async (host, expected) => {
    const { port } = await serve((request: Request) => request.url)
    const socket = connect(port, '127.0.0.1')
    socket.end(`GET /score?x=1 HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`)
    let text = ''
    for await (const chunk of socket) text += chunk
    expect(text.split('\r\n\r\n')[1]).toContain(JSON.stringify(expected))
  })

  it('has a body that is read while it comes, when it is given a stream', async () => {
    const request = { method: 'POST', url: '/score', host: 'localhost', protocol: 'http', headers: { a: ['1', '2'], b: undefined } }
    const body = new ReadableStream({
      start(controller) {
        controller.enqueue(new TextEncoder().encode('ab'))
        controller.close()
      },
    })
    const made = toRequest(request as never, body, new AbortController().signal)
    expect(await made.text()).toBe('ab')
    expect(made.headers.get('a')).toBe('1, 2')
  })

  it('has a signal that hears of the client’s leaving, even when nothing but the signal is kept', async () => {
    setFlagsFromString('--expose_gc')
    const collect = runInNewContext('gc') as () => void
    const aborted = vi.fn()
    let started = () => {}
    const isStarted = new Promise<void>((resolve) => {
      started = resolve
    })
    const { url } = await serve(({ signal }: Request) => {
      signal.addEventListener('abort', aborted)
      started()
      return new Promise((resolve) => signal.addEventListener('abort', () => resolve(null)))
    })
    const client = new AbortController()
    const answer = fetch(url, { signal: client.signal }).catch(() => {})
    await isStarted
    for (let round = 0; round < 5; round++) {
      await sleep(10)
      collect()
    }
    client.abort()
    await answer
    await vi.waitFor(() => expect(aborted).toHaveBeenCalledOnce())
  })
})

describe('an AMLResponse', () => {
  it.each([
    ['text', new AMLResponse('<p>é</p>', 200), 'text/html; charset=utf-8', '<p>é</p>'],
    ['bytes', new AMLResponse(Uint8Array.of(97, 98), 200), 'application/octet-stream', 'ab'],
    ['an ArrayBuffer', new AMLResponse(Uint8Array.of(97).buffer, 200), 'application/octet-stream', 'a'],
    ['part of a buffer', new AMLResponse(Buffer.from('xaby').subarray(1, 3), 200), 'application/octet-stream', 'ab'],
    ['null', new AMLResponse(null, 200), 'application/json', '{}'],
    [
      'a value',
      new AMLResponse({ a: Float32Array.of(1, 2), n: 2n ** 60n, d: new Date(0) }, 200, {}, { json: true }),
      'application/json',
      '{"a":[1,2],"n":1152921504606846976,"d":"1970-01-01T00:00:00.000Z"}',
    ],
    ['text as a value', new AMLResponse('a', 200, {}, { json: true }), 'application/json', '"a"'],
    ['a stream of text', new AMLResponse(chunksOf('a', 'b') as AsyncIterable<string>, 200), 'text/html; charset=utf-8', 'ab'],
    ['a stream of bytes', new AMLResponse(chunksOf(Buffer.from('a')) as AsyncIterable<Buffer>, 200), 'application/octet-stream', 'a'],
    ['a type of its own', new AMLResponse('a,b', 200, { 'Content-Type': 'text/csv' }), 'text/csv', 'a,b'],
    ['a type of its own for bytes', new AMLResponse(Uint8Array.of(97), 200, { 'content-type': 'image/jpeg' }), 'image/jpeg', 'a'],
    [
      'a type of its own for a stream',
      new AMLResponse(chunksOf('a') as AsyncIterable<string>, 200, { 'content-type': 'text/event-stream' }),
      'text/event-stream',
      'a',
    ],
  ])('says %s', async (_, result, type, body) => {
    const answer = await answerTo(result)
    expect([answer.status, answer.type, answer.bytes.toString(), answer.failed]).toEqual([200, type, body, 'false'])
    expect(answer.headers.get('x-hook')).toBe('ran')
  })

  it('has its status, headers and cookies', async () => {
    const headers = {
      a: 'x,y',
      b: ['1', 2],
      'set-cookie': ['a=1; Path=/', 'b=2'],
      'transfer-encoding': 'gzip',
      connection: 'x',
      'content-length': 99,
    }
    const answer = await answerTo(new AMLResponse('x', 418, headers))
    expect([answer.status, answer.failed, answer.bytes.toString()]).toEqual([418, 'false', 'x'])
    expect([answer.headers.get('a'), answer.headers.get('b'), answer.headers.getSetCookie()]).toEqual([
      'x,y',
      '1, 2',
      ['a=1; Path=/', 'b=2'],
    ])
    expect([answer.headers.get('content-length'), answer.headers.get('connection')]).toEqual(['1', 'keep-alive'])
    expect(
      (
        await answerTo(
          new AMLResponse(
            'x',
            200,
            new Headers([
              ['set-cookie', 'a=1'],
              ['set-cookie', 'b=2'],
            ]),
          ),
        )
      ).headers.getSetCookie(),
    ).toEqual(['a=1', 'b=2'])
  })

  it.each([
    [500, 'true'],
    [503, 'true'],
    [499, 'false'],
  ])('counts as a failure or not: %i', async (status, failed) => {
    expect(await answerTo(new AMLResponse('x', status))).toMatchObject({ status, failed })
  })

  it.each([204, 205, 304])('has no body when its status is %i', async (status) => {
    const closed = vi.fn()
    async function* stream() {
      try {
        yield 'x'
      } finally {
        closed()
      }
    }
    for (const message of [null, 'x', stream()]) {
      const answer = await answerTo(new AMLResponse(message, status, { etag: '"1"' }))
      expect([answer.status, answer.bytes.length, answer.headers.get('etag')]).toEqual([status, 0, '"1"'])
      if (status !== 304) expect(answer.type).toBeNull()
    }
    expect(closed).not.toHaveBeenCalled()
  })

  it('is refused when it cannot be sent', () => {
    const make =
      (...args: unknown[]) =>
      () =>
        Reflect.construct(AMLResponse, args)
    for (const status of [199, 600, 200.5, '200', undefined]) expect(make('x', status)).toThrow(TypeError)
    expect(make('x', 99)).toThrow('the status code is 99, expected an integer from 200 to 599')
    const hint = 'expected text, bytes, an async iterable or null; other values need { json: true }'
    for (const message of [{ a: 1 }, 5, undefined, ['a'], new Float32Array(1)]) expect(make(message, 200)).toThrow(hint)
    expect(make('x', 200, { a: true })).toThrow('the header "a" is true, expected a string, a number or a list of these')
    expect(make('x', 200, 'a: b')).toThrow('the headers are "a: b", expected an object of headers')
    expect(make('x', 200, { a: 'b\r\nc: d' })).toThrow(TypeError)
    expect(make('x', 200, { 'a b': 'c' })).toThrow(TypeError)
  })

  it('is known by its brand, whatever copy of the package made it', async () => {
    const { message, statusCode, headers, isJson } = new AMLResponse('x', 201)
    const copy = { message, statusCode, headers, isJson, [Symbol.for('inference-schema:aml-response')]: true }
    expect((await answerTo(copy)).status).toBe(201)
    expect(Object.keys(new AMLResponse('x', 201))).toEqual(['message', 'statusCode', 'headers', 'isJson'])
  })
})

describe('a Response', () => {
  it('has its status, headers, cookies and body', async () => {
    const headers = new Headers({ 'x-a': '1' })
    headers.append('set-cookie', 'a=1')
    headers.append('set-cookie', 'b=2')
    const answer = await answerTo(new Response('é', { status: 202, headers }))
    expect([answer.status, answer.bytes.toString(), answer.type, answer.failed]).toEqual([202, 'é', 'text/plain;charset=UTF-8', 'false'])
    expect([answer.headers.get('x-a'), answer.headers.getSetCookie()]).toEqual(['1', ['a=1', 'b=2']])
    expect(await answerTo(Response.json({ a: 1 }))).toMatchObject({ type: 'application/json' })
    expect(await answerTo(new Response('x', { status: 503 }))).toMatchObject({ status: 503, failed: 'true' })
    expect(await answerTo(new Response(null))).toMatchObject({ status: 200, bytes: Buffer.alloc(0) })
    expect(await answerTo(new Response(null, { status: 204 }))).toMatchObject({ status: 204, type: null })
    const moved = await answerTo(Response.redirect('http://example.com/'), { redirect: 'manual' })
    expect([moved.status, moved.headers.get('location')]).toEqual([302, 'http://example.com/'])
  })

  it('is what another server answered, decompressed', async () => {
    const zipped = await serve(async () => {
      const stream = new Blob(['hello '.repeat(100)]).stream().pipeThrough(new CompressionStream('gzip'))
      return new AMLResponse(await new Response(stream).arrayBuffer(), 200, { 'content-encoding': 'gzip' })
    })
    const { url } = await serve(() => fetch(zipped.url))
    const answer = await fetch(url)
    expect([answer.headers.get('content-encoding'), await answer.text()]).toEqual([null, 'hello '.repeat(100)])
  })

  it('is refused when it was read already, or is an error', async () => {
    const read = new Response('x')
    await read.text()
    const locked = new Response('x')
    locked.body?.getReader()
    for (const result of [read, locked])
      expect((await answerTo(result)).bytes.toString()).toBe('refused: run returned a Response whose body was read already')
    expect((await answerTo(Response.error())).bytes.toString()).toContain('with the status 0, which cannot be sent')
  })
})

describe('a plain value', () => {
  it.each([
    ['text', 'plain', '"plain"'],
    ['an object', { a: [1, 2] }, '{"a":[1,2]}'],
    ['null', null, '{}'],
    ['nothing', undefined, '{}'],
    ['a typed array', Float64Array.of(1, Number.NaN), '[1,null]'],
  ])('is JSON: %s', async (_, result, json) => {
    expect(await answerTo(result)).toMatchObject({ status: 200, type: 'application/json', failed: 'false', bytes: Buffer.from(json) })
  })

  it('is written by the output schema', async () => {
    const days = new NumpyParameterType(['2024-01-01'], { dtype: 'datetime64[D]' })
    expect((await answerTo([19783n], {}, days)).bytes.toString()).toBe('["2024-03-01T00:00:00Z"]')
    const image = new StandardPythonParameterType(Uint8Array.of(1))
    expect((await answerTo(Uint8Array.of(0, 1), {}, image)).bytes.toString()).toBe('"AAE="')
  })

  it('is sent as it is when it is bytes', async () => {
    const bytes = Buffer.from([1, 2, 255])
    for (const result of [bytes, new Uint8Array(bytes), new Uint8Array(bytes).buffer])
      expect(await answerTo(result)).toMatchObject({ type: 'application/octet-stream', bytes })
    const large = Buffer.alloc(20_000_000, 7)
    const { url } = await serve(async (request: Request) => request.arrayBuffer())
    expect(large.equals(Buffer.from(await (await fetch(url, { method: 'POST', body: large })).arrayBuffer()))).toBe(true)
  })

  it('is refused when it has no JSON form', async () => {
    expect((await answerTo(() => 1)).bytes.toString()).toContain('refused: ')
  })
})

describe('HEAD', () => {
  const head = { method: 'HEAD' }

  it('has the headers, the length of what GET would answer, and no body', async () => {
    for (const result of ['plain', new AMLResponse('plain!!', 200)]) {
      const answer = await answerTo(result, head)
      expect([answer.status, answer.headers.get('content-length'), answer.bytes.length]).toEqual([200, '7', 0])
    }
    const told = await answerTo(new Response(null, { headers: { 'content-length': '42' } }), head)
    expect([told.headers.get('content-length'), told.bytes.length]).toEqual(['42', 0])
  })

  it('starts no stream', async () => {
    const next = vi.fn()
    const closed = vi.fn(async () => ({ done: true, value: undefined }))
    const answer = await answerTo({ [Symbol.asyncIterator]: () => ({ next, return: closed }) }, head)
    expect([answer.status, answer.bytes.length, answer.headers.get('transfer-encoding')]).toEqual([200, 0, null])
    expect(next).not.toHaveBeenCalled()
    await vi.waitFor(() => expect(closed).toHaveBeenCalledOnce())
  })
})

describe('a stream', () => {
  it.each([
    ['text', chunksOf('item 0\n', '', 'item é\n'), 'text/plain; charset=utf-8', 'item 0\nitem é\n'],
    ['bytes', chunksOf(Uint8Array.of(97), Uint8Array.of(98).buffer), 'application/octet-stream', 'ab'],
    [
      'a generator that waits for nothing',
      (function* () {
        yield 'a'
        yield 'b'
      })(),
      'text/plain; charset=utf-8',
      'ab',
    ],
    ['a ReadableStream', new Blob(['abc']).stream(), 'application/octet-stream', 'abc'],
    ['nothing', chunksOf(), null, ''],
  ])('sends %s', async (_, result, type, body) => {
    const answer = await answerTo(result)
    expect([answer.status, answer.type, answer.bytes.toString()]).toEqual([200, type, body])
    expect(answer.headers.get('x-hook')).toBe('ran')
  })

  it('sends each chunk when it is there', async () => {
    let more = () => {}
    const { url } = await serve(async function* () {
      yield 'first'
      await new Promise<void>((resolve) => {
        more = resolve
      })
      yield 'second'
    })
    const reader = (await fetch(url)).body?.getReader()
    expect(Buffer.from((await reader?.read())?.value ?? []).toString()).toBe('first')
    more()
    expect(Buffer.from((await reader?.read())?.value ?? []).toString()).toBe('second')
  })

  it.each([
    ['large', 1024 * 1024],
    ['small', 1024],
  ])('is not read ahead of a slow client: %s chunks', async (_, size) => {
    const total = 64 * 1024 * 1024
    let made = 0
    let held = 0
    const { server, url } = await serve(async function* () {
      for (; made < total; made += size) {
        held = Math.max(held, connection?.writableLength ?? 0)
        yield Buffer.alloc(size)
      }
    })
    let connection: import('node:net').Socket | undefined
    server.server.on('connection', (socket) => {
      connection = socket
    })
    const { response } = await openSlowly(url)
    // Until the buffers of the operating system are full.
    let before = -1
    while (before !== made) {
      before = made
      await sleep(150)
    }
    expect(made).toBeLessThan(total / 2)
    // A chunk is made when Node has handed on the ones before; small ones may fill its buffer, which is below 64 KiB.
    expect(held).toBeLessThanOrEqual(64 * 1024)
    let received = 0
    for await (const chunk of response) received += (chunk as Buffer).length
    expect([received, made]).toEqual([total, total])
  })

  it('is closed when the client goes away', async () => {
    const closed = vi.fn()
    const { url, logged } = await serve(async function* () {
      try {
        for (;;) yield Buffer.alloc(100_000)
      } finally {
        closed()
      }
    })
    const { request } = await openSlowly(url)
    request.destroy()
    await vi.waitFor(() => expect(closed).toHaveBeenCalledOnce())
    expect(logged.filter(({ level }) => level >= 40)).toEqual([])
  })

  it('is closed when the client goes away before its first chunk, and while it waits for the next', async () => {
    for (const isFirst of [true, false]) {
      let waiting = () => {}
      const isWaiting = new Promise<void>((resolve) => {
        waiting = resolve
      })
      let given = isFirst
      const closed = vi.fn(async () => ({ done: true, value: undefined }))
      const next = () => {
        if (!given) {
          given = true
          return Promise.resolve({ done: false, value: 'first' })
        }
        waiting()
        return new Promise(() => {})
      }
      const { url } = await serve(() => ({ [Symbol.asyncIterator]: () => ({ next, return: closed }) }))
      const client = new AbortController()
      const answer = fetch(url, { signal: client.signal })
        .then((response) => response.text())
        .catch(() => 'left')
      await isWaiting
      client.abort()
      await vi.waitFor(() => expect(closed).toHaveBeenCalledOnce())
      expect(await answer).toBe('left')
    }
  })

  it('is closed, and not started, when the client has gone while run worked', async () => {
    const next = vi.fn()
    const closed = vi.fn(async () => ({ done: true, value: undefined }))
    const started = vi.fn()
    const { url } = await serve(async ({ signal }: Request) => {
      started()
      await once(signal, 'abort')
      await sleep(20)
      return { [Symbol.asyncIterator]: () => ({ next, return: closed }) }
    })
    const client = new AbortController()
    const answer = fetch(url, { signal: client.signal }).catch(() => {})
    await vi.waitFor(() => expect(started).toHaveBeenCalled())
    client.abort()
    await answer
    await vi.waitFor(() => expect(closed).toHaveBeenCalledOnce())
    expect(next).not.toHaveBeenCalled()
  })

  it('cancels the body of a Response when the client goes away', async () => {
    const cancel = vi.fn()
    const { url } = await serve(
      () => new Response(new ReadableStream({ pull: (controller) => controller.enqueue(new Uint8Array(100_000)), cancel })),
    )
    const { request } = await openSlowly(url)
    request.destroy()
    await vi.waitFor(() => expect(cancel).toHaveBeenCalledOnce())
  })

  it('ends the connection when it fails in the middle, and logs why', async () => {
    const { url, logged } = await serve(async function* () {
      yield 'a'
      await sleep(20)
      throw new Error('no more')
    })
    await expect(fetch(url).then((response) => response.text())).rejects.toThrow('terminated')
    const failures = logged.filter(({ level }) => level >= 40)
    expect(failures).toMatchObject([
      { level: 50, msg: 'the scoring script failed in the middle of its answer', err: { message: 'no more' } },
    ])
    expect(await (await fetch(url, { method: 'HEAD' })).text()).toBe('')
  })

  it('is an error, and no answer, when it fails before its first chunk', async () => {
    const { url, logged } = await serve(
      () => new AMLResponse({ [Symbol.asyncIterator]: () => ({ next: () => Promise.reject(new Error('nothing')) }) }, 202, { a: 'b' }),
    )
    const answer = await fetch(url)
    expect([answer.status, answer.headers.get('a'), await answer.text()]).toEqual([500, null, 'refused: nothing'])
    expect(logged.filter(({ level }) => level >= 40)).toEqual([])
  })

  it('fails for chunks that are no text and no bytes, and is closed', async () => {
    const closed = vi.fn()
    async function* numbers() {
      try {
        yield 5
      } finally {
        closed()
      }
    }
    expect((await answerTo(numbers())).bytes.toString()).toBe('refused: run streamed 5, expected text or bytes')
    await vi.waitFor(() => expect(closed).toHaveBeenCalledOnce())
  })

  it('keeps the length that its headers promise, and fails when it has another', async () => {
    const stream = (length: unknown, ...chunks: string[]) =>
      answerTo(new AMLResponse(chunksOf(...chunks) as AsyncIterable<string>, 200, { 'content-length': String(length) }))
    const kept = await stream(4, 'ab', 'cd')
    expect([kept.headers.get('content-length'), kept.bytes.toString()]).toEqual(['4', 'abcd'])
    await expect(stream(3, 'ab', 'cd')).rejects.toThrow('terminated')
    await expect(stream(5, 'ab', 'cd')).rejects.toThrow('terminated')
    expect((await stream(0, 'a')).bytes.toString()).toBe('refused: the answer has more bytes than its content-length, 0')
    expect((await stream('many', 'a')).headers.get('content-length')).toBeNull()
  })
})
