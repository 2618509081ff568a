import type { IntSample } from '../description/markers.js'
import type { DeclaredDtype, FieldListsSpec, FieldsSpec, StructSpec } from '../dtype/dtype.js'
import type { aliases } from '../dtype/dtype-aliases.js'
import type { NdArray } from '../dtype/ndarray.js'

type ByteOrder = '<' | '>' | '=' | '|'
type Digit = '0' | '1' | '2' | '3' | '4' | '5' | '6' | '7' | '8' | '9'

/** The name by which the compiler knows a dtype, of whatever other name; of sub-arrays the dtype of their elements. */
export type Canonical<D> = D extends keyof Aliases
  ? Aliases[D]
  : D extends `${string}],${string}`
    ? FieldsName
    : D extends `${ByteOrder}${infer Name}` | `${Digit}${infer Name}` | `(${string})${infer Name}`
      ? Canonical<TrimStart<Name>>
      : D extends `M8${infer Unit}`
        ? `datetime64${Unit}`
        : D extends `m8${infer Unit}`
          ? `timedelta64${Unit}`
          : D extends readonly [infer Name extends string, number | readonly number[]]
            ? Canonical<Name>
            : D

type Aliases = typeof aliases
type TrimStart<Text> = Text extends ` ${infer Rest}` ? TrimStart<Rest> : Text

/** pandas's extension dtypes, whose columns hold missing values. */
export type NullableName = `${'Int' | 'UInt'}${8 | 16 | 32 | 64}` | 'Float32' | 'Float64' | 'boolean'

/** Names of dtypes whose elements are counts in a unit. */
export type TimeName = `datetime64${string}` | `timedelta64${string}`
export type TextName = 'str' | `${'U' | 'str'}${number}`
export type BytesName = 'bytes' | `${'S' | 'a' | 'bytes'}${number}`
/** Several dtypes with commas between them; the zone of a time has one before it, too. */
type FieldsName = `${string},${string}`

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
export type StorageOf<D> = D extends DeclaredDtype ? DeclaredStorage<StorageOf<D['dtype']>, D['nullable']> : PlainStorage<D>

/** Storage whose elements may be null, where it is a list. */
type DeclaredStorage<S, Nullable> = Nullable extends true ? (S extends (infer Element)[] ? (Element | null)[] : S) : S

// D itself is asked first, and not its name alone: otherwise the compiler takes types of two dtypes for one another.
type PlainStorage<D> = D extends StructSpec | FieldListsSpec | FieldsSpec
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
            : Canonical<D> extends FieldsName
              ? Record<string, unknown>[]
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
