import type { Casting } from '../description/description.js'
import { anything, checkOptions as check, trueOrFalse } from '../errors/options.js'
import { SchemaDefinitionError } from '../errors/schema-definition-error.js'
import { showValue } from '../errors/show.js'

const switches = /^(enforce|apply|convert|optional|nullable|trust)/

/**
 * Checks the options of a definition.
 *
 * @throws SchemaDefinitionError for a name that does not exist, and a switch that is neither true nor false
 */
export function checkOptions(options: unknown, known: readonly string[]): void {
  check(options, Object.fromEntries(known.map((name) => [name, switches.test(name) ? trueOrFalse : anything])), SchemaDefinitionError)
}

/** Checks numpy's word for which conversions are allowed. */
export function checkCasting(casting: unknown): Casting {
  if (casting === 'safe' || casting === 'unsafe') return casting
  throw new SchemaDefinitionError(`casting is ${showValue(casting)}, expected "safe" or "unsafe"`)
}
