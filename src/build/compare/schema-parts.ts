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
  'readOnly',
  'writeOnly',
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
  return value !== false && constraintsOf(membersOf({ value, pointer: '' })).length === 0
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
    const evaluated = withoutUnevaluated(current, version)
    if (evaluated !== current) {
      current = evaluated
      continue
    }
    const members = membersOf(current)
    const constraints = constraintsOf(members)
    if (typeof members['$ref'] === 'string') {
      if (version === '3.1' && constraints.length > 1) {
        const { $ref, unevaluatedProperties, unevaluatedItems, ...besides } = members
        // What is left unevaluated hangs on both.
        const rest = Object.entries({ unevaluatedProperties, unevaluatedItems }).filter(([, schema]) => schema !== undefined)
        return { value: { allOf: [{ $ref }, besides], ...Object.fromEntries(rest) }, pointer }
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

/** What tries other schemas on the same value. */
const inPlace = ['$ref', '$dynamicRef', 'allOf', 'anyOf', 'oneOf', 'not', 'if', 'then', 'else', 'dependentSchemas', 'contains']

/** Where no other schema looks at the same value, what is unevaluated is what has no schema of its own: `items`, `additionalProperties`. */
function withoutUnevaluated(schema: Located, version: DocumentVersion): Located {
  const { unevaluatedProperties, unevaluatedItems, ...members } = membersOf(schema)
  if (version !== '3.1' || (unevaluatedProperties === undefined && unevaluatedItems === undefined)) return schema
  if (inPlace.some((keyword) => Object.hasOwn(members, keyword))) return schema
  const others = { additionalProperties: unevaluatedProperties, items: unevaluatedItems }
  const given = Object.entries(others).filter(([, other]) => other !== undefined)
  return { value: { ...Object.fromEntries(given), ...members }, pointer: schema.pointer }
}
