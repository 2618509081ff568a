import { SchemaDefinitionError } from '../errors/schema-definition-error.js'
import { allOf, showValue } from '../errors/show.js'
import { isRecord, losesOrder } from '../json/own.js'

/**
 * Something for each of some columns: an object by their names, or a list of `[name, …]` pairs, which keeps names like integers in
 * their order.
 */
export type ByColumn<T> = Readonly<Record<string, T>> | readonly (readonly [name: string, value: T])[]

/** What {@link ByColumn} says, as an object type. */
export type NamedColumns<Columns> = Columns extends readonly (readonly [string, unknown])[]
  ? { readonly [Pair in Columns[number] as Pair[0]]: Pair[1] }
  : Columns

/**
 * Reads what is said of columns, in order.
 *
 * @param what the option, in error messages
 * @throws SchemaDefinitionError for anything but an object or a list of pairs, and for a column that is named twice
 */
export function readByColumn<T>(given: unknown, what: string): Map<string, T> {
  if (isRecord(given)) return new Map(Object.entries(given)) as Map<string, T>
  if (!Array.isArray(given))
    throw new SchemaDefinitionError(`${what} is ${showValue(given)}, expected an object by column, or a list of [column, …] pairs`)
  const columns = new Map<string, T>()
  for (const [position, pair] of given.entries()) {
    if (!Array.isArray(pair) || pair.length !== 2 || typeof pair[0] !== 'string')
      throw new SchemaDefinitionError(
        `${what}[${position}] is ${showValue(pair)}, expected a pair of a column's name and what is said of it`,
      )
    if (columns.has(pair[0])) throw new SchemaDefinitionError(`${what} has the column ${showValue(pair[0])} twice`)
    columns.set(pair[0], pair[1] as T)
  }
  return columns
}

/**
 * Refuses an object whose columns JavaScript may have put in another order than its author wrote them in.
 *
 * @param what where the object is, in error messages
 * @param pair what a pair looks like there
 * @throws SchemaDefinitionError
 */
export function checkOrder(names: readonly string[], what: string, pair: string): void {
  if (!losesOrder(names)) return
  throw new SchemaDefinitionError(
    `${what} has the columns ${allOf(names.map((name) => showValue(name)))}: objects put names like integers first, so that their order is lost; write [${pair}, …] instead`,
  )
}
