import type { SwaggerSchema } from '../description/swagger-schema.js'
import type { JsonValue } from '../json/json-value.js'

/** A schema as the description means it, before any version of OpenAPI says what of it can be written down. */
export interface SchemaNode {
  /** Absent: any value. */
  readonly type?: 'object' | 'array' | 'string' | 'number' | 'integer' | 'boolean'
  readonly format?: string
  readonly nullable?: boolean
  readonly items?: SchemaNode
  readonly properties?: readonly PropertyNode[]
  /** The schema of each member of an object whose members have any name. */
  readonly additionalProperties?: SchemaNode
  /** The only values that there are. */
  readonly enum?: readonly JsonValue[]
  /** One of these. */
  readonly anyOf?: readonly SchemaNode[]
  /** Whether the sample has nothing to show here (an empty list, a frame without rows). */
  readonly isUnsampled?: boolean
  /** What a custom parameter type wrote itself. */
  readonly own?: SwaggerSchema
}

export interface PropertyNode {
  readonly name: string
  readonly schema: SchemaNode
  /**
   * `always`: required in every version. `later`: required, but the Python package leaves it out of its Swagger 2.0 (the
   * fields of structured arrays).
   */
  readonly required: 'always' | 'later' | 'never'
}
