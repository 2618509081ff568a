import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import { inspect } from 'node:util'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { createClient, EndpointError, PayloadError } from '../../src/client/index.js'
import { defineRun, NumpyParameterType, StandardPythonParameterType, validatePayload } from '../../src/index.js'
import { type Reply, rejection, scripted, serve } from './support/services.js'

afterEach(() => {
  vi.useRealTimers()
})

const issue = {
  path: ['data', 0],
  pointer: '/data/0',
  code: 'wrong_type',
  expected: 'a number',
  received: '"x"',
  message: 'data[0] is "x", expected a number',
}
const refused = { status_code: 400, message: 'data[0] is "x", expected a number', issues: [issue] }

/** The error that a client makes of an answer. */
async function errorFrom(reply: Reply): Promise<unknown> {
  return rejection(createClient((await scripted([reply])).url, { retries: 0 }).score({ data: 1 }))
}

describe('a payload that does not fit', () => {
  it('is the error that validating gives, with its places', async () => {
    const run = defineRun({ inputs: { data: new NumpyParameterType([[1, 2]]) } }, ({ data }) => data.shape)
    const data = [
      [1, 'x'],
      ['y', 2],
    ]
    const error = (await rejection(createClient(await serve(run)).score({ data }))) as PayloadError
    expect(error).toBeInstanceOf(PayloadError)
    expect(error.issues).toEqual(validatePayload(run, { data }).issues)
    expect([error.status, error.message, error.moreIssues]).toEqual([
      400,
      'data[0][1] is "x", expected a number (float64) (and 1 more issue)',
      0,
    ])
  })

  it('is known by its issues, not by its name: others are errors of the endpoint', async () => {
    const error = (await errorFrom({ status: 400, body: { message: 'no' } })) as EndpointError
    expect(error).toBeInstanceOf(EndpointError)
    expect([error.status, error.message]).toEqual([400, 'no'])
  })

  it('is told through a managed endpoint, which answers 424', async () => {
    const error = await errorFrom({ status: 424, headers: { 'ms-azureml-model-error-statuscode': '400' }, body: refused })
    expect(error).toEqual(new PayloadError([issue as never]))
  })

  it('keeps the sentence and the count of the service', async () => {
    const error = (await errorFrom({ status: 400, body: { ...refused, message: 'two things', moreIssues: 7 } })) as PayloadError
    expect([error.message, error.moreIssues]).toEqual(['two things', 7])
  })

  it.each<[string, unknown, object]>([
    ['a code of another version', { ...issue, code: 'new' }, { ...issue, code: 'refused' }],
    ['a path that is none', { ...issue, path: [{}], pointer: '/a~1b/~01' }, { ...issue, path: ['a/b', '~1'], pointer: '/a~1b/~01' }],
    ['no place', { message: 'odd' }, { path: [], pointer: '', code: 'refused', expected: '', received: '', message: 'odd' }],
    [
      'no sentence',
      { path: ['a'], code: 'missing', expected: 'a value', received: 'missing' },
      { path: ['a'], pointer: '/a', code: 'missing', expected: 'a value', received: 'missing', message: 'a is missing, expected a value' },
    ],
  ])('is read from an issue with %s', async (_, given, read) => {
    const error = (await errorFrom({ status: 400, body: { message: 'm', issues: [given] } })) as PayloadError
    expect(error.issues).toEqual([read])
  })

  it('counts issues that say nothing', async () => {
    const error = (await errorFrom({ status: 400, body: { message: 'm', issues: [issue, null, 'x', {}] } })) as PayloadError
    expect([error.issues, error.moreIssues]).toEqual([[issue], 3])
  })

  it.each([[[]], [['x']], ['x'], [{}]])('is an error of the endpoint where the issues are %j', async (issues) => {
    const error = await errorFrom({ status: 400, body: { message: 'm', issues } })
    expect([error, (error as EndpointError).message]).toEqual([expect.any(EndpointError), 'm'])
  })
})

