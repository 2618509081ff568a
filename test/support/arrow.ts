import { Float16Array } from '@petamoriken/float16'
import {
  Data,
  DataType,
  type Decimal,
  type Dictionary,
  Field,
  type FixedSizeBinary,
  type FixedSizeList,
  type Float,
  makeData,
  Precision,
  RecordBatch,
  Schema,
  Struct,
  Table,
  Type,
  Vector,
} from 'apache-arrow'

// Tables are built and read here without the package and without apache-arrow's own builders, which round times and decimals.
// Cells are numbers, texts, booleans and bytes; bigints for 64-bit integers, dates, times (counts of the unit) and decimals
// (the number times 10^scale); arrays for lists, entries [key, value] for maps, objects for structs; null where there is none.

/** A column's name, its type, and whether null is one of its values. */
export type FieldSpec = readonly [name: string, type: DataType, nullable?: boolean]

export function schemaOf(fields: readonly FieldSpec[]): Schema {
  return new Schema(fields.map(([name, type, nullable = true]) => new Field(name, type, nullable)))
}

/** A table of one batch. */
export function tableOf(fields: readonly FieldSpec[], columns: readonly (readonly unknown[])[]): Table {
  return tableOfBatches(fields, [columns])
}

export function tableOfBatches(fields: readonly FieldSpec[], batches: readonly (readonly (readonly unknown[])[])[]): Table {
  const schema = schemaOf(fields)
  return new Table(
    schema,
    batches.map((columns) =>
      batchOf(
        schema,
        columns.map((cells, index) => dataOf((fields[index] as FieldSpec)[1], cells)),
      ),
    ),
  )
}

/** A table of one column. */
export function oneColumn(type: DataType, cells: readonly unknown[], nullable = true): Table {
  return tableOf([['c', type, nullable]], [cells])
}

/** A table whose columns are given as they are, right or wrong. */
export function tableOfData(fields: readonly FieldSpec[], columns: readonly Data[], length = columns[0]?.length ?? 0): Table {
  const schema = schemaOf(fields)
  return new Table(schema, [batchOf(schema, columns, length)])
}

function batchOf(schema: Schema, columns: readonly Data[], length = columns[0]?.length ?? 0): RecordBatch {
  return new RecordBatch(schema, new Data(new Struct(schema.fields), 0, length, 0, undefined, [...columns]) as Data<Struct>)
}

export function dataOf(type: DataType, cells: readonly unknown[]): Data {
  const length = cells.length
  const nullCount = cells.filter((cell) => cell === null).length
  const rest = nullCount === 0 ? { length } : { length, nullCount, nullBitmap: bitmapOf(cells.map((cell) => cell !== null)) }
  const make = (buffers: object) => makeData({ type, ...rest, ...buffers } as never) as Data
  const children = type.children as readonly Field[]
  switch (type.typeId) {
    case Type.Null:
      return makeData({ type, length } as never) as Data
    case Type.Bool:
      return make({ data: bitmapOf(cells) })
    case Type.Utf8:
    case Type.Binary:
    case Type.LargeUtf8:
    case Type.LargeBinary: {
      const bytes = cells.map(bytesOf)
      return make({ valueOffsets: offsetsOf(type, bytes), data: concat(bytes) })
    }
    case Type.Utf8View:
    case Type.BinaryView:
      return make(viewsOf(cells.map(bytesOf)))
    case Type.List:
    case Type.LargeList: {
      const lists = cells.map((cell) => (cell ?? []) as unknown[])
      return make({ valueOffsets: offsetsOf(type, lists), child: dataOf((children[0] as Field).type, lists.flat()) })
    }
    case Type.Map: {
      const maps = cells.map((cell) => (cell ?? []) as [unknown, unknown][])
      const entries = (children[0] as Field).type
      const [key, value] = entries.children as [Field, Field]
      const records = maps.flat().map(([k, v]) => ({ [key.name]: k, [value.name]: v }))
      return make({ valueOffsets: offsetsOf(type, maps), child: dataOf(entries, records) })
    }
    case Type.FixedSizeList: {
      const field = children[0] as Field
      const nothing = Array<unknown>((type as FixedSizeList).listSize).fill(field.nullable ? null : zeroOf(field.type))
      return make({
        child: dataOf(
          field.type,
          cells.flatMap((cell) => (cell ?? nothing) as unknown[]),
        ),
      })
    }
    case Type.Struct:
      return make({
        children: children.map((field) =>
          dataOf(
            field.type,
            cells.map((cell) =>
              cell === null ? (field.nullable ? null : zeroOf(field.type)) : (cell as Record<string, unknown>)[field.name],
            ),
          ),
        ),
      })
    case Type.FixedSizeBinary:
      return make({ data: concat(cells.map((cell) => (cell ?? new Uint8Array((type as FixedSizeBinary).byteWidth)) as Uint8Array)) })
    case Type.Decimal:
      return make({ data: Uint32Array.from(cells.flatMap((cell) => wordsOf((cell ?? 0n) as bigint, (type as Decimal).bitWidth / 32))) })
    case Type.Dictionary: {
      const values = [...new Set(cells)].filter((cell) => cell !== null)
      return dictionaryData(
        type as Dictionary,
        values,
        cells.map((cell) => (cell === null ? null : values.indexOf(cell))),
      )
    }
    default: {
      const isHalf = type.typeId === Type.Float && (type as Float).precision === Precision.HALF
      const values = isHalf ? new Float16Array(length) : new (type.ArrayType as unknown as new (n: number) => Int32Array)(length)
      const isLarge = values instanceof BigInt64Array || values instanceof BigUint64Array
      cells.forEach((cell, index) => {
        values[index] = (isLarge ? BigInt((cell ?? 0) as bigint) : Number(cell ?? 0)) as never
      })
      return make({ data: isHalf ? new Uint16Array(values.buffer) : values })
    }
  }
}

