// Clients and scripts that do what they should not, over real sockets: whatever they did, the next request is answered.
import { execSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { gzipSync } from 'node:zlib'
import type { FastifyInstance } from 'fastify'
import { afterAll, afterEach, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { defineRun, inputSchema, type RunContext, type RunFunction, StandardPythonParameterType } from '../../src/index.js'
import { createServer, type ServerOptions } from '../../src/server/index.js'
import { startServer } from '../support/cli.js'
import { makeProject } from '../support/project.js'

interface Answer {
  readonly status: number
  readonly headers: Headers
  readonly body: string
}

async function post(address: string, body: string | Uint8Array<ArrayBuffer>, init: RequestInit = {}): Promise<Answer> {
  const headers = { 'content-type': 'application/json', ...(init.headers as Record<string, string>) }
  const answer = await fetch(`${address}/score`, { method: 'POST', ...init, headers, body })
  return { status: answer.status, headers: answer.headers, body: await answer.text() }
}

interface Line {
  readonly socket: Socket
  /** What has come so far. */
  readonly received: () => string
  /** All that came, once the connection is closed. */
  readonly closed: Promise<string>
}

/** A connection, on which anything can be said. */
function dial(address: string): Line {
  const { hostname, port } = new URL(address)
  const socket = connect(Number(port), hostname)
  const chunks: Buffer[] = []
  const received = () => Buffer.concat(chunks).toString('latin1')
  socket.on('data', (chunk: Buffer) => chunks.push(chunk))
  // A server that hangs up while we still talk is what some of these tests are about.
  socket.on('error', () => {})
  const closed = new Promise<string>((resolve) => socket.once('close', () => resolve(received())))
  return { socket, received, closed }
}

/** The answers that came on a connection: their statuses and bodies. */
function answersOf(text: string): { status: number; body: string }[] {
  const answers: { status: number; body: string }[] = []
  for (let rest = text; rest !== ''; ) {
    const [head = ''] = rest.split('\r\n\r\n', 1)
    const status = Number(/^HTTP\/1\.1 (\d{3}) /.exec(head)?.[1])
    const length = Number(/^content-length: (\d+)\r?$/im.exec(head)?.[1] ?? 0)
    const start = head.length + 4
    answers.push({ status, body: rest.slice(start, start + length) })
    rest = rest.slice(start + length)
  }
  return answers
}

function request(body: string, ...headers: string[]): string {
  const all = ['Host: x', 'Content-Type: application/json', ...headers]
  return `POST /score HTTP/1.1\r\n${all.join('\r\n')}\r\n\r\n${body}`
}

const sized = (body: string, ...headers: string[]) => request(body, `Content-Length: ${body.length}`, ...headers)

const doubled = inputSchema(
  'x',
  new StandardPythonParameterType(1.5),
)(async (x: number) => {
  if (x < 0) await sleep(-x)
  return x * 2
})

async function listening(run: RunFunction, options: ServerOptions = {}): Promise<{ server: FastifyInstance; address: string }> {
  const server = await createServer({ run }, options)
  return { server, address: await server.listen({ host: '127.0.0.1', port: 0 }) }
}

async function temporary(run: RunFunction, options: ServerOptions = {}): Promise<string> {
  const { server, address } = await listening(run, options)
  onTestFinished(() => server.close())
  return address
}

describe('a client', () => {
  const requestTime = 300
  let server: FastifyInstance
  let address: string

  beforeAll(async () => {
    ;({ server, address } = await listening(doubled, { limits: { requestTime, body: 2 ** 20 } }))
  })
  afterEach(async () => {
    const { status, body } = await post(address, '{"x": 21}')
    expect([status, body]).toEqual([200, '42'])
  })
  afterAll(() => server.close())

  const timedOut = { status: 408, body: '{"status_code":408,"message":"The request took too long to come"}' }
  const noHttp = { status: 400, body: '{"status_code":400,"message":"The request is no HTTP/1.1"}' }

  it('that sends its headers byte by byte is told so, and hung up on', async () => {
    const { socket, closed, received } = dial(address)
    const start = performance.now()
    const timer = setInterval(() => socket.write('a'), 20)
    onTestFinished(() => clearInterval(timer))
    socket.write('GET / HTTP/1.1\r\nX: ')
    expect(answersOf(await closed)).toEqual([timedOut])
    expect(performance.now() - start).toBeLessThan(5 * requestTime)
    expect(received()).toMatch(/\r\nConnection: close\r\n/)
  })

  it.each([
    ['never comes', ''],
    ['stops in its middle', '{"x":'],
  ])('whose body %s is told so, and hung up on', async (_how, start) => {
    const { socket, closed } = dial(address)
    socket.write(request(start, 'Content-Length: 9'))
    expect(answersOf(await closed)).toEqual([timedOut])
  })

  it('that says nothing at all is hung up on', async () => {
    await dial(address).closed
  })

  it('that ends its side after its request is answered', async () => {
    const { socket, closed } = dial(address)
    socket.end(sized('{"x": 4}'))
    expect(answersOf(await closed)).toEqual([{ status: 200, body: '8' }])
  })

  it('that asks many things without waiting is answered in order', async () => {
    const { socket, received } = dial(address)
    onTestFinished(() => void socket.destroy())
    // The first takes longest.
    socket.write([-90, -60, -30, 1, 2, 3].map((x) => sized(`{"x": ${x}}`)).join(''))
    await expect.poll(() => answersOf(received()).map(({ body }) => body)).toEqual(['-180', '-120', '-60', '2', '4', '6'])
  })

  it('whose body is shorter than its content-length is told so when it is over', async () => {
    const { socket, closed } = dial(address)
    socket.end(request('{"x": 4}', 'Content-Length: 9'))
    expect(answersOf(await closed)).toEqual([noHttp])
  })

  it('whose body is longer than its content-length is asked for HTTP after it', async () => {
    const { socket, closed } = dial(address)
    socket.write(request('{"x": 4}, ', 'Content-Length: 8'))
    // What comes after is looked at before there is an answer to what came first.
    expect(answersOf(await closed)).toEqual([noHttp])
  })

  const chunked = 'Transfer-Encoding: chunked'
  it.each([
    ['two content-lengths', request('{"x": 4}', 'Content-Length: 8', 'Content-Length: 9')],
    ['two content-lengths in one header', request('{"x": 4}', 'Content-Length: 8, 9')],
    ['a content-length below zero', request('{"x": 4}', 'Content-Length: -8')],
    ['a content-length that is no number', request('{"x": 4}', 'Content-Length: 0x8')],
    ['a content-length and chunks', request('8\r\n{"x": 4}\r\n0\r\n\r\n', 'Content-Length: 8', chunked)],
    ['chunks and a content-length', request('8\r\n{"x": 4}\r\n0\r\n\r\n', chunked, 'Content-Length: 8')],
    ['an encoding of the transfer that is none', request('8\r\n{"x": 4}\r\n0\r\n\r\n', 'Transfer-Encoding: chunked, cow')],
    ['a chunk without a size', request('zz\r\n{"x": 4}\r\n0\r\n\r\n', chunked)],
    ['a chunk that is longer than it says', request('4\r\n{"x": 4}\r\n0\r\n\r\n', chunked)],
    ['a chunk of 2^68 bytes', request('fffffffffffffffff\r\n{"x": 4}\r\n0\r\n\r\n', chunked)],
    ['a header with a NUL', request('{}', 'X: a\0b', 'Content-Length: 2')],
    ['a header without a name', request('{}', ': a', 'Content-Length: 2')],
    ['a header with a blank before its colon', request('{}', 'Content-Length : 2')],
    ['garbage', `${randomBytes(1000).toString('latin1')}\r\n\r\n`],
    ['the beginning of TLS', '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03'],
    ['HTTP/2', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'],
    ['HTTP/9.9', 'GET / HTTP/9.9\r\nHost: x\r\n\r\n'],
    ['a method that is none', 'COW / HTTP/1.1\r\nHost: x\r\n\r\n'],
  ])('that sends %s is told that this is no HTTP/1.1', async (_what, text) => {
    const { socket, closed } = dial(address)
    socket.write(text, 'latin1')
    expect(answersOf(await closed)).toEqual([noHttp])
  })

  it.each([
    ['in chunks of one byte', `${[...'{"x": 4}'].map((byte) => `1\r\n${byte}\r\n`).join('')}0\r\n\r\n`],
    ['in chunks with extensions and trailers', '8;a=b\r\n{"x": 4}\r\n0\r\nX: y\r\n\r\n'],
  ])('that sends its body %s is answered', async (_how, body) => {
    const { socket, received } = dial(address)
    onTestFinished(() => void socket.destroy())
    socket.write(request(body, chunked))
    await expect.poll(() => answersOf(received())).toEqual([{ status: 200, body: '8' }])
  })

  it('whose chunks end too early is told so', async () => {
    const { socket, closed } = dial(address)
    socket.end(request('9\r\n{"x": 4}', chunked))
    expect(answersOf(await closed)).toEqual([noHttp])
  })

  it.each([
    ['a header', `GET / HTTP/1.1\r\nHost: x\r\nX: ${'a'.repeat(100_000)}\r\n\r\n`],
    ['many headers', `GET / HTTP/1.1\r\nHost: x\r\n${'X: a\r\n'.repeat(20_000)}\r\n`],
    ['a URL', `GET /${'a'.repeat(100_000)} HTTP/1.1\r\nHost: x\r\n\r\n`],
  ])('that sends %s of 100 KB is told that it is too large', async (_what, text) => {
    const { socket, closed } = dial(address)
    socket.write(text)
    expect(answersOf(await closed)).toEqual([{ status: 431, body: '{"status_code":431,"message":"The headers are too large"}' }])
  })

  it('that sends its body a few bytes at a time is answered', async () => {
    const { socket, received } = dial(address)
    onTestFinished(() => void socket.destroy())
    const text = JSON.stringify({ x: 4, more: 'é'.repeat(500) })
    socket.setNoDelay(true)
    const whole = Buffer.from(request(text, `Content-Length: ${Buffer.byteLength(text)}`))
    for (let start = 0; start < whole.length; start += 100) {
      socket.write(whole.subarray(start, start + 100))
      await sleep(1)
    }
    await expect.poll(() => answersOf(received())).toEqual([{ status: 200, body: '8' }])
  })

  it('that claims a large body takes no more memory than a multiple of what it sends', async () => {
    const large = await temporary(doubled, { limits: { body: 2 ** 31 } })
    const before = process.memoryUsage().arrayBuffers
    const lines = Array.from({ length: 20 }, () => dial(large))
    onTestFinished(() => {
      for (const { socket } of lines) socket.destroy()
    })
    for (const { socket } of lines) {
      socket.setNoDelay(true)
      socket.write(request('{"x": 4', `Content-Length: ${2 ** 31}`))
    }
    await sleep(20)
    for (const { socket } of lines) socket.write(' '.repeat(1000))
    await post(large, '{"x": 1}')
    await sleep(20)
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(2 ** 24)
  })

  it('that resets its connection in the middle of a body disturbs nobody', async () => {
    const { socket, closed } = dial(address)
    socket.write(request('{"x":', 'Content-Length: 9'))
    await sleep(20)
    socket.resetAndDestroy()
    await closed
  })

  it('that never reads its answers disturbs nobody', async () => {
    const { socket } = dial(address)
    onTestFinished(() => void socket.destroy())
    socket.pause()
    socket.write('GET /swagger.json HTTP/1.1\r\nHost: x\r\n\r\n'.repeat(2000))
    await sleep(100)
  })

  it('whose gzip is a bomb is refused before it is inflated as a whole', async () => {
    // A machine with much to do takes longer to send a quarter of a megabyte than the clients above are given.
    const patient = await temporary(doubled, { limits: { body: 2 ** 20 } })
    const bomb = gzipSync(new Uint8Array(2 ** 28), { level: 1 })
    const start = performance.now()
    const { status, body } = await post(patient, bomb, { headers: { 'content-encoding': 'gzip' } })
    expect(performance.now() - start).toBeLessThan(5000)
    expect([status, JSON.parse(body)]).toEqual([
      413,
      { status_code: 413, message: 'The body is too large, expected at most 1048576 bytes' },
    ])
  })
})

describe('a payload of 100 MB of brackets', () => {
  it('is refused by its depth at once', async () => {
    const address = await temporary(doubled)
    const body = Buffer.alloc(100 * 2 ** 20, '[')
    const start = performance.now()
    const { status, body: text } = await post(address, body)
    expect([status, JSON.parse(text).issues[0].code]).toEqual([400, 'too_deep'])
    expect(performance.now() - start).toBeLessThan(5000)
    expect((await post(address, '{"x": 2}')).body).toBe('4')
  })
})

describe('ten thousand connections', () => {
  it('that are opened at once are held, and those that ask are answered', async () => {
    // Both ends need a file each, in this process and in the server's.
    const files = Number(execSync('ulimit -n', { encoding: 'utf8' }).trim()) || 10_500
    const count = Math.min(10_000, files - 500)
    const script = 'export const run = (text) => JSON.parse(text).x * 2'
    const { address } = await startServer(['score.mjs', '--log-level', 'silent'], { cwd: makeProject({ 'score.mjs': script }) })
    const lines = Array.from({ length: count }, () => dial(address))
    onTestFinished(() => {
      for (const { socket } of lines) socket.destroy()
    })
    await Promise.all(lines.map(({ socket }) => once(socket, 'connect')))
    const asking = lines.filter((_, index) => index % 20 === 0)
    for (const [index, { socket }] of asking.entries()) socket.write(sized(`{"x": ${index}}`))
    await expect
      .poll(() => asking.filter(({ received }, index) => answersOf(received())[0]?.body === String(index * 2)).length, { timeout: 20_000 })
      .toBe(asking.length)
    expect((await post(address, '{"x": 21}')).body).toBe('42')
    for (const { socket } of lines) socket.resetAndDestroy()
    expect((await post(address, '{"x": 22}')).body).toBe('44')
  }, 60_000)
})

describe('a client that goes away', () => {
  it('aborts the signal of the run that works for it, and of no other', async () => {
    const signals = new Map<number, AbortSignal>()
    const address = await temporary(
      inputSchema(
        'x',
        new StandardPythonParameterType(1.5),
      )(async (x: number, { signal }: { signal: AbortSignal }) => {
        signals.set(x, signal)
        await Promise.race([sleep(1000), once(signal, 'abort')])
        return x
      }),
    )
    const controller = new AbortController()
    const leaving = post(address, '{"x": 1}', { signal: controller.signal }).catch((error: Error) => error.name)
    const staying = post(address, '{"x": 2}')
    await expect.poll(() => signals.size).toBe(2)
    expect([signals.get(1)?.aborted, signals.get(2)?.aborted]).toEqual([false, false])
    controller.abort()
    expect(await leaving).toBe('AbortError')
    await expect.poll(() => signals.get(1)?.aborted).toBe(true)
    expect(signals.get(1)?.reason).toBeInstanceOf(Error)
    expect((await staying).body).toBe('2')
    expect(signals.get(2)?.aborted).toBe(false)
  })

  it('is a reset connection as well', async () => {
    let signal: AbortSignal | undefined
    const address = await temporary(async (_text: string, { signal: given }: { signal: AbortSignal }) => {
      signal = given
      await once(given, 'abort')
    })
    const { socket } = dial(address)
    socket.write(sized('{}'))
    await expect.poll(() => signal).toBeDefined()
    socket.resetAndDestroy()
    await expect.poll(() => signal?.aborted).toBe(true)
  })

  it('aborts a signal that is asked for only after that', async () => {
    let isRunning = false
    let leave = () => {}
    const left = new Promise<void>((resolve) => {
      leave = resolve
    })
    let signal: AbortSignal | undefined
    const run = async (_text: string, context: RunContext) => {
      isRunning = true
      await left
      signal = context.signal
    }
    const { server, address } = await listening(defineRun({ inputs: {} }, run as RunFunction))
    onTestFinished(() => server.close())
    server.server.once('connection', (theirs: Socket) => theirs.once('close', leave))
    const { socket } = dial(address)
    socket.write(sized('{}'))
    await expect.poll(() => isRunning).toBe(true)
    socket.destroy()
    await expect.poll(() => signal).toBeDefined()
    expect([signal?.aborted, String(signal?.reason)]).toEqual([true, 'Error: the client is gone'])
  })

  it('does not abort the signal when it has its answer', async () => {
    let signal: AbortSignal | undefined
    const address = await temporary((_text: string, { signal: given }: { signal: AbortSignal }) => {
      signal = given
      return 1
    })
    expect((await post(address, '{}', { headers: { connection: 'close' } })).body).toBe('1')
    await sleep(50)
    expect(signal?.aborted).toBe(false)
  })
})

describe('a run', () => {
  const loop: { self?: unknown } = {}
  loop.self = loop
  const traps = new Proxy(
    {},
    {
      get(_target, name) {
        if (name === 'get') return undefined
        return () => {
          throw new Error('secret of the proxy')
        }
      },
    },
  ) as ProxyHandler<object>
  const hostile = new Proxy({}, traps)
  const deeds: Record<string, () => unknown> = {
    'throws a text': () => raise('secret'),
    'throws undefined': () => raise(undefined),
    'throws null': () => raise(null),
    'throws a symbol': () => raise(Symbol('secret')),
    'throws an object without prototype': () => raise(Object.create(null)),
    'throws a Proxy that throws': () => raise(hostile),
    'throws an Error whose message throws': () =>
      raise(
        Object.defineProperty(new Error(), 'message', {
          enumerable: true,
          get: () => raise(new Error('secret')),
        }),
      ),
    'throws an Error that holds itself': () => {
      const error: Error & { self?: unknown } = new Error('secret')
      error.self = error
      error.cause = error
      throw error
    },
    'throws a PayloadError of its own': () => raise(Object.assign(new Error('secret'), { name: 'PayloadError', issues: [] })),
    'rejects with a text': () => Promise.reject('secret'),
    'rejects with a Proxy that throws': () => Promise.reject(hostile),
    'returns a value that holds itself': () => loop,
    'returns a function': () => () => 1,
    'returns a Proxy that throws': () => hostile,
    'returns a thenable that throws': () => ({ then: () => raise(new Error('secret')) }),
    'overflows the stack': function overflow(): unknown {
      return [overflow()]
    },
  }

  it.each(Object.keys(deeds))('that %s is a 500 that tells nothing, and goes on', async (deed) => {
    const lines: string[] = []
    const logger = { stream: { write: (line: string) => void lines.push(line) } }
    const address = await temporary((text: string) => (text === '1' ? deeds[deed]?.() : text), { logger })
    const { status, headers, body } = await post(address, '1')
    expect([status, JSON.parse(body)]).toEqual([500, { status_code: 500, message: expect.stringContaining('log says why') }])
    expect(body + JSON.stringify([...headers])).not.toContain('secret')
    expect(lines.map((line) => JSON.parse(line).level)).toContain(50)
    expect((await post(address, '2')).body).toBe('"2"')
  })

  it.each(['throws a text', 'throws undefined', 'throws a Proxy that throws', 'rejects with a text'])(
    'that %s says so in x-ms-run-function-failed',
    async (deed) => {
      const address = await temporary(() => deeds[deed]?.())
      expect((await post(address, '1')).headers.get('x-ms-run-function-failed')).toBe('True')
    },
  )

  it.each([
    ['a BigInt', () => 2n ** 70n, String(2n ** 70n)],
    ['a promise of a promise', async () => Promise.resolve(Promise.resolve([1])), '[1]'],
    ['a promise of a thenable', async () => ({ then: (give: (value: unknown) => void) => give('given') }), '"given"'],
  ])('that returns %s is answered with it', async (_what, run, body) => {
    const address = await temporary(() => run())
    expect(await post(address, '{}')).toMatchObject({ status: 200, body })
  })

  it('that returns a text of 16 MB is answered with it', async () => {
    const address = await temporary((text: string) => (text === '1' ? 'é"'.repeat(2 ** 22) : text))
    const { status, body } = await post(address, '1')
    expect([status, body.length]).toEqual([200, 3 * 2 ** 22 + 2])
    expect((await post(address, '2')).body).toBe('"2"')
  })
})

describe('a run that takes too long', () => {
  it('is a 500, its signal is aborted, and what comes of it later goes nowhere', async () => {
    const script = `
      import { setTimeout as sleep } from 'node:timers/promises'
      let seen = []
      export async function run(text, { signal }) {
        if (text === 'seen') return seen
        if (text === 'slow') {
          signal.addEventListener('abort', () => seen.push(String(signal.reason)))
          await sleep(300)
          seen.push('over')
        }
        if (text === 'fails') {
          await sleep(300)
          seen.push('failed')
          throw new Error('too late')
        }
        return text
      }`
    const server = await startServer(['score.mjs'], {
      cwd: makeProject({ 'score.mjs': script }),
      env: { SCORING_TIMEOUT_MS: '100' },
    })
    const start = performance.now()
    for (const [deed, seen] of [
      ['slow', ['Error: the time for scoring is up']],
      ['fails', ['Error: the time for scoring is up', 'over', 'failed']],
    ] as const) {
      const { status, headers, body } = await post(server.address, deed)
      expect([status, headers.get('x-ms-run-function-failed'), JSON.parse(body)]).toEqual([
        500,
        'True',
        { status_code: 500, message: 'The scoring script took longer than 100 ms' },
      ])
      if (deed === 'slow') {
        expect(performance.now() - start).toBeLessThan(290)
        expect(JSON.parse((await post(server.address, 'seen')).body)).toEqual(seen)
      } else {
        await expect.poll(async () => JSON.parse((await post(server.address, 'seen')).body)).toEqual(seen)
      }
    }
    expect((await post(server.address, 'fast')).body).toBe('"fast"')
    expect(await server.stop()).toMatchObject({ code: 0 })
  })
})

describe('a script', () => {
  const script = `
    const block = (ms) => { const end = Date.now() + ms; while (Date.now() < end); }
    const deeds = {
      block: () => block(3000),
      exit: () => process.exit(0),
      'reject later': () => void setTimeout(() => Promise.reject(new Error('nobody waits')), 20),
      'exit later': () => setTimeout(() => process.exit(7), 20),
    }
    export const run = (text) => deeds[text]?.() ?? text`
  const start = () => startServer(['score.mjs'], { cwd: makeProject({ 'score.mjs': script }) })

  it('that blocks the event loop for three seconds is answered for then, and so are those who came meanwhile', async () => {
    const server = await start()
    const { address } = server
    const blocking = post(address, 'block')
    await sleep(200)
    const waiting = Promise.all(Array.from({ length: 20 }, (_, index) => post(address, String(index))))
    const { status, body } = await blocking
    expect([status, body]).toEqual([200, '"block"'])
    expect((await waiting).map((answer) => answer.body)).toEqual(Array.from({ length: 20 }, (_, index) => `"${index}"`))
    expect(await server.stop()).toMatchObject({ code: 0 })
  })

  it('that leaves a rejection unhandled after its answer says so in the log, and goes on', async () => {
    const server = await start()
    expect((await post(server.address, 'reject later')).status).toBe(200)
    await expect.poll(server.stderr).toContain('nobody waits')
    expect((await post(server.address, 'next')).body).toBe('"next"')
    expect(await server.stop()).toMatchObject({ code: 0 })
  })

  it.each([
    ['exit', 0],
    ['exit later', 7],
  ])('that calls process.exit (%s) ends the process with 3 and a sentence', async (deed, code) => {
    const server = await start()
    await post(server.address, deed).catch(() => {})
    await expect.poll(server.stderr).toContain(`inference-schema: the entry script ended the process with code ${code}`)
    expect(await server.stop()).toMatchObject({ code: 3 })
  })
})

function raise(error: unknown): never {
  throw error
}
