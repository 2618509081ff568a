import { readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { type Harness, type Start, skipFor } from './harness.js'

interface Recorded {
  readonly id: string
  readonly script: string
  readonly request: { method: string; path: string; headers: Record<string, string>; bodyBase64: string | null }
  readonly expect: { status: number; json?: unknown; message?: boolean }
}

/** What the Python server answers a run that gives back its text; HEAD is a matter of routes. */
const recorded = (
  JSON.parse(readFileSync(new URL('../../fixtures/http/results.json', import.meta.url), 'utf8')) as { exchanges: Recorded[] }
).exchanges.filter(({ script, request }) => script === 'text' && request.method !== 'HEAD')

/** What an undecorated run gets: the text of the body or, for GET, its query as JSON text. */
export function undecorated(harness: Harness, start: Start): void {
  describe('score of an undecorated run', () => {
    const startPlain = (run: (...args: never[]) => unknown = (data: string) => data, options = {}) =>
      start(run, options, { validates: false })

    it.each([
      ['JSON', { 'content-type': 'application/json' }],
      ['text', { 'content-type': 'text/plain; charset=utf-8' }],
      ['bytes', { 'content-type': 'application/octet-stream' }],
      ['a type that is none', { 'content-type': 'none' }],
      ['an empty type', { 'content-type': '' }],
      ['no type', {}],
    ])('gives it the body as it is: %s', async (_, headers: Record<string, string>) => {
      const { send } = await startPlain((data: string, request_headers: Record<string, string>) => [data, request_headers['content-type']])
      const body = '{"data":  "é", "n": 1.0}'
      const answer = await send('POST', '/score', { headers, body })
      expect([answer.status, answer.json()]).toEqual([200, [body, headers['content-type'] ?? null]])
    })

    it.each<[string, Record<string, string>]>([
      ['of JSON', { 'content-type': 'application/json' }],
      ['of no type', {}],
    ])('gives it an empty body as an empty text: %s', async (_, headers) => {
      const { send } = await startPlain()
      const answers = [await send('POST', '/score', { headers }), await send('POST', '/score', { headers, body: '' })]
      expect(answers.map((answer) => [answer.status, answer.text])).toEqual([
        [200, '""'],
        [200, '""'],
      ])
    })

    it.each([
      ['', '{}'],
      [
        '?a=1&b=x&c=[1, 2]&d=1&d=y&e=null&f={"X":"Y"}&g=true&i=%20&j=',
        '{"a":1,"b":"x","c":[1,2],"d":[1,"y"],"e":null,"f":{"X":"Y"},"g":true,"i":" ","j":""}',
      ],
      ['?id=9007199254740993&kind=400&1.50=1.50', '{"id":9007199254740993,"kind":400,"1.50":1.5}'],
      ['?__proto__=1&constructor=2', '{"__proto__":1,"constructor":2}'],
    ])('gives it the query of GET as JSON text: %s', async (query, text) => {
      const { get } = await startPlain()
      expect((await get(`/score${query.replaceAll(' ', '%20').replaceAll('"', '%22')}`)).json()).toBe(text)
    })

    it.each(recorded)('answers as the Python server does: $id', async ({ request, expect: expected }) => {
      const { send } = await startPlain()
      const body = request.bodyBase64 === null ? {} : { body: Buffer.from(request.bodyBase64, 'base64') }
      const answer = await send(request.method, request.path, { headers: request.headers, ...body })
      expect(answer.status).toBe(expected.status)
      if ('json' in expected) expect(answer.json()).toEqual(expected.json)
      if (expected.message === true) expect(answer.json()).toMatchObject({ message: expect.stringMatching(/./) })
    })

    it.each(['application/x-www-form-urlencoded', 'multipart/form-data; boundary=X', 'Multipart/Form-Data'])(
      'refuses forms with 415: %s',
      async (type) => {
        const { send } = await startPlain()
        const answer = await send('POST', '/score', { headers: { 'content-type': type }, body: 'a=1&b=2' })
        expect([answer.status, answer.json()]).toEqual([
          415,
          { status_code: 415, message: `The body's content-type is ${type}, which only a run of raw HTTP reads; expected text` },
        ])
      },
    )

    it('refuses bytes that are no text with 400, and what is too large with 413', async () => {
      const { send, post } = await startPlain(undefined, { limits: { body: 10 }, redact: true })
      const answer = await send('POST', '/score', { body: Uint8Array.of(0xff) })
      expect([answer.status, answer.json()]).toMatchObject([400, { issues: [{ code: 'invalid_utf8', received: 'something else' }] }])
      expect((await post('/score', 'x'.repeat(11))).status).toBe(413)
    })

    it('refuses a query that is deeper than it may be with 400', async () => {
      const { get } = await startPlain(undefined, { limits: { depth: 2 } })
      expect((await get('/score?a=[[[1]]]')).json()).toMatchObject({ issues: [{ code: 'too_deep', path: ['a'] }] })
    })

    it('refuses a number of a query that JSON would lose with 400', async () => {
      const { get } = await startPlain()
      const answer = await get('/score?a=[1,1e400]')
      expect([answer.status, answer.json()]).toMatchObject([
        400,
        { message: 'a[1] is a larger one, expected a number that a double holds' },
      ])
    })

    it('inflates compressed bodies', async () => {
      const { send } = await startPlain()
      expect((await send('POST', '/score', { headers: { 'content-encoding': 'gzip' }, body: gzipSync('a') })).json()).toBe('a')
    })

    it('keeps its defaults, also where its parameters cannot be read', async () => {
      const { post } = await startPlain((data: string, n = 10) => [data, n])
      expect((await post('/score', '1')).json()).toEqual(['1', 10])
      const rest = await startPlain((...args: unknown[]) => [args[0], typeof args[1]])
      expect((await rest.post('/score', '1')).json()).toEqual(['1', 'object'])
    })

    it('calls it on its object', async () => {
      const scorer = {
        factor: 3,
        run(data: string) {
          return JSON.parse(data) * this.factor
        },
      }
      const { post } = await startPlain(scorer.run, { thisArg: scorer })
      expect((await post('/score', '14')).json()).toBe(42)
    })

    it('gives it what a JSON parser made of the body as JSON, unless that has lost digits', async ({ skip }) => {
      skipFor(skip, harness.without?.parser)
      const { post } = await startPlain()
      expect((await post('/parsed', '{"a": [1.5, "x"]}')).json()).toMatch(/^\{"a": ?\[1.5, ?"x"\]\}$/)
      const answer = await post('/parsed', '{"a": [1, 9007199254740993]}')
      if (harness.parser === 'keeps the text') expect(answer.json()).toBe('{"a": [1, 9007199254740993]}')
      else expect([answer.status, answer.json()]).toMatchObject([400, { issues: [{ path: ['a', 1], code: 'not_exact' }] }])
    })
  })
}
