import type { SwaggerSchema } from '../description/swagger-schema.js'
import { setOwn } from '../json/own.js'
import type { PropertyNode, SchemaNode } from './schema-node.js'

/** A schema as one version of OpenAPI writes it. */
export type WrittenSchema = Record<string, unknown>

/** What one version of OpenAPI says in its own way. */
export interface SchemaDialect {
  /** What is said where the sample has nothing to show. */
  readonly unsampled: WrittenSchema
  isRequired(property: PropertyNode): boolean
  /** A schema that accepts null as well. */
  orNull(schema: WrittenSchema): WrittenSchema
  /** A schema that accepts what one of several does. */
  anyOf(options: readonly SchemaNode[]): WrittenSchema
  /** Whether the values of a category are listed. */
  lists(node: SchemaNode): boolean
  /** What a custom parameter type wrote, in Swagger 2.0. */
  own(schema: SwaggerSchema): WrittenSchema
  /** A schema with its example. */
  withExample(schema: WrittenSchema, example: unknown): WrittenSchema
}

/** Writes a schema in a version of OpenAPI. */
export function writeSchema(node: SchemaNode, dialect: SchemaDialect): WrittenSchema {
  const schema = node.own !== undefined ? dialect.own(node.own) : node.isUnsampled ? { ...dialect.unsampled } : writeKnown(node, dialect)
  return node.nullable ? dialect.orNull(schema) : schema
}

function writeKnown(node: SchemaNode, dialect: SchemaDialect): WrittenSchema {
  if (node.anyOf !== undefined) return dialect.anyOf(node.anyOf)
  const { type, format, items, properties, additionalProperties } = node
  const schema: WrittenSchema = {}
  if (type !== undefined) schema['type'] = type
  if (items !== undefined) schema['items'] = writeSchema(items, dialect)
  if (properties !== undefined) {
    const required = properties.filter((property) => dialect.isRequired(property)).map((property) => property.name)
    // Swagger 2.0 and OpenAPI 3.0 forbid an empty list.
    if (required.length > 0) schema['required'] = required
    const written: WrittenSchema = {}
    for (const property of properties) setOwn<unknown>(written, property.name, writeSchema(property.schema, dialect))
    schema['properties'] = written
  }
  if (additionalProperties !== undefined) schema['additionalProperties'] = writeSchema(additionalProperties, dialect)
  if (format !== undefined) schema['format'] = format
  if (node.enum !== undefined && dialect.lists(node)) schema['enum'] = [...node.enum]
  return schema
}
