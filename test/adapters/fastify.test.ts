import fastify from 'fastify'
import { document, inferenceSchema, score } from '../../src/adapters/fastify.js'
import { payloadSchema } from '../../src/index.js'
import { type Harness, opened } from './suite/harness.js'
import { adapterSuite } from './suite.js'

const harness: Harness = {
  parser: 'keeps the text',
  endpoint: score,
  document,
  async serve({ run, options, handle, handleError }) {
    const app = fastify({ forceCloseConnections: true })
    const { thisArg: _, onError: __, ...pluginOptions } = options
    if (handleError !== undefined) app.setErrorHandler((error, _request, reply) => reply.code(418).send(handleError(error)))
    await app.register(inferenceSchema, pluginOptions)
    app.post('/validated', { schema: { body: payloadSchema(run) } }, async (request) => JSON.stringify(handle(request.body as never)))
    app.get('/validated', { schema: { querystring: payloadSchema(run) } }, async (request) =>
      JSON.stringify(handle(request.query as never)),
    )
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

adapterSuite('Fastify', harness)
