import { type Data, type DataType, Field, Schema, type Table, type Vector } from 'apache-arrow'
import { buildColumn } from '../arrow/build-column.js'
import { columnBuilder, dictionaryBuilder } from '../arrow/builder.js'
import { vectorCells } from '../arrow/cells.js'
import { columnCheck } from '../arrow/check.js'
import { dtypeOfType, UnsupportedType } from '../arrow/dtype-of-type.js'
import { fitsNulls } from '../arrow/fits-nulls.js'
import { type FlatColumn, flatCells, flatData, isFlatType } from '../arrow/flat-data.js'
import { inferType, MixedCells, type ObjectsAre } from '../arrow/infer.js'
import { ownSchema, ownVector, remade } from '../arrow/own-copy.js'
import { hasNestedDictionary, isSameField, isSameType } from '../arrow/same-type.js'
import { type ArrowClasses, classesOf, hasNulls, isArrowTable, isArrowVector, ownClasses } from '../arrow/table.js'
import type { Dtype } from '../dtype/dtype.js'
import type { IssueLog } from '../errors/issue-log.js'
import type { BuiltColumn, ColumnTarget, FormColumn, FrameForm, RefuseCells } from './frame-form.js'
import { isSameOrder } from './records.js'
import { absent, type Rows } from './rows.js'

/**
 * Reads an Arrow Table as rows: its buffers are checked, nothing is copied. Undefined after reporting columns that cannot be
 * read.
 */
export function arrowRows(table: Table, log: IssueLog): Rows | undefined {
  const before = log.count
  reportTwice(table.schema.fields, log)
  if (log.count > before) return undefined
  const check = columnCheck(log)
  const columns = new Map<string, { vector: Vector; dtype: Dtype; isNullable: boolean }>()
  for (const [position, field] of table.schema.fields.entries()) {
    const name = nameOf(field)
    const vector = table.getChildAt(position) as Vector
    try {
      const dtype = dtypeOfType(vector.type, vector.data)
      check(name, vector, dtype)
      columns.set(name, { vector, dtype, isNullable: field.nullable })
    } catch (error) {
      if (!(error instanceof UnsupportedType)) throw error
      log.add('wrong_type', 'a column of a type that JSON can say, too', `a column of type ${error.message}`, [name])
    }
  }
  if (log.count > before) return undefined
  return {
    origin: 'arrow',
    length: table.numRows,
    names: [...columns.keys()],
    isUniform: true,
    namesColumns: true,
    cellCount: table.numRows * columns.size,
    cells: (name) => {
      const vector = columns.get(name)?.vector
      return vector === undefined ? () => absent : vectorCells(vector)
    },
    cellPath: (row, name) => [name, row],
    namePath: (name) => [name],
    vector: (name) => columns.get(name)?.vector,
    dtype: (name) => columns.get(name)?.dtype,
    isNullable: (name) => columns.get(name)?.isNullable ?? false,
  }
}

/**
 * What builds tables like one: with its schema, its types and the classes of its copy of apache-arrow.
 *
 * @param mayInfer whether columns may be of types that the sample does not show: these are of our own copy's classes, and with
 *   them the table
 */
export function arrowForm(sample: Table, mayInfer: boolean): FrameForm {
  // A table without columns shows no classes but its own.
  if (sample.schema.fields.length === 0) return new ArrowForm(ownSchema(sample.schema), ownClasses)
  const classes = classesOf(sample)
  if (!mayInfer || classes.Table === ownClasses.Table) return new ArrowForm(sample.schema, classes)
  return new ArrowForm(ownSchema(sample.schema), ownClasses)
}

/** Where a column of an Arrow form may be null by its type, nested values too, whatever its sample shows: results are held to that. */
export function nullsByType(form: FrameForm, name: string): { readonly dtype?: Dtype; readonly nullable: boolean } {
  const field = form instanceof ArrowForm ? form.fieldOf(name) : undefined
  if (field === undefined) return { nullable: true }
  const dtype = dtypeOfType(field.type)
  return { nullable: field.nullable, ...(dtype.kind === 'category' ? {} : { dtype }) }
}

