import { fromCount } from '../dtype/datetime-text.js'
import {
  constraintsOf,
  type DatetimeDtype,
  type Dtype,
  expectedOf,
  type ListDtype,
  type MapDtype,
  type StructDtype,
  type StructField,
} from '../dtype/dtype.js'
import { stepWords, type TimeStep, toSteps, unitLengths } from '../dtype/time-unit.js'
import { showValue } from '../errors/show.js'
import { type CellReader, Refusal } from './cell.js'
import { cellReader } from './cell-reader.js'
import { cellWriter } from './cell-writer.js'
import { listCell } from './list.js'
import { mapCell } from './map.js'
import { elementReader, whereShown } from './nullable.js'
import { structCell } from './struct.js'

/**
 * Reads elements of one dtype as those of another: what a column of a typed frame holds is no JSON any more. Values stay what
 * they are, or are refused: times are counted in the other unit, decimals in the other scale, integers are numbers where a
 * number is exact.
 *
 * @returns undefined where no element of the one could be one of the other
 */
export function castReader(given: Dtype, wanted: Dtype, unsafe: boolean): CellReader | undefined {
  if (wanted.kind === 'object') return plainValue(given)
  if (given.kind === 'null') return (value) => (value === null ? null : new Refusal('wrong_type', expectedOf(wanted)))
  if (given.kind === 'category') return castReader(given.value, wanted, unsafe)
  if (wanted.kind === 'category') {
    const cast = castReader(given, wanted.value, unsafe)
    const read = cellReader(wanted, unsafe)
    return cast && chained(cast, read)
  }
  if (given.kind === 'list' && wanted.kind === 'list') return listCast(given, wanted, unsafe)
  if (given.kind === 'struct' && wanted.kind === 'struct') return structCast(given, wanted, unsafe)
  if (given.kind === 'map' && wanted.kind === 'map') return mapCast(given, wanted, unsafe)
  const read = scalarCast(given, wanted, unsafe)
  if (read === undefined) return undefined
  const write = cellWriter(given, true)
  return (value) => {
    const cell = read(value)
    // What is stored is a count, often; what is shown is what it counts.
    return cell instanceof Refusal
      ? new Refusal(cell.code, cell.expected, cell.received ?? showValue(write(value) ?? value), cell.rest)
      : cell
  }
}

function scalarCast(given: Dtype, wanted: Dtype, unsafe: boolean): CellReader | undefined {
  const read = cellReader(wanted, unsafe)
  const isHeld = constraintsOf(wanted) !== undefined
  switch (wanted.kind) {
    case 'float':
      if (given.kind === 'float') return (value) => (isHeld || Number.isFinite(value) ? read(value) : value)
      if (given.kind === 'integer') return (value) => (isExact(value) || unsafe ? read(value) : notExact(wanted))
      if (given.kind === 'decimal') return viaText(given, read, numberOf)
      break
    case 'integer':
      if (given.kind === 'integer' || given.kind === 'float') return read
      if (given.kind === 'decimal') return viaText(given, read, numberOf)
      break
    case 'decimal':
      if (given.kind === 'decimal') return viaText(given, read, (text) => text)
      if (given.kind === 'integer') return (value) => read(String(value))
      if (given.kind === 'float' || given.kind === 'string') return read
      break
    case 'datetime':
      if (given.kind === 'datetime' && (unsafe || fitsZone(given, wanted))) return counted(given, wanted, unsafe, read)
      if (given.kind === 'date') return counted(given, wanted, unsafe, read)
      if (given.kind === 'string') return read
      if (given.kind === 'integer' && wanted.epoch !== undefined) return (value) => read(value, true)
      break
    case 'date':
    case 'time':
    case 'timedelta':
      if (given.kind === wanted.kind) return counted(given, wanted, unsafe, read)
      if (given.kind === 'string') return read
      break
    case 'bool':
    case 'string':
    case 'bytes':
      if (given.kind === wanted.kind) return read
  }
  // Unsafe does with a typed value what it does with the same in JSON.
  return unsafe ? chained(plainValue(given), read) : undefined
}

