import {
  type Data,
  type DataType,
  type Date_,
  DateUnit,
  type Decimal,
  type Dictionary,
  type Duration,
  type FixedSizeBinary,
  type FixedSizeList,
  type Float,
  type Int,
  type Map_,
  Precision,
  type Time,
  type Timestamp,
  TimeUnit,
  Type,
} from 'apache-arrow'
import type { CategoryDtype, Dtype, IntegerName } from '../dtype/dtype.js'
import { parseDtype } from '../dtype/parse-dtype.js'
import { datetimeDtype, timedeltaDtype } from '../dtype/time-name.js'
import { dictionaryValues } from './cells.js'

/** The name of an Arrow type that has no JSON form: unions and intervals. */
export class UnsupportedType extends Error {}

const units = { [TimeUnit.SECOND]: 's', [TimeUnit.MILLISECOND]: 'ms', [TimeUnit.MICROSECOND]: 'us', [TimeUnit.NANOSECOND]: 'ns' } as const
const floats = { [Precision.HALF]: 'float16', [Precision.SINGLE]: 'float32', [Precision.DOUBLE]: 'float64' } as const

const mostDigits: Readonly<Record<number, number>> = { 32: 9, 64: 18, 128: 38, 256: 76 }

/** What is nested deeper is a mistake, or means harm. */
export const deepest = 64

/**
 * The dtype that an Arrow type stands for.
 *
 * @param chunks the column's data, whose dictionaries hold the categories
 * @throws UnsupportedType
 */
export function dtypeOfType(type: DataType, chunks: readonly Data[] = [], depth = 0): Dtype {
  if (depth > deepest) throw new UnsupportedType(`nested more than ${deepest} deep`)
  const child = (index: number): Data[] => chunks.flatMap((data) => data.children[index] ?? [])
  switch (type.typeId) {
    case Type.Null:
      return { kind: 'null', name: 'null' }
    case Type.Bool:
      return parseDtype('bool')
    case Type.Int: {
      const { isSigned, bitWidth } = type as Int
      return parseDtype(`${isSigned ? '' : 'u'}int${bitWidth}` as IntegerName)
    }
    case Type.Float:
      return parseDtype(floats[(type as Float).precision])
    case Type.Utf8:
    case Type.LargeUtf8:
    case Type.Utf8View:
      return parseDtype('str')
    case Type.Binary:
    case Type.LargeBinary:
    case Type.BinaryView:
      return parseDtype('bytes')
    case Type.FixedSizeBinary: {
      const { byteWidth } = type as FixedSizeBinary
      return { kind: 'bytes', name: `S${byteWidth}`, length: byteWidth, isFixed: true }
    }
    case Type.Date:
      return (type as Date_).unit === DateUnit.DAY
        ? { kind: 'date', name: 'date32[day]', unit: 'D' }
        : { kind: 'date', name: 'date64[ms]', unit: 'ms' }
    case Type.Time: {
      const unit = units[(type as Time).unit]
      return unit === 's' || unit === 'ms'
        ? { kind: 'time', name: `time32[${unit}]`, unit }
        : { kind: 'time', name: `time64[${unit}]`, unit }
    }
    case Type.Timestamp: {
      const { unit, timezone } = type as Timestamp
      // The zone is as it came, and may be none that this machine knows: the values are instants all the same.
      return datetimeDtype({ unit: units[unit] }, typeof timezone === 'string' && timezone !== '' ? timezone : undefined)
    }
    case Type.Duration:
      return timedeltaDtype({ unit: units[(type as Duration).unit] })
    case Type.Decimal: {
      const { precision, scale, bitWidth } = type as Decimal
      // As many digits as the width holds; whoever says more would make us compute with them.
      const most = mostDigits[bitWidth] ?? 0
      if (!(precision >= 1 && precision <= most && Math.abs(scale) <= most)) throw new UnsupportedType(`decimal(${precision}, ${scale})`)
      return { kind: 'decimal', name: `decimal(${precision}, ${scale})`, precision, scale, json: 'text' }
    }
    case Type.List:
    case Type.LargeList:
    case Type.FixedSizeList: {
      if (type.children?.length !== 1) throw new UnsupportedType(`${Type[type.typeId]} without items`)
      const [field] = type.children as readonly FieldOf[] as readonly [FieldOf]
      const item = dtypeOfType(field.type, child(0), depth + 1)
      const length = type.typeId === Type.FixedSizeList ? { length: (type as FixedSizeList).listSize } : {}
      return { kind: 'list', name: 'list', item, nullable: field.nullable, ...length }
    }
    case Type.Struct: {
      const names = type.children.map(({ name }) => name)
      if (new Set(names).size < names.length) throw new UnsupportedType(`${String(type)} (two members of one name)`)
      const fields = (type.children as FieldOf[]).map((field, index) => ({
        name: field.name ?? '',
        dtype: dtypeOfType(field.type, child(index), depth + 1),
        shape: [],
        nullable: field.nullable,
      }))
      return { kind: 'struct', name: 'struct', fields, isClosed: true }
    }
    case Type.Map: {
      if ((type as Map_).children?.[0]?.type?.children?.length !== 2) throw new UnsupportedType('Map without keys and values')
      const [key, value] = ((type as Map_).children[0] as FieldOf).type.children as readonly FieldOf[] as readonly [FieldOf, FieldOf]
      const entries = child(0)
      const member = (index: number) => entries.flatMap((data) => data.children[index] ?? [])
      return {
        kind: 'map',
        name: 'map',
        key: dtypeOfType(key.type, member(0), depth + 1),
        value: dtypeOfType(value.type, member(1), depth + 1),
        nullable: value.nullable,
      }
    }
    case Type.Dictionary: {
      const value = dtypeOfType((type as Dictionary).dictionary, [], depth + 1)
      // What can be one of several must be comparable: texts, numbers, booleans, times.
      if (['bytes', 'list', 'struct', 'map', 'category', 'null'].includes(value.kind)) throw new UnsupportedType(String(type))
      return categoryOf(value, chunks)
    }
    default:
      throw new UnsupportedType(String(type))
  }
}

/** A category dtype with the values of some dictionaries, which are read when they are asked for: they must be checked before. */
function categoryOf(value: Dtype, chunks: readonly Data[]): CategoryDtype {
  let unread = chunks
  let known: readonly unknown[] | undefined
  return {
    kind: 'category',
    name: 'category',
    value,
    get categories() {
      known ??= dictionaryValues(unread)
      unread = []
      return known
    },
  }
}

interface FieldOf {
  /** apache-arrow reads an empty name as null. */
  readonly name: string | null
  readonly type: DataType
  readonly nullable: boolean
}
