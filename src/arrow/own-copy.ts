import { type Schema, type Table, tableFromIPC, tableToIPC, type Vector } from 'apache-arrow'
import { isArrowVector, ownClasses } from './table.js'

// A program can have two copies of apache-arrow: that of its ES modules and that of its CommonJS ones. What they make is alike,
// but the classes of one refuse those of the other. The format between processes is the way across.

/** The schema of a table, in the classes of the copy that this package imports. */
export function ownSchema(table: Table): Schema {
  return tableFromIPC(tableToIPC(table, 'stream')).schema
}

/** A column of any copy in the classes of our own. */
export function ownVector(vector: Vector, table: Table): Vector {
  if ((vector.constructor as unknown) === ownClasses.Vector) return vector
  const Foreign = table.constructor as new (columns: Record<string, Vector>) => Table
  const own = tableFromIPC(tableToIPC(new Foreign({ column: vector }), 'stream')).getChildAt(0)
  if (!isArrowVector(own)) throw new TypeError('a column that was written was not read')
  return own
}
