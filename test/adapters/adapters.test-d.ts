import { app as azure, type HttpHandler, type HttpRequest } from '@azure/functions'
import express from 'express'
import fastify, { type FastifyRequest } from 'fastify'
import { Hono } from 'hono'
import Koa from 'koa'
import { describe, expectTypeOf, it } from 'vitest'
import { validate as validateExpress } from '../../src/adapters/express.js'
import { type InferenceSchemaTypeProvider, inferenceSchema, score as scoreFastify } from '../../src/adapters/fastify.js'
import { document as documentFetch, errorResponse, score as scoreFetch, validate as validateFetch } from '../../src/adapters/fetch.js'
import { validate as validateHono } from '../../src/adapters/hono.js'
import { validate as validateKoa } from '../../src/adapters/koa.js'
import { defineRun, type NdArray, NumpyParameterType, payloadSchema, StandardPythonParameterType } from '../../src/index.js'

const run = defineRun(
  { inputs: { data: new NumpyParameterType([[1, 2]], { dtype: 'int64' }), scale: new StandardPythonParameterType(1.5) } },
  ({ data }) => data.shape,
)
interface Payload {
  readonly data: NdArray<BigInt64Array>
  readonly scale: number
}

describe('validate', () => {
  it('gives an Express handler its body, and leaves it the parameters of the path', () => {
    express().post('/rooms/:id', validateExpress(run), (request, response) => {
      expectTypeOf(request.body).toEqualTypeOf<Payload>()
      expectTypeOf(request.params.id).toEqualTypeOf<string>()
      expectTypeOf(response.json).toBeFunction()
    })
    express.Router().get('/score', validateExpress(run, { errors: 'throw' }), (request) => {
      expectTypeOf(request.body.scale).toEqualTypeOf<number>()
    })
    express().use(validateExpress(run))
    express().post('/parsed', express.json(), validateExpress(run), (request) => {
      expectTypeOf(request.body).toEqualTypeOf<Payload>()
    })
  })

  it('gives a Koa middleware its state', () => {
    new Koa().use(validateKoa(run)).use((ctx) => {
      expectTypeOf(ctx.state.payload.data).toEqualTypeOf<NdArray<BigInt64Array>>()
      expectTypeOf(ctx.state.payload.scale).toEqualTypeOf<number>()
    })
  })

  it('gives a Hono handler its valid input', () => {
    new Hono().post('/rooms/:id', validateHono(run), (c) => {
      expectTypeOf(c.req.valid('json')).toEqualTypeOf<Payload>()
      expectTypeOf(c.req.param('id')).toEqualTypeOf<string>()
      return c.json(1)
    })
  })

  it('gives a fetch handler a payload', () => {
    expectTypeOf(validateFetch(run)).returns.resolves.toEqualTypeOf<Payload>()
  })
})

describe('a fetch handler', () => {
  it('is one of a runtime', () => {
    expectTypeOf(scoreFetch(run)).toExtend<(request: Request) => Promise<Response>>()
    expectTypeOf(documentFetch(run)).toExtend<(request: Request) => Promise<Response>>()
    scoreFetch(run, { onError: (_error, request) => expectTypeOf(request.headers.get).returns.toEqualTypeOf<string | null>() })
    scoreFetch(run, { onError: (_error, request: Request) => expectTypeOf(request.formData).toBeFunction() })
  })

  it('is one of Azure Functions', () => {
    azure.http('score', { methods: ['GET', 'POST'], handler: scoreFetch(run) })
    azure.post('score', scoreFetch(run, { onError: (_error, request: HttpRequest) => expectTypeOf(request.params).toBeObject() }))
    azure.http('swagger', { methods: ['GET'], handler: documentFetch(run, { serviceName: 'a' }) })
    azure.http('shape', {
      handler: async (request) => {
        try {
          const payload = await validateFetch(run)(request)
          expectTypeOf(payload).toEqualTypeOf<Payload>()
          return { jsonBody: payload.data.shape }
        } catch (error) {
          return errorResponse(error, request)
        }
      },
    })
    expectTypeOf(scoreFetch(run)).toExtend<HttpHandler>()
    azure.get('score', async (request) => scoreFetch(run)(request))
  })
})

describe('the Fastify plugin', () => {
  const app = fastify().withTypeProvider<InferenceSchemaTypeProvider>()

  it('types the parts of a request that have a schema of ours', () => {
    app.post('/', { schema: { body: payloadSchema(run), querystring: new StandardPythonParameterType({ page: 1 }) } }, (request) => {
      expectTypeOf(request.body).toEqualTypeOf<Payload>()
      expectTypeOf(request.query).toEqualTypeOf<{ page: number }>()
      expectTypeOf(request.params).toBeUnknown()
    })
  })

  it('leaves the other parts as they were', () => {
    app.post('/', { schema: { body: { type: 'object' }, response: { 200: payloadSchema(run) } } }, (request) => {
      expectTypeOf(request.body).toBeUnknown()
      return [1]
    })
    app.get<{ Params: { id: string } }>('/:id', (request) => {
      expectTypeOf(request.params.id).toBeString()
    })
  })

  it('is registered like others', () => {
    app.register(inferenceSchema, { redact: true, limits: { body: 1000 } })
    app.register(scoreFastify(run, { onError: (_error, request) => expectTypeOf(request).toEqualTypeOf<FastifyRequest>() }), {
      prefix: '/score',
    })
  })
})
