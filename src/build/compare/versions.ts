import type { SwaggerVersion } from '../../description/swagger-schema.js'
import { showValue } from '../../errors/show.js'
import { isRecord } from '../../json/own.js'

export type DocumentVersion = SwaggerVersion

/** What was given is no document of Swagger or OpenAPI, or of a version that is not known here. */
export class DocumentError extends Error {
  override readonly name = 'DocumentError'
}

/**
 * The version of OpenAPI that a document says it is of.
 *
 * @throws DocumentError
 */
export function versionOfDocument(document: unknown): DocumentVersion {
  if (!isRecord(document)) throw new DocumentError(`is ${showValue(document)}, expected a Swagger or OpenAPI document`)
  const { swagger, openapi } = document
  if (swagger === undefined && openapi === undefined)
    throw new DocumentError('is no Swagger or OpenAPI document: it has neither "swagger" nor "openapi"')
  if (swagger === '2.0') return '2.0'
  const [, version] = typeof openapi === 'string' ? (/^(3\.[01])(\.|$)/.exec(openapi) ?? []) : []
  if (version === '3.0' || version === '3.1') return version
  throw new DocumentError(`is of version ${showValue(openapi ?? swagger)}, expected 2.0, 3.0 or 3.1`)
}

/** "Swagger 2.0", "OpenAPI 3.1". */
export function versionName(version: DocumentVersion): string {
  return `${version === '2.0' ? 'Swagger' : 'OpenAPI'} ${version}`
}