describe('an error of the endpoint', () => {
  it.each<[string, Reply, number, string]>([
    [
      'the service’s sentence',
      { status: 500, body: { status_code: 500, message: 'The scoring script failed' } },
      500,
      'The scoring script failed',
    ],
    ['the gateway’s sentence', { status: 401, body: { error: { code: 'Auth', message: 'No access' } } }, 401, 'No access'],
    [
      'the model’s status',
      { status: 424, headers: { 'ms-azureml-model-error-statuscode': '500' }, body: { message: 'failed' } },
      500,
      'failed',
    ],
    [
      'its own status where the model has none',
      { status: 424, headers: { 'ms-azureml-model-error-statuscode': '' }, body: 'no model' },
      424,
      'The endpoint answered 424 with "no model"',
    ],
    [
      'text, shortened',
      { status: 502, body: `<html>${'x'.repeat(50)}` },
      502,
      `The endpoint answered 502 with "<html>${'x'.repeat(34)}"… (56 characters)`,
    ],
    ['nothing', { status: 404 }, 404, 'The endpoint answered 404'],
    ['a long sentence, cut', { status: 500, body: { message: 'y'.repeat(5000) } }, 500, 'y'.repeat(1000)],
  ])('has %s', async (_, reply, status, message) => {
    const error = (await errorFrom(reply)) as EndpointError
    expect(error).toBeInstanceOf(EndpointError)
    expect([error.name, error.status, error.message]).toEqual(['EndpointError', status, message])
  })

  it('has what the service calls the request, and when it wants to be called again', async () => {
    const headers = { 'x-ms-request-id': 'b', 'x-request-id': 'a', 'retry-after': '7', 'x-other': 'c' }
    const error = (await errorFrom({ status: 503, headers })) as EndpointError
    expect([error.requestId, error.retryAfter, error.headers.get('x-other')]).toEqual(['a', 7, 'c'])
    expect((await errorFrom({ status: 500, headers: { 'x-ms-request-id': 'b', 'retry-after': 'soon' } })) as EndpointError).toMatchObject({
      requestId: 'b',
      retryAfter: undefined,
    })
  })

  it('says why the endpoint is not reached', async () => {
    const gone = createServer().listen(0, '127.0.0.1')
    await once(gone, 'listening')
    const { port } = gone.address() as AddressInfo
    gone.close()
    await once(gone, 'close')
    const error = (await rejection(createClient(`http://127.0.0.1:${port}/score`, { retries: 0 }).score({ a: 1 }))) as EndpointError
    expect([error.status, error.message]).toEqual([
      0,
      `The endpoint was not reached: fetch failed (connect ECONNREFUSED 127.0.0.1:${port})`,
    ])
  })

  it('tells that an answer broke off', async () => {
    expect(await errorFrom({ body: '[1, 2', ends: 'cut' })).toMatchObject({ name: 'EndpointError', status: 0 })
  })

  it.each<[string, Reply, string]>([
    [
      'is no JSON',
      { headers: { 'content-type': 'text/html' }, body: '<p>' },
      'The endpoint answered 200 with "<p>" (text/html), expected JSON',
    ],
    ['is empty', { status: 204 }, 'The endpoint answered 204 with nothing, expected JSON'],
    ['is cut off by a proxy', { body: '[1, 2' }, 'The endpoint answered 200 with "[1, 2" (no content-type), expected JSON'],
  ])('tells that an answer %s', async (_, reply, message) => {
    expect(await errorFrom(reply)).toMatchObject({ name: 'EndpointError', message })
  })

  it('tells that an answer is not what its type describes', async () => {
    const { url } = await scripted([{ body: [1, 'x'] }, { body: 5 }])
    const client = createClient(url, {
      schemas: { inputs: { a: new StandardPythonParameterType(1) }, output: new NumpyParameterType([1]) },
    })
    const is = (problem: string) => `The answer is not what the output type describes: ${problem}`
    expect(await rejection(client.score({ a: 1 }))).toMatchObject({ status: 200, message: is('[1] is "x", expected a number (float64)') })
    expect(await rejection(client.score({ a: 1 }))).toMatchObject({ message: is('the answer is 5, expected an array of values') })
  })
})

