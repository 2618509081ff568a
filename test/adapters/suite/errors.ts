import { request as httpRequest } from 'node:http'
import { describe, expect, it } from 'vitest'
import {
  defineRun,
  inputSchema,
  outputSchema,
  type PayloadError,
  SchemaDefinitionError,
  StandardPythonParameterType,
} from '../../../src/index.js'
import { rawHttp } from '../../../src/server/index.js'
import { type Harness, json, type Start, skipFor } from './harness.js'
import { double } from './runs.js'

const problem = { accept: 'application/problem+json' }

/** What is told of errors, and to whom. */
export function errors(harness: Harness, start: Start): void {
  describe('errors', () => {
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
        inputSchema(
          'x',
          new StandardPythonParameterType(1),
        )(
          (x: number): unknown =>
            () =>
              x,
        ),
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

  describe('a client that goes away', () => {
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

  describe('the author’s mistakes', () => {
    it('of raw HTTP are told before the first request', () => {
      expect(() =>
        harness.endpoint(
          rawHttp(() => new Response()),
          {},
        ),
      ).toThrow(new SchemaDefinitionError('run is raw HTTP: it takes a Request from a server, and reads the body itself'))
    })

    it('of validating by no schemas are told, too', async () => {
      await expect(harness.validating((data: string) => data)).rejects.toThrow(
        new SchemaDefinitionError('run has no schemas to validate by: decorate it with inputSchema, or make it with defineRun'),
      )
    })

    it.each<[object, string]>([
      [{ redacted: true }, 'there is no option "redacted"; did you mean redact?'],
      [{ limits: { bodyy: 1 } }, 'limits has no option "bodyy"; did you mean body?'],
      [{ limits: { bytes: 1 } }, 'limits has no option "bytes", expected body, depth, elements, cells or decodedBytes'],
      [{ limits: 5 }, 'limits is 5, expected an object'],
      [{ limits: { body: -1 } }, 'the option body of limits is -1, expected an integer of at least 1, or Infinity'],
      [{ limits: { depth: '9' } }, 'the option depth of limits is "9", expected an integer of at least 1, or Infinity'],
      [{ redact: 'yes' }, 'the option redact is "yes", expected true, false or a function'],
      [{ onError: true }, 'the option onError is true, expected a function'],
    ])('in options are TypeErrors that name them: %j', (options, message) => {
      expect(() => harness.endpoint(double, options)).toThrow(new TypeError(message))
    })

    it('in what the document says of the service are TypeErrors, too', () => {
      const make = (info: object) => () => harness.document(double, info)
      expect(make({ servicename: 'a' })).toThrow(new TypeError('there is no option "servicename"; did you mean serviceName?'))
      expect(make({ version: '3.1' })).toThrow(TypeError)
      expect(make({ serviceName: 5 })).toThrow(new TypeError('the option serviceName is 5, expected text'))
    })
  })
}
