import { type Data, type DataType, type Float, Precision, Type } from 'apache-arrow'
import type { Storage, TypedArray } from '../dtype/storage.js'
import { joinTexts } from './join-texts.js'
import type { ArrowClasses } from './table.js'

/** A column's cells in flat buffers. */
export interface FlatColumn {
  /** Elements; a byte for each boolean; or the UTF-8 of all texts. */
  readonly values: TypedArray
  /** Where each text starts, and the last one ends. */
  readonly offsets?: Int32Array
  /** 1 for the rows that are null; undefined when none is. */
  readonly nulls: Uint8Array | undefined
  readonly nullCount: number
}

/** Whether a type's columns are numbers as typed arrays hold them, booleans, or text with offsets of 32 bits. */
export function isFlatType(type: DataType): boolean {
  if (type.typeId === Type.Float) return (type as Float).precision !== Precision.HALF
  return type.typeId === Type.Int || type.typeId === Type.Bool || type.typeId === Type.Utf8
}

/** A column of buffers that hold it already. */
export function flatData(type: DataType, column: FlatColumn, length: number, classes: ArrowClasses): Data {
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

/** Where the cells of a column go, each at its row; those that are no null may be written into the array as well. */
interface FlatCells {
  readonly values: Storage
  set(row: number, cell: unknown): void
  finish(): Data
}

/** Cells of a flat type: numbers and booleans in the buffer that the column is to have, texts in an array until all are there. */
export function flatCells(type: DataType, length: number, classes: ArrowClasses): FlatCells {
  if (type.typeId === Type.Utf8) return textCells(type, length, classes)
  const values = new (type.ArrayType as unknown as new (length: number) => TypedArray)(length)
  let nulls: Uint8Array | undefined
  let nullCount = 0
  return {
    values,
    set: (row, cell) => {
      if (cell === null) {
        nulls ??= new Uint8Array(length)
        nulls[row] = 1
        nullCount++
      } else values[row] = cell as never
    },
    finish: () => flatData(type, { values, nulls, nullCount }, length, classes),
  }
}

function textCells(type: DataType, length: number, classes: ArrowClasses): FlatCells {
  const values = new Array<unknown>(length)
  return {
    values,
    set: (row, cell) => {
      values[row] = cell
    },
    finish: () => flatData(type, joinTexts(type, values), length, classes),
  }
}