describe('the key', () => {
  const echo = 'Bearer s3cret-key is no key'

  it('is sent as a bearer, and asked for at each try', async () => {
    const { url, seen } = await scripted([{ status: 429, headers: { 'retry-after': '0' } }, { body: 1 }])
    const keys = ['first', 'second']
    await createClient(url, { key: async () => keys.shift() ?? '' }).score({})
    expect(seen.map(({ headers }) => headers.authorization)).toEqual(['Bearer first', 'Bearer second'])
  })

  it.each<[string, Reply]>([
    ['a sentence', { status: 401, headers: { 'www-authenticate': echo }, body: { message: echo } }],
    ['text', { status: 401, headers: { 'www-authenticate': echo }, body: echo }],
    ['an issue', { status: 400, headers: { 'www-authenticate': echo }, body: { message: echo, issues: [{ ...issue, received: echo }] } }],
  ])('is no part of an error that repeats it in %s', async (_, reply) => {
    const { url } = await scripted([reply])
    const error = (await rejection(createClient(url, { key: 's3cret-key' }).score({}))) as Error
    const shown = [inspect(error, { depth: 9 }), error.stack, JSON.stringify(error), [...((error as EndpointError).headers ?? [])]]
    expect(String(shown)).not.toContain('s3cret')
  })

  it.each([['s3cret\n'], ['s3crét'], ['']])('is refused without being shown: %j', async (key) => {
    const { url, seen } = await scripted([{ body: 1 }])
    const error = (await rejection(createClient(url, { key: key as string }).score({}))) as Error
    expect([error.name, error.message, seen.length]).toEqual(['TypeError', expect.not.stringContaining('s3cr'), 0])
  })

  it('is not in the error where a fetch of the caller’s own shows it', async () => {
    const fetch = () => Promise.reject(new Error('cannot send s3cret-key'))
    const error = await rejection(createClient('http://host/score', { key: 's3cret-key', fetch, retries: 0 }).score({}))
    expect(inspect(error)).not.toContain('s3cret')
  })
})

