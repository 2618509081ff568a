import { Data, type Field, RecordBatch, type Schema, Struct, Table, Type, Vector } from 'apache-arrow'

// Values are known by apache-arrow's own brands, which all copies of it share: a CommonJS script and an ES module have two.
const tableBrand = Symbol.for('apache-arrow/Table')
const vectorBrand = Symbol.for('apache-arrow/Vector')

/** Whether a value is an Arrow Table, of whatever copy of apache-arrow. */
export function isArrowTable(value: unknown): value is Table {
  return typeof value === 'object' && value !== null && (value as Record<symbol, unknown>)[tableBrand] === true
}

/** Whether a value is an Arrow Vector, of whatever copy of apache-arrow. */
export function isArrowVector(value: unknown): value is Vector {
  return typeof value === 'object' && value !== null && (value as Record<symbol, unknown>)[vectorBrand] === true
}

/** The classes of one copy of apache-arrow: tables are built with those of the sample, so that `instanceof` holds. */
export interface ArrowClasses {
  readonly Table: new (schema: Schema, batches: readonly RecordBatch[]) => Table
  readonly RecordBatch: new (schema: Schema, data: Data<Struct>) => RecordBatch
  readonly Data: new (...args: ConstructorParameters<typeof Data>) => Data
  readonly Vector: new (chunks: readonly Data[]) => Vector
  readonly Struct: new (fields: Field[]) => Struct
}

/** The classes that a table is made of. */
export function classesOf(table: Table): ArrowClasses {
  const [Table, vector] = [table.constructor as new (...args: unknown[]) => Table, table.getChildAt(0) as Vector]
  // A table without rows may have no batches: one of a column shows what batches are made of.
  const batch = (table.batches[0] ?? new Table({ column: vector }).batches[0]) as RecordBatch
  return {
    Table: Table as never,
    RecordBatch: baseOf(batch.constructor) as never,
    Data: batch.data.constructor as never,
    Vector: vector.constructor as never,
    Struct: batch.data.type.constructor as never,
  }
}

/** Whether some cell of a vector is null. Its own count is no answer: chunks that do not know how many they have count -1. */
export function hasNulls({ data }: Vector): boolean {
  return data.some(({ typeId, length, nullCount }) => (typeId === Type.Null ? length > 0 : nullCount > 0))
}

/** The chunks of a vector, those without rows left out. */
export function chunksOf(vector: Vector): readonly Data[] {
  return vector.data.filter((data) => data.length > 0)
}

/** The class itself, where a value is of one that extends it: tables from streams without rows have a placeholder for a batch. */
function baseOf(maker: object): object {
  const outer: object = Object.getPrototypeOf(maker)
  return outer === Function.prototype ? maker : outer
}

/** Those of the copy that this package imports. */
export const ownClasses: ArrowClasses = { Table, RecordBatch, Data, Vector, Struct } as unknown as ArrowClasses
