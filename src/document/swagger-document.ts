import type { OpenAPIV2 } from 'openapi-types'
import { jsonType } from '../json/media-types.js'
import { type Content, type Operation, type Parameter, pathsOf, type Response, type ServiceModel } from './service-model.js'

/** A whole Swagger 2.0 document. */
export type SwaggerDocument = OpenAPIV2.Document

/**
 * A service in Swagger 2.0, as Azure ML publishes it: its requests have the body alone, for consumers ask people for whatever else
 * they find.
 */
export function swaggerDocument(model: ServiceModel): SwaggerDocument {
  const { title, version, description, security, tag, operations, schemas } = model
  const used = new Set(
    operations.flatMap(({ body, responses }) => [body, ...Object.values(responses)].map((holder) => holder?.content[0]?.schema)),
  )
  return {
    swagger: '2.0',
    info: { title, description, version },
    schemes: ['https', 'http'],
    consumes: [jsonType],
    produces: [jsonType],
    securityDefinitions: {
      [security]: { type: 'apiKey', name: 'Authorization', in: 'header', description: keyDescription },
    },
    tags: [{ name: tag, description }],
    paths: pathsOf(model, (operation) => operationOf(operation, model)),
    definitions: Object.fromEntries(Object.entries(schemas).filter(([name]) => used.has(name))),
  }
}

/** This version knows headers alone, so that people write all of it themselves. */
const keyDescription = 'The key or token of the endpoint: Bearer abc123'

function operationOf(operation: Operation, { security, tag }: ServiceModel): OpenAPIV2.OperationObject {
  const { id, summary, description, isSecured, query, body, responses } = operation
  const given = body?.content.map(({ type }) => type) ?? []
  const answered = [...new Set(Object.values(responses).flatMap(({ content }) => content.map(({ type }) => type)))]
  const parameters = [...query.map(queryParameter), ...(body === undefined ? [] : [bodyParameter(body)])]
  return {
    operationId: id,
    tags: [tag],
    summary,
    description,
    ...(given.length > 1 ? { consumes: given } : {}),
    ...(answered.length > 1 || answered[0] !== jsonType ? { produces: answered } : {}),
    security: isSecured ? [{ [security]: [] }] : [],
    ...(parameters.length > 0 ? { parameters } : {}),
    responses: Object.fromEntries(Object.entries(responses).map(([status, response]) => [status, responseOf(response)])),
  }
}

function bodyParameter({ description, content }: NonNullable<Operation['body']>): OpenAPIV2.Parameter {
  return { name: 'serviceInputPayload', in: 'body', description, required: true, schema: schemaOf(content[0]) } as OpenAPIV2.Parameter
}

function queryParameter({ name, description, isRequired = false, schema }: Parameter): OpenAPIV2.Parameter {
  return { name, in: 'query', description, required: isRequired, ...schema } as OpenAPIV2.Parameter
}

function responseOf({ description, headers = [], content }: Response): OpenAPIV2.ResponseObject {
  const [first] = content
  return {
    description,
    ...(headers.length > 0 ? { headers: headersOf(headers) } : {}),
    ...(first === undefined ? {} : { schema: schemaOf(first) }),
    ...(first?.example === undefined ? {} : { examples: { [first.type]: first.example } }),
  }
}

function headersOf(headers: readonly Parameter[]): OpenAPIV2.HeadersObject {
  return Object.fromEntries(headers.map(({ name, description, schema }) => [name, { ...schema, description }])) as OpenAPIV2.HeadersObject
}

/** A schema that stands for all contents: this version has one for them. */
function schemaOf(content: Content | undefined): OpenAPIV2.Schema {
  const schema = content?.schema ?? {}
  return typeof schema === 'string' ? { $ref: `#/definitions/${schema}` } : schema
}
