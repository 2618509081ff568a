import type { DateSample, IntSample, TimeSample } from '../description/markers.js'
import type { DtypeSpec, StructSpec } from '../dtype/dtype.js'
import type { NdArray } from '../dtype/ndarray.js'

/** The typed array, or array, that holds a dtype's elements. */
export type StorageOf<D> = D extends 'float64' | 'float' | 'double' | 'f8'
  ? Float64Array
  : D extends 'float32' | 'single' | 'f4'
    ? Float32Array
    : D extends 'int8'
      ? Int8Array
      : D extends 'int16'
        ? Int16Array
        : D extends 'int32'
          ? Int32Array
          : D extends 'uint8' | 'bool'
            ? Uint8Array
            : D extends 'uint16'
              ? Uint16Array
              : D extends 'uint32'
                ? Uint32Array
                : D extends 'int64' | 'int' | `datetime64${string}` | `timedelta64${string}`
                  ? BigInt64Array
                  : D extends 'uint64'
                    ? BigUint64Array
                    : D extends 'str' | `<U${number}`
                      ? string[]
                      : D extends 'bytes' | `S${number}`
                        ? Uint8Array[]
                        : D extends StructSpec
                          ? Record<string, unknown>[]
                          : NdArrayData

/** Storage of a dtype that the compiler does not know. */
export type NdArrayData = NdArray['data']

/** The innermost value of nested arrays. */
type Leaf<S> = S extends readonly (infer Item)[] ? Leaf<Item> : S

/** The storage of a tensor sample that has no `dtype`. */
type StorageOfSample<S> = S extends { data: infer Data; stride: unknown }
  ? Data
  : S extends ArrayBufferView
    ? S
    : Leaf<S> extends number
      ? Float64Array
      : Leaf<S> extends bigint | IntSample | Date
        ? BigInt64Array
        : Leaf<S> extends boolean
          ? Uint8Array
          : Leaf<S> extends string
            ? string[]
            : NdArrayData

/** What `run` receives for a tensor sample. */
export type TensorOf<Sample, Dtype> = [Dtype] extends [DtypeSpec]
  ? NdArray<Extract<StorageOf<Dtype>, NdArrayData>>
  : NdArray<Extract<StorageOfSample<Sample>, NdArrayData>>

/** What `run` finds in a cell of a column with a given dtype. */
export type CellOf<D> = D extends 'float64' | 'float32' | 'float16' | 'int8' | 'int16' | 'int32' | 'uint8' | 'uint16' | 'uint32'
  ? number
  : D extends 'int64' | 'uint64' | `datetime64${string}` | `timedelta64${string}`
    ? bigint
    : D extends 'bool'
      ? boolean
      : D extends 'str' | 'category' | `<U${number}`
        ? string
        : D extends 'bytes'
          ? Uint8Array
          : unknown

/** What `run` receives for a record sample: its columns, of the kinds that they show or that `dtypes` gives them. */
type RecordOf<Row, Dtypes> = { [Name in keyof Row]: Name extends keyof Dtypes ? CellOf<Dtypes[Name]> : ValueOf<Row[Name]> }

type ColumnOf<Column, D> = [D] extends [DtypeSpec]
  ? D extends 'bool' | 'str' | 'object' | 'category'
    ? CellOf<D>[]
    : Extract<StorageOf<D>, ArrayLike<unknown>>
  : Column extends readonly (infer Cell)[]
    ? ValueOf<Cell>[]
    : Column

/** What `run` receives for a frame sample. */
export type FrameOf<Sample, Dtypes> = Sample extends readonly []
  ? { [Name in keyof Dtypes]: CellOf<Dtypes[Name]> }[]
  : Sample extends readonly (infer Row)[]
    ? RecordOf<Row, Dtypes>[]
    : { [Name in keyof Sample]: ColumnOf<Sample[Name], Name extends keyof Dtypes ? Dtypes[Name] : undefined> }

/** A parameter type, as far as its value is concerned. */
interface Typed<Value> {
  deserializeInput(input: unknown): Value | Promise<Value>
}

/** What `run` receives for a sample of plain values. */
export type ValueOf<Sample> =
  Sample extends Typed<infer Value>
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
              : Sample extends readonly []
                ? unknown[]
                : Sample extends readonly (infer Item)[]
                  ? ValueOf<Item>[]
                  : Sample extends object
                    ? { -readonly [Name in keyof Sample]: ValueOf<Sample[Name]> }
                    : unknown
