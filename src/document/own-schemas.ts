import { type Description, opaqueTypes } from '../description/description.js'
import type { OpaqueType } from '../description/opaque.js'
import type { SwaggerSchema } from '../description/swagger-schema.js'
import type { OwnSchemas } from './schema-of.js'

/**
 * Asks the custom types in some descriptions for their schemas, then goes on with them: at once, or, when a type writes its
 * schema asynchronously, as a promise.
 */
export function withOwnSchemas<T>(descriptions: readonly Description[], proceed: (own: OwnSchemas) => T): T | Promise<T> {
  const own = new Map<OpaqueType, SwaggerSchema>()
  const pending: Promise<void>[] = []
  for (const type of new Set(descriptions.flatMap(opaqueTypes))) {
    const schema = type.inputToSwagger()
    if (isLater(schema)) pending.push(schema.then((known) => void own.set(type, known)))
    else own.set(type, schema)
  }
  return pending.length === 0 ? proceed(own) : Promise.all(pending).then(() => proceed(own))
}

/** Whether a schema is promised, by whatever library: no schema has such a member. */
function isLater(schema: SwaggerSchema | Promise<SwaggerSchema>): schema is Promise<SwaggerSchema> {
  return typeof (schema as { readonly then?: unknown }).then === 'function'
}
