import type { Description, FrameDescription } from '../description/description.js'
import { type SwaggerVersion, swaggerVersions } from '../description/swagger-schema.js'
import { cellSchema } from './schema-of.js'

/**
 * The versions of OpenAPI that can say what a description means. Swagger 2.0 has no lists of mixed types: not for lists
 * that the author showed, nor for the rows of a frame that stand without names (split, values).
 */
export function supportedVersions(description: Description): readonly SwaggerVersion[] {
  switch (description.kind) {
    case 'list':
      return description.mixed ? withoutSwagger2 : supportedVersions(description.item)
    case 'object':
      return commonVersions(description.fields.map((field) => field.value))
    case 'union':
      return commonVersions(description.options)
    case 'frame':
      return hasMixedRows(description)
        ? withoutSwagger2
        : commonVersions(description.columns.flatMap(({ value }) => (value === undefined ? [] : [value])))
    case 'opaque':
      return description.type.supportedVersions()
    default:
      return swaggerVersions
  }
}

/** The versions that can say all of some descriptions: each is asked once, so that nesting costs no more than what is in it. */
export function commonVersions(descriptions: readonly Description[]): readonly SwaggerVersion[] {
  let common = swaggerVersions
  for (const description of descriptions) {
    const own = supportedVersions(description)
    common = common.filter((version) => own.includes(version))
  }
  return common
}

const withoutSwagger2 = swaggerVersions.filter((version) => version !== '2.0')

function hasMixedRows(frame: FrameDescription): boolean {
  if ((frame.orient !== 'split' && frame.orient !== 'values') || frame.labels.length === 0) return false
  return new Set(frame.columns.map((column) => cellSchema(column, frame, new Map()).type)).size > 1
}
