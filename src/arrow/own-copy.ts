import {
  Binary,
  BinaryView,
  Bool,
  type Data,
  type DataType,
  Date_,
  Decimal,
  Dictionary,
  Duration,
  Field,
  FixedSizeBinary,
  FixedSizeList,
  Float,
  Int,
  LargeBinary,
  LargeList,
  LargeUtf8,
  List,
  Map_,
  Null,
  RecordBatch,
  Schema,
  Struct,
  Table,
  Time,
  Timestamp,
  Type,
  Utf8,
  Utf8View,
  type Vector,
} from 'apache-arrow'
import { type ArrowClasses, ownClasses } from './table.js'

// A program can have two copies of apache-arrow: that of its ES modules and that of its CommonJS ones. What they make is alike,
// but the classes of one refuse those of the other: a type is made anew, the buffers are taken over.

/** A schema of any copy in the classes of our own. */
export function ownSchema({ fields, metadata }: Schema): Schema {
  return new Schema(fields.map(ownField), metadata)
}

/** A table of any copy in the classes of our own. */
export function ownTable(table: Table): Table {
  if (table.constructor === ownClasses.Table) return table
  const schema = ownSchema(table.schema)
  const type = new Struct(schema.fields)
  return new Table(
    schema,
    table.batches.map(({ data }) => new RecordBatch(schema, remadeData(data, type, ownClasses) as Data<Struct>)),
  )
}

/** A column of any copy in the classes of our own. */
export function ownVector(vector: Vector): Vector {
  if (vector.constructor === ownClasses.Vector) return vector
  return remade(vector, ownType(vector.type as DataType), ownClasses)
}

/**
 * The same buffers as a vector of a type, in the classes of one copy; the same vector where it is that already.
 *
 * @param dictionary what stands in the place of its own
 */
export function remade(vector: Vector, type: DataType, classes: ArrowClasses, dictionary?: Vector): Vector {
  const isSame = vector.constructor === classes.Vector && vector.data.every((data) => data.type === type)
  if (isSame && dictionary === undefined) return vector
  return new classes.Vector(vector.data.map((data) => remadeData(data, type, classes, dictionary)))
}

function remadeData(data: Data, type: DataType, classes: ArrowClasses, dictionary?: Vector): Data {
  const children = data.children.map((child, index) => remadeData(child, (type.children[index] as Field).type as DataType, classes))
  const { offset, length, nullCount, valueOffsets, values, nullBitmap, typeIds, variadicBuffers } = data
  const buffers = [valueOffsets, values, nullBitmap, typeIds] as never
  const inner = dictionary ?? (data.dictionary && remade(data.dictionary, (type as Dictionary).dictionary, classes))
  return new classes.Data(type, offset, length, nullCount, buffers, children as never, inner, [...variadicBuffers])
}

function ownField({ name, type, nullable, metadata }: Field): Field {
  return new Field(name, ownType(type as DataType), nullable, metadata)
}

/** What the types of any copy have. */
interface AnyType {
  readonly typeId: Type
  readonly children: readonly Field[]
  readonly [parameter: string]: unknown
}

const plain: Readonly<Record<number, new () => DataType>> = {
  [Type.Null]: Null,
  [Type.Bool]: Bool,
  [Type.Utf8]: Utf8,
  [Type.LargeUtf8]: LargeUtf8,
  [Type.Utf8View]: Utf8View,
  [Type.Binary]: Binary,
  [Type.LargeBinary]: LargeBinary,
  [Type.BinaryView]: BinaryView,
}

function ownType(given: DataType): DataType {
  const type = given as unknown as AnyType
  const Plain = plain[type.typeId]
  if (Plain !== undefined) return new Plain()
  const [field] = (type.children ?? []).map(ownField)
  // The parameters are what the other copy's constructors were given.
  switch (type.typeId) {
    case Type.Int:
      return new Int(type['isSigned'] as never, type['bitWidth'] as never)
    case Type.Float:
      return new Float(type['precision'] as never)
    case Type.Decimal:
      return new Decimal(type['scale'] as number, type['precision'] as number, type['bitWidth'] as number)
    case Type.Date:
      return new Date_(type['unit'] as never)
    case Type.Time:
      return new Time(type['unit'] as never, type['bitWidth'] as never)
    case Type.Timestamp:
      return new Timestamp(type['unit'] as never, type['timezone'] as string | null)
    case Type.Duration:
      return new Duration(type['unit'] as never)
    case Type.FixedSizeBinary:
      return new FixedSizeBinary(type['byteWidth'] as number)
    case Type.FixedSizeList:
      return new FixedSizeList(type['listSize'] as number, field as Field)
    case Type.List:
      return new List(field as Field)
    case Type.LargeList:
      return new LargeList(field as Field)
    case Type.Map:
      return new Map_(field as never, type['keysSorted'] as boolean)
    case Type.Struct:
      return new Struct(type.children.map(ownField))
    case Type.Dictionary:
      return new Dictionary(ownType(type['dictionary'] as DataType), ownType(type['indices'] as DataType) as never, type['id'] as number)
    default:
      // Types that no column of ours has were refused before.
      return given
  }
}