/** Of columns with one name apache-arrow takes the type of one and the data of another. */
function reportTwice(fields: readonly Field[], log: IssueLog): void {
  const names = new Set<string>()
  for (const name of fields.map(nameOf)) {
    if (names.has(name)) log.add('unexpected', 'each column once', 'a column that is there twice', [name])
    names.add(name)
  }
}

/** A field's name; apache-arrow reads an empty one as null. */
function nameOf({ name }: Field): string {
  return (name as string | null) ?? ''
}

/** What builds tables of our own, with fields for the columns whose types are known; the others' are inferred. */
export function ownArrowForm(fields: readonly Field[]): FrameForm {
  return new ArrowForm(new Schema([...fields]), ownClasses)
}

/** A column of what its cells show. */
function inferColumn(given: ArrayLike<unknown>, objectsAre: ObjectsAre, classes: ArrowClasses, refuse: RefuseCells): Data | undefined {
  // Where a record lacks the column, there is nothing in it.
  const cells = Array.from(given, (cell) => (cell === absent ? null : cell))
  const type = inferType(cells, objectsAre)
  const built = type instanceof MixedCells ? type : buildColumn(type, cells, classes)
  if (!(built instanceof MixedCells)) return built
  refuse(built.index, `${built.expected}: an Arrow column holds one type`, built.received)
  return undefined
}

class ArrowForm implements FrameForm {
  readonly name = 'arrow'
  readonly hasStrictNulls = true
  readonly lacksCells = false
  private readonly schema: Schema
  private readonly classes: ArrowClasses
  private readonly fields: ReadonlyMap<string, Field>

  constructor(schema: Schema, classes: ArrowClasses) {
    this.schema = schema
    this.classes = classes
    this.fields = new Map(schema.fields.map((field) => [nameOf(field), field]))
  }

  fieldOf(name: string): Field | undefined {
    return this.fields.get(name)
  }

  takesNull(name: string): boolean {
    return this.fields.get(name)?.nullable !== false
  }

  isWhole(value: unknown): boolean {
    if (!isArrowTable(value) || value.constructor !== this.classes.Table) return false
    const { fields } = this.schema
    return (
      value.schema.fields.length === fields.length &&
      value.schema.fields.every((field, index) => isSameField(field, fields[index] as Field))
    )
  }

  target({ name, dtype }: FormColumn, length: number): ColumnTarget {
    const { type } = this.fields.get(name) as Field
    if (isFlatType(type)) {
      const cells = flatCells(type, length, this.classes)
      return { ...cells, set: (row, cell) => cells.set(row, cell === absent ? null : cell) }
    }
    const builder =
      dtype.kind === 'category'
        ? dictionaryBuilder(type, length, this.classes, dtype.categories)
        : columnBuilder(type, length, this.classes)
    return { set: (_row, cell) => builder.append(cell === absent ? null : cell), finish: () => builder.finish() }
  }

  flatColumn(name: string): ((column: FlatColumn, length: number) => Data) | undefined {
    const { type } = this.fields.get(name) as Field
    return isFlatType(type) ? (column, length) => flatData(type, column, length, this.classes) : undefined
  }

  keep({ name, dtype, nullable }: FormColumn, rows: Rows): Vector | undefined {
    const [vector, field] = [rows.vector?.(name), this.fields.get(name) as Field]
    if (vector === undefined || vector.data.some(lacksChildren) || !isSameType(vector.type, field.type) || hasNestedDictionary(field.type))
      return undefined
    if ((!nullable || !field.nullable) && hasNulls(vector)) return undefined
    if (!vector.data.every((data) => fitsNulls(data, dtype))) return undefined
    if (dtype.kind !== 'category') return remade(vector, field.type, this.classes)
    const dictionaries = new Set(vector.data.map((data) => data.dictionary))
    if (![...dictionaries].every((values) => values !== undefined && holds(values, dtype.categories))) return undefined
    const dictionary = (this.target({ name, dtype, nullable, isTyped: false }, 0).finish() as Data).dictionary as Vector
    return remade(vector, field.type, this.classes, dictionary)
  }

