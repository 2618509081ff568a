import { showValue } from '../../errors/show.js'
import type { JsonValue } from '../../json/json-value.js'
import { setOwn } from '../../json/own.js'
import type { Trail } from '../trail.js'
import type { ArrowTable, ArrowVector } from './shapes.js'
import { UnsayableType, vectorWriter } from './write-cells.js'

/**
 * An Arrow Table as records, each cell as its column's type says, in the words in which the service reads it.
 *
 * @throws TypeError for a column of a type that JSON cannot say (unions, intervals), and for two columns of one name
 */
export function writeTable(table: ArrowTable, trail: Trail): JsonValue[] {
  const columns = new Map<string, (row: number) => JsonValue>()
  for (const [position, field] of table.schema.fields.entries()) {
    const name = field.name ?? ''
    if (columns.has(name)) throw trail.error(`is a Table with two columns called ${showValue(name)}`)
    const vector = table.getChildAt(position)
    if (vector !== null)
      columns.set(
        name,
        trail.at(name, () => writerOf(vector, trail)),
      )
  }
  return Array.from({ length: table.numRows }, (_, row) => {
    const record: Record<string, JsonValue> = {}
    for (const [name, cellAt] of columns) setOwn(record, name, cellAt(row))
    return record
  })
}

/** A column of a Table as a list. */
export function writeVector(vector: ArrowVector, trail: Trail): JsonValue[] {
  const cellAt = writerOf(vector, trail)
  const length = vector.data.reduce((sum, data) => sum + data.length, 0)
  return Array.from({ length }, (_, row) => cellAt(row))
}

function writerOf(vector: ArrowVector, trail: Trail): (row: number) => JsonValue {
  try {
    return vectorWriter(vector)
  } catch (error) {
    if (!(error instanceof UnsayableType)) throw error
    throw trail.error(`is a column of type ${error.message}, which JSON cannot say`)
  }
}
