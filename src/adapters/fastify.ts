import type { StandardSchemaV1 } from '@standard-schema/spec'
import type { FastifyPluginAsync, FastifyReply, FastifyRequest, FastifyTypeProvider, RouteHandlerMethod, RouteOptions } from 'fastify'
import type { ServiceInfo } from '../document/service-model.js'
import { checkOptions, namedOnly } from '../errors/options.js'
import type { RequestHeaders } from '../run/payload.js'
import { payloadSchema } from '../run/payload-schema.js'
import type { RunFunction } from '../run/run-schema.js'
import { documentAnswer, generateDocuments } from './documents.js'
import {
  callWith,
  type Endpoint,
  type ErrorHandling,
  errorOptions,
  type Given,
  limitsOf,
  RunFailure,
  readGiven,
  resultAnswer,
  type ScoreOptions,
  scoreOptions,
  scoringEndpointOf,
  type ValidateOptions,
} from './endpoint.js'
import { fastifyError } from './fastify-errors.js'
import { sendAnswer } from './fastify-reply.js'
import { prepareRoute } from './fastify-route.js'
import type { PayloadReader } from './fastify-schemas.js'
import { contextOf, schemeOfNode } from './node-request.js'
import { failure, failureMessage, refusal } from './problem.js'
import { RequestError } from './request-error.js'
import { handedOn, report } from './settle.js'

export type { Redact } from '../errors/redact.js'
export type { BodyLimits } from './limits.js'
export { RequestError }

/** Options of the plugin. `limits.body` stands in for the `bodyLimit` of routes that have none of their own. */
export interface FastifyOptions extends ValidateOptions {}

export interface FastifyScoreOptions extends ScoreOptions<FastifyRequest> {
  /** `answer` answers what `run` throws with 500; `throw` throws it, for the app's error handler. Default `answer`. */
  readonly errors?: ErrorHandling
}

/** The types of requests whose schemas are ours: `app.withTypeProvider<InferenceSchemaTypeProvider>()`. */
export interface InferenceSchemaTypeProvider extends FastifyTypeProvider {
  readonly validator: this['schema'] extends { readonly '~standard': StandardSchemaV1.Props<unknown, infer Value> } ? Value : unknown
  readonly serializer: unknown
}

/**
 * Lets the routes of an app have `payloadSchema(run)`, or a parameter type, as schema of their body, querystring and responses:
 * payloads are checked and converted, results written by their output type. All other schemas stay with the compilers that Fastify has.
 *
 * Register it before the routes: `await app.register(inferenceSchema)`. The body of such a route is read as it came, with all digits of
 * 64-bit integers. What does not fit is an error with the code FST_ERR_VALIDATION, which the app's error handler sees; where there is
 * none, the answer has our body.
 *
 * @example
 * ```ts
 * import fastify from 'fastify'
 * import { inferenceSchema } from 'inference-schema/fastify'
 *
 * const run = defineRun({ inputs: { data: new NumpyParameterType([[1, 2]]) } }, ({ data }) => data.shape)
 * const app = fastify()
 * await app.register(inferenceSchema)
 * app.post('/shape', { schema: { body: payloadSchema(run) } }, async (request) => request.body.data.shape)
 * const answer = await app.inject({ method: 'POST', url: '/shape', payload: { data: [[3, 4], [5, 6]] } })
 * answer.json() // [2, 2]
 * ```
 */
export const inferenceSchema: FastifyPluginAsync<FastifyOptions> = async (app, options) => {
  limitsOf(options)
  app.addHook('onRoute', function (route) {
    prepareRoute(this, route, options)
  })
}

/**
 * A plugin with one route that answers with what `run` makes of a payload, posted or in the query: JSON by its output type, or Arrow for
 * those who accept that. What it throws is logged and answered with 500.
 *
 * An undecorated run gets text: the body, whatever its type, or the query of GET as JSON.
 *
 * @throws SchemaDefinitionError for raw HTTP; TypeError for an option that does not exist
 * @example
 * ```ts
 * import fastify from 'fastify'
 * import { score } from 'inference-schema/fastify'
 *
 * const run = defineRun({ inputs: { x: new StandardPythonParameterType(1.5) } }, ({ x }) => x * 2)
 * const app = fastify()
 * app.register(score(run), { prefix: '/score' })
 * const answer = await app.inject({ method: 'POST', url: '/score', payload: { x: 21 } })
 * answer.json() // 42
 * ```
 */
