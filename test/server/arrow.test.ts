import { Int32, Int64, Table, tableFromIPC, tableToIPC, Utf8, vectorFromArray } from 'apache-arrow'
import type { FastifyInstance } from 'fastify'
import { describe, expect, it, onTestFinished } from 'vitest'
import { inputSchema, outputSchema, PandasParameterType, type RunFunction, StandardPythonParameterType } from '../../src/index.js'
import { createServer } from '../../src/server/index.js'

const arrow = 'application/vnd.apache.arrow.stream'
const table = new Table({ age: vectorFromArray([25, 31], new Int32()), name: vectorFromArray(['Sarah', 'John'], new Utf8()) })
const body = Buffer.from(tableToIPC(table, 'stream'))
const people = [
  { age: 25, name: 'Sarah' },
  { age: 31, name: 'John' },
]

const input = new PandasParameterType([{ age: 1, name: 'x' }], { dtypes: { age: 'int32' } })
const output = new PandasParameterType([{ name: 'x', score: 0.5 }])
const scored = (people: { age: number; name: string }[], scale = 1) => people.map(({ age, name }) => ({ name, score: age * scale }))
const frameToFrame = inputSchema(
  'people',
  input,
)(inputSchema('scale', new StandardPythonParameterType(1.5), { optional: true })(outputSchema(output)(scored)))
const numberToNumber = inputSchema('x', new StandardPythonParameterType(1.5))((x: number) => x * 2)
const scores = [
  { name: 'Sarah', score: 25 },
  { name: 'John', score: 31 },
]

async function serverOf(run: RunFunction): Promise<FastifyInstance> {
  const server = await createServer({ run })
  onTestFinished(() => server.close())
  return server
}

function score(server: FastifyInstance, payload: Buffer | string, headers: Record<string, string> = {}, query = '') {
  return server.inject({ method: 'POST', url: `/score${query}`, headers: { 'content-type': arrow, ...headers }, payload })
}

const rowsOf = (bytes: Uint8Array) =>
  tableFromIPC(bytes)
    .toArray()
    .map((row: { toJSON(): unknown }) => row.toJSON())

describe('an Arrow body', () => {
  it('has the answer of the same frame in JSON', async () => {
    const server = await serverOf(frameToFrame)
    const json = await score(server, JSON.stringify({ people }), { 'content-type': 'application/json' })
    const answer = await score(server, body)
    expect([answer.statusCode, answer.headers['content-type'], answer.json()]).toEqual([200, 'application/json; charset=utf-8', scores])
    expect(answer.body).toBe(json.body)
  })

  it.each([`${arrow}; version=1`, arrow.toUpperCase()])('is told by the content-type %s', async (type) => {
    const answer = await score(await serverOf(frameToFrame), body, { 'content-type': type })
    expect([answer.statusCode, answer.json()]).toEqual([200, scores])
  })

  it('has its other parameters in the query', async () => {
    const answer = await score(await serverOf(frameToFrame), body, {}, '?scale=2')
    expect(answer.json()).toEqual(scores.map(({ name, score }) => ({ name, score: score * 2 })))
  })

  it.each([
    ['?scale=much', 'scale is "much", expected a number'],
    ['?scale=1&scale=2', 'scale is an array of 2 values, expected a number'],
  ])('is refused with the parameter of the query %s', async (query, message) => {
    const answer = await score(await serverOf(frameToFrame), body, {}, query)
    expect([answer.statusCode, answer.json()]).toEqual([
      400,
      { status_code: 400, message, issues: [expect.objectContaining({ path: ['scale'], message })] },
    ])
  })

  it('is refused in JSON with the place of what does not fit, whatever is accepted', async () => {
    const wrong = new Table({ age: vectorFromArray([1, null], new Int32()), name: vectorFromArray(['x', 'y'], new Utf8()) })
    const answer = await score(await serverOf(frameToFrame), Buffer.from(tableToIPC(wrong, 'stream')), { accept: arrow })
    expect([answer.statusCode, answer.headers['content-type']]).toEqual([400, 'application/json; charset=utf-8'])
    expect(answer.json()).toMatchObject({ issues: [{ path: ['people', 'age', 1], pointer: '/people/age/1' }] })
  })

  it('is refused with 400 when it was cut off', async () => {
    const answer = await score(await serverOf(frameToFrame), body.subarray(0, -8))
    expect([answer.statusCode, answer.json()]).toMatchObject([400, { issues: [{ path: ['people'], code: 'invalid_arrow' }] }])
  })

  it('is refused with 415, naming JSON only, by a run without a frame', async () => {
    const answer = await score(await serverOf(numberToNumber), body)
    expect([answer.statusCode, answer.json()]).toEqual([
      415,
      { status_code: 415, message: `The body's content-type is ${arrow}, expected application/json` },
    ])
  })
})

