// What whoever runs a server sees of it: logs, metrics, traces, headers, health and how it ends.
import { once } from 'node:events'
import { connect } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { SpanStatusCode, trace } from '@opentelemetry/api'
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks'
import { BasicTracerProvider, InMemorySpanExporter, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-base'
import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { inputSchema, type RunFunction, StandardPythonParameterType } from '../../src/index.js'
import { createServer, type ServerOptions } from '../../src/server/index.js'
import { startServer } from '../support/cli.js'
import { makeProject } from '../support/project.js'

type Line = Readonly<Record<string, unknown>>

async function serverOf(run: RunFunction, options: ServerOptions = {}): Promise<FastifyInstance> {
  const server = await createServer({ run }, options)
  onTestFinished(() => server.close())
  return server
}

const listen = (server: FastifyInstance) => server.listen({ host: '127.0.0.1', port: 0 })

function score(server: FastifyInstance, payload: string, headers: Record<string, string> = {}) {
  return server.inject({ method: 'POST', url: '/score', headers: { 'content-type': 'application/json', ...headers }, payload })
}

const post = (address: string, body: string, init: RequestInit = {}) =>
  fetch(`${address}/score`, {
    method: 'POST',
    body,
    ...init,
    headers: { 'content-type': 'application/json', ...(init.headers as Record<string, string>) },
  })

/** Of a number: doubles it, fails for zero, and waits that many milliseconds for one below. */
const number = inputSchema(
  'x',
  new StandardPythonParameterType(1.5),
)(async (x: number) => {
  if (x === 0) throw new RangeError('no zero')
  if (x < 0) await sleep(-x)
  return x * 2
})

function gate(): { readonly opened: Promise<void>; readonly open: () => void } {
  let open = () => {}
  const opened = new Promise<void>((resolve) => {
    open = resolve
  })
  return { opened, open }
}

describe('the log', () => {
  function logged(): { lines: Line[]; logger: { level: string; stream: { write: (line: string) => void } } } {
    const lines: Line[] = []
    return { lines, logger: { level: 'info', stream: { write: (line) => void lines.push(JSON.parse(line) as Line) } } }
  }

  it('has one line for each request, with its id, method, path, status, time and sizes', async () => {
    const { lines, logger } = logged()
    const address = await listen(await serverOf(number, { logger }))
    const asked = async (path: string, init: RequestInit = {}) => {
      lines.length = 0
      const answer = await fetch(address + path, { ...init, headers: { 'content-type': 'application/json', ...init.headers } })
      const text = await answer.text()
      await expect.poll(() => lines.length).toBeGreaterThan(0)
      await sleep(10)
      expect(lines).toHaveLength(1)
      expect(lines[0]).toMatchObject({ reqId: answer.headers.get('x-request-id'), ms: expect.any(Number), msg: 'answered', level: 30 })
      expect(lines[0]?.['sent']).toBe(init.method === 'HEAD' ? lines[0]?.['sent'] : Buffer.byteLength(text))
      return lines[0]
    }
    expect(await asked('/')).toMatchObject({ method: 'GET', path: '/', status: 200, received: 0, sent: 7 })
    const body = '{"x": 21}'
    const id = { 'x-request-id': 'mine' }
    const scored = await asked('/score?a=b', { method: 'POST', body, headers: id })
    expect(scored).toMatchObject({ reqId: 'mine', method: 'POST', path: '/score', status: 200, received: body.length, sent: 2 })
    expect(await asked('/score?x=21')).toMatchObject({ method: 'GET', path: '/score', status: 200 })
    expect(await asked('/score', { method: 'HEAD' })).toMatchObject({ method: 'HEAD', path: '/score', status: 405 })
    expect(await asked('/score', { method: 'POST', body: '{' })).toMatchObject({ path: '/score', status: 400, received: 1 })
    expect(await asked('/score', { method: 'DELETE' })).toMatchObject({ method: 'DELETE', path: '/score', status: 405 })
    expect(await asked('/nowhere?x=1')).toMatchObject({ path: '/nowhere', status: 404 })
    expect(await asked('/score', { headers: { 'x-ms-request-id': 'a'.repeat(101) } })).toMatchObject({ path: '/score', status: 431 })
  })

  it('tells how long a request took', async () => {
    const { lines, logger } = logged()
    await score(await serverOf(number, { logger }), '{"x": -50}')
    expect(lines).toHaveLength(1)
    expect(Number(lines[0]?.['ms'])).toBeGreaterThanOrEqual(49)
    expect(Number(lines[0]?.['ms'])).toBeLessThan(2000)
  })

  it('holds nothing of what requests hold', async () => {
    const { lines, logger } = logged()
    const server = await serverOf(number, { logger: { ...logger, level: 'trace' } })
    const secret = 'sesame'
    const json = JSON.stringify({ x: secret })
    const answers = [
      await score(server, json),
      await score(server, `{"x": 1, "${secret}": "${secret}"}`),
      await score(server, `{"x": "${secret}`),
      await score(server, secret),
      await score(server, json, { 'content-type': `text/${secret}` }),
      await score(server, json, { 'content-encoding': secret }),
      await score(server, json, { 'content-encoding': 'gzip' }),
      await score(server, json, { accept: `text/${secret}` }),
      await score(server, '{"x": 0}', { authorization: secret, cookie: secret, 'x-ms-client-request-id': secret }),
      await server.inject(`/score?x=${secret}&${secret}=1`),
      await server.inject({ method: 'PUT', url: `/score?${secret}`, payload: secret }),
      await server.inject(`/nowhere?${secret}`),
      await server.inject(`/swagger.json?version=${secret}`),
      await server.inject(`/%zz?${secret}`),
    ]
    const statuses = [400, 200, 400, 400, 415, 415, 400, 406, 500, 400, 405, 404, 404, 400]
    expect(answers.map(({ statusCode }) => statusCode)).toEqual(statuses)
    expect(lines.length).toBeGreaterThan(answers.length - 1)
    expect(JSON.stringify(lines)).not.toContain(secret)
  })

  it('holds what run throws, with the id of the request', async () => {
    const { lines, logger } = logged()
    const run = inputSchema(
      'x',
      new StandardPythonParameterType('text'),
    )((x: string) => {
      throw new Error(`not ${x}`)
    })
    const answer = await score(await serverOf(run, { logger }), '{"x": "sesame"}', { 'x-request-id': 'it' })
    expect(answer.body).not.toContain('sesame')
    const [failure, line] = lines
    expect(lines).toHaveLength(2)
    expect(failure).toMatchObject({
      level: 50,
      reqId: 'it',
      msg: 'the scoring script failed',
      err: { type: 'Error', message: 'not sesame' },
    })
    expect(line).toMatchObject({ level: 30, reqId: 'it', status: 500, msg: 'answered' })
    expect(JSON.stringify(line)).not.toContain('sesame')
  })
})

describe('what the script prints', () => {
  const script = `
    import { setTimeout as sleep } from 'node:timers/promises'
    console.log('loading')
    export function init() { console.warn('starting') }
    export async function run(text) {
      const { name, ms } = JSON.parse(text)
      console.log('before %s', name, { n: 1 })
      await sleep(ms)
      await Promise.all([1, 2].map(async (part) => { await sleep(1); console.warn('part', part, name) }))
      queueMicrotask(() => console.error('after', name))
      console.debug('hidden', name)
      return name
    }`

  it('while it scores is in the log by the request’s id, also when requests overlap; before, it is printed as it is', async () => {
    const server = await startServer(['score.mjs'], { cwd: makeProject({ 'score.mjs': script }) })
    expect(server.stderr()).toMatch(/^loading\nstarting\n/)
    const names = ['a', 'b', 'c', 'd', 'e']
    const answers = await Promise.all(
      names.map((name, index) =>
        post(server.address, JSON.stringify({ name, ms: 60 - index * 10 }), { headers: { 'x-request-id': `id of ${name}` } }),
      ),
    )
    expect(await Promise.all(answers.map((answer) => answer.json()))).toEqual(names)
    const { code, stderr } = await server.stop()
    expect(code).toBe(0)
    const lines = stderr
      .split('\n')
      .filter((line) => line.startsWith('{'))
      .map((line) => JSON.parse(line) as Line)
    for (const name of names) {
      const own = lines.filter(({ reqId }) => reqId === `id of ${name}`)
      expect(own.map(({ level, msg, source }) => [level, msg, source])).toEqual([
        [30, `before ${name} { n: 1 }`, 'script'],
        [40, `part 1 ${name}`, 'script'],
        [40, `part 2 ${name}`, 'script'],
        [50, `after ${name}`, 'script'],
        [30, 'answered', undefined],
      ])
    }
    // Each of these lines belongs to one of the requests.
    expect(lines.filter(({ source }) => source === 'script')).toHaveLength(4 * names.length)
    expect(stderr).not.toContain('hidden')
  })

  it('is hidden below the level of the log', async () => {
    const server = await startServer(['score.mjs', '--log-level', 'error'], { cwd: makeProject({ 'score.mjs': script }) })
    await post(server.address, '{"name": "a", "ms": 0}')
    const { stderr } = await server.stop()
    const lines = stderr.split('\n').filter((line) => line.startsWith('{'))
    expect(lines.map((line) => (JSON.parse(line) as Line)['msg'])).toEqual(['after a'])
  })
})

describe('/metrics', () => {
  /** A series' value; undefined where there is none. */
  async function seriesOf(address: string, series: string): Promise<number | undefined> {
    const text = await (await fetch(`${address}/metrics`)).text()
    const line = text.split('\n').find((found) => found.startsWith(`${series} `))
    return line === undefined ? undefined : Number(line.slice(series.length))
  }

  const started = async (run: RunFunction, options: ServerOptions = {}) => listen(await serverOf(run, { metrics: true, ...options }))

  it('is not there unless it is asked for', async () => {
    const server = await serverOf(number)
    expect((await server.inject('/metrics')).statusCode).toBe(404)
  })

  it('is text in Prometheus’s format', async () => {
    const address = await started(number)
    await (await post(address, '{"x": 1}')).text()
    const answer = await fetch(`${address}/metrics`)
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, expect.stringMatching(/^text\/plain; version=0\.0\.4/)])
    const text = await answer.text()
    const name = '[a-zA-Z_:][a-zA-Z0-9_:]*'
    const label = '[a-zA-Z_][a-zA-Z0-9_]*="(?:[^"\\\\\\n]|\\\\.)*"'
    const line = new RegExp(`^(?:# (?:HELP|TYPE) ${name} .*|${name}(?:\\{${label}(?:,${label})*\\})? (?:[-+0-9.e]+|Na[Nn]|[-+]Inf))?$`)
    for (const found of text.split('\n')) expect(found).toMatch(line)
    expect(text).toContain('process_cpu_seconds_total')
    expect(text).toContain('nodejs_eventloop_lag_seconds')
  })

  it('counts requests by route, method and status', async () => {
    const address = await started(number)
    const requests: [string, RequestInit, string, number][] = [
      ['/score', { method: 'POST', body: '{"x": 1}' }, '/score', 200],
      ['/score', { method: 'POST', body: '{"x": 2}' }, '/score', 200],
      ['/score', { method: 'POST', body: '{"x": 0}' }, '/score', 500],
      ['/score', { method: 'POST', body: '{"x": "a"}' }, '/score', 400],
      ['/score?x=1', {}, '/score', 200],
      ['/score', { method: 'DELETE' }, '/score', 405],
      ['/', {}, '/', 200],
      ['/swagger.json?version=3', {}, '/swagger.json', 200],
      ['/swagger.json?version=9', {}, '/swagger.json', 404],
    ]
    const expected = new Map<string, number>()
    for (const [path, init, route, status] of requests) {
      const answer = await fetch(address + path, { ...init, headers: { 'content-type': 'application/json' } })
      await answer.text()
      expect(answer.status).toBe(status)
      const series = `http_requests_total{method="${init.method ?? 'GET'}",route="${route}",status="${status}"}`
      expected.set(series, (expected.get(series) ?? 0) + 1)
    }
    for (const [series, count] of expected) expect([series, await seriesOf(address, series)]).toEqual([series, count])
    expect(await seriesOf(address, 'http_request_duration_seconds_count{route="/score"}')).toBe(6)
  })

  it('makes no series of paths that anybody can make up', async () => {
    const address = await started(number)
    for (let index = 0; index < 50; index++) await (await fetch(`${address}/made-up-${index}?${index}`)).text()
    const text = await (await fetch(`${address}/metrics`)).text()
    expect(text).not.toContain('made-up')
    expect(await seriesOf(address, 'http_requests_total{method="GET",route="none",status="404"}')).toBe(50)
    const routes = new Set(Array.from(text.matchAll(/route="([^"]*)"/g), ([, route]) => route))
    expect([...routes].filter((route) => route !== '/metrics')).toEqual(['none'])
  })

  it('measures how long requests and their stages take', async () => {
    const address = await started(number)
    await (await post(address, '{"x": -30}')).text()
    await (await post(address, '{"x": 0}')).text()
    await (await post(address, '{"x": "a"}')).text()
    const stage = (name: string, what: string) => seriesOf(address, `scoring_stage_duration_seconds_${what}{stage="${name}"}`)
    expect([await stage('decode', 'count'), await stage('run', 'count'), await stage('encode', 'count')]).toEqual([3, 2, 1])
    const slow = await stage('run', 'sum')
    expect(slow).toBeGreaterThan(0.028)
    expect(slow).toBeLessThan(2)
    const bucket = (le: string) => seriesOf(address, `http_request_duration_seconds_bucket{le="${le}",route="/score"}`)
    expect(await bucket('+Inf')).toBe(3)
    expect(await bucket('0.025')).toBe(2)
    expect(await seriesOf(address, 'http_request_duration_seconds_sum{route="/score"}')).toBeGreaterThan(0.028)
  })

  it('counts what was wrong with payloads, by code', async () => {
    const run = inputSchema('x', new StandardPythonParameterType([1.5]))((x: unknown) => x)
    const address = await started(run, { limits: { depth: 3 } })
    for (const body of ['{"x": [1, "a", null]}', '{"x": ["b"]}', '{}', '{"x": [[[[]]]]}', '{']) await (await post(address, body)).text()
    const count = (code: string) => seriesOf(address, `scoring_issues_total{code="${code}"}`)
    expect([await count('wrong_type'), await count('missing'), await count('too_deep')]).toEqual([3, 1, 1])
  })

  it('counts requests in flight', async () => {
    const go = gate()
    const address = await started(async () => {
      await go.opened
      return 1
    })
    // The request that asks is one of them.
    const inFlight = () => seriesOf(address, 'http_requests_in_flight')
    expect(await inFlight()).toBe(1)
    const answers = [post(address, '{}'), post(address, '{}'), post(address, '{}')]
    await expect.poll(inFlight).toBe(4)
    go.open()
    for (const answer of answers) expect((await answer).status).toBe(200)
    await expect.poll(inFlight).toBe(1)
    const { hostname, port } = new URL(address)
    const socket = connect(Number(port), hostname)
    socket.on('error', () => {})
    socket.write('POST /score HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n{"x"')
    await expect.poll(inFlight).toBe(2)
    socket.resetAndDestroy()
    await expect.poll(inFlight).toBe(1)
  })

  it('counts nobody who has gone away while run worked as in flight', async () => {
    const go = gate()
    let signal: AbortSignal | undefined
    const address = await started(async (_text: string, { signal: given }: { signal: AbortSignal }) => {
      signal = given
      await go.opened
      return 1
    })
    const inFlight = () => seriesOf(address, 'http_requests_in_flight')
    const controller = new AbortController()
    const leaving = post(address, '{}', { signal: controller.signal }).catch((error: Error) => error.name)
    await expect.poll(inFlight).toBe(2)
    controller.abort()
    expect(await leaving).toBe('AbortError')
    await expect.poll(() => signal?.aborted).toBe(true)
    go.open()
    await expect.poll(inFlight).toBe(1)
    await sleep(50)
    expect(await inFlight()).toBe(1)
  })

  it.each([
    ['an id that is too long', { 'x-request-id': 'a'.repeat(101) }, 431],
    ['an encoding that is none', { 'content-encoding': 'zstd' }, 415],
  ])('counts a request that is refused for %s as in flight until then, and no longer', async (_what, headers, status) => {
    const address = await started(number)
    const answer = await post(address, '{"x": 1}', { headers: headers as Record<string, string> })
    expect([answer.status, await answer.text()]).toEqual([status, expect.any(String)])
    expect(await seriesOf(address, 'http_requests_in_flight')).toBe(1)
  })

  it('is of one server only', async () => {
    const [one, other] = [await started(number), await started(number)]
    await (await post(one, '{"x": 1}')).text()
    const series = 'http_requests_total{method="POST",route="/score",status="200"}'
    expect([await seriesOf(one, series), await seriesOf(other, series)]).toEqual([1, undefined])
  })
})