describe('a call is tried again', () => {
  const later = { 'retry-after': '0' }

  it.each<[string, Reply]>([
    ['429', { status: 429, headers: later }],
    ['503', { status: 503, headers: later }],
    ['424 of a model that answers 429', { status: 424, headers: { ...later, 'ms-azureml-model-error-statuscode': '429' } }],
    ['424 of a model that answers 503', { status: 424, headers: { ...later, 'ms-azureml-model-error-statuscode': '503' } }],
    ['a date to come back that is over', { status: 503, headers: { 'retry-after': 'Sun, 06 Nov 1994 08:49:37 GMT' } }],
  ])('after %s, with the same body', async (_, reply) => {
    const { url, seen } = await scripted([reply, reply, { body: [1] }])
    expect(await createClient(url).score({ a: 1 })).toEqual([1])
    expect(seen.map(({ body }) => body)).toEqual(['{"a":1}', '{"a":1}', '{"a":1}'])
  })

  it.each([400, 401, 404, 408, 424, 500, 502, 504])('not after %d', async (status) => {
    const { url, seen } = await scripted([{ status, headers: later }])
    expect(await rejection(createClient(url).score({}))).toMatchObject({ status })
    expect(seen.length).toBe(1)
  })

  it.each([0, 2])('as often as it is said, %d times', async (retries) => {
    const { url, seen } = await scripted([{ status: 503, headers: later, body: { message: 'busy' } }])
    expect(await rejection(createClient(url, { retries }).score({}))).toMatchObject({ status: 503, message: 'busy' })
    expect(seen.length).toBe(retries + 1)
  })

  /** A client whose requests are answered at once, so that the clock is the only thing waited for. */
  function clocked(replies: (Response | Error)[]): { client: ReturnType<typeof createClient>; calls: () => number } {
    vi.useFakeTimers()
    let calls = 0
    const fetch = async () => {
      const reply = replies[calls++] as Response | Error
      if (reply instanceof Error) throw reply
      return reply
    }
    return { client: createClient('http://host/score', { fetch }), calls: () => calls }
  }
  const busy = (retryAfter?: string) =>
    new Response('', { status: 503, headers: retryAfter === undefined ? {} : { 'retry-after': retryAfter } })

  it('as late as the service asks, in seconds', async () => {
    const { client, calls } = clocked([busy('20'), new Response('1')])
    const answer = client.score({})
    await vi.advanceTimersByTimeAsync(19_999)
    expect(calls()).toBe(1)
    await vi.advanceTimersByTimeAsync(1)
    expect([await answer, calls()]).toEqual([1, 2])
  })

  it('as late as the service asks, by a date', async () => {
    const { client, calls } = clocked([busy('Sat, 01 Jan 2028 00:00:30 GMT'), new Response('1')])
    vi.setSystemTime(new Date('2028-01-01T00:00:00Z'))
    const answer = client.score({})
    await vi.advanceTimersByTimeAsync(29_000)
    expect(calls()).toBe(1)
    await vi.advanceTimersByTimeAsync(1_000)
    expect([await answer, calls()]).toEqual([1, 2])
  })

  it('after a minute at the latest, whatever the service asks', async () => {
    const { client, calls } = clocked([busy('86400'), new Response('1')])
    const answer = client.score({})
    await vi.advanceTimersByTimeAsync(59_999)
    expect(calls()).toBe(1)
    await vi.advanceTimersByTimeAsync(1)
    expect([await answer, calls()]).toEqual([1, 2])
  })

  it('later and later where nothing is asked, also when the network fails', async () => {
    const { client, calls } = clocked([busy(), new TypeError('fetch failed'), new TypeError('fetch failed'), new Response('1')])
    const answer = client.score({})
    for (const [shortest, longest] of [
      [250, 500],
      [500, 1000],
      [1000, 2000],
    ] as const) {
      const before = calls()
      const start = Date.now()
      while (calls() === before) await vi.advanceTimersToNextTimerAsync()
      expect(Date.now() - start).toBeGreaterThanOrEqual(shortest)
      expect(Date.now() - start).toBeLessThanOrEqual(longest)
    }
    expect(await answer).toBe(1)
  })

  it('no more once its signal is aborted, and leaves no timer behind', async () => {
    const { client, calls } = clocked([busy('30')])
    const controller = new AbortController()
    const error = rejection(client.score({}, { signal: controller.signal, timeout: 60_000 }))
    await vi.advanceTimersByTimeAsync(1000)
    controller.abort('enough')
    expect([await error, calls(), vi.getTimerCount()]).toEqual(['enough', 1, 0])
  })

  it('within its time', async () => {
    const { client } = clocked([busy('30')])
    const error = rejection(client.score({}, { timeout: 5000 }))
    await vi.advanceTimersByTimeAsync(5000)
    expect(await error).toMatchObject({ name: 'TimeoutError', message: 'There was no answer in 5000 ms' })
  })
})

