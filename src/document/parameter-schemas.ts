import type { Description } from '../description/description.js'
import type { SwaggerSchema, SwaggerVersion, WrittenSchema } from '../description/swagger-schema.js'
import type { JsonValue } from '../json/json-value.js'
import { setOwn } from '../json/own.js'
import { documentExample, documentValue } from './example.js'
import { openApi30, openApi31 } from './openapi-3.js'
import { type SchemaDialect, type Side, writeSchema } from './schema-dialect.js'
import { type OwnSchemas, schemaOf } from './schema-of.js'
import { swagger2 } from './swagger-2.0.js'

const dialects: Readonly<Record<SwaggerVersion, SchemaDialect>> = { '2.0': swagger2, '3.0': openApi30, '3.1': openApi31 }

/** A parameter of `run`; without a description it may be anything. */
export interface DocumentedParameter {
  readonly name: string
  readonly description: Description | undefined
  /** Whether a request must have it. */
  readonly isRequired: boolean
  /** The default that `run` itself has. */
  readonly default?: JsonValue
}

/** The schema of one description, with its example. */
export function describedSchema(
  description: Description,
  own: OwnSchemas,
  version: SwaggerVersion = '2.0',
  side: Side = 'input',
): SwaggerSchema {
  const dialect = dialects[version]
  return dialect.withExample(
    writeSchema(schemaOf(description, own), dialect, side),
    documentExample(description.example, own),
  ) as SwaggerSchema
}

/**
 * The schema of all parameters. In Swagger 2.0 it has the Python package's form: no `required`, and an empty schema with an
 * empty text as example for a parameter that nobody described.
 */
export function parametersSchema(
  parameters: readonly DocumentedParameter[],
  own: OwnSchemas,
  version: SwaggerVersion = '2.0',
): SwaggerSchema {
  const dialect = dialects[version]
  const properties: WrittenSchema = {}
  const example: Record<string, unknown> = {}
  for (const { name, description, default: value } of parameters) {
    const schema = description === undefined ? {} : writeSchema(schemaOf(description, own), dialect, 'input')
    // The Python package does not know the defaults of functions.
    const written = version === '2.0' || value === undefined || 'default' in schema ? {} : { default: documentValue(value) }
    setOwn<unknown>(properties, name, { ...schema, ...written })
    setOwn(example, name, description === undefined ? '' : documentExample(description.example, own))
  }
  const required = version === '2.0' ? [] : parameters.filter((parameter) => parameter.isRequired).map((parameter) => parameter.name)
  const schema = { type: 'object', ...(required.length > 0 ? { required } : {}), properties }
  return dialect.withExample(schema, example) as SwaggerSchema
}
