// Kinds of values, as the compiler tells them.

/** Typed arrays of numbers; bytes are apart, for on their own they are base64 text. */
export type NumberArray = Int8Array | Int16Array | Int32Array | Uint8ClampedArray | Uint16Array | Uint32Array | Float32Array | Float64Array

export type BigintArray = BigInt64Array | BigUint64Array

export type Bytes = Uint8Array

/** An NdArray over some storage. */
export interface TensorClass<Data> {
  readonly data: Data
  readonly shape: readonly number[]
  readonly stride: readonly number[]
  readonly offset: number
  get(...index: number[]): unknown
}

/** Frames that are classes of their own: an Arrow Table, a danfojs DataFrame. */
export type FrameClass =
  | { readonly schema: { readonly fields: readonly unknown[] }; readonly batches: readonly unknown[] }
  | { readonly $isSeries: boolean; readonly dtypes: unknown; iloc(...args: never[]): unknown }
