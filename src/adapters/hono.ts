import type { Context, Env, Handler, MiddlewareHandler } from 'hono'
import { HTTPException } from 'hono/http-exception'
import type { ContentfulStatusCode, StatusCode } from 'hono/utils/http-status'
import type { ServiceInfo } from '../document/service-model.js'
import type { PayloadOf } from '../run/payload-schema.js'
import type { RunFunction } from '../run/run-schema.js'
import { documentAnswer, generateDocuments } from './documents.js'
import {
  decodeRequest,
  endpointOf,
  type ScoreOptions,
  scoreOptions,
  scoreRequest,
  scoringEndpointOf,
  type ValidateOptions,
} from './endpoint.js'
import type { Answer } from './problem.js'
import { readAlready } from './request-error.js'
import { answerError, handedOn } from './settle.js'
import { contextOf, incomingOf, readStream, schemeOfWeb, toResponse } from './web-request.js'

export type { Redact } from '../errors/redact.js'
export type { BodyLimits } from './limits.js'
export { RequestError } from './request-error.js'

export interface HonoValidateOptions extends ValidateOptions {}

export interface HonoScoreOptions extends ScoreOptions<Context> {}

/** What `c.req.valid('json')` gives after {@link validate}. */
export interface ValidatedInput<Value> {
  in: { json: unknown }
  out: { json: Value }
}

/**
 * Checks and converts the payload of a request, the body or, for GET, the query: the handlers after it have it from
 * `c.req.valid('json')`. What does not fit is thrown as an HTTPException whose answer is ours and whose `cause` is the PayloadError.
 *
 * @throws SchemaDefinitionError for a run without schemas; TypeError for an option that does not exist
 * @example
 * ```ts
 * import { Hono } from 'hono'
 * import { validate } from 'inference-schema/hono'
 *
 * const run = defineRun({ inputs: { data: new NumpyParameterType([[1, 2]]) } }, ({ data }) => data.shape)
 * const app = new Hono().post('/shape', validate(run), (c) => c.json(c.req.valid('json').data.shape))
 * const headers = { 'content-type': 'application/json' }
 * const answer = await app.request('/shape', { method: 'POST', headers, body: '{"data": [[3, 4], [5, 6]]}' })
 * await answer.json() // [2, 2]
 * ```
 */
export function validate<Run extends RunFunction, E extends Env = Env, P extends string = string>(
  run: Run,
  options: HonoValidateOptions = {},
): MiddlewareHandler<E, P, ValidatedInput<PayloadOf<Run>>> {
  const endpoint = endpointOf(run, options)
  return async (c, next) => {
    try {
      const values = await decodeRequest(endpoint, incomingOf(c.req.raw), () => bodyOf(c, endpoint.limits.body))
      c.req.addValidatedData('json', values)
    } catch (error) {
      throw exceptionOf(error, c, {})
    }
    await next()
  }
}

/**
 * Answers requests with what `run` makes of their payload: JSON by its output type, or Arrow for those who accept that. What does not
 * fit, and what `run` throws, is thrown as an HTTPException whose answer is ours and whose `cause` is the error.
 *
 * An undecorated run gets text: the body, whatever its type, or the query of GET as JSON.
 *
 * @throws SchemaDefinitionError for raw HTTP; TypeError for an option that does not exist
 * @example
 * ```ts
 * import { Hono } from 'hono'
 * import { score } from 'inference-schema/hono'
 *
 * const run = defineRun({ inputs: { x: new StandardPythonParameterType(1.5) } }, ({ x }) => x * 2)
 * const answer = await new Hono().all('/score', score(run)).request('/score?x=21')
 * await answer.json() // 42
 * ```
 */
export function score<E extends Env = Env, P extends string = string>(run: RunFunction, options: HonoScoreOptions = {}): Handler<E, P> {
  const endpoint = scoringEndpointOf(run, options, scoreOptions)
  return async (c) => {
    try {
      const incoming = incomingOf(c.req.raw)
      const invoked = { thisArg: options.thisArg, context: contextOf(c.req.raw, incoming.headers) }
      return respond(c, await scoreRequest(endpoint, incoming, () => bodyOf(c, endpoint.limits.body), invoked))
    } catch (error) {
      throw exceptionOf(error, c, options)
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
 * import { Hono } from 'hono'
 * import { document } from 'inference-schema/hono'
 *
 * const run = defineRun({ inputs: { x: new StandardPythonParameterType(1.5) } }, ({ x }) => x * 2)
 * const answer = await new Hono().get('/swagger.json', document(run)).request('/swagger.json?version=3.0')
 * const { openapi } = await answer.json()
 * openapi.slice(0, 3) // '3.0'
 * ```
 */
export function document<E extends Env = Env, P extends string = string>(run: RunFunction, info: ServiceInfo = {}): Handler<E, P> {
  const documents = generateDocuments(run, info)
  return async (c) => {
    try {
      return respond(c, documentAnswer(await documents, incomingOf(c.req.raw).query['version'], schemeOfWeb(c.req.raw)))
    } catch (error) {
      throw exceptionOf(error, c, {})
    }
  }
}

/**
 * The body of a request: what Hono keeps of it where an earlier handler asked for it by `c.req`. What is read here is kept there too,
 * for later handlers, unless it came compressed: they would take it for what the headers say.
 */
async function bodyOf({ req }: Context, limit: number): Promise<Uint8Array> {
  if (Object.keys(req.bodyCache).length > 0) return readStream(new Response(await req.arrayBuffer()).body, req.raw, limit)
  if (req.raw.bodyUsed) throw readAlready('read it by c.req.json() or c.req.text(), which keep it, not by c.req.raw')
  const bytes = await readStream(req.raw.body, req.raw, limit)
  if (!req.raw.headers.has('content-encoding')) Object.assign(req.bodyCache, { arrayBuffer: Promise.resolve(bytes.buffer) })
  return bytes
}

function respond(c: Context, { status, headers, body }: Answer): Response {
  return c.newResponse(body as string | Uint8Array<ArrayBuffer>, { status: status as StatusCode, headers: { ...headers } })
}

/** An error in Hono's own form, answered by `app.onError` or, where there is none, by what it carries. */
function exceptionOf(error: unknown, c: Context, options: HonoScoreOptions): unknown {
  const answer = answerError(error, c, c.req.header('accept'), options)
  if (answer === undefined) return error
  const cause = handedOn(error)
  const { message } = error as Error
  return new HTTPException(answer.status as ContentfulStatusCode, { res: toResponse(answer), message, cause })
}
