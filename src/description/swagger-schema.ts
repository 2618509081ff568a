import type { OpenAPIV2 } from 'openapi-types'

/** A schema object of Swagger 2.0, with its example. */
export type SwaggerSchema = OpenAPIV2.SchemaObject

/** A schema as one version of OpenAPI writes it. */
export type WrittenSchema = Record<string, unknown>

/** Versions of the OpenAPI specification that documents are written in. */
export type SwaggerVersion = '2.0' | '3.0' | '3.1'

/** All of them, oldest first. */
export const swaggerVersions: readonly SwaggerVersion[] = ['2.0', '3.0', '3.1']

/** A version as people write it: "2" is 2.0, "3" is 3.0; undefined for what is none. */
export function readVersion(text: unknown): SwaggerVersion | undefined {
  const version = text === '2' ? '2.0' : text === '3' ? '3.0' : text
  return swaggerVersions.find((known) => known === version)
}
