import { isValueWord } from '../document/from-json-schema.js'
import { isPlainObject } from '../json/own.js'

/** The regular expressions in a JSON Schema. */
export function schemaPatterns(root: unknown): ReadonlySet<string> {
  const patterns = new Set<string>()
  const seen = new Set<unknown>()
  const rest: unknown[] = [root]
  while (rest.length > 0) {
    const node = rest.pop()
    if (typeof node !== 'object' || node === null || seen.has(node)) continue
    seen.add(node)
    if (Array.isArray(node)) {
      rest.push(...(node as unknown[]))
      continue
    }
    for (const [key, value] of Object.entries(node)) {
      if (key === 'pattern' && typeof value === 'string') patterns.add(value)
      if (key === 'patternProperties' && isPlainObject(value)) for (const pattern of Object.keys(value)) patterns.add(pattern)
      if (!isValueWord(key)) rest.push(value)
    }
  }
  return patterns
}
