import type { Constraints } from '../dtype/constraints.js'
import type { Dtype } from '../dtype/dtype.js'
import type { FrameForm } from '../frames/frame-form.js'
import type { Orient, RowLabel } from '../frames/orient.js'
import type { JsonValue } from '../json/json-value.js'
import type { OpaqueType } from './opaque.js'

/**
 * What a sample says about the values to come: read once from the sample when a parameter type is made, never changed, and
 * the only thing that documents, decoding and encoding look at.
 */
export type Description =
  | TensorDescription
  | FrameDescription
  | ObjectDescription
  | ListDescription
  | ScalarDescription
  | UnionDescription
  | AnyDescription
  | OpaqueDescription

/** numpy's word for which conversions are allowed: `safe` keeps every value, `unsafe` does what numpy and pandas do. */
export type Casting = 'safe' | 'unsafe'

interface Described {
  /** Whether null is one of the values; the sample showed one. */
  readonly nullable: boolean
  /** Whether the value may be left out: then its default stands in, where there is one. */
  readonly optional?: boolean
  /**
   * What stands in for a value that is left out, as JSON. It is there and undefined where a schema of somebody else's makes its
   * default of undefined.
   */
  readonly default?: JsonValue | undefined
  /** Of a parameter that may be left out: a value that says as much, as null does. */
  readonly standIn?: JsonValue
  /** Of a parameter: the key of an object that a payload may hold its value in, instead of under its own name alone. */
  readonly within?: string
  /** The sample as JSON: an example that the schema accepts. A large sample is shown in part. */
  readonly example: JsonValue
  /** What is to be said of the example: that it is shown in part. */
  readonly exampleNote?: string
  /** Whether a result must have no NaN, infinity and NaT in it, which else are null. */
  readonly nan?: 'error'
}

/** Whether something stands in for a value that is left out. */
export function hasDefault(described: Pick<Described, 'default'>): boolean {
  return Object.hasOwn(described, 'default')
}

/** What stands in for a value that is left out: a copy, for who receives it may change it. */
export function defaultOf({ default: value }: Pick<Described, 'default'>): unknown {
  return typeof value === 'object' ? structuredClone(value) : value
}

/** The size of an axis: a number; the name of a size that may be any, but is one within a payload; or null for any. */
export type Dimension = number | string | null

/** An n-dimensional array of one dtype. */
export interface TensorDescription extends Described {
  readonly kind: 'tensor'
  readonly dtype: Dtype
  /** Its axes: the sample's with the first one free, or those that are declared. They are held to when `enforceShape` is on. */
  readonly dims: readonly Dimension[]
  /** Whether the author declared the axes, so that all documents say them. */
  readonly isShapeDeclared: boolean
  readonly enforceColumnType: boolean
  readonly enforceShape: boolean
  readonly casting: Casting
  /** Whether null is one of its elements: NaN among floats, NaT among times, null in lists. */
  readonly nullableElements: boolean
}

export type { Orient }

/** Whose words a frame's document uses: pandas's (all integers are int64, all floats double), or Spark's. */
export type FrameDialect = 'pandas' | 'spark'

/** Columns of equal length, each with its own dtype. */
export interface FrameDescription extends Described {
  readonly kind: 'frame'
  /** The kind of frame that the sample is, and that `run` receives. */
  readonly form: FrameForm
  /** What builds frames whose columns are not to be the sample's, but what the rows show; the sample then only documents. */
  readonly inference?: FrameForm
  readonly dialect: FrameDialect
  readonly orient: Orient
  readonly columns: readonly ColumnDescription[]
  /**
   * Whether the columns have no names: then these are their positions, and a request that gives the columns an order may call them anything.
   */
  readonly byPosition?: boolean
  /** The labels of the sample's rows. */
  readonly labels: readonly RowLabel[]
  readonly enforceColumnType: boolean
  readonly enforceShape: boolean
  readonly casting: Casting
}

