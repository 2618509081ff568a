import type { WrittenSchema } from '../description/swagger-schema.js'
import type { VersionDialect } from './schema-dialect.js'
import type { SchemaNode } from './schema-node.js'

/**
 * Swagger 2.0, in the form of the Python package, which Power BI and others are known to read. What 2.0 cannot say is said
 * weaker, never wrong: one of several types becomes any value, "or null" becomes `x-nullable`.
 */
export const swagger2: VersionDialect = {
  version: '2.0',
  unsampled: { type: 'object' },
  isRequired: (property) => property.required === 'always',
  orNull: (schema) => ({ ...schema, 'x-nullable': true }),
  anyOf,
  // Lists of mixed types are not for this version; of one type, `items` says it.
  tuple: () => ({}),
  own: (schema) => ({ ...schema }),
  withExample: (schema, example) => ({ ...schema, example }),
}

function anyOf(options: readonly SchemaNode[]): WrittenSchema {
  const isNumeric = options.every((option) => option.type === 'number' || option.type === 'integer')
  const schema: WrittenSchema = isNumeric ? { type: 'number', format: 'double' } : {}
  return options.some((option) => option.nullable) ? { ...schema, 'x-nullable': true } : schema
}
