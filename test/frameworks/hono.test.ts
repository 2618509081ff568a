import { sValidator } from '@hono/standard-validator'
import { Hono } from 'hono'
import { describe, expect, expectTypeOf, it } from 'vitest'
import { defineRun, type NdArray, NumpyParameterType, payloadSchema, StandardPythonParameterType } from '../../src/index.js'

const run = defineRun(
  { inputs: { data: new NumpyParameterType([[1, 2]], { dtype: 'float32' }), scale: new StandardPythonParameterType(1.5) } },
  ({ data, scale }) => data.get(0, 0) * scale,
)

const app = new Hono().post('/score', sValidator('json', payloadSchema(run)), (context) => {
  const payload = context.req.valid('json')
  expectTypeOf(payload.data).toEqualTypeOf<NdArray<Float32Array>>()
  expectTypeOf(payload.scale).toEqualTypeOf<number>()
  return context.json(run(payload))
})

const score = (body: string) => app.request('/score', { method: 'POST', body, headers: { 'content-type': 'application/json' } })

describe('a Hono route with payloadSchema as its validator', () => {
  it('gets the converted payload, with the types of the samples', async () => {
    const answer = await score('{"data": [[3, 4]], "scale": 2}')
    expect([answer.status, await answer.json()]).toEqual([200, 6])
  })

  it('refuses what does not fit with 400, and the place', async () => {
    const answer = await score('{"data": [[3, "x"]], "scale": 2}')
    expect(answer.status).toBe(400)
    expect(await answer.json()).toMatchObject({ success: false, error: [{ path: ['data', 0, 1] }] })
  })
})