describe('traces', () => {
  const exporter = new InMemorySpanExporter()
  const provider = new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] })
  const manager = new AsyncLocalStorageContextManager()

  beforeAll(async () => {
    const { context } = await import('@opentelemetry/api')
    context.setGlobalContextManager(manager.enable())
    trace.setGlobalTracerProvider(provider)
  })
  afterAll(async () => {
    const { context } = await import('@opentelemetry/api')
    trace.disable()
    context.disable()
    await provider.shutdown()
  })

  async function spansOf(run: RunFunction, body: string) {
    exporter.reset()
    await score(await serverOf(run), body)
    return exporter.getFinishedSpans()
  }

  it('have a span for each stage', async () => {
    const spans = await spansOf(number, '{"x": -20}')
    expect(spans.map(({ name }) => name)).toEqual(['score.decode', 'score.run', 'score.encode'])
    for (const { status, instrumentationScope } of spans) {
      expect([status.code, instrumentationScope.name]).toEqual([SpanStatusCode.UNSET, 'inference-schema'])
    }
    const [seconds, nanoseconds] = spans[1]?.duration ?? [0, 0]
    expect(seconds + nanoseconds / 1e9).toBeGreaterThan(0.018)
  })

  it('are of a provider that is registered after the server is made, and of none once that is disabled', async () => {
    trace.disable()
    const server = await serverOf(number)
    exporter.reset()
    const spans = async () => {
      expect((await score(server, '{"x": 1}')).json()).toBe(2)
      return exporter.getFinishedSpans().length
    }
    expect(await spans()).toBe(0)
    trace.setGlobalTracerProvider(provider)
    expect(await spans()).toBe(3)
    trace.disable()
    expect(await spans()).toBe(3)
    trace.setGlobalTracerProvider(provider)
  })

  it('say that run failed, and how', async () => {
    const spans = await spansOf(number, '{"x": 0}')
    expect(spans.map(({ name, status }) => [name, status.code])).toEqual([
      ['score.decode', SpanStatusCode.UNSET],
      ['score.run', SpanStatusCode.ERROR],
    ])
    expect(spans[1]?.events).toMatchObject([
      { name: 'exception', attributes: { 'exception.type': 'RangeError', 'exception.message': 'no zero' } },
    ])
  })

  it.each([undefined, null, 'text', Symbol('no')])('say that run failed when it throws %s', async (thrown) => {
    const spans = await spansOf(() => {
      throw thrown
    }, '{}')
    expect(spans.map(({ name, status }) => [name, status.code])).toContainEqual(['score.run', SpanStatusCode.ERROR])
  })

  it('say that a payload does not fit by the codes of its issues, without its values', async () => {
    const spans = await spansOf(number, '{"x": "secret"}')
    expect(spans.map(({ name, status, events, attributes }) => [name, status.code, events, attributes])).toEqual([
      ['score.decode', SpanStatusCode.UNSET, [], { 'score.issues': ['wrong_type'] }],
    ])
  })

  it('say that a result cannot be written', async () => {
    const spans = await spansOf(() => () => 1, '{}')
    expect(spans.map(({ name, status }) => [name, status.code])).toContainEqual(['score.encode', SpanStatusCode.ERROR])
  })

  it('have the spans that run makes below its own, also when requests overlap', async () => {
    exporter.reset()
    const tracer = trace.getTracer('script')
    const server = await serverOf(
      inputSchema(
        'x',
        new StandardPythonParameterType(1.5),
      )(async (x: number) => {
        await sleep(30 - x * 10)
        tracer.startActiveSpan('model', { attributes: { x } }, (span) => span.end())
        return x
      }),
    )
    await Promise.all([0, 1, 2].map((x) => score(server, JSON.stringify({ x }))))
    const spans = exporter.getFinishedSpans()
    const runs = spans.filter(({ name }) => name === 'score.run')
    const models = spans.filter(({ name }) => name === 'model')
    expect(models).toHaveLength(3)
    const parents = models.map(({ parentSpanContext }) => parentSpanContext?.spanId)
    expect(new Set(parents)).toEqual(new Set(runs.map((run) => run.spanContext().spanId)))
  })
})

