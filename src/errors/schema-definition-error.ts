/**
 * The author's schema cannot be used: a sample that cannot be described, an option that does not exist, a name that `run`
 * does not have. Thrown where the parameter type is made or the function is decorated, never while a request is served.
 */
export class SchemaDefinitionError extends Error {
  override readonly name = 'SchemaDefinitionError'
}
