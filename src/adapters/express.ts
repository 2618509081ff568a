import type { IncomingMessage, ServerResponse } from 'node:http'
import { proceed } from '../decode/promise.js'
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
import { contextOf, incomingOf, type ParsedBody, readBody, schemeOfNode, send } from './node-request.js'
import { answerError, handedOn } from './settle.js'

export type { Redact } from '../errors/redact.js'
export type { BodyLimits } from './limits.js'
export { RequestError } from './request-error.js'

export interface ExpressErrors {
  /** `answer` answers what does not fit; `throw` hands it to the app's error handlers: `next(error)`. Default `answer`. */
  readonly errors?: ErrorHandling
}

export interface ExpressValidateOptions extends ValidateOptions, ExpressErrors {}

export interface ExpressScoreOptions extends ScoreOptions<IncomingMessage>, ExpressErrors {}

/** A handler for the types of Express 4 and 5 alike: of a request it speaks of the body alone, and leaves the rest to the route. */
export type ExpressHandler<Body = unknown> = (
  request: IncomingMessage & { body: Body },
  response: ServerResponse,
  next: (error?: unknown) => void,
) => void

/**
 * Checks and converts the payload of a request, the body or, for GET, the query: the handlers after it find it at `request.body`.
 * What does not fit is answered with 400. The body is read as it came; behind `express.json()` it is what that made of it.
 *
 * @throws SchemaDefinitionError for a run without schemas; TypeError for an option that does not exist
 * @example
 * ```ts
 * import express from 'express'
 * import { validate } from 'inference-schema/express'
 *
 * const run = defineRun({ inputs: { data: new NumpyParameterType([[1, 2]]) } }, ({ data }) => data.shape)
 * const app = express()
 * app.post('/shape', validate(run), (request, response) => response.json(request.body.data.shape))
 * const server = app.listen(0)
 * const url = `http://localhost:${server.address().port}/shape`
 * const headers = { 'content-type': 'application/json' }
 * const answer = await fetch(url, { method: 'POST', headers, body: '{"data": [[3, 4], [5, 6]]}' })
 * await answer.json() // [2, 2]
 * server.close()
 * ```
 */
export function validate<Run extends RunFunction>(run: Run, options: ExpressValidateOptions = {}): ExpressHandler<PayloadOf<Run>> {
  const endpoint = endpointOf(run, options, errorOptions)
  return (request, response, next) => {
    void proceed(
      () => decodeRequest(endpoint, incomingOf(request), () => readBody(request, request as ParsedBody, endpoint.limits.body)),
      (values) => {
        request.body = values as PayloadOf<Run>
        next()
      },
      (error) => settle(error, request, response, next, options),
    )
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
 * import express from 'express'
 * import { score } from 'inference-schema/express'
 *
 * const run = defineRun({ inputs: { x: new StandardPythonParameterType(1.5) } }, ({ x }) => x * 2)
 * const server = express().all('/score', score(run)).listen(0)
 * const answer = await fetch(`http://localhost:${server.address().port}/score?x=21`)
 * await answer.json() // 42
 * server.close()
 * ```
 */
export function score(run: RunFunction, options: ExpressScoreOptions = {}): ExpressHandler {
  const endpoint = scoringEndpointOf(run, options, { ...scoreOptions, ...errorOptions })
  return (request, response, next) => {
    const invoked = { thisArg: options.thisArg, context: contextOf(request, response) }
    const body = () => readBody(request, request as ParsedBody, endpoint.limits.body)
    scoreRequest(endpoint, incomingOf(request), body, invoked).then(
      (answer) => send(response, answer),
      (error: unknown) => settle(error, request, response, next, options),
    )
  }
}

/**
 * Answers with the document of a run: Swagger 2.0, or OpenAPI 3.0 or 3.1 by `?version=`.
 *
 * @param info the service's name, version and path prefix
 * @throws TypeError for an option that does not exist
 * @example
 * ```ts
 * import express from 'express'
 * import { document } from 'inference-schema/express'
 *
 * const run = defineRun({ inputs: { x: new StandardPythonParameterType(1.5) } }, ({ x }) => x * 2)
 * const server = express().get('/swagger.json', document(run)).listen(0)
 * const answer = await fetch(`http://localhost:${server.address().port}/swagger.json?version=3.1`)
 * const { openapi } = await answer.json()
 * openapi.slice(0, 3) // '3.1'
 * server.close()
 * ```
 */
export function document(run: RunFunction, info: ServiceInfo = {}): ExpressHandler {
  const documents = generateDocuments(run, info)
  return (request, response, next) => {
    documents
      .then((known) => documentAnswer(known, incomingOf(request).query['version'], schemeOfNode(request)))
      .then(
        (answer) => send(response, answer),
        (error: unknown) => settle(error, request, response, next, {}),
      )
  }
}

function settle(
  error: unknown,
  request: IncomingMessage,
  response: ServerResponse,
  next: (error: unknown) => void,
  options: ExpressScoreOptions,
): void {
  const answer = answerError(error, request, request.headers.accept, options)
  if (answer === undefined) next(handedOn(error))
  else send(response, answer)
}
