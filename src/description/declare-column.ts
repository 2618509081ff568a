import { Refusal } from '../cells/cell.js'
import { cellReader } from '../cells/cell-reader.js'
import { cellWriter } from '../cells/cell-writer.js'
import type { Dtype } from '../dtype/dtype.js'
import { parseDtype } from '../dtype/parse-dtype.js'
import { unitNames } from '../dtype/time-unit.js'
import type { Path } from '../errors/issue.js'
import { checkOptions, namedOnly, trueOrFalse } from '../errors/options.js'
import { SchemaDefinitionError } from '../errors/schema-definition-error.js'
import { showValue } from '../errors/show.js'
import { absent } from '../frames/rows.js'
import type { JsonValue } from '../json/json-value.js'
import type { ColumnDeclaration, ShownColumn } from './column.js'
import { constrainDtype, constraintNames } from './constraints.js'
import type { ColumnDescription } from './description.js'
import { placeholder } from './example-writer.js'
import { isMarker } from './markers.js'
import { sampleError } from './sample-error.js'

/** What can be declared of a column. */
const declarationKinds = {
  ...namedOnly(['dtype', 'epoch', 'default', ...constraintNames]),
  nullable: trueOrFalse,
  optional: trueOrFalse,
  trustPattern: trueOrFalse,
}

/** The names of what can be declared of a column. */
export const declarationNames: readonly string[] = Object.keys(declarationKinds)

/**
 * A column as its author declares it: what the sample shows stays, as far as the declaration says nothing else, and is held to it.
 *
 * @throws SchemaDefinitionError for a declaration that the sample, or no value, could meet
 */
export function declareColumn(
  shown: ShownColumn,
  declaration: ColumnDeclaration,
  isStrict: boolean,
  place: (row: number) => Path,
): ShownColumn {
  const { description, cells } = shown
  const { name } = description
  const what = `the column ${showValue(name)}`
  checkOptions(declaration, declarationKinds, SchemaDefinitionError, what)

  const { value, dtype: shownDtype, ...rest } = asText(description)
  const dtype = constrainDtype(shownDtype, declaration, what)
  const missing = cells.indexOf(null)
  if (declaration.nullable === false && missing >= 0)
    throw sampleError(place(missing), 'is null, but the column is declared without nullable')
  if (declaration.nullable === false && rest.nullable)
    throw new SchemaDefinitionError(`${what} is declared without nullable, but its dtype or its sample has null`)
  const column: ColumnDescription = {
    ...rest,
    dtype,
    nullable: declaration.nullable ?? rest.nullable,
    optional: rest.optional || declaration.optional === true || declaration.default !== undefined,
    isStrict,
    ...(value === undefined ? {} : { value }),
  }
  const declared = declaration.default === undefined ? column : { ...column, default: readDefault(declaration.default, column, what) }
  const hasValue = cells.some((cell) => cell !== null && cell !== absent)
  if (!hasValue) return { description: declared, cells: cells.map((cell) => stand(cell, dtype)) }
  checkCells(cells, declared, place)
  return { description: declared, cells }
}

/** Plain texts are values of their own in a sample, like lists and objects; declared, they are pandas's str. */
function asText(description: ColumnDescription): ColumnDescription {
  const { value, ...rest } = description
  return value?.kind === 'scalar' && value.type === 'string' ? { ...rest, dtype: parseDtype('str') } : description
}

/** What stands in an example for a column whose rows show nothing. */
function stand(cell: JsonValue | typeof absent, dtype: Dtype): JsonValue | typeof absent {
  return cell === absent ? absent : placeholder(dtype)
}

function readDefault(given: unknown, { dtype, nullable }: ColumnDescription, what: string): JsonValue {
  if (dtype.kind === 'object') throw new SchemaDefinitionError(`${what} has a default, which needs its dtype; give \`dtype\``)
  if (given === null && nullable) return null
  const value = isMarker(given) ? given.value : given
  const read = value === null ? undefined : cellReader(dtype, false)(value)
  if (read === undefined || read instanceof Refusal)
    throw new SchemaDefinitionError(
      `${what} has the default ${showValue(value)}, expected ${read?.expected ?? 'no null: it is not nullable'}`,
    )
  const written = cellWriter(dtype, true)(read) ?? null
  if ('epoch' in dtype && dtype.epoch !== undefined && typeof written === 'string')
    throw new SchemaDefinitionError(`${what} has the default ${showValue(value)}, expected a whole number of ${unitNames[dtype.epoch]}`)
  return written
}

/** Holds the sample's cells to the declaration. */
function checkCells(cells: ShownColumn['cells'], { dtype }: ColumnDescription, place: (row: number) => Path): void {
  const read = dtype.kind === 'object' ? undefined : cellReader(dtype, false)
  for (const [row, cell] of cells.entries()) {
    const cast = cell === null || cell === absent ? undefined : read?.(cell, true)
    if (cast instanceof Refusal) throw sampleError(place(row), `is ${cast.received ?? showValue(cell)}, expected ${cast.expected}`)
  }
}
