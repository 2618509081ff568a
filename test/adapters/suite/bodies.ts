import { once } from 'node:events'
import { connect } from 'node:net'
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { type Harness, type Start, skipFor } from './harness.js'
import { double, echo, largest } from './runs.js'

/** How bodies are read. */
export function bodies(harness: Harness, start: Start): void {
  describe('bodies', () => {
    it.each([
      ['text/plain', 'text/plain'],
      ['application/x-www-form-urlencoded', 'application/x-www-form-urlencoded'],
      ['multipart/form-data; boundary=X', 'multipart/form-data; boundary=X'],
      ['', 'missing'],
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

    it('that are empty are 400', async () => {
      const { post } = await start(double)
      const answer = await post('/score', '')
      expect([answer.status, answer.json()]).toMatchObject([400, { message: 'the payload is empty, expected JSON' }])
    })

    it.each([{}, { 'content-type': '' }])('that are not there are 415, where there is no type either: %j', async (headers) => {
      const { send } = await start(double)
      const answer = await send('POST', '/score', { headers })
      expect([answer.status, answer.json()]).toMatchObject([
        415,
        { message: "The body's content-type is missing, expected application/json" },
      ])
    })

    it.each(['/score', '/validated'])('that are not there are 400, where there is a type: %s', async (path) => {
      const { send } = await start(double)
      const answer = await send('POST', path, { headers: { 'content-type': 'application/json' } })
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
}
