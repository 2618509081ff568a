import type { ColumnDescription, Description, FieldDescription, ScalarType } from '../../description/description.js'
import type { Constraints } from '../../dtype/constraints.js'
import { constraintsOf, type Dtype } from '../../dtype/dtype.js'
import type { Path } from '../../errors/issue.js'
import type { JsonValue } from '../../json/json-value.js'
import { setOwn } from '../../json/own.js'
import { MapType } from '../map-type.js'
import { problemAt } from '../read.js'

/** A type in MLflow's words: a data type, or one that holds others. */
export type WrittenType = Record<string, JsonValue>

const any: WrittenType = { type: 'any' }

const scalars: Readonly<Record<ScalarType, string>> = {
  string: 'string',
  number: 'double',
  float: 'float',
  int: 'long',
  bigint: 'long',
  boolean: 'boolean',
  'date-time': 'datetime',
  // MLflow's datetime is an instant; a date or a time of day alone is text to it.
  date: 'string',
  time: 'string',
  bytes: 'binary',
  buffer: 'binary',
}

/**
 * The type of a value. What MLflow cannot ask of values of a type (ranges, patterns, lengths, sizes of axes) is left out.
 *
 * @throws SchemaDefinitionError naming the place of a value for which MLflow has no type
 */
export function writeType(description: Description, path: Path): WrittenType {
  switch (description.kind) {
    case 'scalar':
      return { type: isInt32(description.constraints) && isInteger(description.type) ? 'integer' : scalars[description.type] }
    case 'list':
      return arrayOf(writeItem(description.item, [...path, 0]))
    case 'object':
      return writeObject(description.fields, path)
    case 'tensor': {
      const { dtype, dims } = description
      return dims.reduce((item: WrittenType) => arrayOf(item), writeDtype(dtype, path))
    }
    case 'frame': {
      if (description.orient !== 'records')
        throw problemAt(path, `is a frame of orient ${description.orient}, expected records: MLflow has types of rows only`)
      return arrayOf(
        objectType(description.columns.map((column) => ({ name: column.name, ...writeColumn(column, [...path, column.name]) }))),
      )
    }
    case 'any':
    case 'union':
      return any
    case 'opaque':
      if (description.type instanceof MapType) return { type: 'map', values: writeItem(description.type['~values'], [...path, '*']) }
      throw problemAt(path, `is a ${description.type.constructor.name}, a type of its own, which MLflow has no word for`)
  }
}

/** The type of a column's cells, and whether MLflow asks for them. */
export function writeColumn(column: ColumnDescription, path: Path): { readonly type: WrittenType; readonly required: boolean } {
  const type = column.dtype.kind === 'object' && column.value !== undefined ? writeType(column.value, path) : writeDtype(column.dtype, path)
  return { type, required: !column.optional && asks(type, column) }
}

/**
 * The type of elements of a dtype, as MLflow infers it for the columns of numpy, pandas (`_infer_numpy_dtype` in mlflow/types/utils.py)
 * and Spark: small integers are an integer, unsigned ones of 32 bits a long, half floats a float.
 */
export function writeDtype(dtype: Dtype, path: Path): WrittenType {
  switch (dtype.kind) {
    case 'bool':
      return { type: 'boolean' }
    case 'integer':
      if (dtype.name === 'uint64') break
      return { type: dtype.bits < 32 || dtype.name === 'int32' || isInt32(constraintsOf(dtype)) ? 'integer' : 'long' }
    case 'float':
      return { type: dtype.name === 'float64' ? 'double' : 'float' }
    case 'string':
      return { type: 'string' }
    case 'bytes':
      return { type: 'binary' }
    case 'datetime':
    case 'date':
      return { type: 'datetime' }
    case 'category':
      return writeDtype(dtype.value, path)
    case 'list':
      return arrayOf(dtype.nullable ? any : writeDtype(dtype.item, [...path, 0]))
    case 'map':
      if (dtype.key.kind !== 'string') break
      return { type: 'map', values: dtype.nullable ? any : writeDtype(dtype.value, [...path, '*']) }
    case 'struct':
      return objectType(
        dtype.fields.map((field) => ({
          name: field.name,
          type: field.shape.reduce((item: WrittenType) => arrayOf(item), writeDtype(field.dtype, [...path, field.name])),
          required: field.nullable !== true,
        })),
      )
    case 'object':
    case 'null':
      return any
    default:
  }
  throw problemAt(path, `is of dtype ${dtype.name}, which MLflow has no type for`)
}

/** Whether MLflow can ask for a value: what is required is not null, except where null is one of any values. */
export function asks(type: WrittenType, { nullable }: { readonly nullable: boolean }): boolean {
  return !nullable || type === any
}

/** MLflow has no missing values among the items of an array or the values of a map, but in Any. */
function writeItem(item: Description, path: Path): WrittenType {
  return item.nullable ? any : writeType(item, path)
}

function writeObject(fields: readonly FieldDescription[], path: Path): WrittenType {
  // MLflow's Object has at least one property; an object with any keys is a Map to it.
  if (fields.length === 0) return { type: 'map', values: any }
  return objectType(
    fields.map(({ name, value, required }) => {
      const type = writeType(value, [...path, name])
      return { name, type, required: required && asks(type, value) }
    }),
  )
}

/** MLflow sorts properties by name. */
function objectType(fields: readonly { name: string; type: WrittenType; required: boolean }[]): WrittenType {
  const properties: Record<string, JsonValue> = {}
  const sorted = [...fields].sort((a, b) => (a.name < b.name ? -1 : 1))
  for (const { name, type, required } of sorted) setOwn<JsonValue>(properties, name, { ...type, required })
  return { type: 'object', properties }
}

function arrayOf(items: WrittenType): WrittenType {
  return { type: 'array', items }
}

function isInteger(type: ScalarType): boolean {
  return type === 'int' || type === 'bigint'
}

function isInt32(constraints: Constraints | undefined): boolean {
  const { minimum, maximum } = constraints ?? {}
  return minimum !== undefined && maximum !== undefined && minimum >= -(2 ** 31) && maximum < 2 ** 31
}
