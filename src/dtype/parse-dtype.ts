import { SchemaDefinitionError } from '../errors/schema-definition-error.js'
import { showValue } from '../errors/show.js'
import type { Dtype, DtypeSpec, FloatName, IntegerName, StructField, StructSpec } from './dtype.js'
import { isTimeUnit, type TimeUnit } from './time-unit.js'

const floatMax: Readonly<Record<FloatName, number>> = {
  float16: 65504,
  float32: 3.4028234663852886e38,
  float64: Number.MAX_VALUE,
}

/** numpy's and pandas's other names for the fixed-size dtypes. */
const aliases: Readonly<Record<string, string>> = {
  '?': 'bool',
  b1: 'bool',
  bool_: 'bool',
  boolean: 'bool',
  b: 'int8',
  i1: 'int8',
  byte: 'int8',
  h: 'int16',
  i2: 'int16',
  short: 'int16',
  i: 'int32',
  i4: 'int32',
  intc: 'int32',
  q: 'int64',
  l: 'int64',
  i8: 'int64',
  int: 'int64',
  long: 'int64',
  longlong: 'int64',
  int_: 'int64',
  intp: 'int64',
  B: 'uint8',
  u1: 'uint8',
  ubyte: 'uint8',
  H: 'uint16',
  u2: 'uint16',
  ushort: 'uint16',
  I: 'uint32',
  u4: 'uint32',
  uintc: 'uint32',
  Q: 'uint64',
  L: 'uint64',
  u8: 'uint64',
  uint: 'uint64',
  ulong: 'uint64',
  ulonglong: 'uint64',
  uintp: 'uint64',
  e: 'float16',
  f2: 'float16',
  half: 'float16',
  f: 'float32',
  f4: 'float32',
  single: 'float32',
  d: 'float64',
  f8: 'float64',
  float: 'float64',
  float_: 'float64',
  double: 'float64',
  number: 'float64',
  Int8: 'int8',
  Int16: 'int16',
  Int32: 'int32',
  Int64: 'int64',
  UInt8: 'uint8',
  UInt16: 'uint16',
  UInt32: 'uint32',
  UInt64: 'uint64',
  Float32: 'float32',
  Float64: 'float64',
  O: 'object',
  object_: 'object',
  string: 'str',
  str_: 'str',
  U: 'str',
  unicode: 'str',
  S: 'bytes',
  bytes_: 'bytes',
}

/** pandas's extension dtypes whose columns hold missing values: the capital letter is what tells them from numpy's. */
const nullableNames = /^(U?Int(8|16|32|64)|Float(32|64)|boolean)$/

/** Whether a dtype's name is one of pandas's that allow missing values (`Int64`, `boolean`, …). */
export function isNullableName(spec: DtypeSpec): boolean {
  return typeof spec === 'string' && nullableNames.test(spec)
}

/**
 * Reads a dtype as authors write it.
 *
 * @throws SchemaDefinitionError when there is no such dtype
 */
export function parseDtype(spec: DtypeSpec): Dtype {
  if (typeof spec === 'string') return parseName(spec) ?? unknownDtype(spec)
  if (Array.isArray(spec)) return parseStruct(spec)
  return unknownDtype(spec)
}

function unknownDtype(spec: unknown): never {
  throw new SchemaDefinitionError(
    `dtype ${showValue(spec)} is not known; expected a name like "float64", "int32", "bool", "str", "<U16", "S4", ` +
      '"datetime64[ns]", "timedelta64[D]", "object", "category", or a list of [name, dtype, shape?] for a structured dtype',
  )
}