  undescribed(name: string, cells: ArrayLike<unknown>, rows: Rows, refuse: RefuseCells): Vector | Data | undefined {
    const vector = rows.vector?.(name)
    if (vector !== undefined) return ownVector(vector)
    return inferColumn(cells, 'structs', this.classes, refuse)
  }

  objects(name: string, values: ArrayLike<unknown>, rows: Rows, refuse: RefuseCells): Vector | Data | undefined {
    return this.undescribed(name, values, rows, refuse)
  }

  build(columns: readonly BuiltColumn[], length: number): Table {
    const { Table, RecordBatch, Data: ArrowData, Struct } = this.classes
    const parts = columns.map(({ values }) => values as Vector | Data)
    const schema = this.schemaFor(columns)
    // Columns that stayed as they came keep their chunks; those that were built are cut like them.
    const lengths = parts.find(isArrowVector)?.data.map((data) => data.length) ?? [length]
    let start = 0
    const batches = lengths.map((rows, chunk) => {
      const children = parts.map((part) =>
        isArrowVector(part) ? (part.data[chunk] as Data) : lengths.length === 1 ? part : part.slice(start, rows),
      )
      start += rows
      return new RecordBatch(schema, new ArrowData(new Struct(schema.fields), 0, rows, 0, undefined, children) as never)
    })
    return new Table(schema, batches)
  }

  /** The sample's schema, where the columns are the sample's. */
  private schemaFor(columns: readonly BuiltColumn[]): Schema {
    const typeOf = ({ values }: BuiltColumn) => (values as Vector | Data).type as DataType
    const { fields, metadata } = this.schema
    const isSample = isSameOrder(
      columns.map(({ name }) => name),
      fields.map(nameOf),
    )
    if (isSample && columns.every((column, index) => typeOf(column) === fields[index]?.type)) return this.schema
    const [FieldClass, SchemaClass] = [(fields[0]?.constructor ?? Field) as typeof Field, this.schema.constructor as typeof Schema]
    const own = columns.map((column) => {
      const field = this.fields.get(column.name)
      return field?.type === typeOf(column) ? field : new FieldClass(column.name, typeOf(column), true)
    })
    return new SchemaClass(own, metadata)
  }
}

/**
 * What builds tables as Spark does of rows without a schema (`createDataFrame` in pyspark): columns by name, objects as maps, and
 * no column whose cells do not say what it holds. Columns of an Arrow Table say it themselves.
 */
class SparkInference extends ArrowForm {
  override isWhole(): boolean {
    return false
  }

  override undescribed(name: string, cells: ArrayLike<unknown>, rows: Rows, refuse: RefuseCells): Vector | Data | undefined {
    if (rows.vector?.(name) !== undefined) return super.undescribed(name, cells, rows, refuse)
    if (rows.length > 0 && Array.from(cells).every((cell) => cell === null || cell === absent))
      refuse(0, 'a value in some row: a column of nothing has no type', 'null')
    return inferColumn(cells, 'maps', ownClasses, refuse)
  }

  override build(columns: readonly BuiltColumn[], length: number): Table {
    return super.build(
      [...columns].sort((one, other) => (one.name < other.name ? -1 : 1)),
      length,
    )
  }
}

export const sparkInference: FrameForm = new SparkInference(new Schema([]), ownClasses)

/** Nested columns without rows may lack the children that their type has. */
function lacksChildren({ children, type }: Data): boolean {
  const all = Array.from({ length: type.children?.length ?? 0 }, (_, index) => children[index])
  return all.some((child) => child === undefined || lacksChildren(child))
}

/** Whether a dictionary is just some values, in their order. */
function holds(dictionary: Vector, values: readonly unknown[]): boolean {
  const valueAt = vectorCells(dictionary)
  return dictionary.length === values.length && values.every((value, index) => Object.is(valueAt(index), value))
}
