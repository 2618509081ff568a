import type { OpenAPIV3, OpenAPIV3_1 } from 'openapi-types'
import type { WrittenSchema } from '../description/swagger-schema.js'
import { nameSchemas } from './name-schemas.js'
import { type Content, type Operation, type Parameter, pathsOf, type Response, type ServiceModel } from './service-model.js'

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
  const { title, description, security, tag } = model
  const document = {
    openapi: versions[version],
    info: { title, description, version: model.version },
    // The paths say all, prefix included, wherever the document was had from.
    servers: [{ url: '/' }],
    tags: [{ name: tag, description }],
    paths: pathsOf(model, (operation) => operationOf(operation, model, version)),
    components: {
      schemas: nameSchemas(model.schemas),
      securitySchemes: { [security]: { type: 'http', scheme: 'bearer', description: keyDescription } },
    },
  }
  return document as unknown as OpenApiDocument
}

/** Who is asked for a key of this scheme writes "Bearer " before it. */
const keyDescription = 'The key or token of the endpoint, as it is: abc123'

function operationOf(operation: Operation, { security, tag, schemas }: ServiceModel, version: Version): object {
  const { id, summary, description, isSecured, query, headers, body, responses } = operation
  const content = (content: readonly Content[]) => contentOf(content, schemas, version)
  const parameters = [
    ...query.map((parameter) => parameterOf(parameter, 'query')),
    ...headers.map((header) => parameterOf(header, 'header')),
  ]
  return {
    operationId: id,
    tags: [tag],
    summary,
    description,
    security: isSecured ? [{ [security]: [] }] : [],
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(body === undefined ? {} : { requestBody: { description: body.description, required: true, content: content(body.content) } }),
    responses: Object.fromEntries(Object.entries(responses).map(([status, response]) => [status, responseOf(response, content)])),
  }
}

function parameterOf({ name, description, isRequired = false, schema, ...rest }: Parameter, place: 'query' | 'header'): object {
  return { name, in: place, ...(description === undefined ? {} : { description }), required: isRequired, schema: { ...schema }, ...rest }
}

function responseOf({ description, headers = [], content }: Response, write: (content: readonly Content[]) => object): object {
  const named = headers.map(({ name, description, schema }) => [name, { description, schema: { ...schema } }])
  return {
    description,
    ...(named.length > 0 ? { headers: Object.fromEntries(named) } : {}),
    content: write(content),
  }
}

function contentOf(content: readonly Content[], schemas: ServiceModel['schemas'], version: Version): object {
  return Object.fromEntries(
    content.map(({ type, schema, example = typeof schema === 'string' ? exampleIn(schemas[schema]) : undefined }) => [
      type,
      { schema: schemaOf(schema, version), ...(example === undefined ? {} : { example: structuredClone(example) }) },
    ]),
  )
}

/**
 * What to show beside a schema, where some viewers look for the example alone. A large one stands in the schema only: there would be twice
 * as much to load, and linters take minutes to hold it to its schema here.
 */
function exampleIn({ example, examples }: WrittenSchema = {}): unknown {
  const shown: unknown = Array.isArray(examples) ? examples[0] : example
  return countValues(shown) > mostShown ? undefined : shown
}

const mostShown = 1000

function countValues(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 1
  return Object.values(value).reduce<number>((count, inner) => count + countValues(inner), 1)
}

function schemaOf(schema: Content['schema'], version: Version): object {
  if (schema === 'bytes') return { ...bytes[version] }
  return typeof schema === 'string' ? { $ref: `#/components/schemas/${schema}` } : schema
}
