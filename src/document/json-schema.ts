import type { Description } from '../description/description.js'
import type { SwaggerVersion, WrittenSchema } from '../description/swagger-schema.js'
import { SchemaDefinitionError } from '../errors/schema-definition-error.js'
import { oneOf, showValue } from '../errors/show.js'
import { withOwnSchemas } from './own-schemas.js'
import type { OwnSchemas } from './schema-of.js'
import { commonVersions } from './versions.js'

/** The targets of Standard JSON Schema, by the version of OpenAPI that says the same, and the name of the JSON Schema dialect. */
const targets: Readonly<Record<string, { readonly version: SwaggerVersion; readonly dialect?: string }>> = {
  'draft-2020-12': { version: '3.1', dialect: 'https://json-schema.org/draft/2020-12/schema' },
  // What 3.1 is written with of 2020-12, draft 7 has as well.
  'draft-07': { version: '3.1', dialect: 'http://json-schema.org/draft-07/schema#' },
  'openapi-3.0': { version: '3.0' },
  'swagger-2.0': { version: '2.0' },
}

/**
 * Writes the schema of some descriptions for a target of Standard JSON Schema.
 *
 * @throws SchemaDefinitionError for a target that is not known, or cannot say what the samples show; and where a custom type
 *   writes its schema asynchronously, which this interface has no way to wait for
 */
export function jsonSchemaFor(
  target: string,
  descriptions: readonly Description[],
  write: (own: OwnSchemas, version: SwaggerVersion) => WrittenSchema,
): WrittenSchema {
  const known = Object.hasOwn(targets, target) ? targets[target] : undefined
  if (known === undefined) throw new SchemaDefinitionError(`the target is ${showValue(target)}, expected ${oneOf(Object.keys(targets))}`)
  const { version, dialect } = known
  if (!commonVersions(descriptions).includes(version))
    throw new SchemaDefinitionError(`${target} cannot say what the samples show, because one holds a list of mixed types`)
  const schema = withOwnSchemas(descriptions, (own) => write(own, version))
  if (schema instanceof Promise) {
    schema.catch(() => {})
    throw new SchemaDefinitionError('a custom type writes its schema asynchronously, which JSON Schema cannot be asked for')
  }
  return dialect === undefined ? schema : { $schema: dialect, ...schema }
}
