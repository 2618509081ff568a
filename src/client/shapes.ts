/** An NdArray of the ndarray package, as far as a client reads it. */
export interface NdArrayLike {
  readonly data: { readonly [index: number]: unknown; readonly length: number; readonly get?: (index: number) => unknown }
  readonly shape: readonly number[]
  readonly stride: readonly number[]
  readonly offset: number
  readonly dtype: string
  get(...index: number[]): unknown
  index(...index: number[]): number
}

/**
 * Whether a value is an NdArray, of whatever copy of the package: it is known by what it carries, methods too, so that this
 * package is not needed.
 */
export function isNdArray(value: object): value is NdArrayLike {
  const { data, shape, stride, offset, get, index } = value as Partial<NdArrayLike>
  const isView = typeof get === 'function' && typeof index === 'function'
  return isView && typeof data === 'object' && data !== null && Array.isArray(shape) && Array.isArray(stride) && typeof offset === 'number'
}

/** A danfojs DataFrame, as far as a client reads it. */
export interface DataFrameShape {
  // A column called "columns" stands in the way of the member of that name: the field behind it is read.
  readonly $columns: readonly (string | number)[]
  readonly values: readonly (readonly unknown[])[]
}

/** Whether a value is a danfojs DataFrame: by what it has, so that every copy and build of danfojs counts. */
export function isDataFrame(value: object): value is DataFrameShape {
  // Its member `tensor` is not looked at: that would make one.
  const { dtypes, iloc, $isSeries, $columns } = value as Record<string, unknown>
  return typeof iloc === 'function' && $isSeries === false && Array.isArray($columns) && dtypes !== undefined
}
