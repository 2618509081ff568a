import type { CellWriter } from '../cells/cell.js'
import { cellWriter } from '../cells/cell-writer.js'
import { epochFloor } from '../cells/epoch.js'
import { mapWriter } from '../cells/map.js'
import { allWritten } from '../cells/nullable.js'
import { structWriter } from '../cells/struct.js'
import type { Constraints } from '../dtype/constraints.js'
import { fromCount } from '../dtype/datetime-text.js'
import { constraintsOf, type DatetimeDtype, type Dtype, expectedOf, type TimedeltaDtype } from '../dtype/dtype.js'
import { encodeBase64 } from '../json/base64.js'
import type { JsonValue } from '../json/json-value.js'
import { setOwn } from '../json/own.js'
import { type Description, fieldsByName } from './description.js'

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
      return structWriter(dtype, (field) => {
        const writeField = exampleWriter(field, isFrame)
        return (value) => (value === null ? placeholder(field) : writeField(value))
      })
    case 'float':
      return (value) => orElse(write(value), 0)
    case 'datetime':
      return (value) => {
        const text = asEpoch(write(value), value, dtype)
        return typeof text === 'string' && !isYearOfRfc3339.test(text) ? undefined : orElse(text, write(0n))
      }
    case 'date':
      return (value) => {
        const text = write(value)
        return typeof text === 'string' && !isYearOfRfc3339.test(text) ? undefined : text
      }
    case 'timedelta':
      return (value) => orElse(asEpoch(write(value), value, dtype), write(0n))
    case 'decimal':
      return (value) => {
        const written = write(value)
        return dtype.json === 'number' && typeof written === 'string' ? firstDigits(written) : written
      }
    case 'list': {
      const writeItem = exampleWriter(dtype.item, isFrame)
      const present = (item: unknown) => item !== null || dtype.length !== undefined
      return (value) =>
        allWritten((value as unknown[]).filter(present).map((item) => (item === null ? placeholder(dtype.item) : writeItem(item))))
    }
    case 'map': {
      const writeEntries = mapWriter(exampleWriter(dtype.key, isFrame), exampleWriter(dtype.value, isFrame))
      return (value) => writeEntries((value as [unknown, unknown][]).filter(([, item]) => item !== null))
    }
    default:
      return write
  }
}

/** A time of a dtype that numbers stand for, as one: rounded down where it is finer, for Swagger 2.0 describes no text there. */
function asEpoch(written: JsonValue | undefined, value: unknown, dtype: DatetimeDtype | TimedeltaDtype): JsonValue | undefined {
  return typeof written === 'string' && dtype.epoch !== undefined ? epochFloor(fromCount(value as bigint, dtype), dtype.epoch) : written
}

/** What {@link exampleWriter} asks for, in an error message. */
export function expectedExample(dtype: Dtype): string {
  return dtype.kind === 'datetime' || dtype.kind === 'date' ? `${expectedOf(dtype)}, in the years 0000 to 9999` : expectedOf(dtype)
}

/** A decimal whose document says that it is a number, with the digits that a number is taken with. */
function firstDigits(decimal: string): number {
  let left = 15
  return Number(decimal.replace(/[1-9]|(?<=[1-9].*)0/g, (digit) => (left-- > 0 ? digit : '0')))
}

/** null, which the schema does not accept, as something else. */
function orElse(written: JsonValue | undefined, instead: JsonValue | undefined): JsonValue | undefined {
  return written === null ? instead : written
}

/** An example of a column that shows none: all its cells are missing. */
export function placeholder(dtype: Dtype): JsonValue {
  const constraints = constraintsOf(dtype)
  if (constraints?.enum?.[0] !== undefined) return constraints.enum[0]
  switch (dtype.kind) {
    case 'bool':
      return false
    case 'integer':
    case 'float':
      return numberWithin(constraints ?? {}, dtype.kind === 'integer')
    case 'datetime':
    case 'timedelta':
      return exampleWriter(dtype, true)(0n) ?? ''
    case 'date':
      return '1970-01-01'
    case 'time':
      return '00:00:00'
    case 'decimal':
      return dtype.json === 'number' ? 0 : '0'
    case 'string':
      return 'x'.repeat(constraints?.minLength ?? 0)
    case 'bytes':
      return encodeBase64(new Uint8Array(dtype.isFixed ? (dtype.length ?? 0) : 0))
    case 'category':
      return dtype.categories.length > 0 ? (exampleWriter(dtype.value, true)(dtype.categories[0]) ?? '') : placeholder(dtype.value)
    case 'list':
      return Array.from({ length: dtype.length ?? 0 }, () => placeholder(dtype.item))
    case 'map':
      return {}
    case 'struct': {
      const record: Record<string, JsonValue> = {}
      for (const field of dtype.fields) setOwn(record, field.name, nested(placeholder(field.dtype), field.shape))
      return record
    }
    case 'object':
    case 'null':
      return null
  }
}

/** The number next to 0 that fits. */
function numberWithin({ minimum = 0, maximum = 0 }: Constraints, isInteger: boolean): number | bigint {
  const bound = minimum > 0 ? minimum : maximum < 0 ? maximum : 0
  if (typeof bound === 'bigint') return Number.isSafeInteger(Number(bound)) ? Number(bound) : bound
  return isInteger ? (bound > 0 ? Math.ceil(bound) : Math.floor(bound)) : bound
}

function nested(value: JsonValue, shape: readonly number[]): JsonValue {
  return shape.reduceRight((inner: JsonValue, size) => Array.from({ length: size }, () => inner), value)
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
  const fields = fieldsByName(description)
  const copy: Record<string, JsonValue> = {}
  for (const key of Object.keys(example)) {
    const [value, field] = [example[key] as JsonValue, fields.get(key)]
    setOwn(copy, key, field === undefined ? value : withoutNulls(value, field))
  }
  return copy
}
