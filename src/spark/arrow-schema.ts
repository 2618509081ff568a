import {
  Binary,
  Bool,
  type DataType,
  type Date_,
  DateDay,
  DateUnit,
  Decimal,
  type Dictionary,
  Duration,
  Field,
  Float32,
  Float64,
  type Int,
  Int8,
  Int16,
  Int32,
  Int64,
  List,
  Null,
  Schema,
  Struct,
  type Time,
  TimeNanosecond,
  Timestamp,
  TimeUnit,
  Type,
  Utf8,
} from 'apache-arrow'
import { mapOf } from '../arrow/infer.js'
import { SchemaDefinitionError } from '../errors/schema-definition-error.js'
import { showValue } from '../errors/show.js'
import type { SparkField, SparkScalar, SparkStruct, SparkType } from './schema.js'

const variantMark: Map<string, string> = new Map([['variant', 'true']])

const scalars: Readonly<Record<SparkScalar, () => DataType>> = {
  null: () => new Null(),
  boolean: () => new Bool(),
  byte: () => new Int8(),
  short: () => new Int16(),
  integer: () => new Int32(),
  long: () => new Int64(),
  float: () => new Float32(),
  double: () => new Float64(),
  string: () => new Utf8(),
  binary: () => new Binary(),
  date: () => new DateDay(),
  // The JVM reads instants only with a zone; Spark's are always in UTC.
  timestamp: () => new Timestamp(TimeUnit.MICROSECOND, 'UTC'),
  timestamp_ntz: () => new Timestamp(TimeUnit.MICROSECOND, null),
  time: () => new TimeNanosecond(),
  interval: () => new Duration(TimeUnit.MICROSECOND),
  // Spark knows it by the mark.
  variant: () => new Struct([new Field('value', new Binary(), false), new Field('metadata', new Binary(), false, variantMark)]),
}

/** The Arrow schema that Spark itself gives to a schema of its own (`to_arrow_schema` in pyspark). */
export function toArrowSchema({ fields }: SparkStruct): Schema {
  return new Schema(fields.map(toArrowField))
}

function toArrowField({ name, type, nullable }: SparkField): Field {
  return new Field(name, toArrowType(type), nullable)
}

function toArrowType(type: SparkType): DataType {
  switch (type.kind) {
    case 'decimal':
      return new Decimal(type.scale, type.precision, 128)
    case 'array':
      return new List(new Field('element', toArrowType(type.element), type.containsNull))
    case 'map':
      return mapOf(toArrowType(type.key), toArrowType(type.value), type.containsNull)
    case 'struct':
      return new Struct(type.fields.map(toArrowField))
    default:
      return scalars[type.kind]()
  }
}

/**
 * The Spark schema that Spark gives to an Arrow schema (`from_arrow_schema` in pyspark).
 *
 * @throws SchemaDefinitionError naming the field whose type Spark does not have
 */
export function fromArrowSchema({ fields }: Schema): SparkStruct {
  return { kind: 'struct', fields: fields.map(fromArrowField) }
}

function fromArrowField({ name, type, nullable }: Field): SparkField {
  return { name, type: fromArrowType(type as DataType, name), nullable }
}

const integers: Readonly<Record<number, SparkScalar>> = { 8: 'byte', 16: 'short', 32: 'integer', 64: 'long' }

function fromArrowType(type: DataType, name: string): SparkType {
  const child = (index: number) => type.children[index] as Field
  switch (type.typeId) {
    case Type.Null:
      return { kind: 'null' }
    case Type.Bool:
      return { kind: 'boolean' }
    case Type.Int:
      if ((type as Int).isSigned) return { kind: integers[(type as Int).bitWidth] as SparkScalar }
      break
    case Type.Float:
      if (String(type) !== 'Float16') return { kind: String(type) === 'Float32' ? 'float' : 'double' }
      break
    case Type.Utf8:
    case Type.LargeUtf8:
    case Type.Utf8View:
      return { kind: 'string' }
    case Type.Binary:
    case Type.LargeBinary:
    case Type.BinaryView:
    case Type.FixedSizeBinary:
      return { kind: 'binary' }
    case Type.Date:
      if ((type as Date_).unit === DateUnit.DAY) return { kind: 'date' }
      break
    case Type.Time:
      if ((type as Time).bitWidth === 64) return { kind: 'time' }
      break
    case Type.Timestamp:
      return { kind: (type as Timestamp).timezone ? 'timestamp' : 'timestamp_ntz' }
    case Type.Duration:
      return { kind: 'interval' }
    case Type.Decimal:
      return { kind: 'decimal', precision: (type as Decimal).precision, scale: (type as Decimal).scale }
    case Type.Dictionary:
      return fromArrowType((type as Dictionary).dictionary, name)
    case Type.List:
    case Type.LargeList:
    case Type.FixedSizeList:
      return { kind: 'array', element: fromArrowType(child(0).type, name), containsNull: child(0).nullable }
    case Type.Struct:
      if (type.children.some(isVariantMetadata)) return { kind: 'variant' }
      return { kind: 'struct', fields: type.children.map(fromArrowField) }
    case Type.Map: {
      const [key, value] = child(0).type.children as readonly Field[] as readonly [Field, Field]
      return { kind: 'map', key: fromArrowType(key.type, name), value: fromArrowType(value.type, name), containsNull: value.nullable }
    }
  }
  throw new SchemaDefinitionError(`the column ${showValue(name)} is of type ${String(type)}, which Spark does not have`)
}

function isVariantMetadata({ name, metadata }: Field): boolean {
  return name === 'metadata' && metadata?.get('variant') === 'true'
}