/** Codes into a dictionary that is given. */
export function dictionaryData(type: Dictionary, values: readonly unknown[], codes: readonly (number | null)[]): Data {
  const { values: data, nullBitmap, nullCount } = dataOf(type.indices, codes)
  return makeData({
    type,
    length: codes.length,
    data,
    dictionary: new Vector([dataOf(type.dictionary, values)]),
    ...(nullCount > 0 ? { nullBitmap, nullCount } : {}),
  } as never) as Data
}

export function bitmapOf(bits: readonly unknown[]): Uint8Array {
  const bitmap = new Uint8Array(Math.ceil(bits.length / 8))
  bits.forEach((bit, index) => {
    if (bit === true) bitmap[index >> 3] = (bitmap[index >> 3] as number) | (1 << (index & 7))
  })
  return bitmap
}

function bytesOf(cell: unknown): Uint8Array {
  return cell === null ? new Uint8Array() : typeof cell === 'string' ? new TextEncoder().encode(cell) : (cell as Uint8Array)
}

function concat(parts: readonly Uint8Array[]): Uint8Array {
  return Uint8Array.from(parts.flatMap((part) => [...part]))
}

function offsetsOf(type: DataType, parts: readonly { readonly length: number }[]): Int32Array | BigInt64Array {
  const offsets = [0]
  for (const part of parts) offsets.push((offsets.at(-1) as number) + part.length)
  const isLarge = [Type.LargeUtf8, Type.LargeBinary, Type.LargeList].includes(type.typeId)
  return isLarge ? BigInt64Array.from(offsets, BigInt) : Int32Array.from(offsets)
}

/** Every long value in a buffer of its own, so that there are several. */
function viewsOf(parts: readonly Uint8Array[]): { views: Uint8Array; variadicBuffers: Uint8Array[] } {
  const views = new Uint8Array(parts.length * 16)
  const variadicBuffers: Uint8Array[] = []
  parts.forEach((bytes, index) => {
    const view = new DataView(views.buffer, index * 16, 16)
    view.setInt32(0, bytes.length, true)
    views.set(bytes.subarray(0, bytes.length <= 12 ? 12 : 4), index * 16 + 4)
    if (bytes.length > 12) view.setInt32(8, variadicBuffers.push(bytes) - 1, true)
  })
  return { views, variadicBuffers }
}

function wordsOf(count: bigint, words: number): number[] {
  const bits = BigInt.asUintN(32 * words, count)
  return Array.from({ length: words }, (_, word) => Number((bits >> BigInt(32 * word)) & 0xffffffffn))
}

/** What stands under a null of something that holds members which have no null. */
function zeroOf(type: DataType): unknown {
  if (DataType.isUtf8(type) || DataType.isLargeUtf8(type) || DataType.isUtf8View(type)) return ''
  if (DataType.isBinary(type) || DataType.isLargeBinary(type) || DataType.isBinaryView(type)) return new Uint8Array()
  if (DataType.isFixedSizeBinary(type)) return new Uint8Array(type.byteWidth)
  if (DataType.isList(type) || DataType.isLargeList(type) || DataType.isMap(type)) return []
  if (DataType.isFixedSizeList(type)) return Array<unknown>(type.listSize).fill(zeroOf(type.valueType))
  if (DataType.isStruct(type)) return Object.fromEntries(type.children.map((field) => [field.name, zeroOf(field.type)]))
  if (DataType.isDictionary(type)) return zeroOf(type.dictionary)
  if (DataType.isDecimal(type)) return 0n
  if (DataType.isBool(type)) return false
  if (DataType.isNull(type)) return null
  return 0
}

/** Cells that show null wherever the type has a place for it: only a null that is shown makes a column, or what is in it, nullable. */
export function nullsOf(type: DataType, nullable = true): unknown[] {
  const present = presentOf(type)
  return nullable && !DataType.isNull(type) ? [...present, null] : present
}