describe('ids that are not ASCII', () => {
  it('come back as they came, byte for byte, with results and errors', async () => {
    const { hostname, port } = new URL(await listen(await serverOf(number)))
    const socket = connect(Number(port), hostname)
    onTestFinished(() => void socket.destroy())
    for (const [body, status] of [
      ['{"x": 1}', 200],
      ['{"x": "a"}', 400],
    ] as const) {
      const ids = 'x-request-id: \xe9\r\nx-ms-client-request-id: \xfc\r\nTraceId: \xff'
      const head = `POST /score HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: ${body.length}`
      socket.write(`${head}\r\n${ids}\r\n\r\n${body}`, 'latin1')
      const [answer] = (await once(socket, 'data')) as [Buffer]
      const text = answer.toString('latin1')
      expect(text).toMatch(`HTTP/1.1 ${status} `)
      for (const line of ['x-request-id: \xe9', 'x-ms-request-id: \xfc', 'x-ms-client-request-id: \xfc', 'traceid: \xff'])
        expect(text).toContain(`${line}\r\n`)
    }
  })
})

describe('a server at work', () => {
  it('scores what waits at the same time', async () => {
    let [now, most] = [0, 0]
    const address = await listen(
      await serverOf(async () => {
        most = Math.max(most, ++now)
        await sleep(100)
        now--
        return most
      }),
    )
    const start = performance.now()
    const answers = await Promise.all(Array.from({ length: 50 }, () => post(address, '{}')))
    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 50 }, () => 200))
    expect(most).toBeGreaterThan(10)
    expect(performance.now() - start).toBeLessThan(50 * 100)
  })

  it('tells that it is up, and describes itself', async () => {
    const go = gate()
    const address = await listen(await serverOf(() => go.opened))
    const answer = post(address, '{}')
    expect(await (await fetch(address)).text()).toBe('Healthy')
    expect((await fetch(`${address}/swagger.json`)).status).toBe(200)
    go.open()
    expect((await answer).status).toBe(200)
  })

  it('tells how long run took, in milliseconds with three decimals, where it returned', async () => {
    const server = await serverOf(number)
    const header = async (body: string) => (await score(server, body)).headers['x-ms-run-fn-exec-ms']
    expect(await header('{"x": 1}')).toMatch(/^\d+\.\d{3}$/)
    const slow = await header('{"x": -50}')
    expect(slow).toMatch(/^\d+\.\d{3}$/)
    expect(Number(slow)).toBeGreaterThan(48)
    expect(Number(slow)).toBeLessThan(2000)
    expect([await header('{"x": "a"}'), await header('{"x": 0}'), (await server.inject('/')).headers['x-ms-run-fn-exec-ms']]).toEqual([
      undefined,
      undefined,
      undefined,
    ])
  })

  it('names itself and its version, unless it is told not to', async () => {
    for (const url of ['/', '/score?x=1', '/swagger.json', '/nowhere']) {
      const shown = await (await serverOf(number)).inject(url)
      expect(shown.headers['x-ms-server-version']).toMatch(/^inference-schema\/\d+\.\d+\.\d+/)
      const hidden = await (await serverOf(number, { showsVersion: false })).inject(url)
      expect(hidden.headers).not.toHaveProperty('x-ms-server-version')
    }
  })
})

