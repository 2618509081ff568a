import type { ServiceInfo } from '../document/service-model.js'
import type { Redact } from '../errors/redact.js'
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
import { failure, refusal } from './problem.js'
import { answerError, handedOn, report } from './settle.js'
import { checkRequest, contextOf, incomingOf, readRequest, schemeOfWeb, toResponse, type WebRequest } from './web-request.js'

export type { BodyLimits } from './limits.js'
export { RequestError } from './request-error.js'
export type { Redact, WebRequest }

export interface FetchValidateOptions extends ValidateOptions {}

/** The request of `onError` is that of your runtime: say so where you need more of it than there is of all of them. */
export interface FetchScoreOptions extends ScoreOptions<WebRequest> {}

/**
 * Checks and converts the payload of a request: the body or, for GET, the query.
 *
 * @returns what reads a request. It rejects with a PayloadError when the payload does not fit, a {@link RequestError} when the body
 *   is too large (413), of another type or encoding (415) or cannot be inflated (400), which {@link errorResponse} answers; and with
 *   an Error when somebody has read the body, or a TypeError for what is no Request.
 * @throws SchemaDefinitionError for a run without schemas; TypeError for an option that does not exist
 * @example
 * ```ts
 * import { validate } from 'inference-schema/fetch'
 *
 * const run = defineRun({ inputs: { data: new NumpyParameterType([[1, 2]]) } }, ({ data }) => data.shape)
 * const payloadOf = validate(run)
 * const headers = { 'content-type': 'application/json' }
 * const { data } = await payloadOf(new Request('http://localhost', { method: 'POST', headers, body: '{"data": [[3, 4]]}' }))
 * data.data // Float64Array [3, 4]
 * ```
 */
export function validate<Run extends RunFunction>(
  run: Run,
  options: FetchValidateOptions = {},
): (request: WebRequest) => Promise<PayloadOf<Run>> {
  const endpoint = endpointOf(run, options)
  return async (request) => {
    checkRequest(request)
    return (await decodeRequest(endpoint, incomingOf(request), () => readRequest(request, endpoint.limits.body))) as PayloadOf<Run>
  }
}

/**
 * A fetch handler that answers requests with what `run` makes of their payload: JSON by its output type, or Arrow for those who
 * accept that. It never rejects; what is not the client's mistake is answered with 500 and goes to `onError`.
 *
 * An undecorated run gets text: the body, whatever its type, or the query of GET as JSON.
 *
 * @throws SchemaDefinitionError for raw HTTP; TypeError for an option that does not exist
 * @example
 * ```ts
 * import { score } from 'inference-schema/fetch'
 *
 * const run = defineRun({ inputs: { x: new StandardPythonParameterType(1.5) } }, ({ x }) => x * 2)
 * const answer = await score(run)(new Request('http://localhost/score?x=21'))
 * await answer.json() // 42
 * ```
 */
export function score(run: RunFunction, options: FetchScoreOptions = {}): (request: WebRequest) => Promise<Response> {
  const endpoint = scoringEndpointOf(run, options, scoreOptions)
  return async (request) => {
    try {
      checkRequest(request)
      const incoming = incomingOf(request)
      const invoked = { thisArg: options.thisArg, context: contextOf(request, incoming.headers) }
      return toResponse(await scoreRequest(endpoint, incoming, () => readRequest(request, endpoint.limits.body), invoked))
    } catch (error) {
      return settle(error, request, options)
    }
  }
}

/**
 * A fetch handler that answers with the document of a run: Swagger 2.0, or OpenAPI 3.0 or 3.1 by `?version=`.
 *
 * @param info the service's name, version and path prefix
 * @throws TypeError for an option that does not exist
 * @example
 * ```ts
 * import { document } from 'inference-schema/fetch'
 *
 * const run = defineRun({ inputs: { x: new StandardPythonParameterType(1.5) } }, ({ x }) => x * 2)
 * const answer = await document(run, { serviceName: 'double' })(new Request('http://localhost/swagger.json'))
 * const { info } = await answer.json()
 * info.title // 'double'
 * ```
 */
export function document(run: RunFunction, info: ServiceInfo = {}): (request: WebRequest) => Promise<Response> {
  const documents = generateDocuments(run, info)
  return async (request) => {
    try {
      checkRequest(request)
      return toResponse(documentAnswer(await documents, incomingOf(request).query['version'], schemeOfWeb(request)))
    } catch (error) {
      return settle(error, request, {})
    }
  }
}

/**
 * The answer to what {@link validate} rejects with. Errors that are not the client's are thrown again.
 *
 * @example
 * ```ts
 * import { errorResponse, validate } from 'inference-schema/fetch'
 *
 * const run = defineRun({ inputs: { x: new StandardPythonParameterType(1.5) } }, ({ x }) => x * 2)
 * const request = new Request('http://localhost/score?x=many')
 * const answer = await validate(run)(request).then(({ x }) => Response.json(x), (error) => errorResponse(error, request))
 * answer.status // 400
 * const { message } = await answer.json()
 * message // 'x is "many", expected a number'
 * ```
 */
export function errorResponse(error: unknown, request: Pick<WebRequest, 'headers'>): Response {
  const answer = refusal(error, request.headers.get('accept') ?? undefined)
  if (answer === undefined) throw error
  return toResponse(answer)
}

function settle(error: unknown, request: WebRequest, options: FetchScoreOptions): Response {
  const accept = request?.headers?.get?.('accept') ?? undefined
  const answer = answerError(error, request, accept, options)
  if (answer !== undefined) return toResponse(answer)
  report(handedOn(error), request, options.onError)
  return toResponse(failure(accept))
}
