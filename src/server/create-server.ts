import type { IncomingMessage } from 'node:http'
import type { Socket } from 'node:net'
import cors from '@fastify/cors'
import fastify, {
  type FastifyError,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  type FastifyServerOptions,
  LogController,
} from 'fastify'
import { bodyTypes } from '../adapters/body-types.js'
import { requestId } from '../adapters/request-id.js'
import { checkOptions } from '../errors/options.js'
import { oneOf } from '../errors/show.js'
import { runSchemaOf } from '../run/payload.js'
import { refuse, refuseConnection, sendError } from './answers.js'
import { addBodies } from './bodies.js'
import { docsPage, docsPagePolicy } from './docs-page/index.js'
import { createMetrics } from './metrics.js'
import { defaultLimits, defaultScoringTimeout, type Scorer, type ServerOptions, serverOptionKinds } from './options.js'
import { addRequestIds } from './request-ids.js'
import { addDocuments, documentsOf } from './routes/documents.js'
import { addRaw } from './routes/raw.js'
import { addScore } from './routes/score.js'
import { Gate } from './scoring.js'
import { observers, type StageObserver } from './stages.js'
import { tracingObserver } from './tracing.js'

/**
 * Makes the HTTP server of a scoring script: `GET /` tells that it is up, `POST /score` scores a body and `GET /score` a query,
 * `GET /swagger.json` describes. Where `run` takes one frame, its body may be an Arrow IPC stream, with the other parameters in the
 * query; a frame result is written as Arrow for those who accept that. Errors are JSON: `{ status_code, message }`, with `issues`
 * when a payload does not fit.
 *
 * @returns a Fastify server, not listening yet: `listen` it, or `inject` requests in tests
 * @throws TypeError for an option that does not exist, or cannot be what it is; SchemaDefinitionError when the schemas of `run` cannot be documented
 * @example
 * ```ts
 * const run = inputSchema('x', new StandardPythonParameterType(1.5))((x) => x * 2)
 * const server = await createServer({ run })
 * const answer = await server.inject({ method: 'POST', url: '/score', payload: { x: 21 } })
 * answer.json() // 42
 * ```
 */
export async function createServer(script: Scorer, options: ServerOptions = {}): Promise<FastifyInstance> {
  checkOptions(options, serverOptionKinds, TypeError)
  const { logger = false, scoringTimeout = defaultScoringTimeout, appRoot, showsVersion = true } = options
  const limits = { ...defaultLimits, ...options.limits }
  const { serviceName, serviceVersion, pathPrefix } = options
  const info = Object.fromEntries(Object.entries({ serviceName, serviceVersion, pathPrefix }).filter(([, value]) => value !== undefined))
  const documents = await documentsOf(script.run, info, appRoot)

  const server = fastify({
    logger,
    logController: new LogController({ disableRequestLogging: true }),
    // Fastify takes no Infinity.
    bodyLimit: Math.min(limits.body, Number.MAX_SAFE_INTEGER),
    requestTimeout: limits.requestTime,
    http: {
      maxHeaderSize: limits.headers,
      headersTimeout: limits.requestTime,
      connectionsCheckingInterval: Math.min(1000, limits.requestTime),
    },
    genReqId: requestId,
    clientErrorHandler: refuseConnection,
    forceCloseConnections: 'idle',
    frameworkErrors: (error: FastifyError, request: FastifyRequest, reply: FastifyReply) => {
      setIds(request, reply)
      return refuse(error, request, reply)
    },
  } as unknown as FastifyServerOptions) as FastifyInstance

  closeKeptConnections(server)
  const setIds = addRequestIds(server, showsVersion)
  if (logger !== false) logRequests(server)
  if (options.cors !== undefined && options.cors.length > 0) await addCors(server, options.cors)
  const { isRaw } = runSchemaOf(script.run)
  addBodies(server, isRaw ? 'any' : bodyTypes(script.run))
  const metrics = options.metrics === true ? createMetrics(server) : undefined
  const tracing = await tracingObserver()
  const observe = observers([metrics?.observe, tracing].filter((observer): observer is StageObserver => observer !== undefined))

  server.get('/', (_request, reply) => reply.type('text/plain; charset=utf-8').send('Healthy'))
  const scoring = { gate: new Gate(limits.concurrency), limits, timeout: scoringTimeout, observe, refused: metrics?.refused ?? (() => {}) }
  if (isRaw) addRaw(server, script, scoring)
  else addScore(server, script, { ...scoring, redact: options.redact })
  addDocuments(server, documents)
  if (options.docs === true) addPage(server, await docsPage(script.run, { ...info, versions: [...documents.keys()] }))
  refuseMethods(server, {
    '/': ['GET', 'HEAD'],
    '/score': ['GET', 'POST', 'OPTIONS'],
    '/swagger.json': ['GET', 'HEAD'],
  })
  server.setNotFoundHandler((request, reply) => sendError(reply, 404, `There is nothing at ${request.url.slice(0, 100)}`))
  server.setErrorHandler(refuse)
  return server
}

