import type { ColumnDeclaration } from '../description/column.js'
import type { DateSample, IntSample, TimeSample } from '../description/markers.js'
import type { DtypeSpec, StructSpec } from '../dtype/dtype.js'
import type { NdArray } from '../dtype/ndarray.js'

/**
 * numpy's and pandas's other names for the dtypes, as far as the compiler follows them: any other name is not known to it.
 */
interface Aliases {
  boolean: 'bool'
  int: 'int64'
  long: 'int64'
  uint: 'uint64'
  half: 'float16'
  single: 'float32'
  float: 'float64'
  double: 'float64'
  string: 'str'
  i1: 'int8'
  i2: 'int16'
  i4: 'int32'
  i8: 'int64'
  u1: 'uint8'
  u2: 'uint16'
  u4: 'uint32'
  u8: 'uint64'
  f2: 'float16'
  f4: 'float32'
  f8: 'float64'
  Int8: 'int8'
  Int16: 'int16'
  Int32: 'int32'
  Int64: 'int64'
  UInt8: 'uint8'
  UInt16: 'uint16'
  UInt32: 'uint32'
  UInt64: 'uint64'
  Float32: 'float32'
  Float64: 'float64'
}

type Canonical<D> = D extends keyof Aliases ? Aliases[D] : D

/** pandas's extension dtypes, whose columns hold missing values. */
type NullableName = `${'Int' | 'UInt'}${8 | 16 | 32 | 64}` | 'Float32' | 'Float64' | 'boolean'

/** Names of dtypes whose elements are counts in a unit. */
type TimeName = `datetime64${string}` | `timedelta64${string}`
type TextName = 'str' | `${'<' | '>' | ''}U${number}`
type BytesName = 'bytes' | `S${number}` | `|S${number}`

/**
 * The typed arrays by the dtype that they hold. The 64-bit ones are over an ArrayBuffer, as the ndarray package has them.
 */
interface Storages {
  bool: Uint8Array
  int8: Int8Array
  int16: Int16Array
  int32: Int32Array
  int64: BigInt64Array<ArrayBuffer>
  uint8: Uint8Array
  uint16: Uint16Array
  uint32: Uint32Array
  uint64: BigUint64Array<ArrayBuffer>
  float32: Float32Array
  float64: Float64Array
}

/** Storage of a dtype that the compiler does not know. */
export type NdArrayData = NdArray['data']

/** The typed array, or array, that holds a dtype's elements. */
export type StorageOf<D> = D extends StructSpec
  ? Record<string, unknown>[]
  : Canonical<D> extends keyof Storages
    ? Storages[Canonical<D>]
    : Canonical<D> extends TimeName
      ? Storages['int64']
      : Canonical<D> extends TextName
        ? string[]
        : Canonical<D> extends BytesName
          ? Uint8Array[]
          : Canonical<D> extends 'object'
            ? unknown[]
            : NdArrayData

/** Storage of the same kind as a typed array, whatever buffer that is over; bytes clamped or not are uint8. */
type StorageLike<Data> = Data extends Uint8ClampedArray
  ? Uint8Array
  : Data extends BigInt64Array
    ? Storages['int64']
    : Data extends BigUint64Array
      ? Storages['uint64']
      : Data extends Float64Array
        ? Float64Array
        : Data extends Float32Array
          ? Float32Array
          : Data extends Int8Array
            ? Int8Array
            : Data extends Int16Array
              ? Int16Array
              : Data extends Int32Array
                ? Int32Array
                : Data extends Uint8Array
                  ? Uint8Array
                  : Data extends Uint16Array
                    ? Uint16Array
                    : Data extends Uint32Array
                      ? Uint32Array
                      : NdArrayData

/** The innermost value of nested arrays. */
type Leaf<S> = S extends readonly (infer Item)[] ? Leaf<Item> : S

