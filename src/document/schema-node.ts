import type { SwaggerSchema, SwaggerVersion, WrittenSchema } from '../description/swagger-schema.js'
import type { Constraints } from '../dtype/constraints.js'
import type { JsonValue } from '../json/json-value.js'

/** A schema as the description means it, before any version of OpenAPI says what of it can be written down. */
export interface SchemaNode {
  /** Absent: any value. */
  readonly type?: 'object' | 'array' | 'string' | 'number' | 'integer' | 'boolean'
  readonly format?: string
  readonly description?: string
  /** What holds besides, and JSON Schema has no words for: a sentence for the description. */
  readonly rule?: string
  /** The same of what is sent alone. */
  readonly inputRule?: string
  readonly nullable?: boolean
  /** Whether computation makes null of it: NaN, infinities and NaT are null in results. */
  readonly isComputed?: boolean
  /** Whether results have none of these. */
  readonly nan?: 'error'
  readonly items?: SchemaNode
  /** The items by position, without a size the first ones: 3.1 alone can say them, in 3.0 each is one of these. */
  readonly prefixItems?: readonly SchemaNode[]
  /** How many items there are, where that is fixed. */
  readonly size?: number
  /** Whether no two items are the same. */
  readonly isUnique?: boolean
  readonly properties?: readonly PropertyNode[]
  /** The schema of each member of an object whose members have any name. */
  readonly additionalProperties?: SchemaNode
  /** Whether a request may have no further members; results may. */
  readonly isClosed?: boolean
  /** The only values that there are. */
  readonly enum?: readonly JsonValue[]
  /** One of these. */
  readonly anyOf?: readonly SchemaNode[]
  /** What the author asks of the values. */
  readonly constraints?: Constraints
  /** What stands in for a value that is left out. */
  readonly default?: JsonValue
  /** Words of our own, `x-dtype` for one. */
  readonly extensions?: Readonly<Record<string, unknown>>
  /** Whether the sample has nothing to show here (an empty list, a frame without rows). */
  readonly isUnsampled?: boolean
  /** What a custom parameter type wrote itself. */
  readonly own?: SwaggerSchema
  /** What somebody else's schema says of itself, in each version. */
  readonly written?: Readonly<Record<SwaggerVersion, WrittenSchema>>
  /** What stands in the place of the above in the versions after Swagger 2.0, whose documents have the Python package's form. */
  readonly later?: LaterWords
}

/** Words of a schema; undefined ones are not said. */
export type LaterWords = { readonly [Word in Exclude<keyof SchemaNode, 'later'>]?: SchemaNode[Word] | undefined }

export interface PropertyNode {
  readonly name: string
  readonly schema: SchemaNode
  /**
   * `always`: required in every version. `later`: required, but the Python package leaves it out of its Swagger 2.0 (the
   * fields of structured arrays).
   */
  readonly required: 'always' | 'later' | 'never'
}
