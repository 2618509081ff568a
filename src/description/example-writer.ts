import type { CellWriter } from '../cells/cell.js'
import { cellWriter } from '../cells/cell-writer.js'
import { structWriter } from '../cells/struct.js'
import { type Dtype, expectedOf } from '../dtype/dtype.js'
import type { JsonValue } from '../json/json-value.js'
import { setOwn } from '../json/own.js'
import type { Description } from './description.js'

/** The years that RFC 3339 can say; the writers give others a sign. */
const isYearOfRfc3339 = /^\d{4}-/

/**
 * Writes the elements of a sample for its example, which the schema must accept: NaN and NaT, in JSON null, stand as 0 and
 * 1970. Gives undefined for what no request could say, so that it cannot be a sample.
 */
export function exampleWriter(dtype: Dtype, isFrame: boolean): CellWriter {
  const write = cellWriter(dtype, isFrame)
  switch (dtype.kind) {
    case 'struct':
      return structWriter(dtype, (field) => exampleWriter(field, isFrame))
    case 'float':
      return (value) => orElse(write(value), 0)
    case 'datetime':
      return (value) => {
        const text = write(value)
        return typeof text === 'string' && !isYearOfRfc3339.test(text) ? undefined : orElse(text, write(0n))
      }
    case 'timedelta':
      return (value) => orElse(write(value), write(0n))
    default:
      return write
  }
}

/** What {@link exampleWriter} asks for, in an error message. */
export function expectedExample(dtype: Dtype): string {
  return dtype.kind === 'datetime' ? `${expectedOf(dtype)}, in the years 0000 to 9999` : expectedOf(dtype)
}

/** null, which the schema does not accept, as something else. */
function orElse(written: JsonValue | undefined, instead: JsonValue | undefined): JsonValue | undefined {
  return written === null ? instead : written
}

/** An example of a column that shows none: all its cells are missing. */
export function placeholder(dtype: Dtype): JsonValue {
  switch (dtype.kind) {
    case 'bool':
      return false
    case 'integer':
    case 'float':
      return 0
    case 'datetime':
    case 'timedelta':
      return exampleWriter(dtype, true)(0n) ?? ''
    case 'string':
    case 'bytes':
    case 'category':
      return ''
    case 'object':
    case 'struct':
      return null
  }
}

/**
 * An example without the nulls that its description allows beside values of a type: Swagger 2.0 cannot say "or null", so
 * that its schema would not accept them. An example of the type stands there instead.
 */
export function withoutNulls(example: JsonValue, description: Description): JsonValue {
  if (example === null) {
    const isTyped = description.nullable && description.kind !== 'any' && description.example !== null
    return isTyped ? withoutNulls(description.example, description) : null
  }
  if (description.kind === 'list' && Array.isArray(example)) return example.map((item) => withoutNulls(item, description.item))
  if (description.kind !== 'object' || typeof example !== 'object' || Array.isArray(example)) return example
  const fields = new Map(description.fields.map((field) => [field.name, field.value]))
  const copy: Record<string, JsonValue> = {}
  for (const key of Object.keys(example)) {
    const [value, field] = [example[key] as JsonValue, fields.get(key)]
    setOwn(copy, key, field === undefined ? value : withoutNulls(value, field))
  }
  return copy
}