type StorageOfLeaf<L> = [L] extends [never]
  ? NdArrayData
  : [L] extends [bigint | IntSample]
    ? Storages['int64']
    : [L] extends [number | bigint | IntSample]
      ? Float64Array
      : [L] extends [Date]
        ? Storages['int64']
        : [L] extends [boolean]
          ? Uint8Array
          : [L] extends [string]
            ? string[]
            : NdArrayData

/** The storage of a tensor sample that has no `dtype`. */
type StorageOfSample<S> = S extends { data: infer Data; stride: unknown }
  ? Data extends readonly unknown[]
    ? StorageOfLeaf<Data[number]>
    : StorageLike<Data>
  : S extends ArrayBufferView
    ? StorageLike<S>
    : StorageOfLeaf<Leaf<S>>

/** What `run` receives for a tensor sample. */
export type TensorOf<Sample, Dtype> = [Dtype] extends [DtypeSpec] ? NdArray<StorageOf<Dtype>> : NdArray<StorageOfSample<Sample>>

type NumberName = 'float64' | 'float32' | 'float16' | 'int8' | 'int16' | 'int32' | 'uint8' | 'uint16' | 'uint32'

/** The dtype of a column: given by its name, or in what is declared of it. */
type DtypeOf<D> = D extends { readonly dtype: infer Name } ? Name : D extends ColumnDeclaration ? undefined : D

/** null and undefined, where a declaration lets a column lack. */
type DeclaredMissing<D> =
  | (D extends { readonly nullable: true } ? null : never)
  | (D extends { readonly optional: true } ? (D extends { readonly default: unknown } ? never : undefined) : never)

/** Texts that are one of a few. */
type Listed<D> = D extends { readonly enum: readonly (infer Value)[] } ? ([Value] extends [string] ? Value : never) : never

/** What `run` finds in a cell of a column with a given dtype. */
export type CellOf<D> =
  | ([Listed<D>] extends [never] ? CellOfName<Canonical<DtypeOf<D>>> : Listed<D>)
  | (DtypeOf<D> extends NullableName ? null : never)
  | DeclaredMissing<D>

type CellOfName<D> = D extends NumberName
  ? number
  : D extends 'int64' | 'uint64' | TimeName
    ? bigint
    : D extends 'bool'
      ? boolean
      : D extends TextName | 'category'
        ? string
        : D extends BytesName
          ? Uint8Array
          : unknown

/** null, and the absence of a key, where the sample shows that cells may lack. */
type MissingOf<Cell> = Extract<Cell, null | undefined>

/**
 * What `run` receives for a record sample: its columns, of the kinds that they show or that their author gives them, and those
 * that the author adds.
 */
type RecordOf<Row, Dtypes> = [Exclude<keyof Dtypes, keyof Row>] extends [never]
  ? ShownRecord<Row, Dtypes>
  : Simplify<ShownRecord<Row, Dtypes> & DeclaredRecord<Omit<Dtypes, keyof Row>>>

type ShownRecord<Row, Dtypes> = {
  -readonly [Name in keyof Row]: Name extends keyof Dtypes ? ShownCell<Row[Name], Dtypes[Name]> | MissingOf<Row[Name]> : ValueOf<Row[Name]>
}

/** A cell of a column that is shown, and declared: its dtype is the declared one, where there is any. */
type ShownCell<Cell, D> = [Listed<D>] extends [never]
  ? DtypeOf<D> extends undefined
    ? ValueOf<Cell> | DeclaredMissing<D>
    : CellOf<D>
  : CellOf<D>

/** Rows of columns that only their author shows. A column that rows may lack is absent from some. */
type DeclaredRecord<Dtypes> = Simplify<
  { -readonly [Name in keyof Dtypes as undefined extends CellOf<Dtypes[Name]> ? never : Name]: CellOf<Dtypes[Name]> } & {
    -readonly [Name in keyof Dtypes as undefined extends CellOf<Dtypes[Name]> ? Name : never]?: CellOf<Dtypes[Name]>
  }
