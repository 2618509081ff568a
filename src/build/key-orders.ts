/** What stands under a key: one of these or a list of them, or (`names`) one under each name, whose order is the author's. */
export interface Holds {
  readonly what: OrderName
  readonly as?: 'names'
}

/** The order of the keys of one kind of objects, and what they hold. Keys that are not listed come after. */
export interface KeyOrder {
  readonly keys: readonly string[]
  readonly holds: Readonly<Record<string, Holds>>
  /** What stands under every other key. */
  readonly others?: Holds
}

export type OrderName =
  | 'document'
  | 'info'
  | 'tag'
  | 'components'
  | 'pathItem'
  | 'operation'
  | 'parameter'
  | 'body'
  | 'mediaType'
  | 'response'
  | 'header'
  | 'schema'
  | 'securityScheme'

const named = (what: OrderName): Holds => ({ what, as: 'names' })
const one = (what: OrderName): Holds => ({ what })

const schemaKeys = [
  ...['$ref', 'title', 'type', 'items', 'prefixItems', 'minItems', 'maxItems', 'uniqueItems'],
  ...['required', 'properties', 'additionalProperties', 'minProperties', 'maxProperties'],
  ...['anyOf', 'oneOf', 'allOf', 'not', 'format', 'enum', 'const', 'minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum'],
  ...['multipleOf', 'minLength', 'maxLength', 'pattern', 'x-dtype', 'x-shape', 'x-nullable', 'nullable', 'description', 'default'],
  ...['example', 'examples'],
]

const schemaHolds = {
  items: one('schema'),
  prefixItems: one('schema'),
  additionalProperties: one('schema'),
  anyOf: one('schema'),
  oneOf: one('schema'),
  allOf: one('schema'),
  not: one('schema'),
  properties: named('schema'),
} as const

/** The keys of a document in the order in which they are written: that of the specification, the short before the long. */
export const orders: Readonly<Record<OrderName, KeyOrder>> = {
  document: {
    keys: [
      ...[
        'swagger',
        'openapi',
        'info',
        'jsonSchemaDialect',
        'host',
        'basePath',
        'servers',
        'schemes',
        'consumes',
        'produces',
        'securityDefinitions',
      ],
      ...['security', 'tags', 'paths', 'definitions', 'components'],
    ],
    holds: {
      info: one('info'),
      tags: one('tag'),
      securityDefinitions: named('securityScheme'),
      paths: named('pathItem'),
      definitions: named('schema'),
      components: one('components'),
    },
  },
  info: { keys: ['title', 'summary', 'description', 'version'], holds: {} },
  tag: { keys: ['name', 'description'], holds: {} },
  components: {
    keys: ['schemas', 'responses', 'parameters', 'requestBodies', 'securitySchemes'],
    holds: {
      schemas: named('schema'),
      responses: named('response'),
      parameters: named('parameter'),
      requestBodies: named('body'),
      securitySchemes: named('securityScheme'),
    },
  },
  pathItem: {
    keys: ['summary', 'description', 'get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace', 'parameters'],
    holds: { parameters: one('parameter') },
    others: one('operation'),
  },
  operation: {
    keys: [
      ...['operationId', 'tags', 'summary', 'description', 'consumes', 'produces', 'security'],
      ...['parameters', 'requestBody', 'responses'],
    ],
    holds: { parameters: one('parameter'), requestBody: one('body'), responses: named('response') },
  },
  parameter: {
    keys: ['name', 'in', 'description', 'required', 'type', 'schema'],
    holds: { schema: one('schema') },
  },
  body: { keys: ['description', 'required', 'content'], holds: { content: named('mediaType') } },
  mediaType: { keys: ['schema', 'example', 'examples'], holds: { schema: one('schema') } },
  response: {
    keys: ['description', 'headers', 'schema', 'content', 'examples'],
    holds: { schema: one('schema'), content: named('mediaType'), headers: named('header') },
  },
  header: { keys: ['type', 'description', 'required', 'schema'], holds: { schema: one('schema') } },
  schema: { keys: schemaKeys, holds: schemaHolds },
  securityScheme: { keys: ['type', 'name', 'in', 'scheme', 'description'], holds: {} },
}
