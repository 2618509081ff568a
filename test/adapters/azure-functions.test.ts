// The requests of Azure Functions, which have less than a Request, and what its runtime makes of a Response.
import azure from '@azure/functions'
import { describe, expect, it } from 'vitest'
import { document, errorResponse, score, validate } from '../../src/adapters/fetch.js'
import { defineRun, NumpyParameterType, type RunContext } from '../../src/index.js'

const run = defineRun({ inputs: { data: new NumpyParameterType([1.5]) } }, ({ data }, context) => ({
  data,
  isAborted: (context as RunContext).signal.aborted,
  requestId: (context as RunContext).requestId,
}))
const { HttpRequest, HttpResponse } = azure

const post = (body: string, headers: Record<string, string> = {}) =>
  new HttpRequest({
    method: 'POST',
    url: 'http://localhost/api/score',
    headers: { 'content-type': 'application/json', 'x-request-id': 'a', ...headers },
    body: { string: body },
  })

/** What the runtime sends for what a handler gives. */
async function sent(given: Response): Promise<[number, string | null, unknown]> {
  const answer = new HttpResponse(given)
  return [answer.status, answer.headers.get('content-type'), JSON.parse(await answer.text())]
}

const jsonType = 'application/json; charset=utf-8'

describe('a handler of Azure Functions', () => {
  it('answers a posted body, and its run has a signal', async () => {
    const answer = await score(run)(post('{"data": [1, 2]}'))
    expect(await sent(answer)).toEqual([200, jsonType, { data: [1, 2], isAborted: false, requestId: 'a' }])
  })

  it('answers a query', async () => {
    const request = new HttpRequest({ method: 'GET', url: 'http://localhost/api/score?data=[3]' })
    expect(await sent(await score(run)(request))).toMatchObject([200, jsonType, { data: [3] }])
  })

  it.each<[string, string, Record<string, string>, number, string]>([
    ['does not fit', '{"data": ["a"]}', {}, 400, 'data[0] is "a", expected a number (float64)'],
    ['is empty', '', {}, 400, 'the payload is empty, expected JSON'],
    ['is a form', 'data=1', { 'content-type': 'application/x-www-form-urlencoded' }, 415, 'expected application/json'],
    ['cannot be inflated', '{"data": [1]}', { 'content-encoding': 'gzip' }, 400, 'The body cannot be inflated'],
  ])('says so of a body that %s', async (_, body, headers, status, message) => {
    expect(await sent(await score(run)(post(body, headers)))).toMatchObject([
      status,
      jsonType,
      { message: expect.stringContaining(message) },
    ])
  })

  it('may validate, and answer errors itself', async () => {
    expect((await validate(run)(post('{"data": [1]}'))).data.shape).toEqual([1])
    const request = post('{}')
    const answer = await validate(run)(request).then(
      () => new Response('{}'),
      (error) => errorResponse(error, request),
    )
    expect(await sent(answer)).toMatchObject([400, jsonType, { issues: [{ code: 'missing' }] }])
  })

  it('gives an undecorated run text', async () => {
    expect(await sent(await score((data: string) => data.length)(post('abc', { 'content-type': 'text/csv' })))).toEqual([200, jsonType, 3])
  })

  it('answers with the document', async () => {
    const request = new HttpRequest({ method: 'GET', url: 'http://localhost/api/swagger?version=3.0' })
    expect(await sent(await document(run)(request))).toMatchObject([200, jsonType, { openapi: expect.stringMatching(/^3\.0/) }])
  })
})
