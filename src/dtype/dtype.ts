import type { TimeUnit } from './time-unit.js'

/** Names of the integer dtypes. */
export type IntegerName = 'int8' | 'int16' | 'int32' | 'int64' | 'uint8' | 'uint16' | 'uint32' | 'uint64'
/** Names of the floating-point dtypes. */
export type FloatName = 'float16' | 'float32' | 'float64'

export interface BoolDtype {
  readonly kind: 'bool'
  readonly name: 'bool'
}
export interface IntegerDtype {
  readonly kind: 'integer'
  readonly name: IntegerName
  readonly bits: 8 | 16 | 32 | 64
  readonly min: bigint
  readonly max: bigint
}
export interface FloatDtype {
  readonly kind: 'float'
  readonly name: FloatName
  /** The largest finite number. */
  readonly max: number
}
export interface StringDtype {
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
}
export interface DatetimeDtype {
  readonly kind: 'datetime'
  /** `datetime64[ns]`, `datetime64[ns, UTC]`. */
  readonly name: string
  readonly unit: TimeUnit
  /** The time zone's name, for the columns of frames that have one; the values are instants (UTC) all the same. */
  readonly zone?: string
}
export interface TimedeltaDtype {
  readonly kind: 'timedelta'
  readonly name: string
  readonly unit: TimeUnit
}
export interface StructDtype {
  readonly kind: 'struct'
  readonly name: string
  readonly fields: readonly StructField[]
}
export interface StructField {
  readonly name: string
  readonly dtype: Dtype
  /** Dimensions of a sub-array; empty for one value. */
  readonly shape: readonly number[]
}
/** Any value, as it is. */
export interface ObjectDtype {
  readonly kind: 'object'
  readonly name: 'object'
}
/** pandas's categorical: text out of the set of values that the sample shows. */
export interface CategoryDtype {
  readonly kind: 'category'
  readonly name: 'category'
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

/**
 * A dtype as authors write it: a name of numpy's or pandas's, or numpy's list form of a structured dtype,
 * `[['name', '<U16'], ['grades', 'float64', [2]]]`.
 */
export type DtypeSpec = DtypeName | (string & {}) | StructSpec
export type StructSpec = readonly StructFieldSpec[]
export type StructFieldSpec = readonly [name: string, dtype: DtypeSpec, shape?: readonly number[]]

/** The dtype names that editors offer; every name that `parseDtype` reads is allowed. */
export type DtypeName =
  | IntegerName
  | FloatName
  | 'bool'
  | 'str'
  | 'bytes'
  | 'object'
  | 'category'
  | 'datetime64[s]'
  | 'datetime64[ms]'
  | 'datetime64[us]'
  | 'datetime64[ns]'
  | 'datetime64[ns, UTC]'
  | 'datetime64[D]'
  | 'timedelta64[s]'
  | 'timedelta64[ms]'
  | 'timedelta64[ns]'
  | 'timedelta64[D]'

/** What a value of the dtype is called in an error message. */
export function expectedOf(dtype: Dtype): string {
  switch (dtype.kind) {
    case 'bool':
      return 'a boolean'
    case 'integer':
      return `an integer (${dtype.name})`
    case 'float':
      return `a number (${dtype.name})`
    case 'string':
      return dtype.length === undefined ? 'a string' : `a string of at most ${dtype.length} characters`
    case 'bytes':
      return dtype.length === undefined ? 'base64 text' : `base64 text of at most ${dtype.length} bytes`
    case 'datetime':
      return `a date and time as text, like "2024-02-29T12:30:00Z" (${dtype.name})`
    case 'timedelta':
      return `a duration as text, like "3 days" or "P3DT0H0M0S" (${dtype.name})`
    case 'struct':
      return `a record with the fields ${dtype.fields.map((field) => field.name).join(', ')}`
    case 'category':
      return 'one of the categories'
    case 'object':
      return 'any value'
  }
}
