import type { FastifyInstance } from 'fastify'
import { describe, expect, it } from 'vitest'
import { AbstractParameterType, defineRun, NumpyParameterType, PandasParameterType } from '../../src/index.js'
import { createServer } from '../../src/server/index.js'

class Code extends AbstractParameterType<string> {
  override deserializeInput(input: unknown): string {
    throw new Error(`${String(input)} is no code`)
  }
  override inputToSwagger() {
    return { type: 'string', example: 'a' } as const
  }
}

const run = defineRun({ inputs: { data: new NumpyParameterType([[1.5, 2]]) } }, ({ data }) => data.shape)
const accept = 'application/problem+json'

const post = (server: FastifyInstance, payload: string, headers: Record<string, string> = {}) =>
  server.inject({ method: 'POST', url: '/score', payload, headers: { 'content-type': 'application/json', ...headers } })

describe('who rather accepts application/problem+json', () => {
  it('gets a payload’s errors as a problem of RFC 9457', async () => {
    const answer = await post(await createServer({ run }), '{"data": [[1]]}', { accept })
    expect([answer.statusCode, answer.headers['content-type']]).toEqual([400, `${accept}; charset=utf-8`])
    expect(answer.json()).toEqual({
      type: 'about:blank',
      title: 'Bad Request',
      status: 400,
      detail: 'data[0] has 1 value on axis 1, expected 2',
      issues: [expect.objectContaining({ path: ['data', 0], code: 'wrong_shape' })],
    })
  })

  it.each([
    ['a type that is not taken', { method: 'POST', url: '/score', headers: { 'content-type': 'text/plain' }, payload: 'a' }, 415],
    ['an encoding that is not taken', { method: 'POST', url: '/score', headers: { 'content-encoding': 'zip' }, payload: 'a' }, 415],
    ['a method that is not taken', { method: 'PUT', url: '/score' }, 405],
    ['nothing', { method: 'GET', url: '/nothing' }, 404],
    ['a document in no version', { method: 'GET', url: '/swagger.json?version=4' }, 404],
  ] as const)('gets all others so, too: %s', async (_, request, status) => {
    const server = await createServer({ run })
    const headers = { accept, ...('headers' in request ? request.headers : {}) }
    const answer = await server.inject({ ...request, headers })
    expect([answer.statusCode, answer.headers['content-type']]).toEqual([status, `${accept}; charset=utf-8`])
    expect(answer.json()).toMatchObject({ type: 'about:blank', status, detail: expect.any(String) })
  })

  it('gets results as JSON', async () => {
    const answer = await post(await createServer({ run }), '{"data": [[1, 2]]}', { accept })
    expect([answer.statusCode, answer.headers['content-type']]).toEqual([200, 'application/json; charset=utf-8'])
  })
})

describe('with redact', () => {
  const frame = new PandasParameterType([{ age: 1.5, name: 'a' }])
  const redacted = defineRun({ inputs: { data: new NumpyParameterType([[1.5, 2]]), frame, code: new Code('a') } }, () => 1)

  it('errors keep the places and what is expected, and tell no values', async () => {
    const server = await createServer({ run: redacted }, { redact: true })
    const answer = await post(server, '{"data": [[1, 2], [1, 2, 3]], "frame": [{"age": "s2", "name": "s3"}, {"age": 1}], "code": "s4"}')
    expect(answer.body).not.toMatch(/s[2-4]/)
    const { issues } = answer.json() as { issues: { message: string }[] }
    expect(issues.map(({ message }) => message)).toEqual([
      'data[1] has another number of values, expected 2',
      'frame[0].age is something else, expected a number (float64)',
      'frame[1].name is missing, expected a value',
      'code is something else, expected what Code accepts',
    ])
  })

  it('a body that is no JSON is not quoted', async () => {
    const answer = await post(await createServer({ run }, { redact: true }), '{"data": s1')
    expect(answer.json()).toMatchObject({ message: 'the payload is not JSON, expected JSON' })
  })

  it('a function of the author’s words issues', async () => {
    const server = await createServer({ run }, { redact: (issue) => ({ ...issue, received: 'hidden', message: issue.code }) })
    expect((await post(server, '{"data": [[1]]}')).json()).toMatchObject({
      message: 'wrong_shape',
      issues: [{ received: 'hidden', expected: '2' }],
    })
  })
})
