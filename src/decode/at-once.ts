import { SchemaDefinitionError } from '../errors/schema-definition-error.js'
import { isPromise } from './promise.js'

/**
 * A result that came at once. A promise in its place would pass for a result whose members are all undefined: for a payload without
 * issues, and an empty document.
 *
 * @param caller the function that was called
 * @param instead what to call where a custom type is asynchronous
 * @throws SchemaDefinitionError for a promise
 */
export function atOnce<T>(result: T | Promise<T>, caller: string, instead: string): T {
  if (!isPromise(result)) return result
  result.catch(() => {})
  throw new SchemaDefinitionError(`${caller} cannot wait for a custom type that is asynchronous; await ${instead} instead`)
}
