import type { OpenAPIV2 } from 'openapi-types'
import type { SwaggerSchema } from '../description/swagger-schema.js'

/** A whole Swagger 2.0 document. */
export type SwaggerDocument = OpenAPIV2.Document

/** What a document says of the service besides its schemas. */
export interface ServiceInfo {
  /** The service's name: the title. Default "ML service". */
  readonly serviceName?: string
  /** The service's version. Default "1.0". */
  readonly serviceVersion?: string
  /** What stands before the paths, like "/api/v1/service/score-diabetes". Default none. */
  readonly pathPrefix?: string
}

export interface ServiceSchemas {
  readonly input: SwaggerSchema
  readonly output: SwaggerSchema
}

/** What the documents say in words, in every version. */
export const texts = {
  service: (name: string): string => `Scores requests with the model behind ${name}.`,
  key: 'The key or token of the endpoint: Bearer abc123',
  health: 'Tells whether the service is up.',
  isUp: 'The service is up.',
  failure: 'The service cannot answer.',
  score: 'Runs the model on the input and answers with its result.',
  input: "The model's input: a value for each parameter.",
  result: 'The result.',
  badInput: 'The input does not fit its schema; the message names the place.',
  document: 'Gives this document.',
  thisDocument: 'This document.',
  version: 'The version of OpenAPI to write it in.',
} as const

/** A new one each time: whoever gets a document may change it. */
export function errorSchema(): SwaggerSchema {
  return {
    type: 'object',
    properties: {
      status_code: { type: 'integer', format: 'int32', description: 'The HTTP status of this answer.' },
      message: { type: 'string', description: 'What went wrong, in one sentence.' },
    },
  }
}

/** The Swagger 2.0 document that Azure ML publishes for a scoring service: health, score and the document itself. */
export function serviceDocument({ input, output }: ServiceSchemas, info: ServiceInfo = {}): SwaggerDocument {
  const { serviceName = 'ML service', serviceVersion = '1.0', pathPrefix = '' } = info
  const prefix = normalizePrefix(pathPrefix)
  return {
    swagger: '2.0',
    info: { title: serviceName, description: texts.service(serviceName), version: serviceVersion },
    schemes: ['https', 'http'],
    consumes: ['application/json'],
    produces: ['application/json'],
    securityDefinitions: {
      Bearer: { type: 'apiKey', name: 'Authorization', in: 'header', description: texts.key },
    },
    paths: {
      [`${prefix}/`]: {
        get: {
          operationId: 'ServiceHealthCheck',
          description: texts.health,
          produces: ['text/plain'],
          responses: {
            '200': { description: texts.isUp, schema: { type: 'string' }, examples: { 'text/plain': 'Healthy' } },
            default: errorOf(texts.failure),
          },
        },
      },
      [`${prefix}/score`]: {
        post: {
          operationId: 'RunMLService',
          description: texts.score,
          security: [{ Bearer: [] }],
          parameters: [
            {
              name: 'serviceInputPayload',
              in: 'body',
              description: texts.input,
              required: true,
              schema: { $ref: '#/definitions/ServiceInput' },
            },
          ],
          responses: {
            '200': { description: texts.result, schema: { $ref: '#/definitions/ServiceOutput' } },
            '400': errorOf(texts.badInput),
            default: errorOf(texts.failure),
          },
        },
      },
      [`${prefix}/swagger.json`]: {
        get: {
          operationId: 'GetSwaggerSpec',
          description: texts.document,
          parameters: [{ name: 'version', in: 'query', description: texts.version, required: false, type: 'string' }],
          responses: {
            '200': { description: texts.thisDocument, schema: { type: 'object' } },
            default: errorOf(texts.failure),
          },
        },
      },
    },
    definitions: { ServiceInput: input, ServiceOutput: output, ErrorResponse: errorSchema() },
  }
}

function errorOf(description: string): OpenAPIV2.ResponseObject {
  return { description, schema: { $ref: '#/definitions/ErrorResponse' } }
}

/** A prefix starts with one slash and ends with none. */
export function normalizePrefix(prefix: string): string {
  // In a path template of Swagger, braces hold a parameter; a prefix has none.
  const trimmed = prefix
    .replace(/^\/+|\/+$/g, '')
    .replaceAll('{', '%7B')
    .replaceAll('}', '%7D')
  return trimmed === '' ? '' : `/${trimmed}`
}
