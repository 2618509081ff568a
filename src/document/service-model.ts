import type { SwaggerSchema, WrittenSchema } from '../description/swagger-schema.js'
import { text as aText, type OptionKinds } from '../errors/options.js'
import { oneOf } from '../errors/show.js'
import { arrowStreamType, jsonType, problemType } from '../json/media-types.js'
import { errorSchema, issueSchema, payloadErrorSchema, problemSchema } from './error-schemas.js'

/** What a document says of the service besides its schemas. */
export interface ServiceInfo {
  /** The service's name: the title. Default "ML service". */
  readonly serviceName?: string
  /** The service's version. Default "1.0". */
  readonly serviceVersion?: string
  /** What stands before the paths, like "/api/v1/service/score-diabetes". Default none. */
  readonly pathPrefix?: string
}

export const serviceInfoKinds: OptionKinds = { serviceName: aText, serviceVersion: aText, pathPrefix: aText }

/** What is known of a run when its service is described. */
export interface ServiceSchemas {
  readonly input: SwaggerSchema
  readonly output: SwaggerSchema
  /** The parameters of a GET request's query, where a document can say them; else what becomes of a query, in words. */
  readonly query: readonly Parameter[] | string
  /** Whether its body may be an Arrow stream, and whether its result is written as one for those who accept that. */
  readonly takesArrow: boolean
  readonly givesArrow: boolean
}

/** A service, whatever version of OpenAPI says it. */
export interface ServiceModel {
  readonly title: string
  readonly version: string
  readonly description: string
  /** The name of the way to show who calls, and of the group that the operations are in. */
  readonly security: string
  readonly tag: string
  readonly operations: readonly Operation[]
  readonly schemas: Readonly<Record<string, SwaggerSchema>>
}

export interface Operation {
  readonly path: string
  readonly method: 'get' | 'post'
  readonly id: string
  readonly summary: string
  readonly description: string
  readonly isSecured: boolean
  readonly query: readonly Parameter[]
  /** Headers that a request may have. */
  readonly headers: readonly Parameter[]
  readonly body?: { readonly description: string; readonly content: readonly Content[] }
  /** By status, or `default`. */
  readonly responses: Readonly<Record<string, Response>>
}

export interface Parameter {
  readonly name: string
  readonly description?: string
  /** Default false. */
  readonly isRequired?: boolean
  readonly schema: WrittenSchema
  readonly example?: unknown
}

export interface Response {
  readonly description: string
  /** Headers that it has. */
  readonly headers?: readonly Parameter[]
  readonly content: readonly Content[]
}

export interface Content {
  readonly type: string
  /** The name of one of the service's schemas, or one of its own; bytes have none. */
  readonly schema: string | SwaggerSchema | 'bytes'
  readonly example?: unknown
}

const text: WrittenSchema = { type: 'string' }
const id: WrittenSchema = { type: 'string', maxLength: 100 }

const requestIds: readonly Parameter[] = [
  { name: 'x-request-id', description: 'An id for the request: the answer and the log of the service have it.', schema: id },
  { name: 'x-ms-client-request-id', description: "The client's own id for the request.", schema: id },
]
const answerIds: readonly Parameter[] = [
  { name: 'x-request-id', description: 'The id of the request: its own, or a new one.', schema: text },
  { name: 'x-ms-request-id', description: "Azure's id of the request: the client's, or that of the request.", schema: text },
  { name: 'x-ms-run-function-failed', description: 'Whether the scoring script failed: True or False.', schema: text },
]

