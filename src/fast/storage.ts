import type { BoolDtype, Dtype, FloatDtype, IntegerDtype } from '../dtype/dtype.js'
import { createStorage, type TypedArray } from '../dtype/storage.js'

/** The dtypes whose elements are read straight into their storage. */
export type NumericDtype = BoolDtype | IntegerDtype | FloatDtype

export function isNumeric(dtype: Dtype): dtype is NumericDtype {
  return dtype.kind === 'bool' || dtype.kind === 'integer' || (dtype.kind === 'float' && dtype.name !== 'float16')
}

export function createColumn(dtype: NumericDtype, length: number): TypedArray {
  return createStorage(dtype, length) as TypedArray
}

/** A longer copy. */
export function resized<A extends TypedArray>(array: A, length: number): A {
  const longer = new (array.constructor as new (length: number) => A)(length)
  longer.set(array as never)
  return longer
}

export const float64: FloatDtype = { kind: 'float', name: 'float64', max: Number.MAX_VALUE }
