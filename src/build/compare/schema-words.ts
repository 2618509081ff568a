import { shown } from './document-change.js'
import { typesOf, typeWords } from './keyword-rules.js'
import { itemOf, type Located, memberOf, membersOf, resolveReference } from './references.js'
import type { DocumentVersion } from './versions.js'

const deepest = 3

/** What a schema accepts, in a few words: "array of number (double)". */
export function schemaWords(document: unknown, located: Located, version: DocumentVersion, depth = 0): string {
  const schema = resolveReference(document, located)
  if (schema.value === false) return 'nothing'
  const members = membersOf(schema)
  const { anyOf, oneOf, format } = members
  if (Array.isArray(members['enum'])) return `one of ${shown(members['enum'])}`
  for (const [name, options] of Object.entries({ anyOf, oneOf })) {
    if (!Array.isArray(options) || depth >= deepest) continue
    const words = options.map((_, index) => schemaWords(document, itemOf(memberOf(schema, name), index), version, depth + 1))
    return shorten(words.join(' or '))
  }
  const types = typeWords(typesOf(members, version))
  if (types === 'array' && members['items'] !== undefined && depth < deepest)
    return shorten(`array of ${schemaWords(document, memberOf(schema, 'items'), version, depth + 1)}`)
  return typeof format === 'string' ? shorten(`${types} (${format})`) : types
}

function shorten(words: string): string {
  return words.length > 80 ? `${words.slice(0, 80)}…` : words
}
