import type { IncomingMessage, ServerResponse } from 'node:http'
import type { ServiceInfo } from '../document/service-model.js'
import type { PayloadOf } from '../run/payload-schema.js'
import type { RunFunction } from '../run/run-schema.js'
import { documentAnswer, generateDocuments } from './documents.js'
import {
  decodeRequest,
  type ErrorHandling,
  endpointOf,
  errorOptions,
  type ScoreOptions,
  scoreOptions,
  scoreRequest,
  scoringEndpointOf,
  type ValidateOptions,
} from './endpoint.js'
import { contextOf, incomingOf, type ParsedBody, readBody, schemeOfNode } from './node-request.js'
import type { Answer } from './problem.js'
import { answerError, handedOn } from './settle.js'

export type { Redact } from '../errors/redact.js'
export type { BodyLimits } from './limits.js'
export { RequestError } from './request-error.js'

export interface KoaErrors {
  /** `answer` answers what does not fit; `throw` throws it, for middleware around this and the app's own error handling. Default `answer`. */
  readonly errors?: ErrorHandling
}

export interface KoaValidateOptions extends ValidateOptions, KoaErrors {}

export interface KoaScoreOptions extends ScoreOptions<KoaContext>, KoaErrors {}

/** What is used of Koa's context. */
export interface KoaContext<State = object> {
  readonly req: IncomingMessage
  readonly res: ServerResponse
  readonly request: object
  state: State
  status: number
  body: unknown
  set(headers: Record<string, string>): void
}

/** Middleware for Koa and its routers: of the context it speaks of what it uses alone, and leaves the rest to the app. */
export type KoaMiddleware<State = object> = (ctx: KoaContext<State>, next: () => Promise<unknown>) => Promise<void>

/**
 * Checks and converts the payload of a request, the body or, for GET, the query: the middleware after it finds it at
 * `ctx.state.payload`. What does not fit is answered with 400. The body is read as it came; behind a body parser it is the
 * `rawBody` that this kept, else what it made of it.
 *
 * @throws SchemaDefinitionError for a run without schemas; TypeError for an option that does not exist
 * @example
 * ```ts
 * import Koa from 'koa'
 * import { validate } from 'inference-schema/koa'
 *
 * const run = defineRun({ inputs: { data: new NumpyParameterType([[1, 2]]) } }, ({ data }) => data.shape)
 * const app = new Koa().use(validate(run)).use((ctx) => {
 *   ctx.body = ctx.state.payload.data.shape
 * })
 * const server = app.listen(0)
 * const headers = { 'content-type': 'application/json' }
 * const request = { method: 'POST', headers, body: '{"data": [[3, 4], [5, 6]]}' }
 * const answer = await fetch(`http://localhost:${server.address().port}`, request)
 * await answer.json() // [2, 2]
 * server.close()
 * ```
 */
export function validate<Run extends RunFunction>(run: Run, options: KoaValidateOptions = {}): KoaMiddleware<{ payload: PayloadOf<Run> }> {
  const endpoint = endpointOf(run, options, errorOptions)
  return async (ctx, next) => {
    try {
      const values = await decodeRequest(endpoint, incomingOf(ctx.req), () => bodyOf(ctx, endpoint.limits.body))
      ctx.state.payload = values as PayloadOf<Run>
    } catch (error) {
      return settle(error, ctx, options)
    }
    await next()
  }
}

/**
 * Answers requests with what `run` makes of their payload: JSON by its output type, or Arrow for those who accept that.
 *
 * An undecorated run gets text: the body, whatever its type, or the query of GET as JSON.
 *
 * @throws SchemaDefinitionError for raw HTTP; TypeError for an option that does not exist
 * @example
 * ```ts
 * import Koa from 'koa'
 * import { score } from 'inference-schema/koa'
 *
 * const run = defineRun({ inputs: { x: new StandardPythonParameterType(1.5) } }, ({ x }) => x * 2)
 * const server = new Koa().use(score(run)).listen(0)
 * const answer = await fetch(`http://localhost:${server.address().port}?x=21`)
 * await answer.json() // 42
 * server.close()
 * ```
 */
export function score(run: RunFunction, options: KoaScoreOptions = {}): KoaMiddleware {
  const endpoint = scoringEndpointOf(run, options, { ...scoreOptions, ...errorOptions })
  return async (ctx) => {
    const invoked = { thisArg: options.thisArg, context: contextOf(ctx.req, ctx.res) }
    try {
      send(ctx, await scoreRequest(endpoint, incomingOf(ctx.req), () => bodyOf(ctx, endpoint.limits.body), invoked))
    } catch (error) {
      settle(error, ctx, options)
    }
  }
}

/**
 * Answers with the document of a run: Swagger 2.0, or OpenAPI 3.0 or 3.1 by `?version=`.
 *
 * @param info the service's name, version and path prefix
 * @throws TypeError for an option that does not exist
 * @example
 * ```ts
 * import Koa from 'koa'
 * import { document } from 'inference-schema/koa'
 *
 * const run = defineRun({ inputs: { x: new StandardPythonParameterType(1.5) } }, ({ x }) => x * 2)
 * const server = new Koa().use(document(run, { serviceName: 'double' })).listen(0)
 * const answer = await fetch(`http://localhost:${server.address().port}?version=2`)
 * const { info } = await answer.json()
 * info.title // 'double'
 * server.close()
 * ```
 */
export function document(run: RunFunction, info: ServiceInfo = {}): KoaMiddleware {
  const documents = generateDocuments(run, info)
  return async (ctx) => {
    try {
      send(ctx, documentAnswer(await documents, incomingOf(ctx.req).query['version'], schemeOfNode(ctx.req)))
    } catch (error) {
      settle(error, ctx, {})
    }
  }
}

function bodyOf(ctx: KoaContext, limit: number): ReturnType<typeof readBody> {
  return readBody(ctx.req, ctx.request as ParsedBody, limit)
}

function send(ctx: KoaContext, { status, headers, body }: Answer): void {
  ctx.status = status
  ctx.set({ ...headers })
  ctx.body = typeof body === 'string' ? body : Buffer.from(body.buffer, body.byteOffset, body.byteLength)
}

function settle(error: unknown, ctx: KoaContext, options: KoaScoreOptions): void {
  const answer = answerError(error, ctx, ctx.req.headers.accept, options)
  if (answer === undefined) throw handedOn(error)
  send(ctx, answer)
}
