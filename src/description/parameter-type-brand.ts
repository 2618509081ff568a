import type { Description } from './description.js'

/**
 * A parameter type: something that carries its description. It is known by that, not by its class, so that a type made by
 * another copy of the package counts too.
 */
export interface Describing {
  readonly '~description': Description
}

export function isDescribing(value: unknown): value is Describing {
  return typeof value === 'object' && value !== null && '~description' in value
}
