import {
  Binary,
  Bool,
  DataType,
  Dictionary,
  Duration,
  Field,
  Float16,
  Float32,
  Float64,
  Int8,
  Int16,
  Int32,
  Int64,
  List,
  Null,
  Struct,
  Timestamp,
  TimeUnit,
  Uint8,
  Uint16,
  Uint32,
  Uint64,
  Utf8,
} from 'apache-arrow'
import { unitOf } from './times.js'

const plainTypes: Readonly<Record<string, new () => DataType>> = {
  bool: Bool,
  boolean: Bool,
  int8: Int8,
  int16: Int16,
  int32: Int32,
  int64: Int64,
  uint8: Uint8,
  uint16: Uint16,
  uint32: Uint32,
  uint64: Uint64,
  float16: Float16,
  float32: Float32,
  float64: Float64,
  str: Utf8,
  string: Utf8,
}

const timeUnits: Readonly<Record<string, TimeUnit>> = {
  s: TimeUnit.SECOND,
  ms: TimeUnit.MILLISECOND,
  us: TimeUnit.MICROSECOND,
  ns: TimeUnit.NANOSECOND,
}

/** The Arrow type of one of pandas's columns, as pyarrow chooses it; undefined where there is none, as for objects of several kinds. */
export function arrowType(dtype: string, cells: readonly unknown[]): DataType | undefined {
  if (dtype === 'object') return cells.every((cell) => cell === null) ? new Utf8() : inferType(cells)
  if (dtype === 'category') return new Dictionary(new Utf8(), new Int32())
  if (isBytes(dtype)) return new Binary()
  if (/^(datetime|timedelta)/.test(dtype)) {
    const unit = timeUnits[unitOf(dtype)]
    if (unit === undefined) return undefined
    return dtype.startsWith('timedelta') ? new Duration(unit) : new Timestamp(unit, /, (.+)\]$/.exec(dtype)?.[1] ?? null)
  }
  // pandas's extension dtypes are called Int64, Float32 and so on.
  const plain = plainTypes[dtype.toLowerCase()]
  return plain && new plain()
}

/** numpy's names of bytes: S4, |S4, bytes. */
export function isBytes(dtype: string): boolean {
  return /^\|?S\d*$|^bytes/.test(dtype)
}

/**
 * The type that JSON values have in common; undefined when there is none. Items and members are nullable where one of them is
 * missing: elsewhere an object without a member is refused, as it is for samples of plain records.
 */
export function inferType(values: readonly unknown[]): DataType | undefined {
  const present = values.filter((value) => !isMissing(value))
  if (present.length === 0) return new Null()
  if (present.every((value) => typeof value === 'string')) return new Utf8()
  if (present.every((value) => typeof value === 'boolean')) return new Bool()
  if (present.every((value) => typeof value === 'number')) return present.every(Number.isSafeInteger) ? new Int64() : new Float64()
  if (present.every(Array.isArray)) {
    const item = inferField('item', present.flat())
    return item && new List(item)
  }
  return present.every(isRecord) ? inferStruct(present) : undefined
}

function inferStruct(records: readonly Record<string, unknown>[]): DataType | undefined {
  const names = [...new Set(records.flatMap(Object.keys))]
  const fields = names.flatMap(
    (name) =>
      inferField(
        name,
        records.map((record) => record[name]),
      ) ?? [],
  )
  return fields.length === names.length ? new Struct(fields) : undefined
}

function inferField(name: string, values: readonly unknown[]): Field | undefined {
  const type = inferType(values)
  return type && new Field(name, type, DataType.isNull(type) || values.some(isMissing))
}

function isMissing(value: unknown): boolean {
  return value === null || value === undefined
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
