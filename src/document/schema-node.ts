import type { Dimension } from '../description/description.js'
import type { SwaggerSchema, SwaggerVersion, WrittenSchema } from '../description/swagger-schema.js'
import type { Constraints } from '../dtype/constraints.js'
import type { JsonValue } from '../json/json-value.js'

/** A schema as the description means it, before any version of OpenAPI says what of it can be written down. */
export interface SchemaNode {
  /** Absent: any value. */
  readonly type?: 'object' | 'array' | 'string' | 'number' | 'integer' | 'boolean'
  readonly format?: string
  readonly nullable?: boolean
  readonly items?: SchemaNode
  /** How many items there are, on an axis whose size is fixed. */
  readonly size?: ArraySize
  readonly properties?: readonly PropertyNode[]
  /** The schema of each member of an object whose members have any name. */
  readonly additionalProperties?: SchemaNode
  /** The only values that there are. */
  readonly enum?: readonly JsonValue[]
  /** One of these. */
  readonly anyOf?: readonly SchemaNode[]
  /** What the author asks of the values. */
  readonly constraints?: Constraints
  /** What stands in for a value that is left out. */
  readonly default?: JsonValue
  /** The tensor that an array stands for. */
  readonly tensor?: { readonly dtype: string; readonly dims: readonly Dimension[] }
  /** Whether the sample has nothing to show here (an empty list, a frame without rows). */
  readonly isUnsampled?: boolean
  /** What a custom parameter type wrote itself. */
  readonly own?: SwaggerSchema
  /** What somebody else's schema says of itself, in each version. */
  readonly written?: Readonly<Record<SwaggerVersion, WrittenSchema>>
}

export interface ArraySize {
  readonly items: number
  /** `later`: the Python package leaves it out of its Swagger 2.0, where it follows from a sample. */
  readonly since: 'always' | 'later'
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
