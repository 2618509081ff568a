import { type Data, DataType, Field, type Table } from 'apache-arrow'
import { dataOf, dictionaryData, tableOfData } from '../support/arrow.js'
import { arrowType } from './arrow-type.js'
import type { PandasSpec } from './golden-file.js'
import { countOf } from './times.js'

/** Whether Arrow has a type for each column. */
export function hasArrowForm(spec: PandasSpec): boolean {
  return spec.columns.every(([, dtype, values]) => arrowType(dtype, values) !== undefined)
}

/** A sample frame as an Arrow Table. */
export function arrowTable(spec: PandasSpec): Table {
  const fields = arrowFields(spec)
  const columns = spec.columns.map(([, dtype, values], index) => columnData((fields[index] as Field).type, dtype, values))
  return tableOfData(
    fields.map(({ name, type, nullable }) => [name, type, nullable]),
    columns,
  )
}

/**
 * The fields of a sample frame. pandas keeps missing values in text, time, float and category columns whatever the sample
 * shows, so that they are nullable, as in pyarrow's `Table.from_pandas`; integers and booleans only where one is missing.
 */
export function arrowFields(spec: PandasSpec): Field[] {
  return spec.columns.map(([name, dtype, values]) => {
    const type = arrowType(dtype, values)
    if (type === undefined) throw new Error(`the column ${name} has no Arrow type`)
    const isFull = DataType.isInt(type) || DataType.isBool(type)
    const isExtension = /^([UI]|boolean)/.test(dtype)
    return new Field(String(name), type, dtype === 'object' || isExtension || !isFull || values.includes(null))
  })
}

/** The categories of a column in pandas's order, which is sorted. */
export function categoriesOf(values: readonly unknown[]): string[] {
  return [...new Set(values.filter((value) => value !== null) as string[])].sort()
}

/** Bytes, which JSON shows as text of a character for each. */
export function bytesOf(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0))
}

function columnData(type: DataType, dtype: string, values: readonly unknown[]): Data {
  if (!DataType.isDictionary(type)) {
    return dataOf(
      type,
      values.map((value) => arrowCell(value, type, dtype)),
    )
  }
  const categories = categoriesOf(values)
  const codes = values.map((value) => (value === null ? null : categories.indexOf(value as string)))
  return dictionaryData(type, categories, codes)
}

/** A JSON value as Arrow holds it: times as counts, every member of a struct there. */
function arrowCell(value: unknown, type: DataType, dtype: string): unknown {
  if (value === null || value === undefined) return null
  if (DataType.isTimestamp(type) || DataType.isDuration(type)) return countOf(value, dtype)
  if (DataType.isBinary(type)) return bytesOf(value as string)
  if (DataType.isList(type)) return (value as unknown[]).map((item) => arrowCell(item, type.valueType, dtype))
  if (!DataType.isStruct(type)) return value
  const fields = type.children as Field[]
  const member = ({ name, type }: Field) => arrowCell((value as Record<string, unknown>)[name], type, dtype)
  return Object.fromEntries(fields.map((field) => [field.name, member(field)]))
}
