import { type Dtype, expectedOf, type StructDtype, type StructField } from '../dtype/dtype.js'
import { createStorage, isTypedArray } from '../dtype/storage.js'
import { count, showValue } from '../errors/show.js'
import type { JsonValue } from '../json/json-value.js'
import { isRecord, setOwn } from '../json/own.js'
import { type CellReader, type CellWriter, Refusal } from './cell.js'
import { allWritten } from './nullable.js'

/**
 * Records of a structured dtype, from an object with the fields or from a list of their values in order. Other keys are ignored;
 * Arrow's structs are closed: other keys are refused there, and nullable fields may be left out.
 * Sub-arrays arrive as the storage of their dtype, nested arrays of it when they have several axes.
 *
 * @param readerOf gives the reader of a field's values, null included
 */
export function structCell(dtype: StructDtype, readerOf: (field: StructField) => CellReader): CellReader {
  const readers = dtype.fields.map((field) => fieldReader(field, readerOf(field)))
  const wrongType = new Refusal('wrong_type', expectedOf(dtype))
  const names = new Set(dtype.fields.map((field) => field.name))

  return (value, isText) => {
    const isList = Array.isArray(value)
    if (isList && value.length !== readers.length) {
      return new Refusal('wrong_shape', `${count(readers.length, 'value')}, one for each field`, count(value.length, 'value'))
    }
    if (!isList && !isRecord(value)) return wrongType
    const other = dtype.isClosed === true && !isList ? Object.keys(value).find((key) => !names.has(key)) : undefined
    if (other !== undefined) return new Refusal('unexpected', expectedOf(dtype), 'a member that the sample does not have', [other])
    const record: Record<string, unknown> = {}
    for (const [index, { name, dtype: fieldDtype, nullable }] of dtype.fields.entries()) {
      const key = isList ? index : name
      if (!isList && !Object.hasOwn(value, name)) {
        if (nullable === true && dtype.isClosed === true) {
          setOwn<unknown>(record, name, null)
          continue
        }
        return new Refusal('missing', expectedOf(fieldDtype), 'missing', [name])
      }
      const given = (value as Record<string | number, unknown>)[key]
      const read = (readers[index] as CellReader)(given, isText)
      if (read instanceof Refusal) return read.below(key, given)
      setOwn(record, name, read)
    }
    return record
  }
}

function fieldReader(field: StructField, readCell: CellReader): CellReader {
  return field.shape.length === 0 ? readCell : (value, isText) => readSubArray(value, field, 0, (cell) => readCell(cell, isText))
}

function readSubArray(value: unknown, field: StructField, axis: number, readCell: CellReader): unknown {
  const size = field.shape[axis] as number
  const isInnermost = axis === field.shape.length - 1
  const values = Array.isArray(value) || isTypedArray(value) ? (value as ArrayLike<unknown>) : undefined
  if (values === undefined) return new Refusal('wrong_type', `an array of ${count(size, 'value')}`, showValue(value))
  if (values.length !== size) return new Refusal('wrong_shape', String(size), `${count(values.length, 'value')} on axis ${axis}`)
  const read = isInnermost ? createStorage(field.dtype, size) : new Array<unknown>(size)
  for (let i = 0; i < size; i++) {
    const cell = isInnermost ? readCell(values[i]) : readSubArray(values[i], field, axis + 1, readCell)
    if (cell instanceof Refusal) return cell.below(i, values[i])
    read[i] = cell as never
  }
  return read
}

/**
 * A record, with its sub-arrays as nested lists.
 *
 * @param writerOf gives the writer of a field's values, null included
 */
export function structWriter(dtype: StructDtype, writerOf: (dtype: Dtype) => CellWriter): CellWriter {
  const writers = dtype.fields.map((field) => ({ field, write: subArrayWriter(writerOf(field.dtype), field.shape.length) }))
  return (value) => {
    if (!isRecord(value)) return undefined
    const record: Record<string, JsonValue> = {}
    for (const { field, write } of writers) {
      const written = Object.hasOwn(value, field.name) ? write(value[field.name]) : undefined
      if (written === undefined) return undefined
      setOwn(record, field.name, written)
    }
    return record
  }
}

function subArrayWriter(write: CellWriter, axes: number): CellWriter {
  if (axes === 0) return write
  const writeItem = subArrayWriter(write, axes - 1)
  return (value) => {
    if (!Array.isArray(value) && !isTypedArray(value)) return undefined
    return allWritten(Array.from(value as ArrayLike<unknown>, writeItem))
  }
}
