import type { Casting } from '../description/description.js'
import { SchemaDefinitionError } from '../errors/schema-definition-error.js'
import { oneOf, showValue } from '../errors/show.js'

/**
 * Checks an options object: a name that does not exist is a mistake that would otherwise go unnoticed.
 *
 * @throws SchemaDefinitionError
 */
export function checkOptions(options: unknown, known: readonly string[]): void {
  if (typeof options !== 'object' || options === null)
    throw new SchemaDefinitionError(`the options are ${showValue(options)}, expected an object`)
  for (const [name, value] of Object.entries(options)) {
    if (!known.includes(name)) throw new SchemaDefinitionError(`there is no option ${showValue(name)}, expected ${oneOf(known)}`)
    if (/^(enforce|apply|convert|optional|nullable)/.test(name) && value !== undefined && typeof value !== 'boolean') {
      throw new SchemaDefinitionError(`the option ${name} is ${showValue(value)}, expected true or false`)
    }
  }
}

/** Checks numpy's word for which conversions are allowed. */
export function checkCasting(casting: unknown): Casting {
  if (casting === 'safe' || casting === 'unsafe') return casting
  throw new SchemaDefinitionError(`casting is ${showValue(casting)}, expected "safe" or "unsafe"`)
}