it('names both types when the body is neither and run takes a frame', async () => {
  const answer = await score(await serverOf(frameToFrame), 'x', { 'content-type': 'text/csv' })
  expect([answer.statusCode, answer.json()]).toEqual([
    415,
    { status_code: 415, message: `The body's content-type is text/csv, expected application/json or ${arrow}` },
  ])
})

describe('an Arrow answer', () => {
  it.each([arrow, `${arrow}, application/json;q=0.5`, `text/html, ${arrow};q=0.9`])('is given to who accepts %s', async (accept) => {
    const answer = await score(await serverOf(frameToFrame), body, { accept })
    expect([answer.statusCode, answer.headers['content-type']]).toEqual([200, arrow])
    expect(rowsOf(answer.rawPayload)).toEqual(scores)
  })

  it('is given to a JSON body as well', async () => {
    const answer = await score(await serverOf(frameToFrame), JSON.stringify({ people }), {
      'content-type': 'application/json',
      accept: arrow,
    })
    expect(rowsOf(answer.rawPayload)).toEqual(scores)
  })

  it.each(['application/json', '*/*', 'application/*', `${arrow};q=0.5, application/json`, `${arrow};q=0, */*`])(
    'is not given to who accepts %s',
    async (accept) => {
      const answer = await score(await serverOf(frameToFrame), body, { accept })
      expect([answer.statusCode, answer.json()]).toEqual([200, scores])
    },
  )

  it('is empty for a frame without rows, and still has its columns', async () => {
    const answer = await score(await serverOf(frameToFrame), '{"people": []}', { 'content-type': 'application/json', accept: arrow })
    const read = tableFromIPC(answer.rawPayload)
    expect([read.numRows, read.schema.names]).toEqual([0, ['name', 'score']])
  })

  it('is a failure of the script when its result does not fit', async () => {
    const run = inputSchema(
      'people',
      input,
    )(outputSchema(output)((people: unknown) => [{ name: 'x', score: (people === undefined ? 0 : 'high') as number }]))
    const answer = await score(await serverOf(run), body, { accept: arrow })
    expect([answer.statusCode, answer.json()]).toEqual([500, { status_code: 500, message: 'The scoring script failed; its log says why' }])
  })
})

describe('406', () => {
  it('names what can be accepted from a run that gives a frame', async () => {
    const answer = await score(await serverOf(frameToFrame), body, { accept: 'text/html' })
    expect([answer.statusCode, answer.json()]).toEqual([
      406,
      { status_code: 406, message: `The answer can be application/json or ${arrow}; accept it` },
    ])
  })

  it('names JSON only where there is no frame', async () => {
    const answer = await score(await serverOf(numberToNumber), '{"x": 1}', { 'content-type': 'application/json', accept: arrow })
    expect([answer.statusCode, answer.json()]).toEqual([
      406,
      { status_code: 406, message: 'The answer can be application/json; accept it' },
    ])
  })
})

it('takes and gives Arrow over a real socket, with every digit', async () => {
  const type = new PandasParameterType([{ id: 5n }])
  const run = inputSchema('ids', type)(outputSchema(type)((ids: { id: bigint }[]) => ids.map(({ id }) => ({ id: id - 1n }))))
  const address = await (await serverOf(run)).listen({ host: '127.0.0.1', port: 0 })
  const sent = tableToIPC(new Table({ id: vectorFromArray([9223372036854775807n, -9007199254740992n], new Int64()) }), 'stream')
  const answer = await fetch(`${address}/score`, {
    method: 'POST',
    headers: { 'content-type': arrow, accept: arrow },
    body: sent.slice(),
  })
  expect(answer.headers.get('content-type')).toBe(arrow)
  expect(rowsOf(new Uint8Array(await answer.arrayBuffer()))).toEqual([{ id: 9223372036854775806n }, { id: -9007199254740993n }])
})
