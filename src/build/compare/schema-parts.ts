import { itemOf, type Located, type Members, memberOf, membersOf, resolveReference } from './references.js'
import type { DocumentVersion } from './versions.js'

/** Keywords that say nothing of what is accepted. */
const annotations = new Set([
  'title',
  'description',
  'summary',
  'example',
  'examples',
  'externalDocs',
  'xml',
  'deprecated',
  '$comment',
  '$schema',
  '$defs',
  'definitions',
])

export function isAnnotation(keyword: string): boolean {
  return annotations.has(keyword) || keyword.startsWith('x-')
}

/** Whether a schema accepts anything. */
export function isAnything(value: unknown): boolean {
  return value === undefined || value === true || constraintsOf(membersOf({ value, pointer: '' })).length === 0
}

/** The keywords of a schema that may refuse something. */
export function constraintsOf(schema: Members): string[] {
  return Object.keys(schema).filter((keyword) => !isAnnotation(keyword))
}

/**
 * A schema as it is compared: what its reference leads to, and out of an `allOf` that holds nothing else. Before 3.1 what stands
 * beside a reference is ignored; since then it counts as well.
 */
export function schemaAt(document: unknown, located: Located, version: DocumentVersion): Located {
  let current = located
  for (let step = 0; step < 100; step++) {
    const { value, pointer } = current
    if (value === false) return { value: { not: {} }, pointer }
    const members = membersOf(current)
    const constraints = constraintsOf(members)
    if (typeof members['$ref'] === 'string') {
      if (version === '3.1' && constraints.length > 1) {
        const { $ref, ...besides } = members
        return { value: { allOf: [{ $ref }, besides] }, pointer }
      }
      const target = resolveReference(document, current)
      if (target === current) return current
      current = target
    } else if (constraints.length === 1 && Array.isArray(members['allOf']) && members['allOf'].length === 1) {
      current = itemOf(memberOf(current, 'allOf'), 0)
    } else {
      return current
    }
  }
  return current
}