>

type Simplify<T> = { [Name in keyof T]: T[Name] }

type ColumnOf<Column> = Column extends readonly (infer Cell)[] ? ValueOf<Cell>[] : StorageLike<Column>

/** A column with a declared dtype is in its storage, unless that cannot hold what the sample shows. */
type DeclaredColumn<Column, D> =
  DtypeOf<D> extends undefined
    ? ShownColumn<Column, D>
    : Column extends readonly (infer Cell)[]
      ? [MissingOf<Cell>] extends [never]
        ? TypedColumn<D>
        : (CellOf<D> | null)[]
      : TypedColumn<D>

/** A column whose declaration leaves its dtype to the sample. */
type ShownColumn<Column, D> = [DeclaredMissing<D>] extends [never]
  ? ColumnOf<Column>
  : (Column extends readonly (infer Cell)[] ? ValueOf<Cell> | null : Column extends ArrayLike<infer Cell> ? Cell | null : unknown)[]

type TypedColumn<D> =
  DtypeOf<D> extends NullableName
    ? ColumnCell<D>[]
    : [DeclaredMissing<D>] extends [never]
      ? Canonical<DtypeOf<D>> extends 'bool'
        ? boolean[]
        : Canonical<DtypeOf<D>> extends keyof Storages | TimeName
          ? StorageOf<DtypeOf<D>>
          : ColumnCell<D>[]
      : ColumnCell<D>[]

/** Where a row lacks a cell, its column holds null. */
type ColumnCell<D> = Exclude<CellOf<D>, undefined> | (undefined extends CellOf<D> ? null : never)

/** Frames that are classes of their own: an Arrow Table, a danfojs DataFrame. What comes is the same class, of the same columns. */
type FrameClass =
  | { readonly schema: { readonly fields: readonly unknown[] }; readonly batches: readonly unknown[] }
  | { readonly $isSeries: boolean; readonly dtypes: unknown; iloc(...args: never[]): unknown }

/** What `run` receives for a frame sample. */
export type FrameOf<Sample, Dtypes> = unknown extends Sample
  ? unknown
  : Sample extends FrameClass
    ? Sample
    : Sample extends readonly (infer Row)[]
      ? ([Row] extends [never] ? DeclaredRecord<Dtypes> : RecordOf<Row, Dtypes>)[]
      : [keyof Sample] extends [never]
        ? { -readonly [Name in keyof Dtypes]: TypedColumn<Dtypes[Name]> }
        : {
            -readonly [Name in keyof Sample]: Name extends keyof Dtypes
              ? DeclaredColumn<Sample[Name], Dtypes[Name]>
              : ColumnOf<Sample[Name]>
          }

/** A parameter type, as far as its value is concerned. */
interface Typed<Value> {
  deserializeInput(input: unknown): Value | Promise<Value>
}

/** Stands in the place of a sample for what a declaration says of values. */
export interface Declared<Value> {
  readonly '~value'?: Value
  readonly '~declared': true
}

/**
 * What `run` receives for a sample of plain values: anything where the sample shows nothing, with null or an empty list.
 */
export type ValueOf<Sample> = [Sample] extends [null] ? unknown : ShownValue<Sample>

type ShownValue<Sample> =
  Sample extends Declared<infer Value>
    ? Value
    : Sample extends Typed<infer Value>
      ? Value
      : Sample extends IntSample | number
        ? number
        : Sample extends DateSample | TimeSample | string
          ? string
          : Sample extends bigint
            ? bigint
            : Sample extends boolean
              ? boolean
              : Sample extends Date | Uint8Array | null
                ? Sample
                : Sample extends undefined
                  ? undefined
                  : Sample extends readonly (infer Item)[]
                    ? ValueOf<Item>[]
                    : Sample extends object
                      ? { -readonly [Name in keyof Sample]: ValueOf<Sample[Name]> }
                      : unknown
