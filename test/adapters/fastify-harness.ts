import type { FastifyInstance } from 'fastify'
import { document, inferenceSchema, score } from '../../src/adapters/fastify.js'
import { payloadSchema } from '../../src/index.js'
import { type Harness, opened } from './suite/harness.js'
import { double } from './suite/runs.js'

/** Fastify 4 and 5 differ in how they read content types; the adapter does not. */
export function fastifyHarness(fastify: (options: object) => FastifyInstance): Harness {
  return {
    parser: 'keeps the text',
    endpoint: score,
    async validating(run) {
      const app = fastify({})
      await app.register(inferenceSchema)
      app.post('/', { schema: { body: payloadSchema(run) } }, async () => 'taken')
      await app.close()
    },
    document,
    async serve({ run, options, handle, handleError, validates = true }) {
      const app = fastify({ forceCloseConnections: true })
      const { thisArg: _, onError: __, ...pluginOptions } = options
      if (handleError !== undefined) app.setErrorHandler((error, _request, reply) => reply.code(418).send(handleError(error)))
      await app.register(inferenceSchema, pluginOptions)
      const payload = payloadSchema(validates ? run : double)
      app.post('/validated', { schema: { body: payload } }, async (request) => JSON.stringify(handle(request.body as never)))
      app.get('/validated', { schema: { querystring: payload } }, async (request) => JSON.stringify(handle(request.query as never)))
      const handing = handleError === undefined ? {} : { errors: 'throw' as const }
      app.register(score(run, { ...options, ...handing }), { prefix: '/score' })
      // Fastify parses JSON in any case.
      app.register(score(run, options), { prefix: '/parsed' })
      app.register(async (scope) => {
        scope.addHook('preParsing', async (_request, _reply, payload) => {
          for await (const _chunk of payload);
          return payload
        })
        scope.register(score(run, options), { prefix: '/drained' })
      })
      app.get('/swagger.json', document(run))
      await app.listen({ port: 0, host: '127.0.0.1' })
      return { ...(await opened(app.server)), close: () => app.close() }
    },
  }
}
