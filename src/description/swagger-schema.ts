import type { OpenAPIV2 } from 'openapi-types'

/** A schema object of Swagger 2.0, with its example. */
export type SwaggerSchema = OpenAPIV2.SchemaObject

/** Versions of the OpenAPI specification that documents are written in. */
export type SwaggerVersion = '2.0' | '3.0' | '3.1'

/** All of them, oldest first. */
export const swaggerVersions: readonly SwaggerVersion[] = ['2.0', '3.0', '3.1']
