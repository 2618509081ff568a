import { type Data, type DataType, type Float, Precision, Type } from 'apache-arrow'
import type { TypedArray } from '../dtype/storage.js'
import type { ArrowClasses } from './table.js'

/** Buffers of a column: see FlatColumn of the frames. */
interface FlatBuffers {
  readonly values: TypedArray
  readonly offsets?: Int32Array
  readonly nulls: Uint8Array | undefined
  readonly nullCount: number
}

/** Whether a type's columns are numbers as typed arrays hold them, booleans, or text with offsets of 32 bits. */
export function isFlatType(type: DataType): boolean {
  if (type.typeId === Type.Float) return (type as Float).precision !== Precision.HALF
  return type.typeId === Type.Int || type.typeId === Type.Bool || type.typeId === Type.Utf8
}

/** A column of buffers that hold it already. */
export function flatData(type: DataType, column: FlatBuffers, length: number, classes: ArrowClasses): Data {
  const { values, offsets, nulls, nullCount } = column
  const stored = type.typeId === Type.Bool ? packed(values as Uint8Array, length, 1) : values
  const validity = nulls === undefined ? undefined : packed(nulls, length, 0)
  return new classes.Data(type, 0, length, nullCount, [offsets, stored, validity] as never)
}

/** A bit for each byte, from the lowest one up: set where the byte is the one given. */
function packed(bytes: Uint8Array, length: number, set: number): Uint8Array {
  const bits = new Uint8Array(Math.ceil(length / 8))
  for (let index = 0; index < length; index++) {
    if (bytes[index] === set) bits[index >> 3] = (bits[index >> 3] as number) | (1 << (index & 7))
  }
  return bits
}
