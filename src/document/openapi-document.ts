import type { OpenAPIV3, OpenAPIV3_1 } from 'openapi-types'
import type { Content, Operation, Parameter, Response, ServiceModel } from './service-model.js'

/** Whole documents of OpenAPI 3. Those of 3.1 may lack paths, which ours never do. */
interface Documents {
  '3.0': OpenAPIV3.Document
  '3.1': OpenAPIV3_1.Document & { paths: OpenAPIV3_1.PathsObject }
}

/** A whole OpenAPI 3 document, of one version or any. */
export type OpenApiDocument<Of extends keyof Documents = keyof Documents> = Documents[Of]

/** The schemas of 3.1 have its own dialect of JSON Schema 2020-12, which goes without saying: Swagger UI warns of any other. */
const versions = { '3.0': '3.0.3', '3.1': '3.1.1' } as const

/** Bytes, in each version. */
const bytes = {
  '3.0': { type: 'string', format: 'binary' },
  '3.1': { type: 'string', contentMediaType: 'application/octet-stream' },
} as const

type Version = keyof typeof versions

/** A service in OpenAPI 3. */
export function openApiDocument(model: ServiceModel, version: Version): OpenApiDocument {
  const { title, description, security, operations, schemas } = model
  const document = {
    openapi: versions[version],
    info: { title, description, version: model.version },
    // The paths say all, prefix included, wherever the document was had from.
    servers: [{ url: '/' }],
    paths: Object.fromEntries(
      operations.map((operation) => [operation.path, { [operation.method]: operationOf(operation, security.name, version) }]),
    ),
    components: {
      schemas: { ...schemas },
      securitySchemes: { [security.name]: { type: 'http', scheme: 'bearer', description: security.description } },
    },
  }
  return document as unknown as OpenApiDocument
}

function operationOf(operation: Operation, security: string, version: Version): object {
  const { id, summary, description, isSecured, query, headers, body, responses } = operation
  const parameters = [
    ...query.map((parameter) => parameterOf(parameter, 'query')),
    ...headers.map((header) => parameterOf(header, 'header')),
  ]
  return {
    operationId: id,
    summary,
    description,
    security: isSecured ? [{ [security]: [] }] : [],
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(body === undefined
      ? {}
      : { requestBody: { description: body.description, required: true, content: contentOf(body.content, version) } }),
    responses: Object.fromEntries(Object.entries(responses).map(([status, response]) => [status, responseOf(response, version)])),
  }
}

function parameterOf({ name, description, enum: values }: Parameter, place: 'query' | 'header'): object {
  const schema = { type: 'string', ...(values === undefined ? {} : { enum: [...values] }) }
  return { name, in: place, description, required: false, schema }
}

function responseOf({ description, headers = [], content }: Response, version: Version): object {
  const named = headers.map(({ name, description }) => [name, { description, schema: { type: 'string' } }])
  return {
    description,
    ...(named.length > 0 ? { headers: Object.fromEntries(named) } : {}),
    content: contentOf(content, version),
  }
}

function contentOf(content: readonly Content[], version: Version): object {
  return Object.fromEntries(
    content.map(({ type, schema, example }) => [
      type,
      { schema: schemaOf(schema, version), ...(example === undefined ? {} : { example }) },
    ]),
  )
}

function schemaOf(schema: Content['schema'], version: Version): object {
  if (schema === 'bytes') return { ...bytes[version] }
  return typeof schema === 'string' ? { $ref: `#/components/schemas/${schema}` } : schema
}
