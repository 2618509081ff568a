import type { IntSample } from '../description/markers.js'
import type { StructSpec } from '../dtype/dtype.js'
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

export type Canonical<D> = D extends keyof Aliases ? Aliases[D] : D

/** pandas's extension dtypes, whose columns hold missing values. */
export type NullableName = `${'Int' | 'UInt'}${8 | 16 | 32 | 64}` | 'Float32' | 'Float64' | 'boolean'

/** Names of dtypes whose elements are counts in a unit. */
export type TimeName = `datetime64${string}` | `timedelta64${string}`
export type TextName = 'str' | `${'<' | '>' | ''}U${number}`
export type BytesName = 'bytes' | `S${number}` | `|S${number}`

/**
 * The typed arrays by the dtype that they hold. The 64-bit ones are over an ArrayBuffer, as the ndarray package has them.
 */
export interface Storages {
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
export type StorageLike<Data> = Data extends Uint8ClampedArray
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
// Without strictNullChecks undefined is a dtype, too: whether there is any is asked first.
export type TensorOf<Sample, Dtype> = [Dtype] extends [undefined] ? NdArray<StorageOfSample<Sample>> : NdArray<StorageOf<Dtype>>
