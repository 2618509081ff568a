import { oneOf, showValue } from '../errors/show.js'
import { type Constrained, type Constraints, constrainedWords } from './constraints.js'
import { type EpochUnit, type TimeStep, type TimeUnit, unitNames } from './time-unit.js'

/** Names of the integer dtypes. */
export type IntegerName = 'int8' | 'int16' | 'int32' | 'int64' | 'uint8' | 'uint16' | 'uint32' | 'uint64'
/** Names of the floating-point dtypes. */
export type FloatName = 'float16' | 'float32' | 'float64'

export interface BoolDtype extends Constrained {
  readonly kind: 'bool'
  readonly name: 'bool'
}
export interface IntegerDtype extends Constrained {
  readonly kind: 'integer'
  readonly name: IntegerName
  readonly bits: 8 | 16 | 32 | 64
  readonly min: bigint
  readonly max: bigint
}
export interface FloatDtype extends Constrained {
  readonly kind: 'float'
  readonly name: FloatName
  /** The largest finite number. */
  readonly max: number
}
export interface StringDtype extends Constrained {
  readonly kind: 'string'
  /** `str`, or `<U8` with the longest length in characters. */
  readonly name: string
  readonly length?: number
}
export interface BytesDtype {
  readonly kind: 'bytes'
  /** `bytes`, or `S4` with the greatest length in bytes. */
  readonly name: string
  readonly length?: number
  /** Whether all have that length (Arrow's FixedSizeBinary). */
  readonly isFixed?: boolean
}
export interface DatetimeDtype extends TimeStep {
  readonly kind: 'datetime'
  /** `datetime64[ns]`, `datetime64[25s]`, `datetime64[ns, UTC]`. */
  readonly name: string
  /** The time zone's name, for the columns of frames that have one; the values are instants (UTC) all the same. */
  readonly zone?: string
  /** Whether instants of all zones are taken, as Spark takes them. */
  readonly takesAnyZone?: boolean
  /** Whether what is below a step is cut, not refused: a Date was shown, which asks for no more than its milliseconds. */
  readonly isCut?: boolean
  /** The unit in which JSON has it as a number, beside text; text alone where it has none. */
  readonly epoch?: EpochUnit
}
export interface TimedeltaDtype extends TimeStep {
  readonly kind: 'timedelta'
  readonly name: string
  /** As that of a datetime. */
  readonly epoch?: EpochUnit
}
export interface StructDtype {
  readonly kind: 'struct'
  readonly name: string
  readonly fields: readonly StructField[]
  /** Whether records have no other members, and may lack those that are nullable: Arrow's structs are so. */
  readonly isClosed?: boolean
}
export interface StructField {
  readonly name: string
  readonly dtype: Dtype
  /** Dimensions of a sub-array; empty for one value. */
  readonly shape: readonly number[]
  /** Whether null is one of the values. Default false. */
  readonly nullable?: boolean
}
/** Any value, as it is. */
export interface ObjectDtype {
  readonly kind: 'object'
  readonly name: 'object'
}
/** pandas's categorical, Arrow's dictionary: values out of the set that the sample shows. */
export interface CategoryDtype {
  readonly kind: 'category'
  readonly name: 'category'
  /** What the categories are: text, in pandas. */
  readonly value: Dtype
  /** The known values, as the value dtype stores them; none when the sample has no rows to show any. */
  readonly categories: readonly unknown[]
  /** Whether the author listed them, so that documents do. */
  readonly isDeclared?: boolean
}

// The types that only Arrow has. Their times are counts (bigints) like those of datetime64.

/** A calendar date. */
export interface DateDtype {
  readonly kind: 'date'
  readonly name: 'date32[day]' | 'date64[ms]'
  readonly unit: 'D' | 'ms'
}
/** A time of day, in no time zone; a count since midnight. */
export interface TimeDtype {
  readonly kind: 'time'
  readonly name: 'time32[s]' | 'time32[ms]' | 'time64[us]' | 'time64[ns]'
  readonly unit: 'ms' | 's' | 'us' | 'ns'
}
/** A decimal number of a fixed scale; its elements are bigints, the number times 10^scale. */
export interface DecimalDtype {
  readonly kind: 'decimal'
  readonly name: `decimal(${number}, ${number})`
  /** The greatest number of digits. */
  readonly precision: number
  /** How many of the digits stand after the point. */
  readonly scale: number
  /** How JSON says it: as text, or as a number as long as a double holds all digits. */
  readonly json: 'text' | 'number'
}
/** Lists of any length, or of one. */
export interface ListDtype {
  readonly kind: 'list'
  readonly name: 'list'
  readonly item: Dtype
  /** Whether items may be null. */
  readonly nullable: boolean
  /** The length of all lists, where it is fixed. */
  readonly length?: number
}
/** Values by key; its elements are entries `[key, value]`. */
export interface MapDtype {
  readonly kind: 'map'
  readonly name: 'map'
  readonly key: Dtype
  readonly value: Dtype
  /** Whether values may be null. */
  readonly nullable: boolean
}
/** Nothing but nulls. */
export interface NullDtype {
  readonly kind: 'null'
  readonly name: 'null'
}