describe('a server that is told to stop', () => {
  const script = `
    export const run = (text) => new Promise((resolve) => {
      console.log('working')
      setTimeout(() => resolve('done'), Number(text))
    })`

  it('finishes what runs, and takes nothing new', async () => {
    const server = await startServer(['score.mjs'], { cwd: makeProject({ 'score.mjs': script }) })
    const answer = post(server.address, '600')
    await expect.poll(server.stderr).toContain('working')
    const stopped = server.stop()
    await expect.poll(() => fetch(server.address).then(String, () => 'refused')).toBe('refused')
    const { status, headers } = await answer
    expect([status, await (await answer).json(), headers.get('connection')]).toEqual([200, 'done', 'close'])
    expect(await stopped).toMatchObject({ code: 0 })
  })

  it.each(['SIGTERM', 'SIGINT'] as const)('by %s gives up what takes longer than --grace, and exits 0', async (signal) => {
    const server = await startServer(['score.mjs', '--grace', '1'], { cwd: makeProject({ 'score.mjs': script }) })
    const answer = post(server.address, '60000').then(
      ({ status }) => status,
      () => 'given up',
    )
    await expect.poll(server.stderr).toContain('working')
    const start = performance.now()
    expect(await server.stop(signal)).toMatchObject({ code: 0 })
    const took = performance.now() - start
    expect(took).toBeGreaterThan(900)
    expect(took).toBeLessThan(5000)
    expect(await answer).toBe('given up')
  })

  it('ends at once where nothing runs, whoever is connected', async () => {
    const server = await startServer(['score.mjs'], { cwd: makeProject({ 'score.mjs': script }) })
    const { hostname, port } = new URL(server.address)
    const sockets = [1, 2, 3].map(() => connect(Number(port), hostname))
    await Promise.all(sockets.map((socket) => once(socket, 'connect')))
    for (const socket of sockets) socket.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n')
    await Promise.all(sockets.map((socket) => once(socket, 'data')))
    const closed = Promise.all(sockets.map((socket) => once(socket.resume(), 'close')))
    const start = performance.now()
    expect(await server.stop()).toMatchObject({ code: 0 })
    expect(performance.now() - start).toBeLessThan(3000)
    await closed
  })
})