function parseName(written: string): Dtype | undefined {
  // numpy writes the byte order first; JSON has none, so that it says nothing here.
  const name = written.replace(/^[<>=|]/, '')
  const fixed = fixedDtype(aliases[name] ?? name)
  if (fixed !== undefined) return fixed

  const sized = /^(U|S|a|str|bytes)([0-9]+)$/.exec(name)
  if (sized !== null) {
    const [, letter = '', digits = ''] = sized
    // numpy's own names of these (np.dtype.name) count bits: str128 is <U4, bytes32 is S4.
    const length = letter === 'str' ? Number(digits) / 32 : letter === 'bytes' ? Number(digits) / 8 : Number(digits)
    if (!Number.isInteger(length)) return undefined
    // A length of nought is numpy's way to say "not given".
    if (letter === 'U' || letter === 'str') return length === 0 ? fixedDtype('str') : { kind: 'string', name: `<U${length}`, length }
    return length === 0 ? fixedDtype('bytes') : { kind: 'bytes', name: `S${length}`, length }
  }

  const time = /^(datetime64|timedelta64|M8|m8)\[([a-z]+)(?:, ?([^\]]+))?\]$/i.exec(name)
  if (time !== null) {
    const [, word = '', unit = '', zone] = time
    if (!isTimeUnit(unit)) return undefined
    return word === 'datetime64' || word === 'M8' ? datetimeDtype(unit, zone) : zone === undefined ? timedeltaDtype(unit) : undefined
  }
  return undefined
}

function fixedDtype(name: string): Dtype | undefined {
  const integer = /^(u?)int(8|16|32|64)$/.exec(name)
  if (integer !== null) return integerDtype(name as IntegerName)
  switch (name) {
    case 'bool':
      return { kind: 'bool', name }
    case 'float16':
    case 'float32':
    case 'float64':
      return { kind: 'float', name, max: floatMax[name] }
    case 'str':
      return { kind: 'string', name }
    case 'bytes':
      return { kind: 'bytes', name }
    case 'object':
      return { kind: 'object', name }
    case 'category':
      return { kind: 'category', name, value: { kind: 'string', name: 'str' }, categories: [] }
    case 'datetime64':
    case 'M8':
      return datetimeDtype('ns')
    case 'timedelta64':
    case 'm8':
      return timedeltaDtype('ns')
    default:
      return undefined
  }
}

/** The dtype of one of numpy's fixed-width integers. */
export function integerDtype(name: IntegerName): Dtype & { kind: 'integer' } {
  const bits = Number(/[0-9]+$/.exec(name)?.[0]) as 8 | 16 | 32 | 64
  const unsigned = name.startsWith('u')
  const min = unsigned ? 0n : -(2n ** BigInt(bits - 1))
  const max = 2n ** BigInt(unsigned ? bits : bits - 1) - 1n
  return { kind: 'integer', name, bits, min, max }
}

/** datetime64 in a unit, with a zone for the columns of frames that have one. */
function datetimeDtype(unit: TimeUnit, zone?: string): Dtype & { kind: 'datetime' } {
  return zone === undefined
    ? { kind: 'datetime', name: `datetime64[${unit}]`, unit }
    : { kind: 'datetime', name: `datetime64[${unit}, ${zone}]`, unit, zone }
}

function timedeltaDtype(unit: TimeUnit): Dtype {
  return { kind: 'timedelta', name: `timedelta64[${unit}]`, unit }
}

function parseStruct(spec: StructSpec): Dtype {
  if (spec.length === 0) throw new SchemaDefinitionError('a structured dtype needs at least one field')
  const names = new Set<string>()
  const fields = spec.map((entry, index): StructField => {
    const [name, dtype, shape = []] = Array.isArray(entry) ? entry : []
    if (typeof name !== 'string' || dtype === undefined) {
      throw new SchemaDefinitionError(`field ${index} of the structured dtype is ${showValue(entry)}, expected [name, dtype, shape?]`)
    }
    if (names.has(name)) throw new SchemaDefinitionError(`the structured dtype has two fields called "${name}"`)
    names.add(name)
    const dimensions: readonly unknown[] = Array.isArray(shape) ? shape : [shape]
    if (!dimensions.every((size): size is number => Number.isInteger(size) && (size as number) >= 0)) {
      throw new SchemaDefinitionError(`the shape of field "${name}" is ${showValue(shape)}, expected a list of sizes`)
    }
    return { name, dtype: parseDtype(dtype), shape: dimensions }
  })
  return { kind: 'struct', name: `[${fields.map((field) => `('${field.name}', ${field.dtype.name})`).join(', ')}]`, fields }
}
