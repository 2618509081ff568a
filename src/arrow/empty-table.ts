import { Data, RecordBatch, type Schema, Struct, Table } from 'apache-arrow'
import { columnBuilder } from './builder.js'
import { ownClasses } from './table.js'

/** A table of a schema, without rows. */
export function emptyTable(schema: Schema): Table {
  const children = schema.fields.map(({ type }) => columnBuilder(type, 0, ownClasses).finish())
  return new Table(schema, [new RecordBatch(schema, new Data(new Struct(schema.fields), 0, 0, 0, undefined, children))])
}