/** A Date is an instant, whatever zone it comes from. */
function fitsZone({ zone: given = '' }: DatetimeDtype, { zone: wanted = '', takesAnyZone, isCut }: DatetimeDtype): boolean {
  return given === wanted || isCut === true || (takesAnyZone === true && given !== '' && wanted !== '')
}

/** An element as JSON has it. */
export function plainValue(dtype: Dtype): CellReader {
  switch (dtype.kind) {
    case 'bool':
    case 'integer':
    case 'float':
    case 'string':
    case 'object':
      return (value) => value
    default: {
      const write = cellWriter(dtype, true)
      return (value) => (value === null ? null : write(value))
    }
  }
}

function chained(first: CellReader, second: CellReader): CellReader {
  return (value) => {
    const cell = first(value)
    return cell instanceof Refusal || cell === null ? cell : second(cell)
  }
}

function viaText(given: Dtype, read: CellReader, parse: (text: string) => unknown): CellReader {
  const write = cellWriter({ ...given, ...(given.kind === 'decimal' ? { json: 'text' } : {}) } as Dtype, true)
  return (value) => read(parse(String(write(value))))
}

/** A decimal text as a number, or as a bigint where it is an integer. */
function numberOf(text: string): number | bigint {
  return /^-?\d+(\.0*)?$/.test(text) ? BigInt(text.replace(/\.0*$/, '')) : Number(text)
}

function isExact(value: unknown): boolean {
  return typeof value !== 'bigint' || BigInt(Number(value)) === value
}

function notExact(wanted: Dtype): Refusal {
  return new Refusal('not_exact', expectedOf(wanted))
}

/** Counts of the steps of one dtype as counts of another's. */
function counted(from: TimeStep, wanted: Dtype & TimeStep, unsafe: boolean, read: CellReader): CellReader {
  const { unit, multiple = 1n } = wanted
  if (from.unit === unit && (from.multiple ?? 1n) === multiple) return read
  const refusal = new Refusal('not_exact', `${expectedOf(wanted)} in whole ${stepWords(wanted)}`)
  if (unit === 'Y' || unit === 'M') return () => refusal
  const length = multiple * unitLengths[unit]
  const isCut = unsafe || (wanted.kind === 'datetime' && wanted.isCut === true)
  return (value) => {
    const { count, exact } = toSteps(fromCount(value as bigint, from), length)
    return exact || isCut ? read(count) : refusal
  }
}

/** A cast of values inside of a cell, null included. */
function nested(cast: CellReader, wanted: Dtype, nullable: boolean, unsafe: boolean): CellReader {
  return elementReader(cast, wanted, { nullable, allowedBy: whereShown }, unsafe, false)
}

function listCast(given: ListDtype, wanted: ListDtype, unsafe: boolean): CellReader | undefined {
  const cast = castReader(given.item, wanted.item, unsafe)
  return cast && listCell(wanted, nested(cast, wanted.item, wanted.nullable, unsafe))
}

/** The members must be the same: one too many would be lost. */
function structCast(given: StructDtype, wanted: StructDtype, unsafe: boolean): CellReader | undefined {
  if (given.fields.length !== wanted.fields.length) return undefined
  const casts = new Map<StructField, CellReader>()
  for (const field of wanted.fields) {
    const from = given.fields.find(({ name }) => name === field.name)
    const cast = from && castReader(from.dtype, field.dtype, unsafe)
    if (cast === undefined) return undefined
    casts.set(field, nested(cast, field.dtype, field.nullable === true, unsafe))
  }
  return structCell(wanted, (field) => casts.get(field) as CellReader)
}

function mapCast(given: MapDtype, wanted: MapDtype, unsafe: boolean): CellReader | undefined {
  const castKey = castReader(given.key, wanted.key, unsafe)
  const cast = castReader(given.value, wanted.value, unsafe)
  if (castKey === undefined || cast === undefined) return undefined
  const read = mapCell(wanted, castKey, nested(cast, wanted.value, wanted.nullable, unsafe))
  return (value) => read(new Map(value as [unknown, unknown][]))
}
