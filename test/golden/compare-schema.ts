import { isDeepStrictEqual } from 'node:util'
import type { Difference } from './compare-result.js'
import type { Json } from './golden-file.js'

/**
 * Compares our schema with that of the Python package. It must be equal, node by node, except where Python is wrong about
 * itself, which its own example shows: a node whose values are null or of several kinds has the type of the last of them.
 * The examples are equal too, except for booleans and times, which Python writes as text of its own, and where such a node
 * makes ours another one.
 */
export function compareSchema(ours: Json, theirs: Json, title: string): Difference {
  const examples = 'example' in theirs ? [theirs['example']] : []
  const exempt: string[] = []
  const types = compareNode(ours, theirs, examples, title, exempt)
  if (types !== undefined || examples.length === 0) return types ?? compareKeys(['example' in ours], [false], `${title}.example`)
  return exempt.length > 0 ? undefined : compareExample(ours['example'], theirs['example'], theirs, `${title}.example`)
}

function compareNode(ours: Json, theirs: Json, examples: readonly unknown[], place: string, exempt: string[]): Difference {
  if (isWrongAboutItself(theirs, examples)) {
    exempt.push(place)
    return undefined
  }
  const difference = compareKeys(restOf(ours), restOf(theirs), place)
  if (difference !== undefined) return difference
  const items = theirs['items'] as Json | undefined
  if (items !== undefined || ours['items'] !== undefined) {
    if (items === undefined || ours['items'] === undefined) return `${place}.items: one has it, the other has not`
    const below = examples.flatMap((example) => (Array.isArray(example) ? example : []))
    return compareNode(ours['items'] as Json, items, below, `${place}.items`, exempt)
  }
  return compareProperties(ours, theirs, examples, place, exempt)
}

function compareProperties(ours: Json, theirs: Json, examples: readonly unknown[], place: string, exempt: string[]): Difference {
  const [own = {}, wanted = {}] = [ours['properties'], theirs['properties']] as [Json?, Json?]
  const difference = compareKeys(Object.keys(own).sort(), Object.keys(wanted).sort(), `${place}.properties`)
  if (difference !== undefined) return difference
  for (const [name, node] of Object.entries(wanted)) {
    const below = examples.flatMap((example) => (isObject(example) && Object.hasOwn(example, name) ? [example[name]] : []))
    const problem = compareNode(own[name] as Json, node as Json, below, `${place}.properties.${name}`, exempt)
    if (problem !== undefined) return problem
  }
  return undefined
}

/** What a node says besides what stands below it. An empty `required` is none; extensions add to what Python can say. */
function restOf(node: Json): unknown {
  return Object.fromEntries(
    Object.entries(node).filter(
      ([key, value]) =>
        !['example', 'items', 'properties'].includes(key) && !key.startsWith('x-') && !(key === 'required' && isDeepStrictEqual(value, [])),
    ),
  )
}

function compareKeys(ours: unknown, theirs: unknown, place: string): Difference {
  return isDeepStrictEqual(ours, theirs) ? undefined : `${place} is ${JSON.stringify(ours)}, expected ${JSON.stringify(theirs)}`
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isWrongAboutItself(node: Json, examples: readonly unknown[]): boolean {
  const kinds = new Set(
    examples.map((example) =>
      isObject(example) ? `object of ${Object.keys(example).sort()}` : Array.isArray(example) ? 'array' : typeof example,
    ),
  )
  if (examples.includes(null) || kinds.size > 1) return true
  // An integer after floats: JSON tells them apart only where a float has a fraction.
  return node['type'] === 'integer' && Number.isInteger(examples.at(-1)) && !examples.every(Number.isInteger)
}

function compareExample(ours: unknown, theirs: unknown, node: Json, place: string): Difference {
  if (node['type'] === 'boolean' && typeof theirs === 'string') {
    return compareKeys(ours, theirs === 'True' ? true : theirs === 'False' ? false : theirs, place)
  }
  // Which instant it is stands in the calls; here, ours is RFC 3339, and Python's may not be.
  const isTime = typeof node['format'] === 'string' && ['date-time', 'time'].includes(node['format'])
  if (isTime && typeof theirs === 'string' && !isRfc3339(theirs)) return typeof ours === 'string' ? undefined : `${place} is no text`
  if (Array.isArray(theirs) && Array.isArray(ours) && isObject(node['items'])) {
    const items = node['items']
    if (ours.length !== theirs.length) return `${place} has ${ours.length} items, expected ${theirs.length}`
    return firstOf(theirs.map((item, index) => () => compareExample(ours[index], item, items, `${place}[${index}]`)))
  }
  if (isObject(theirs) && isObject(ours) && isObject(node['properties'])) {
    const properties = node['properties']
    const keys = compareKeys(Object.keys(ours).sort(), Object.keys(theirs).sort(), place)
    if (keys !== undefined) return keys
    return firstOf(
      Object.keys(theirs).map((key) => () => compareExample(ours[key], theirs[key], (properties[key] ?? {}) as Json, `${place}.${key}`)),
    )
  }
  return compareKeys(ours, theirs, place)
}

function isRfc3339(text: string): boolean {
  return /^(\d{4}-\d\d-\d\dT)?\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/.test(text)
}

function firstOf(comparisons: readonly (() => Difference)[]): Difference {
  for (const compare of comparisons) {
    const difference = compare()
    if (difference !== undefined) return difference
  }
  return undefined
}
