import { isRecord } from '../json/own.js'
import { entriesOf } from './operations.js'
import { get, type Json, type Part, placeAt } from './place.js'

const holdersOfOne = ['items', 'additionalProperties', 'not']
const holdersOfMany = ['items', 'allOf', 'anyOf', 'oneOf']

/**
 * All schemas of a document with their places, in its order: those with names, those of bodies and answers, and what they hold.
 * References are not followed (what they name stands in the document too), so that there is an end; nor is the stack used, so
 * that depth is no danger.
 */
export function* schemasOf(document: Json): Generator<Part> {
  const pending = [...rootsOf(document)].reverse()
  for (let part = pending.pop(); part !== undefined; part = pending.pop()) {
    yield part
    pending.push(...innerSchemas(part).reverse())
  }
}

function innerSchemas({ value, path }: Part): Part[] {
  const inner: Part[] = []
  const add = (candidate: unknown, ...keys: (string | number)[]) => {
    if (isRecord(candidate)) inner.push({ ...placeAt([...path, ...keys]), value: candidate })
  }
  for (const [name, member] of entriesOf(get(value, 'properties'))) add(member, 'properties', name)
  for (const key of holdersOfOne) add(get(value, key), key)
  for (const key of holdersOfMany) {
    const list = get(value, key)
    for (const [index, member] of Array.isArray(list) ? list.entries() : []) add(member, key, index)
  }
  return inner
}

/** The schemas that no other schema holds: wherever a body, a response or a name has one. */
function* rootsOf(document: Json): Generator<Part> {
  const pending: Part[] = ['paths', 'definitions', 'parameters', 'responses', 'components']
    .reverse()
    .flatMap((key) => partAt([key], get(document, key)))
  for (let part = pending.pop(); part !== undefined; part = pending.pop()) {
    const parent = part.path.at(-1)
    const areSchemas = part.path.length === 1 ? parent === 'definitions' : part.path.length === 2 && parent === 'schemas'
    const inner: Part[] = []
    for (const [key, value] of entriesOf(part.value)) {
      const parts = partAt([...part.path, key], value)
      if (areSchemas || (key === 'schema' && !isName(part))) yield* parts
      else if (!written.has(key) || isName(part)) inner.push(...parts)
    }
    pending.push(...inner.reverse())
  }
}

/** Values that a document only shows. */
const written: ReadonlySet<string> = new Set(['example', 'examples', 'default', 'enum'])

/** Whether the keys of a part are names that somebody chose. */
function isName({ path }: Part): boolean {
  const last = path.at(-1)
  return last === 'paths' || last === 'responses' || (path.length <= 2 && last === 'parameters')
}

function partAt(path: readonly (string | number)[], value: unknown): Part[] {
  if (isRecord(value)) return [{ ...placeAt(path), value }]
  return Array.isArray(value) ? value.flatMap((item: unknown, index) => partAt([...path, index], item)) : []
}
