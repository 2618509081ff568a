import type { OpenAPIV2 } from 'openapi-types'
import { jsonType } from '../json/media-types.js'
import type { Content, Operation, Parameter, Response, ServiceModel } from './service-model.js'

/** A whole Swagger 2.0 document. */
export type SwaggerDocument = OpenAPIV2.Document

/**
 * A service in Swagger 2.0, as Azure ML publishes it: its requests have the body alone, for consumers ask people for whatever else
 * they find.
 */
export function swaggerDocument({ title, version, description, security, operations, schemas }: ServiceModel): SwaggerDocument {
  return {
    swagger: '2.0',
    info: { title, description, version },
    schemes: ['https', 'http'],
    consumes: [jsonType],
    produces: [jsonType],
    securityDefinitions: {
      [security.name]: { type: 'apiKey', name: 'Authorization', in: 'header', description: security.description },
    },
    paths: Object.fromEntries(
      operations.map((operation) => [operation.path, { [operation.method]: operationOf(operation, security.name) }]),
    ),
    definitions: { ...schemas },
  }
}

function operationOf(operation: Operation, security: string): OpenAPIV2.OperationObject {
  const { id, summary, description, isSecured, query, body, responses } = operation
  const given = body?.content.map(({ type }) => type) ?? []
  const answered = [...new Set(Object.values(responses).flatMap(({ content }) => content.map(({ type }) => type)))]
  const parameters = [...query.map(queryParameter), ...(body === undefined ? [] : [bodyParameter(body)])]
  return {
    operationId: id,
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

function queryParameter({ name, description, enum: values }: Parameter): OpenAPIV2.Parameter {
  return { name, in: 'query', description, required: false, type: 'string', ...(values === undefined ? {} : { enum: [...values] }) }
}

function responseOf({ description, headers = [], content }: Response): OpenAPIV2.ResponseObject {
  const [first] = content
  return {
    description,
    ...(headers.length > 0
      ? { headers: Object.fromEntries(headers.map(({ name, description }) => [name, { type: 'string', description }])) }
      : {}),
    ...(first === undefined ? {} : { schema: schemaOf(first) }),
    ...(first?.example === undefined ? {} : { examples: { [first.type]: first.example } }),
  }
}

/** A schema that stands for all contents: this version has one for them. */
function schemaOf(content: Content | undefined): OpenAPIV2.Schema {
  const schema = content?.schema ?? {}
  return typeof schema === 'string' ? { $ref: `#/definitions/${schema}` } : schema
}