describe('a call ends', () => {
  it('before anything is sent when its signal is aborted already', async () => {
    const { url, seen } = await scripted([{ body: 1 }])
    const reason = new Error('no need')
    expect(await rejection(createClient(url).score({}, { signal: AbortSignal.abort(reason) }))).toBe(reason)
    expect(seen).toEqual([])
  })

  it.each(['none', 'begun'] as const)('with the reason of its signal, when of the answer there is %s', async (ends) => {
    const controller = new AbortController()
    const reason = { anything: true }
    const { url } = await scripted([{ body: '[1', ends }], () => controller.abort(reason))
    expect(await rejection(createClient(url).score({}, { signal: controller.signal }))).toBe(reason)
  })

  it.each(['none', 'begun'] as const)('with a TimeoutError when its time is up and of the answer there is %s', async (ends) => {
    const { url } = await scripted([{ body: '[1', ends }])
    const error = await rejection(createClient(url, { timeout: 60 }).score({}))
    expect(error).toBeInstanceOf(DOMException)
    expect(error).toMatchObject({ name: 'TimeoutError', message: 'There was no answer in 60 ms' })
  })

  it('even if a fetch of the caller’s own knows no signals', async () => {
    const fetch = () => new Promise<never>(() => {})
    expect(await rejection(createClient('http://host/score', { fetch, timeout: 10 }).score({}))).toMatchObject({ name: 'TimeoutError' })
  })

  it('also while its key is asked for', async () => {
    const key = () => new Promise<never>(() => {})
    expect(await rejection(createClient('http://host/score', { key, timeout: 10 }).score({}))).toMatchObject({ name: 'TimeoutError' })
  })

  it('for the service as well', async () => {
    let running: (signal: AbortSignal) => void
    const runs = new Promise<AbortSignal>((resolve) => {
      running = resolve
    })
    const run = async (_body: string, { signal }: { signal: AbortSignal }) => {
      running(signal)
      await once(signal, 'abort')
    }
    const controller = new AbortController()
    const call = rejection(createClient(await serve(run)).score({}, { signal: controller.signal }))
    const signal = await runs
    controller.abort()
    expect(await call).toMatchObject({ name: 'AbortError' })
    if (!signal.aborted) await once(signal, 'abort')
  })
})

describe('a client is refused', () => {
  it.each([
    ['/score', 'The URL is "/score", expected the whole scoring URL, like "https://host/score"'],
    ['ftp://host/score', 'The URL begins with ftp:, expected https:'],
    ['https://me:pass@host/score', 'The URL has a user name or password in it, which fetch refuses; give a key'],
  ])('for the URL %s', (url, message) => {
    expect(() => createClient(url)).toThrow(new TypeError(message))
  })

  it('for schemas that are none', () => {
    const inputs = { data: {} as never }
    expect(() => createClient('https://host/score', { schemas: { inputs } })).toThrow(
      'The type of "data" is an empty object, expected a parameter type',
    )
  })

  it.each([[{ retries: -1 }], [{ retries: 0.5 }], [{ timeout: 0 }], [{ timeout: Number.NaN }]])('with %j', (options) => {
    expect(() => createClient('http://127.0.0.1:1/score', options)).toThrow(
      /^the option (retries|timeout) is .*, expected an integer of at least \d$/,
    )
  })
})

describe('a request', () => {
  it('has the headers of the client and of the call, and those of the protocol', async () => {
    const { url, seen } = await scripted([{ body: 1 }])
    const client = createClient(new URL(url), {
      headers: { 'azureml-model-deployment': 'blue', 'x-a': '1', accept: 'text/html' },
      key: 'k',
    })
    await client.score({}, { headers: { 'x-a': '2', 'content-type': 'text/plain' } })
    expect(seen[0]).toMatchObject({
      method: 'POST',
      url: '/score',
      headers: {
        'azureml-model-deployment': 'blue',
        'x-a': '2',
        accept: 'application/json',
        'content-type': 'application/json',
        authorization: 'Bearer k',
      },
    })
  })

  it('goes through a fetch of the caller’s own', async () => {
    const { url } = await scripted([{ body: 1 }])
    const sent: string[] = []
    const own: typeof fetch = (input, init) => {
      sent.push(`${init?.method} ${input}`)
      return fetch(input, init)
    }
    expect(await createClient(url, { fetch: own }).score({})).toBe(1)
    expect(sent).toEqual([`POST ${url}`])
  })

  it('asks for the document beside the scoring URL', async () => {
    const run = defineRun({ inputs: { data: new NumpyParameterType([[1, 2]]) } }, ({ data }) => data.shape)
    const client = createClient<typeof run>(await serve(run))
    expect((await client.document()).swagger).toBe('2.0')
    expect((await client.document('3.1')).openapi).toMatch(/^3\.1/)
  })
})