/** The scoring service: health, score and the document itself. */
export function serviceModel({ input, output, query, takesArrow, givesArrow }: ServiceSchemas, info: ServiceInfo): ServiceModel {
  const { serviceName = 'ML service', serviceVersion = '1.0', pathPrefix = '' } = info
  const prefix = normalizePrefix(pathPrefix)
  const failure = errorOf('The service cannot answer.')
  const bodyTypes = takesArrow ? [jsonType, arrowStreamType] : [jsonType]
  const scoring = { path: `${prefix}/score`, summary: 'Score', isSecured: true, headers: requestIds }
  const results: Operation['responses'] = {
    '200': {
      description: 'The result.',
      headers: answerIds,
      content: [{ type: jsonType, schema: 'ServiceOutput' }, ...(givesArrow ? [{ type: arrowStreamType, schema: 'bytes' }] : [])],
    },
    '400': {
      description: 'The input does not fit its schema; the message names the place.',
      headers: answerIds,
      content: errorContent('PayloadErrorResponse'),
    },
  }
  const failures: Operation['responses'] = {
    '500': errorOf('The scoring script failed, or took too long; the log of the service says why.'),
    '503': {
      ...errorOf('As many requests are being scored as the service takes at a time: come again.'),
      headers: [...answerIds, { name: 'retry-after', description: 'When to come again, in seconds.', schema: text }],
    },
    default: failure,
  }
  const scoringByQuery: Operation[] =
    typeof query === 'string'
      ? []
      : [
          {
            ...scoring,
            method: 'get',
            id: 'RunMLServiceGet',
            description: 'Runs the model on the query and answers with its result.',
            query,
            responses: { ...results, ...failures },
          },
        ]
  return {
    title: serviceName,
    version: serviceVersion,
    // Descriptions are Markdown, in which a name could be anything; the title is text.
    description: 'Scores requests with a model.',
    security: 'Bearer',
    tag: 'Scoring',
    operations: [
      {
        path: `${prefix}/`,
        method: 'get',
        id: 'ServiceHealthCheck',
        summary: 'Health',
        description: 'Tells whether the service is up.',
        isSecured: false,
        query: [],
        headers: [],
        responses: {
          '200': { description: 'The service is up.', content: [{ type: 'text/plain', schema: { type: 'string' }, example: 'Healthy' }] },
          default: failure,
        },
      },
      {
        ...scoring,
        method: 'post',
        id: 'RunMLService',
        description: `Runs the model on the input and answers with its result. ${typeof query === 'string' ? query : ''}`.trimEnd(),
        query: [],
        body: {
          description: "The model's input: a value for each parameter.",
          content: bodyTypes.map((type) => ({ type, schema: type === arrowStreamType ? 'bytes' : 'ServiceInput' })),
        },
        responses: {
          ...results,
          '413': errorOf('The body is too large.'),
          '415': errorOf(`The body is of another type than ${oneOf(bodyTypes)}, or in an encoding that is not taken.`),
          ...failures,
        },
      },
      ...scoringByQuery,
      {
        path: `${prefix}/swagger.json`,
        method: 'get',
        id: 'GetSwaggerSpec',
        summary: 'Document',
        description: 'Gives this document.',
        isSecured: false,
        query: [
          {
            name: 'version',
            description: 'The version of OpenAPI to write it in. Default 2.0.',
            schema: { type: 'string', enum: ['2', '2.0', '3', '3.0', '3.1'] },
          },
        ],
        headers: [],
        responses: {
          '200': { description: 'This document.', content: [{ type: jsonType, schema: { type: 'object', additionalProperties: true } }] },
          '404': errorOf('There is no document in this version.'),
          default: failure,
        },
      },
    ],
    schemas: {
      ServiceInput: input,
      ServiceOutput: output,
      ErrorResponse: errorSchema(),
      PayloadErrorResponse: payloadErrorSchema(),
      Problem: problemSchema(),
      Issue: issueSchema(),
    },
  }
}

/** The operations of a service by their paths and methods. */
export function pathsOf<T extends object>(
  { operations }: ServiceModel,
  write: (operation: Operation) => T,
): Record<string, Record<string, T>> {
  const paths: Record<string, Record<string, T>> = {}
  for (const operation of operations) paths[operation.path] = { ...paths[operation.path], [operation.method]: write(operation) }
  return paths
}

function errorOf(description: string): Response {
  return { description, headers: answerIds, content: errorContent('ErrorResponse') }
}

/** An error, in our form, or in that of RFC 9457 for those who accept that. */
function errorContent(schema: string): readonly Content[] {
  return [
    { type: jsonType, schema },
    { type: problemType, schema: 'Problem' },
  ]
}

/** A prefix starts with one slash and ends with none. */
function normalizePrefix(prefix: string): string {
  // In a path template braces hold a parameter, and a path ends where a query or a fragment begins; a prefix has none of these.
  const trimmed = prefix.replace(/^\/+|\/+$/g, '').replace(/[{}?#]/g, (sign) => encodeURIComponent(sign))
  return trimmed === '' ? '' : `/${trimmed}`
}