function presentOf(type: DataType): unknown[] {
  const [field] = (type.children ?? []) as readonly Field[]
  if (field === undefined) return [zeroOf(type)]
  if (DataType.isMap(type)) {
    const [key, value] = field.type.children as [Field, Field]
    return [nullsOf(value.type, value.nullable).map((cell, index) => [DataType.isUtf8(key.type) ? `${index}` : index, cell])]
  }
  if (DataType.isStruct(type)) {
    const members = type.children.map(({ name, type, nullable }) => ({ name, cells: nullsOf(type, nullable) }))
    const length = Math.max(...members.map(({ cells }) => cells.length))
    const memberAt = (cells: readonly unknown[], row: number) => cells[Math.min(row, cells.length - 1)]
    return Array.from({ length }, (_, row) => Object.fromEntries(members.map(({ name, cells }) => [name, memberAt(cells, row)])))
  }
  const items = nullsOf(field.type, field.nullable)
  if (!DataType.isFixedSizeList(type)) return [items]
  return items.map((item) => Array<unknown>(type.listSize).fill(item))
}

/** The cells of a table's columns, by their names. */
export function cellsOf(table: Table): Record<string, unknown[]> {
  return Object.fromEntries(
    table.schema.fields.map((field, index) => [field.name, (table.getChildAt(index) as Vector).data.flatMap((data) => cellsOfData(data))]),
  )
}

export function cellsOfData(data: Data): unknown[] {
  const { type, length } = data
  const isValid = (index: number) => data.nullCount === 0 || (type.typeId !== Type.Null && bitOf(data.nullBitmap, data.offset + index))
  const valueAt = type.typeId === Type.Null ? () => null : readerOf(data)
  return Array.from({ length }, (_, index) => (isValid(index) ? valueAt(index) : null))
}

function readerOf(data: Data): (index: number) => unknown {
  const { type, values } = data
  const offsets = data.valueOffsets as unknown as ArrayLike<number | bigint>
  const bounds = (index: number): [number, number] => [Number(offsets[index]), Number(offsets[index + 1])]
  const childCells = data.children.map(cellsOfData)
  const names = (type.children as readonly Field[] | undefined)?.map((field) => field.name) ?? []
  const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
  switch (type.typeId) {
    case Type.Bool:
      return (index) => bitOf(values, data.offset + index)
    case Type.Utf8:
    case Type.LargeUtf8:
      return (index) => text.decode(values.subarray(...bounds(index)))
    case Type.Binary:
    case Type.LargeBinary:
      return (index) => Uint8Array.from(values.subarray(...bounds(index)))
    case Type.Utf8View:
      return (index) => text.decode(viewAt(data, index))
    case Type.BinaryView:
      return (index) => Uint8Array.from(viewAt(data, index))
    case Type.FixedSizeBinary: {
      const { byteWidth } = type as FixedSizeBinary
      return (index) => Uint8Array.from(values.subarray(index * byteWidth, (index + 1) * byteWidth))
    }
    case Type.List:
    case Type.LargeList:
      return (index) => childCells[0]?.slice(...bounds(index))
    case Type.FixedSizeList: {
      const { listSize } = type as FixedSizeList
      return (index) => childCells[0]?.slice(index * listSize, (index + 1) * listSize)
    }
    case Type.Map:
      return (index) => childCells[0]?.slice(...bounds(index)).map((entry) => Object.values(entry as object))
    case Type.Struct:
      return (index) => Object.fromEntries(names.map((name, member) => [name, childCells[member]?.[index]]))
    case Type.Decimal:
      return (index) => decimalAt(values, index * data.stride, data.stride)
    case Type.Dictionary: {
      const known = (data.dictionary as Vector).data.flatMap(cellsOfData)
      return (index) => known[Number(values[index])]
    }
    case Type.Date:
    case Type.Time:
      return (index) => BigInt(values[index])
    default: {
      const isHalf = type.typeId === Type.Float && (type as Float).precision === Precision.HALF
      const halves = isHalf ? new Float16Array(Uint16Array.from(values as Uint16Array).buffer) : values
      return (index) => halves[index]
    }
  }
}

function viewAt(data: Data, index: number): Uint8Array {
  const views = data.values as Uint8Array
  const view = new DataView(views.buffer, views.byteOffset + index * 16, 16)
  const length = view.getInt32(0, true)
  if (length <= 12) return views.subarray(index * 16 + 4, index * 16 + 4 + length)
  const start = view.getInt32(12, true)
  return (data.variadicBuffers[view.getInt32(8, true)] as Uint8Array).subarray(start, start + length)
}

function bitOf(bitmap: Uint8Array, index: number): boolean {
  return (((bitmap[index >> 3] as number) >> (index & 7)) & 1) === 1
}

function decimalAt(words: Uint32Array, start: number, count: number): bigint {
  let bits = 0n
  for (let word = count - 1; word >= 0; word--) bits = (bits << 32n) | BigInt(words[start + word] as number)
  return BigInt.asIntN(32 * count, bits)
}
