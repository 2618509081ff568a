import {
  Binary,
  Bool,
  type DataType,
  DateDay,
  Dictionary,
  Duration,
  FixedSizeBinary,
  Float16,
  Float32,
  Float64,
  Int8,
  Int16,
  Int32,
  Int64,
  Timestamp,
  TimeUnit,
  Uint8,
  Uint16,
  Uint32,
  Uint64,
  Utf8,
} from 'apache-arrow'
import type { Dtype, FloatName, IntegerName } from '../dtype/dtype.js'

const numbers: Readonly<Record<IntegerName | FloatName, new () => DataType>> = {
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
}

const units: Readonly<Record<string, TimeUnit | undefined>> = {
  s: TimeUnit.SECOND,
  ms: TimeUnit.MILLISECOND,
  us: TimeUnit.MICROSECOND,
  ns: TimeUnit.NANOSECOND,
}

/**
 * The Arrow type that holds the elements of one of numpy's or pandas's dtypes, as pyarrow chooses it; undefined for units of
 * time, and multiples of them, that Arrow does not have, and for values of any kind.
 */
export function typeOfDtype(dtype: Dtype): DataType | undefined {
  switch (dtype.kind) {
    case 'bool':
      return new Bool()
    case 'integer':
    case 'float':
      return new numbers[dtype.name]()
    case 'string':
      return new Utf8()
    case 'bytes':
      return dtype.isFixed ? new FixedSizeBinary(dtype.length ?? 0) : new Binary()
    case 'datetime': {
      if (dtype.multiple !== undefined) return undefined
      if (dtype.unit === 'D') return new DateDay()
      const unit = units[dtype.unit]
      return unit === undefined ? undefined : new Timestamp(unit, dtype.zone ?? null)
    }
    case 'timedelta': {
      const unit = dtype.multiple === undefined ? units[dtype.unit] : undefined
      return unit === undefined ? undefined : new Duration(unit)
    }
    case 'category':
      return new Dictionary(new Utf8(), new Int32())
    default:
      return undefined
  }
}
