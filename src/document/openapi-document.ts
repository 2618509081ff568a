import type { OpenAPIV3, OpenAPIV3_1 } from 'openapi-types'
import { errorSchema, normalizePrefix, type ServiceInfo, type ServiceSchemas, texts } from './service-document.js'

/** A whole OpenAPI 3 document. */
export type OpenApiDocument = OpenAPIV3.Document | OpenAPIV3_1.Document

const versions = { '3.0': '3.0.3', '3.1': '3.1.1' } as const

/** The OpenAPI 3 document of a scoring service: the same paths and operations as in Swagger 2.0. */
export function openApiDocument({ input, output }: ServiceSchemas, info: ServiceInfo, version: '3.0' | '3.1'): OpenApiDocument {
  const { serviceName = 'ML service', serviceVersion = '1.0', pathPrefix = '' } = info
  const prefix = normalizePrefix(pathPrefix)
  const json = (schema: object) => ({ 'application/json': { schema } })
  const named = (name: string) => ({ $ref: `#/components/schemas/${name}` })
  const errorOf = (description: string) => ({ description, content: json(named('ErrorResponse')) })
  const document = {
    openapi: versions[version],
    info: { title: serviceName, description: texts.service(serviceName), version: serviceVersion },
    paths: {
      [`${prefix}/`]: {
        get: {
          operationId: 'ServiceHealthCheck',
          description: texts.health,
          responses: {
            '200': { description: texts.isUp, content: { 'text/plain': { schema: { type: 'string' }, example: 'Healthy' } } },
            default: errorOf(texts.failure),
          },
        },
      },
      [`${prefix}/score`]: {
        post: {
          operationId: 'RunMLService',
          description: texts.score,
          security: [{ Bearer: [] }],
          requestBody: { description: texts.input, required: true, content: json(named('ServiceInput')) },
          responses: {
            '200': { description: texts.result, content: json(named('ServiceOutput')) },
            '400': errorOf(texts.badInput),
            default: errorOf(texts.failure),
          },
        },
      },
      [`${prefix}/swagger.json`]: {
        get: {
          operationId: 'GetSwaggerSpec',
          description: texts.document,
          parameters: [{ name: 'version', in: 'query', description: texts.version, required: false, schema: { type: 'string' } }],
          responses: {
            '200': { description: texts.thisDocument, content: json({ type: 'object' }) },
            default: errorOf(texts.failure),
          },
        },
      },
    },
    components: {
      schemas: { ServiceInput: input, ServiceOutput: output, ErrorResponse: errorSchema() },
      securitySchemes: { Bearer: { type: 'apiKey', name: 'Authorization', in: 'header', description: texts.key } },
    },
  }
  return document as unknown as OpenApiDocument
}
