import type { OpenAPIV2 } from 'openapi-types'
import type { SwaggerSchema } from '../description/swagger-schema.js'
import { setOwn } from '../json/own.js'
import type { SchemaNode } from './schema-node.js'

/**
 * openapi-types types items for parameters, where they are narrower; in schemas they are schemas (Swagger 2.0, Schema
 * Object).
 */
type ItemsObject = OpenAPIV2.ItemsObject

/**
 * Writes a schema in Swagger 2.0, in the form of the Python package, which Power BI and others are known to read. What 2.0
 * cannot say is said weaker, never wrong: one of several types becomes any value, "or null" becomes `x-nullable`.
 */
export function toSwagger2(node: SchemaNode): SwaggerSchema {
  const schema = node.own ?? (node.isUnsampled ? { type: 'object' } : written(node))
  return node.nullable ? { ...schema, 'x-nullable': true } : schema
}

function written(node: SchemaNode): SwaggerSchema {
  if (node.anyOf !== undefined) return anyOf(node.anyOf)
  const { type, format, items, properties, additionalProperties } = node
  const schema: SwaggerSchema = {}
  if (type !== undefined) schema.type = type
  if (items !== undefined) schema.items = toSwagger2(items) as ItemsObject
  if (properties !== undefined) {
    const required = properties.filter((property) => property.required === 'always').map((property) => property.name)
    // Swagger 2.0 forbids an empty list.
    if (required.length > 0) schema.required = required
    const written: Record<string, SwaggerSchema> = {}
    for (const property of properties) setOwn(written, property.name, toSwagger2(property.schema))
    schema.properties = written
  }
  if (additionalProperties !== undefined) schema.additionalProperties = toSwagger2(additionalProperties)
  if (format !== undefined) schema.format = format
  if (node.enum !== undefined) schema.enum = [...node.enum]
  return schema
}

function anyOf(options: readonly SchemaNode[]): SwaggerSchema {
  const isNumeric = options.every((option) => option.type === 'number' || option.type === 'integer')
  const schema: SwaggerSchema = isNumeric ? { type: 'number', format: 'double' } : {}
  return options.some((option) => option.nullable) ? { ...schema, 'x-nullable': true } : schema
}