/** What one element of an array, or one cell of a column, is: numpy's dtype. */
export type Dtype =
  | BoolDtype
  | IntegerDtype
  | FloatDtype
  | StringDtype
  | BytesDtype
  | DatetimeDtype
  | TimedeltaDtype
  | StructDtype
  | ObjectDtype
  | CategoryDtype
  | DateDtype
  | TimeDtype
  | DecimalDtype
  | ListDtype
  | MapDtype
  | NullDtype

/**
 * A dtype as authors write it: a name of numpy's or pandas's, or numpy's list form of a structured dtype,
 * `[['name', '<U16'], ['grades', 'float64', [2]]]`.
 */
export type DtypeSpec = DtypeName | (string & {}) | StructSpec

/**
 * A dtype of an array, or of a field: also numpy's other forms, which are `['float64', [2, 3]]`, whose shape comes after the axes of
 * the array, `{ names, formats }` and `{ field: [dtype, offset] }`.
 */
export type ArrayDtypeSpec = DtypeSpec | SubArraySpec | FieldListsSpec | FieldsSpec

export type StructSpec = readonly StructFieldSpec[]
export type StructFieldSpec = readonly [
  name: string | readonly [title: string, name: string],
  dtype: ArrayDtypeSpec | DeclaredDtype,
  shape?: number | readonly number[],
]
/** A dtype with what else is said of its values. */
export interface DeclaredDtype {
  readonly dtype: ArrayDtypeSpec
  /** Whether null is one of the values. Default: whether the sample has one. */
  readonly nullable?: boolean
  /** The unit of numbers that stand for times: counts since 1970-01-01T00:00:00Z, or of a duration. Default: numbers are refused. */
  readonly epoch?: EpochUnit
}
/** A dtype with the shape of a sub-array, `['float64', [2, 3]]`, or with a length, `['S', 4]`. */
export type SubArraySpec = readonly [dtype: ArrayDtypeSpec, shape: number | readonly number[]]
/** The fields of a structured dtype by lists; where they are in memory means nothing in JSON. */
export interface FieldListsSpec {
  readonly names: readonly string[]
  readonly formats: readonly ArrayDtypeSpec[]
  readonly titles?: readonly (string | null)[]
  readonly offsets?: readonly number[]
  readonly itemsize?: number
  readonly aligned?: boolean
}
/** The fields of a structured dtype by name, in the order of their offsets. */
export interface FieldsSpec {
  readonly [field: string]: readonly [dtype: ArrayDtypeSpec, offset: number, title?: string]
}

/** The dtype names that editors offer; every name that `parseDtype` reads is allowed. */
export type DtypeName =
  | IntegerName
  | FloatName
  | 'bool'
  | 'str'
  | 'bytes'
  | 'object'
  | 'category'
  | `datetime64[${TimeUnit}]`
  | 'datetime64[ns, UTC]'
  | `timedelta64[${TimeUnit}]`

/** What the author asks of the dtype's values besides. */
export function constraintsOf(dtype: Dtype): Constraints | undefined {
  return 'constraints' in dtype ? dtype.constraints : undefined
}

function epochWords({ epoch }: DatetimeDtype | TimedeltaDtype, since = ''): string {
  return epoch === undefined ? '' : `, or a whole number of ${unitNames[epoch]}${since}`
}

/** What a number of the dtype is called in an error message about its range, which is the narrower of the dtype's and the declared one. */
export function expectedInRange(dtype: IntegerDtype | FloatDtype): string {
  if (dtype.kind === 'float') return constrainedWords(`a number (${dtype.name})`, dtype, { max: dtype.max })
  return constrainedWords(`an integer (${dtype.name})`, dtype, dtype)
}

/** What a value of the dtype is called in an error message. */
export function expectedOf(dtype: Dtype): string {
  switch (dtype.kind) {
    case 'bool':
      return constrainedWords('a boolean', dtype)
    case 'integer':
      return constrainedWords(`an integer (${dtype.name})`, dtype)
    case 'float':
      return constrainedWords(`a number (${dtype.name})`, dtype)
    case 'string':
      return constrainedWords(dtype.length === undefined ? 'a string' : `a string of at most ${dtype.length} characters`, dtype)
    case 'bytes':
      return dtype.length === undefined ? 'base64 text' : `base64 text of ${dtype.isFixed ? '' : 'at most '}${dtype.length} bytes`
    case 'datetime':
      return `a date and time as text, like "2024-02-29T12:30:00Z"${epochWords(dtype, ' since 1970')} (${dtype.name})`
    case 'timedelta':
      return `a duration as text, like "3 days" or "P3DT0H0M0S"${epochWords(dtype)} (${dtype.name})`
    case 'struct':
      return `a record with the fields ${dtype.fields.map((field) => field.name).join(', ')}`
    case 'category':
      return dtype.isDeclared ? oneOf(dtype.categories.map((category) => showValue(category))) : 'one of the categories'
    case 'date':
      return `a date as text, like "2024-02-29" (${dtype.name})`
    case 'time':
      return `a time of day without a zone as text, like "07:30:00" (${dtype.name})`
    case 'decimal':
      return `a decimal number of at most ${dtype.precision} digits, ${dtype.scale} of them after the point`
    case 'list':
      return dtype.length === undefined ? 'a list' : `a list of ${dtype.length} values`
    case 'map':
      return 'an object with a value for each key'
    case 'null':
      return 'null'
    case 'object':
      return 'any value'
  }
}
