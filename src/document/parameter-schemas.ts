import type { Description } from '../description/description.js'
import type { SwaggerSchema } from '../description/swagger-schema.js'
import { setOwn } from '../json/own.js'
import { documentExample } from './example.js'
import { type OwnSchemas, schemaOf } from './schema-of.js'
import { toSwagger2 } from './swagger-2.0.js'

/** A parameter of `run`; without a description it may be anything. */
export interface DocumentedParameter {
  readonly name: string
  readonly description: Description | undefined
}

/** The Swagger 2.0 schema of one description, with its example. */
export function describedSchema(description: Description, own: OwnSchemas): SwaggerSchema {
  return { ...toSwagger2(schemaOf(description, own)), example: documentExample(description.example, own) }
}

/**
 * The Swagger 2.0 schema of all parameters, in the Python package's form: no `required`, and an empty schema with an empty
 * text as example for a parameter that nobody described.
 */
export function parametersSchema(parameters: readonly DocumentedParameter[], own: OwnSchemas): SwaggerSchema {
  const properties: Record<string, SwaggerSchema> = {}
  const example: Record<string, unknown> = {}
  for (const { name, description } of parameters) {
    setOwn(properties, name, description === undefined ? {} : toSwagger2(schemaOf(description, own)))
    setOwn(example, name, description === undefined ? '' : documentExample(description.example, own))
  }
  return { type: 'object', properties, example }
}
