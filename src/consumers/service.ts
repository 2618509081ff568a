import { isRecord } from '../json/own.js'
import { bodyOf, type Operation, operationsOf, resultOf } from './operations.js'
import { get, itemPlace, type Json, memberPlace, type Part, theAnswer, theRequest } from './place.js'
import { resolve } from './references.js'

/** A document as the rules look at it: what the service is called with, what it answers. Read once, and never changed. */
export interface Service {
  readonly document: Json
  /** The length of the document in bytes, as it is sent. */
  readonly bytes: number
  /** "2.0", "3.0.3", …; undefined for what says none. */
  readonly version: string | undefined
  /** Why there is no document at all, as it goes on after "the document". */
  readonly unreadable: string | undefined
  /** The parameters and the result whose samples hold lists of mixed types: for them there is no document. */
  readonly mixed: readonly Part[]
  readonly operations: readonly Operation[]
  /** The operation that scores. */
  readonly score: Operation | undefined
  /** The schema of a request's body. */
  readonly input: Part | undefined
  /** The schema of the answer. */
  readonly output: Part | undefined
}

/** A service that cannot be looked at, and why. */
export function unreadableService(why: { readonly unreadable: string } | { readonly mixed: readonly Part[] }): Service {
  return { ...serviceOf({}, 0), ...why }
}

export function serviceOf(document: Json, bytes: number): Service {
  const operations = operationsOf(document)
  const score = scoreOf(document, operations)
  const named = (part: Part | undefined, place: string) => (part === undefined ? undefined : resolve(document, { ...part, place }))
  return {
    document,
    bytes,
    version: [get(document, 'swagger'), get(document, 'openapi')].find((version) => typeof version === 'string'),
    unreadable: undefined,
    mixed: [],
    operations,
    score,
    input: named(score && bodyOf(document, score), theRequest),
    output: named(score && resultOf(score), theAnswer),
  }
}

/** The operation that Azure ML calls: POST to the scoring URL; in the documents of others, the first POST with a body. */
function scoreOf(document: Json, operations: readonly Operation[]): Operation | undefined {
  const candidates = operations.filter((operation) => operation.path.at(-1) === 'post' && bodyOf(document, operation) !== undefined)
  return candidates.find(({ path }) => String(path[1]).endsWith('/score')) ?? candidates[0]
}

/** The members of an object by their names, those of `allOf` among them. */
export function membersOf({ document }: Service, part: Part): Map<string, Part> {
  const members = new Map<string, Part>()
  const seen = new Set<Json>()
  const pending = [part]
  for (let current = pending.pop(); current !== undefined; current = pending.pop()) {
    const found = resolve(document, current)
    if (found === undefined || seen.has(found.value)) continue
    seen.add(found.value)
    const properties = get(found.value, 'properties')
    for (const [name, value] of isRecord(properties) ? Object.entries(properties) : []) {
      if (!isRecord(value) || members.has(name)) continue
      const at: Part = { value, path: [...found.path, 'properties', name], place: memberPlace(part.place, name) }
      // A member whose reference leads nowhere is a member still: what it is nobody knows.
      members.set(name, resolve(document, at) ?? { ...at, value: {} })
    }
    const all = get(found.value, 'allOf')
    for (const [index, value] of Array.isArray(all) ? all.entries() : [])
      if (isRecord(value)) pending.push({ value, path: [...found.path, 'allOf', index], place: part.place })
  }
  return members
}

/** The schema of an array's items; undefined where it says nothing of them. */
export function itemOf({ document }: Service, part: Part): Part | undefined {
  const value = get(part.value, 'items')
  if (!isRecord(value)) return undefined
  return resolve(document, { value, path: [...part.path, 'items'], place: itemPlace(part.place) })
}
