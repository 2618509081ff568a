import type { IncomingHttpHeaders } from 'node:http'
import fastify, {
  type FastifyBaseLogger,
  type FastifyError,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  type FastifyServerOptions,
} from 'fastify'
import Negotiator from 'negotiator'
import { arrowStreamType } from '../arrow/ipc.js'
import type { ServiceInfo } from '../document/service-document.js'
import { isPayloadError } from '../errors/payload-error.js'
import { oneOf } from '../errors/show.js'
import { arrowParameter } from '../run/arrow-payload.js'
import { encodeArrow, hasArrowResult } from '../run/arrow-result.js'
import { invoke, runSchemaOf } from '../run/payload.js'
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

const jsonType = 'application/json'
const megabyte = 1024 * 1024

/**
 * Makes the HTTP server of a scoring script: `GET /` tells that it is up, `POST /score` scores, `GET /swagger.json`
 * describes. Where `run` takes one frame, its body may be an Arrow IPC stream, with the other parameters in the query; a
 * frame result is written as Arrow for those who accept that. Errors are JSON: `{ status_code, message }`, with `issues` when a payload does not fit.
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
    frameworkErrors: refuse,
  } as FastifyServerOptions)

  // A connection that is kept alive after its answer would keep the closing server waiting for its timeout.
  let isClosing = false
  server.addHook('preClose', async () => {
    isClosing = true
  })
  server.addHook('onSend', async (_request, reply) => {
    if (isClosing) reply.header('connection', 'close')
  })

  // The bytes are decoded by the schemas of `run`, not by JSON.parse, which would lose digits of 64-bit integers.
  server.removeAllContentTypeParsers()
  server.addContentTypeParser(/^application\/([\w.+-]+\+)?json\s*(;|$)/i, { parseAs: 'buffer' }, (_request, body, done) => done(null, body))
  const takesArrow = arrowParameter(runSchemaOf(script.run)) !== undefined
  if (takesArrow) server.addContentTypeParser(arrowStreamType, { parseAs: 'buffer' }, (_request, body, done) => done(null, body))
  const produced = hasArrowResult(script.run) ? [jsonType, arrowStreamType] : [jsonType]

  server.get('/', (_request, reply) => reply.type('text/plain; charset=utf-8').send('Healthy'))

  server.post('/score', { onRequest: refuseCompressed }, async (request, reply) => {
    const body = request.body instanceof Uint8Array ? request.body : new Uint8Array()
    const type = new Negotiator(request.raw).mediaType(produced)
    if (type === undefined) return sendError(reply, 406, `The answer can be ${oneOf(produced)}; accept it`)
    try {
      const { query, headers } = request as { query: Record<string, unknown>; headers: IncomingHttpHeaders }
      const result = await invoke(script.run, body, { thisArg: script.thisArg, contentType: headers['content-type'], query })
      if (type === arrowStreamType)
        return reply
          .code(200)
          .type(type)
          .send(Buffer.from(encodeArrow(script.run, result)))
      return sendJson(reply, 200, result === undefined || result === null ? '{}' : encodeResult(script.run, result))
    } catch (error) {
      if (isPayloadError(error)) return sendJson(reply, error.status, JSON.stringify(error))
      // What the script throws is for the log, not for the caller.
      request.log.error({ err: error }, 'the scoring script failed')
      return sendError(reply, 500, 'The scoring script failed; its log says why')
    }
  })

  server.get('/swagger.json', (request, reply) => {
    const { version = '2.0' } = request.query as { version?: unknown }
    if (document === undefined) return sendError(reply, 404, 'There is no document: Swagger 2.0 cannot say what the samples show')
    if (version === '2' || version === '2.0') return sendJson(reply, 200, document)
    return sendError(reply, 404, `There is no document in version ${String(version).slice(0, 20)}; there is 2.0`)
  })

  for (const [url, methods] of [
    ['/', ['GET', 'HEAD']],
    ['/score', ['POST']],
    ['/swagger.json', ['GET', 'HEAD']],
  ] as const) {
    const allowed: readonly string[] = methods
    const refuseMethod = (_request: FastifyRequest, reply: FastifyReply) =>
      sendError(reply.header('allow', allowed.join(', ')), 405, `${url} takes ${oneOf(allowed)} only`)
    const others = server.supportedMethods.filter((method) => !allowed.includes(method))
    // Before the body is read: what it is does not matter any more.
    server.route({ method: others, url, onRequest: async (request, reply) => refuseMethod(request, reply), handler: refuseMethod })
  }
  server.setNotFoundHandler((request, reply) => sendError(reply, 404, `There is nothing at ${request.url.slice(0, 100)}`))
  server.setErrorHandler(refuse)
  return server
}

/** Answers what Fastify refuses before the script sees it. */
function refuse(error: FastifyError, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const status = error.statusCode ?? 500
  if (status === 415) {
    const expected = request.server.hasContentTypeParser(arrowStreamType) ? [jsonType, arrowStreamType] : [jsonType]
    return sendError(reply, 415, `The body's content-type is ${contentType(request)}, expected ${oneOf(expected)}`)
  }
  if (status === 413) return sendError(reply, 413, `The body is too large, expected at most ${request.routeOptions.bodyLimit} bytes`)
  if (status < 500) return sendError(reply, status, error.message)
  request.log.error(error)
  return sendError(reply, 500, 'The server failed; its log says why')
}

function contentType({ headers }: FastifyRequest): string {
  return headers['content-type']?.slice(0, 100) ?? 'missing'
}

/** Compressed bodies are not read (RFC 9110, 15.5.16: the answer says what is). */
function refuseCompressed({ headers }: FastifyRequest, reply: FastifyReply, next: () => void): void {
  const encoding = headers['content-encoding']
  if (encoding === undefined || encoding.trim().toLowerCase() === 'identity') next()
  else {
    const message = `The body is compressed (content-encoding: ${encoding.slice(0, 100)}), expected it as it is`
    sendError(reply.header('accept-encoding', 'identity'), 415, message)
  }
}

function sendError(reply: FastifyReply, status: number, message: string): FastifyReply {
  return sendJson(reply, status, JSON.stringify({ status_code: status, message }))
}

function sendJson(reply: FastifyReply, status: number, json: string): FastifyReply {
  return reply.code(status).type('application/json; charset=utf-8').send(json)
}
