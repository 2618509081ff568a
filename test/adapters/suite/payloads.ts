import { Float64, Table, tableFromIPC, tableToIPC, vectorFromArray } from 'apache-arrow'
import { describe, expect, it, vi } from 'vitest'
import { defineRun, inputSchema, PandasParameterType, StandardPythonParameterType } from '../../../src/index.js'
import type { Start } from './harness.js'
import { Doubled, double, echo, largest } from './runs.js'

const arrowType = 'application/vnd.apache.arrow.stream'

/** What becomes of payloads that fit. */
export function payloads(start: Start): void {
  describe('validate', () => {
    it('gives the next handler the decoded payload', async () => {
      const { post } = await start(
        double,
        {},
        { handle: ({ data }: { data: { data: Float32Array } }) => [data.data.constructor.name, data.data[1]] },
      )
      expect((await post('/validated', '{"data": [1, 2.5]}')).json()).toEqual(['Float32Array', 2.5])
    })

    it('reads the query of a GET request', async () => {
      const { get } = await start(double, {}, { handle: ({ data }: { data: { data: Float32Array } }) => [...data.data] })
      expect((await get('/validated?data=[1,2.5]')).json()).toEqual([1, 2.5])
    })

    it('answers what does not fit with 400, and does not call the next handler', async () => {
      let isCalled = false
      const { post } = await start(
        double,
        {},
        {
          handle: () => {
            isCalled = true
          },
        },
      )
      const answer = await post('/validated', '{"data": ["x"]}')
      expect([answer.status, isCalled]).toEqual([400, false])
      expect(answer.json()).toMatchObject({ status_code: 400, issues: [{ path: ['data', 0], code: 'wrong_type' }] })
    })

    it('waits for asynchronous custom types', async () => {
      const run = defineRun({ inputs: { x: new Doubled(1) } }, ({ x }) => x)
      const { post } = await start(run, {}, { handle: ({ x }: { x: number }) => x })
      expect((await post('/validated', '{"x": 21}')).json()).toBe(42)
      expect((await post('/validated', '{"x": "a"}')).json()).toMatchObject({ issues: [{ code: 'refused', path: ['x'] }] })
    })

    it('does not mix the data of concurrent requests', async () => {
      const run = defineRun({ inputs: { x: new Doubled(1), name: new StandardPythonParameterType('a') } }, ({ x }) => x)
      const { post } = await start(run, {}, { handle: ({ x, name }: { x: number; name: string }) => ({ x, name }) })
      const numbers = Array.from({ length: 40 }, (_, index) => index)
      const answers = await Promise.all(numbers.map((x) => post('/validated', JSON.stringify({ x, name: `n${x}` }))))
      expect(answers.map((answer) => answer.json())).toEqual(numbers.map((x) => ({ x: x * 2, name: `n${x}` })))
    })
  })

  describe('score', () => {
    it('answers with the result, written by the output type', async () => {
      const { post } = await start(echo)
      const answer = await post('/score', `{"data": [${largest}, 2]}`)
      expect([answer.status, answer.headers['content-type'], answer.text]).toEqual([
        200,
        'application/json; charset=utf-8',
        `[${largest},2]`,
      ])
    })

    it('keeps the digits of integers that nothing describes, on the way in and out', async () => {
      const value = new StandardPythonParameterType({})
      const { get, post } = await start(defineRun({ inputs: { value } }, ({ value }) => value))
      const json = `{"a":${largest},"b":[-9007199254740993]}`
      expect((await post('/score', `{"value": ${json}}`)).text).toBe(json)
      expect((await get(`/score?value=${encodeURIComponent(json)}`)).text).toBe(json)
    })

    it('reads the query of GET requests', async () => {
      const { get } = await start(echo)
      expect((await get(`/score?data=[${largest}]`)).text).toBe(`[${largest}]`)
      expect((await get('/score?data=[1.5]')).status).toBe(400)
    })

    it('scores nothing for HEAD requests', async () => {
      const run = vi.fn()
      const { send } = await start(defineRun({ inputs: { x: new StandardPythonParameterType(1) } }, run))
      const head = await send('HEAD', '/score?x=1')
      // Fastify knows the route for its methods alone.
      expect([head.status, head.text]).toEqual([expect.toBeOneOf([404, 405]), ''])
      expect(head.headers['allow']).toBe(head.status === 405 ? 'GET, POST' : undefined)
      expect(run).not.toHaveBeenCalled()
    })

    it('answers with an empty object when run returns nothing', async () => {
      const { post } = await start(defineRun({ inputs: { x: new StandardPythonParameterType(1) } }, () => undefined))
      expect((await post('/score', '{"x": 1}')).text).toBe('{}')
    })

    it('calls a method on its object', async () => {
      const scorer = {
        factor: 3,
        run: inputSchema('x', new StandardPythonParameterType(1), { index: 0 })(function (this: { factor: number }, x: number) {
          return x * this.factor
        }),
      }
      const { post } = await start(scorer.run, { thisArg: scorer })
      expect((await post('/score', '{"x": 14}')).json()).toBe(42)
    })

    it('tells run the headers and the id of the request', async () => {
      const run = defineRun({ inputs: { x: new StandardPythonParameterType(1) } }, (_inputs, context) => {
        const { requestId, headers } = context as { requestId: string; headers: Record<string, string> }
        return [typeof requestId, headers['x-tenant']]
      })
      const { post } = await start(run)
      expect((await post('/score', '{"x": 1}', { 'x-tenant': 'b' })).json()).toEqual(['string', 'b'])
    })

    it('takes and gives Arrow', async () => {
      const frame = new PandasParameterType([{ a: 1.5 }])
      const run = defineRun({ inputs: { data: frame, scale: new StandardPythonParameterType(2.5) }, output: frame }, ({ data, scale }) =>
        data.map(({ a }) => ({ a: a * scale })),
      )
      const { post } = await start(run)
      const table = tableToIPC(new Table({ a: vectorFromArray([1, 2], new Float64()) }), 'stream')
      const answer = await post('/score?scale=10', table, { 'content-type': arrowType, accept: arrowType })
      expect([answer.status, answer.headers['content-type']]).toEqual([200, arrowType])
      expect(
        tableFromIPC(answer.body)
          .toArray()
          .map((row) => row.toJSON()),
      ).toEqual([{ a: 10 }, { a: 20 }])
    })

    it('that hold more than they may in Arrow are 400', async () => {
      const sample = new PandasParameterType([{ x: 1.5 }])
      const run = defineRun({ inputs: { data: sample } }, ({ data }) => data.length)
      const body = tableToIPC(new Table({ x: vectorFromArray([1, 2, 3], new Float64()) }), 'stream')
      for (const limits of [{ cells: 2 }, { decodedBytes: 100 }]) {
        const { post } = await start(run, { limits })
        const answer = await post('/score', body, { 'content-type': arrowType })
        expect([answer.status, answer.json()]).toMatchObject([400, { issues: [{ code: 'too_many' }] }])
      }
    })

    it('answers 406 to who accepts none of the forms of the result', async () => {
      const { post } = await start(double)
      const answer = await post('/score', '{"data": [1]}', { accept: 'text/html' })
      expect([answer.status, answer.json()]).toEqual([406, { status_code: 406, message: 'The answer can be application/json; accept it' }])
    })
  })
}