export function score(run: RunFunction, options: FastifyScoreOptions = {}): FastifyPluginAsync {
  const endpoint = scoringEndpointOf(run, options, { ...scoreOptions, ...errorOptions })
  const { thisArg, errors, onError, ...validated } = options
  const payload = payloadSchema(run)
  const reader: PayloadReader = {
    types: endpoint.bodyTypes,
    read: async (incoming, body) => readGiven(endpoint, incoming, () => body),
  }

  async function answer(request: FastifyRequest, reply: FastifyReply, given: Given): Promise<FastifyReply> {
    const { accept } = request.headers
    const type = acceptedType(request, endpoint.resultType)
    try {
      const context = { ...contextOf(request.raw, reply.raw), requestId: request.id }
      const result = await callWith(run, given, { thisArg, context, headers: context.headers })
      return sendAnswer(reply, resultAnswer(run, result, type))
    } catch (error) {
      if (errors === 'throw') throw handedOn(new RunFailure(error))
      report(error, request, onError ?? ((err, { log }) => log.error({ err }, failureMessage)))
      return sendAnswer(reply, failure(accept))
    }
  }

  return async (scope, registered) => {
    // What is meant for score itself would be passed over here.
    checkOptions(registered, registerOptions, TypeError)
    const routes: RouteOptions[] = [
      { method: 'POST', url: '/', schema: { body: payload }, handler: (request, reply) => answer(request, reply, request.body as Given) },
      {
        method: 'GET',
        url: '/',
        exposeHeadRoute: false,
        schema: { querystring: payload },
        handler: (request, reply) => answer(request, reply, request.query as Given),
      },
    ]
    if (endpoint.bodyTypes === 'text') {
      // The body has been read by then, whatever its type.
      scope.removeAllContentTypeParsers()
      scope.addContentTypeParser('*', (_request, _payload, done) => done(null))
    }
    for (const route of routes) {
      // Not by a hook: that of the app's own plugin, with its options, would come first.
      prepareRoute(scope, route, validated, () => reader)
      scope.route(route)
    }
  }
}

/** What Fastify takes for any plugin that is registered. */
const registerOptions = namedOnly(['prefix', 'logLevel', 'logSerializers'])

function acceptedType(request: FastifyRequest, resultType: Endpoint['resultType']): string {
  try {
    return resultType((request.headers as RequestHeaders)['accept'] as string | undefined)
  } catch (error) {
    throw error instanceof RequestError ? fastifyError(error, request, 'body') : error
  }
}

/**
 * A route handler that answers with the document of a run: Swagger 2.0, or OpenAPI 3.0 or 3.1 by `?version=`.
 *
 * @param info the service's name, version and path prefix
 * @throws TypeError for an option that does not exist
 * @example
 * ```ts
 * import fastify from 'fastify'
 * import { document } from 'inference-schema/fastify'
 *
 * const run = defineRun({ inputs: { x: new StandardPythonParameterType(1.5) } }, ({ x }) => x * 2)
 * const app = fastify()
 * app.get('/swagger.json', document(run, { serviceName: 'double' }))
 * const answer = await app.inject('/swagger.json')
 * answer.json().info.title // 'double'
 * ```
 */
export function document(run: RunFunction, info: ServiceInfo = {}): RouteHandlerMethod {
  const documents = generateDocuments(run, info)
  return async (request, reply) => {
    const { version } = request.query as { readonly version?: unknown }
    try {
      return sendAnswer(reply, documentAnswer(await documents, version, schemeOfNode(request.raw)))
    } catch (error) {
      const answer = refusal(error, request.headers.accept)
      if (answer === undefined) throw error
      return sendAnswer(reply, answer)
    }
  }
}

// The routes that it is for are those of the app that it is registered in, not of a scope of its own.
Object.assign(inferenceSchema, { [Symbol.for('skip-override')]: true, [Symbol.for('fastify.display-name')]: 'inference-schema' })

export default inferenceSchema
