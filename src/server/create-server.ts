import fastify, { type FastifyBaseLogger, type FastifyInstance, type FastifyReply, type FastifyServerOptions } from 'fastify'
import type { ServiceInfo } from '../document/service-document.js'
import { isPayloadError } from '../errors/payload-error.js'
import { oneOf } from '../errors/show.js'
import { invoke } from '../run/payload.js'
import { encodeResult } from '../run/result.js'
import { generateSwagger, getSupportedVersions } from '../run/schemas.js'
import type { EntryScript } from './entry-script.js'

export interface ServerOptions extends ServiceInfo {
  /** The largest body that is read, in bytes. Default 100 MiB. */
  readonly bodyLimit?: number
  /** Fastify's logger, or how to make one. Default none. */
  readonly logger?: FastifyServerOptions['logger']
}

/** What a scoring server needs of a script; `init` is called by whoever starts the server. */
export type Scorer = Pick<EntryScript, 'run'> & Partial<EntryScript>

const megabyte = 1024 * 1024

/**
 * Makes the HTTP server of a scoring script: `GET /` tells that it is up, `POST /score` scores, `GET /swagger.json`
 * describes. Errors are JSON: `{ status_code, message }`, with `issues` when a payload does not fit.
 *
 * @returns a Fastify server, not listening yet: `listen` it, or `inject` requests in tests
 * @throws SchemaDefinitionError when the schemas of `run` cannot be documented
 * @example
 * ```ts
 * const run = inputSchema('x', new StandardPythonParameterType(1.5))((x) => x * 2)
 * const server = await createServer({ run })
 * const answer = await server.inject({ method: 'POST', url: '/score', payload: { x: 21 } })
 * answer.json() // 42
 * ```
 */
export async function createServer(script: Scorer, options: ServerOptions = {}): Promise<FastifyInstance> {
  const { bodyLimit = 100 * megabyte, logger = false, ...info } = options
  const document = getSupportedVersions(script.run).includes('2.0') ? JSON.stringify(await generateSwagger(script.run, info)) : undefined
  const server: FastifyInstance = fastify({
    bodyLimit,
    logger: logger as FastifyBaseLogger | boolean,
    forceCloseConnections: 'idle',
  } as FastifyServerOptions)

  // The bytes are decoded by the schemas of `run`, not by JSON.parse, which would lose digits of 64-bit integers.
  server.removeAllContentTypeParsers()
  server.addContentTypeParser(/^application\/([\w.+-]+\+)?json\s*(;|$)/i, { parseAs: 'buffer' }, (_request, body, done) => done(null, body))

  server.get('/', (_request, reply) => reply.type('text/plain; charset=utf-8').send('Healthy'))

  server.post('/score', async (request, reply) => {
    const body = request.body instanceof Uint8Array ? request.body : new Uint8Array()
    const result = await invoke(script.run, body, { thisArg: script.thisArg })
    return sendJson(reply, 200, result === undefined || result === null ? '{}' : encodeResult(script.run, result))
  })

  server.get('/swagger.json', (request, reply) => {
    const { version } = request.query as { version?: unknown }
    const isSwagger2 = version === undefined || version === '2' || version === '2.0'
    if (document !== undefined && isSwagger2) return sendJson(reply, 200, document)
    const versions = document === undefined ? [] : ['2.0']
    return sendError(reply, 404, `There is no document in version ${String(version ?? '2.0').slice(0, 20)}; there is ${oneOf(versions)}`)
  })

  for (const [url, method] of [
    ['/', 'GET'],
    ['/score', 'POST'],
    ['/swagger.json', 'GET'],
  ] as const) {
    const others = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'].filter((other) => other !== method)
    server.route({
      method: others,
      url,
      handler: (_request, reply) => sendError(reply.header('allow', method), 405, `${url} takes ${method} only`),
    })
  }
  server.setNotFoundHandler((request, reply) => sendError(reply, 404, `There is nothing at ${request.url.slice(0, 100)}`))
  server.setErrorHandler((error, request, reply) => {
    if (isPayloadError(error)) return sendJson(reply, error.status, JSON.stringify(error))
    const status = (error as { statusCode?: unknown }).statusCode
    // What Fastify refuses (too large, wrong type) it words itself; what the script throws is for the log, not for the
    // caller.
    if (typeof status === 'number' && status < 500) return sendError(reply, status, (error as Error).message)
    request.log.error(error)
    return sendError(reply, 500, 'The scoring script failed; its log says why')
  })
  return server
}

function sendError(reply: FastifyReply, status: number, message: string): FastifyReply {
  return sendJson(reply, status, JSON.stringify({ status_code: status, message }))
}

function sendJson(reply: FastifyReply, status: number, json: string): FastifyReply {
  return reply.code(status).type('application/json; charset=utf-8').send(json)
}
