import { Ajv } from 'ajv'
import addFormats from 'ajv-formats'
import type { SwaggerSchema } from '../../src/index.js'

// JSON has own properties only: without the option, Ajv takes an inherited `constructor` for one.
const ajv = new Ajv({ strict: false, logger: false, ownProperties: true })
addFormats.default(ajv)

/** Why the schema does not accept its own example; undefined when it does. */
export function exampleProblem(schema: SwaggerSchema): string | undefined {
  const { example, ...rest } = schema
  return ajv.validate(rest, example) ? undefined : `${ajv.errorsText()}: ${JSON.stringify(schema)}`
}

/** The named schemas of a document of OpenAPI 3. */
export function namedSchemas({
  components,
}: {
  readonly components?: { readonly schemas?: object }
}): Record<string, Record<string, unknown>> {
  return (components?.schemas ?? {}) as Record<string, Record<string, unknown>>
}

/** A schema of a document with the named ones that it refers to in their places. */
export function inlined<T>(schema: T, document: object): T {
  const { definitions, components } = document as { definitions?: object; components?: { schemas: object } }
  const named = (definitions ?? components?.schemas ?? {}) as Record<string, unknown>
  const copy = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(copy)
    if (typeof value !== 'object' || value === null) return value
    const { $ref: reference } = value as { $ref?: unknown }
    const name = typeof reference === 'string' ? /^#\/(?:definitions|components\/schemas)\/(.+)$/.exec(reference)?.[1] : undefined
    if (name !== undefined) return copy(named[name])
    return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, copy(member)]))
  }
  return copy(schema) as T
}
