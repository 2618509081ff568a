import { arrowStreamType, jsonType } from '../json/media-types.js'
import { arrowParameter, isArrowType } from '../run/arrow-payload.js'
import { runSchemaOf } from '../run/payload.js'
import type { RunFunction } from '../run/run-schema.js'
import { isSchemaDecorated } from '../run/schemas.js'
import { formRefused, unsupportedType } from './request-error.js'

/** The content types of bodies that a run takes; `text` is any but those of forms. */
export type BodyTypes = readonly string[] | 'text'

/** Which bodies a run takes: an undecorated one gets them as text, whatever they are. */
export function bodyTypes(run: RunFunction): BodyTypes {
  if (!isSchemaDecorated(run)) return 'text'
  return arrowParameter(runSchemaOf(run)) === undefined ? [jsonType] : [jsonType, arrowStreamType]
}

/** JSON, and what is written in JSON: `application/ld+json`. */
export const jsonPattern: RegExp = /^application\/([\w.+-]+\+)?json\s*(;|$)/i

/** Forms and uploads: of fields and files there is no text, and only raw HTTP reads them. */
const formPattern = /^\s*(application\/x-www-form-urlencoded|multipart\/form-data)\s*(;|$)/i

/**
 * Refuses bodies of other types than the expected ones.
 *
 * @throws RequestError 415
 */
export function checkBodyType(types: BodyTypes, contentType: string | undefined): void {
  if (types === 'text') {
    if (contentType !== undefined && formPattern.test(contentType)) throw formRefused(contentType)
    return
  }
  const isArrow = types.includes(arrowStreamType) && isArrowType(contentType)
  if (!isArrow && !jsonPattern.test(contentType ?? '')) throw unsupportedType(contentType, types)
}
