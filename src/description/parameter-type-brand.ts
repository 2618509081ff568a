import type { StandardSchemaV1 } from '@standard-schema/spec'
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

/** Whether a value is a schema of some library, by what Standard Schema asks of it. Some are functions, like those of arktype. */
export function isStandardSchema(value: unknown): value is StandardSchemaV1 {
  return ((typeof value === 'object' && value !== null) || typeof value === 'function') && '~standard' in value
}