/**
 * Lets a closing server close: a connection that is kept alive after its answer would keep it waiting, and so would one on which
 * no request has come yet.
 */
function closeKeptConnections(server: FastifyInstance): void {
  const silent = new Set<Socket>()
  server.server.on('connection', (socket: Socket) => {
    silent.add(socket)
    socket.once('close', () => silent.delete(socket))
  })
  server.server.on('request', ({ socket }: IncomingMessage) => silent.delete(socket))
  let isClosing = false
  server.addHook('preClose', async () => {
    isClosing = true
    for (const socket of silent) socket.destroy()
  })
  server.addHook('onSend', (_request, reply, payload, done) => {
    if (isClosing) reply.header('connection', 'close')
    done(null, payload)
  })
}

/** One line for each request: what it was, how it ended, how long it took and how large it was, but nothing of what was in it. */
function logRequests(server: FastifyInstance): void {
  server.addHook('onResponse', (request, reply, done) => {
    const { method, headers } = request
    request.log.info(
      {
        method,
        // The query may hold values.
        path: request.url.split('?', 1)[0],
        status: reply.statusCode,
        ms: Math.round(reply.elapsedTime * 1000) / 1000,
        received: Number(headers['content-length'] ?? 0),
        sent: Number(reply.getHeader('content-length') ?? 0),
      },
      'answered',
    )
    done()
  })
}

/** As in the Python server: the origins that are named, or all; preflights are answered with 200. */
async function addCors(server: FastifyInstance, origins: readonly string[]): Promise<void> {
  await server.register(cors, {
    origin: origins.includes('*') ? '*' : [...origins],
    methods: ['GET', 'HEAD', 'OPTIONS', 'POST'],
    // Other OPTIONS requests are for the routes, so that preflights are told from them here.
    preflightContinue: true,
    strictPreflight: false,
  })
  server.addHook('onRequest', async (request, reply) => {
    const isPreflight = request.method === 'OPTIONS' && request.headers['access-control-request-method'] !== undefined
    if (isPreflight && request.headers.origin !== undefined) return reply.code(200).send()
  })
}

/** The page for people: it asks nobody but this server, and runs nothing but its own script. */
function addPage(server: FastifyInstance, page: string): void {
  const headers = {
    'content-security-policy': docsPagePolicy(),
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cache-control': 'no-cache',
  }
  server.get('/docs', (_request, reply) => reply.headers(headers).type('text/html; charset=utf-8').send(page))
}

/** Answers methods that a path does not take, before the body is read. */
function refuseMethods(server: FastifyInstance, routes: Readonly<Record<string, readonly string[]>>): void {
  for (const [url, allowed] of Object.entries(routes)) {
    const refuseMethod = (_request: FastifyRequest, reply: FastifyReply) =>
      sendError(reply.header('allow', allowed.join(', ')), 405, `${url} takes ${oneOf(allowed)} only`)
    const others = server.supportedMethods.filter((method) => !allowed.includes(method))
    server.route({ method: others, url, onRequest: async (request, reply) => refuseMethod(request, reply), handler: refuseMethod })
  }
}
