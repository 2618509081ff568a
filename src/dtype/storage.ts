import { Float16Array as Float16ArrayPolyfill } from '@petamoriken/float16'
import { type TypedArrayName, typedArrayName } from '../json/typed-array.js'
import type { Dtype } from './dtype.js'

/** A typed array of any kind. */
export type TypedArray =
  | Int8Array
  | Int16Array
  | Int32Array
  | Uint8Array
  | Uint8ClampedArray
  | Uint16Array
  | Uint32Array
  | Float32Array
  | Float64Array
  | BigInt64Array
  | BigUint64Array

/** What holds the elements of an array or the cells of a column. */
export type Storage = TypedArray | unknown[]

interface StorageConstructor {
  new (length: number): TypedArray
}

/** The runtime's own Float16Array where it has one (V8 13.6 and later), else the polyfill's. */
const Float16Storage: StorageConstructor = ((globalThis as { Float16Array?: unknown }).Float16Array ??
  Float16ArrayPolyfill) as StorageConstructor

/** The half floats whose bits stand in an array; a view, not a copy. */
export function float16View(bits: Uint16Array): ArrayLike<number> & { [index: number]: number } {
  const View = Float16Storage as unknown as new (buffer: ArrayBufferLike, offset: number, length: number) => Float32Array
  return new View(bits.buffer, bits.byteOffset, bits.length)
}

const constructors: Readonly<Record<string, StorageConstructor>> = {
  bool: Uint8Array,
  int8: Int8Array,
  int16: Int16Array,
  int32: Int32Array,
  int64: BigInt64Array,
  uint8: Uint8Array,
  uint16: Uint16Array,
  uint32: Uint32Array,
  uint64: BigUint64Array,
  float16: Float16Storage,
  float32: Float32Array,
  float64: Float64Array,
}

/** The typed array that holds a dtype's elements; undefined for dtypes whose elements are JavaScript values. */
export function storageConstructor(dtype: Dtype): StorageConstructor | undefined {
  if (dtype.kind === 'datetime' || dtype.kind === 'timedelta') return BigInt64Array
  return constructors[dtype.name]
}

/** Makes room for a number of elements. */
export function createStorage(dtype: Dtype, length: number): Storage {
  const maker = storageConstructor(dtype)
  return maker === undefined ? new Array<unknown>(length).fill(undefined) : new maker(length)
}

/** Names of the typed arrays by the dtype they stand for. */
const dtypeNames: Readonly<Record<TypedArrayName, string>> = {
  Int8Array: 'int8',
  Int16Array: 'int16',
  Int32Array: 'int32',
  BigInt64Array: 'int64',
  Uint8Array: 'uint8',
  Uint8ClampedArray: 'uint8',
  Uint16Array: 'uint16',
  Uint32Array: 'uint32',
  BigUint64Array: 'uint64',
  Float16Array: 'float16',
  Float32Array: 'float32',
  Float64Array: 'float64',
}

/** Whether a value is a typed array (of any realm, and the Float16Array polyfill). */
export function isTypedArray(value: unknown): value is TypedArray {
  return typedArrayName(value) !== undefined
}

/** The dtype that a typed array stands for: "float32" for a Float32Array. */
export function dtypeNameOf(array: TypedArray): string {
  const name = typedArrayName(array)
  return name === undefined ? 'object' : dtypeNames[name]
}

/** Whether storage is of the kind that holds a dtype's elements. */
export function isStorageOf(storage: unknown, dtype: Dtype): boolean {
  const maker = storageConstructor(dtype)
  if (maker === undefined) return Array.isArray(storage)
  if (!isTypedArray(storage)) return false
  const name = dtypeNameOf(storage)
  return dtype.kind === 'bool'
    ? name === 'uint8'
    : dtype.kind === 'datetime' || dtype.kind === 'timedelta'
      ? name === 'int64'
      : name === dtype.name
}