export interface ColumnDescription {
  readonly name: string
  readonly dtype: Dtype
  /** Whether the sample has a null in it, or its type allows one. */
  readonly nullable: boolean
  /** Whether rows may lack the column, as some of the sample's records do. */
  readonly optional: boolean
  /** What stands in where a row lacks it, as JSON. */
  readonly default?: JsonValue
  /** Whether null is refused although the column holds floats, whose null is NaN: its author declared it without `nullable`. */
  readonly isStrict?: boolean
  /** What `run` finds in a cell: what the dtype's storage holds, or the kind of value that the sample showed. */
  readonly cell: 'storage' | 'safe integer' | 'date'
  /** Whether the column itself arrives as the dtype's typed array, in the forms that have columns. */
  readonly typed: boolean
  /** What the cells of an object column hold; only for dtype object. */
  readonly value?: Description
}

/** An object with named fields; further keys are allowed and kept. */
export interface ObjectDescription extends Described {
  readonly kind: 'object'
  readonly fields: readonly FieldDescription[]
}

export interface FieldDescription {
  readonly name: string
  readonly value: Description
  /** False when some of the objects in a sample list lack the field. */
  readonly required: boolean
}

/** A list of any length whose items are alike. */
export interface ListDescription extends Described {
  readonly kind: 'list'
  readonly item: Description
  /** Whether the sample's items are of different types, which Swagger 2.0 cannot say. */
  readonly mixed: boolean
}

/** Kinds of single values. `float` is a number of 32 bits, `int` an integer received as a number, `bigint` one received as a bigint. */
export type ScalarType = 'string' | 'number' | 'float' | 'int' | 'bigint' | 'boolean' | 'date-time' | 'date' | 'time' | 'bytes' | 'buffer'

export interface ScalarDescription extends Described {
  readonly kind: 'scalar'
  readonly type: ScalarType
  readonly constraints?: Constraints
  readonly casting: Casting
}

/** One of several descriptions: the items of a mixed list. */
export interface UnionDescription extends Described {
  readonly kind: 'union'
  readonly options: readonly Description[]
}

/** Any JSON value, as it is. */
export interface AnyDescription extends Described {
  readonly kind: 'any'
}

/** A custom type, which describes, decodes and documents itself. */
export interface OpaqueDescription extends Described {
  readonly kind: 'opaque'
  readonly type: OpaqueType
  /** Whether the type itself reads null, so that null does not stand for a value that is left out. */
  readonly readsNull?: boolean
}

/** The custom types that a description holds. */
export const opaqueTypes: (description: Description) => readonly OpaqueType[] = once((description) =>
  description.kind === 'opaque' ? [description.type] : partsOf(description).flatMap(opaqueTypes),
)

/** Whether NaN, infinities and NaT are refused in some part of a result. */
export const refusesNaN: (description: Description) => boolean = once(
  (description) => description.nan === 'error' || partsOf(description).some(refusesNaN),
)

/** The descriptions that a description is made of. */
function partsOf(description: Description): readonly Description[] {
  switch (description.kind) {
    case 'object':
      return description.fields.map((field) => field.value)
    case 'list':
      return [description.item]
    case 'union':
      return description.options
    case 'frame':
      return description.columns.flatMap(({ value }) => value ?? [])
    default:
      return []
  }
}

/** The fields of an object by their names. */
export const fieldsByName: (description: ObjectDescription) => ReadonlyMap<string, Description> = once(
  ({ fields }) => new Map(fields.map(({ name, value }) => [name, value])),
)

/** Asks once of each description what is asked of it for each request. */
function once<D extends Description, T>(find: (description: D) => T): (description: D) => T {
  const known = new WeakMap<D, { readonly found: T }>()
  return (description) => {
    let entry = known.get(description)
    if (entry === undefined) {
      entry = { found: find(description) }
      known.set(description, entry)
    }
    return entry.found
  }
}
