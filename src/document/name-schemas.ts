import type { SwaggerSchema, WrittenSchema } from '../description/swagger-schema.js'
import type { JsonValue } from '../json/json-value.js'
import { isRecord, setOwn } from '../json/own.js'
import { stringifyJson } from '../json/stringify.js'

/** The schemas of a service by their names, those that others refer to among them. */
type Schemas = Readonly<Record<string, WrittenSchema>>

/** How the names of what is in these schemas begin; of others, with their own. */
const beginnings: Readonly<Record<string, string>> = { ServiceInput: 'Input', ServiceOutput: 'Output' }

/** Longer ones are cut off: whatever is in objects that are in each other has all of their names. */
const longestName = 100

/**
 * Gives names to the objects that lists and maps hold: the rows of frames, the elements of structured arrays, the items of lists. Generators
 * make a class of each, which they would call `PeopleInner` otherwise. What is alike is there once, and referred to.
 */
export function nameSchemas(given: Readonly<Record<string, SwaggerSchema>>): Schemas {
  const roots = Object.entries(given as Schemas)
  const keyOf = keys()
  const names = new Map<string, string>()
  const freeName = freeNames(roots.map(([name]) => name))
  // What has a name is not named again: an issue, wherever it is told of.
  for (const [name, schema] of roots) if (!Object.hasOwn(beginnings, name)) names.set(keyOf(schema), name)
  for (const [name, schema] of roots) findObjects(schema, beginnings[name] ?? name, false)

  const named: Record<string, WrittenSchema> = {}
  const written = Object.fromEntries(roots.map(([name, schema]) => [name, mapInner(schema, referTo) as WrittenSchema]))
  return { ...written, ...named }

  function findObjects(schema: WrittenSchema, name: string, isItem: boolean): void {
    if (isItem && isObject(schema)) {
      const key = keyOf(schema)
      if (names.has(key)) return
      names.set(key, freeName(name))
    }
    for (const inner of innerSchemas(schema)) findObjects(inner.schema, longerName(name, inner.name), inner.isItem ?? isItem)
  }

  function referTo(schema: WrittenSchema): unknown {
    const name = isObject(schema) ? names.get(keyOf(schema)) : undefined
    if (name === undefined) return mapInner(schema, referTo)
    if (!Object.hasOwn(given, name)) named[name] ??= mapInner(schema, referTo)
    return { $ref: `#/components/schemas/${name}` }
  }
}

/** What tells schemas apart. Each is looked at once, so that nesting costs no more than what is in it. */
function keys(): (schema: WrittenSchema) => string {
  const numbers = new Map<string, string>()
  const known = new WeakMap<WrittenSchema, string>()
  return function keyOf(schema) {
    let key = known.get(schema)
    if (key === undefined) {
      const text = stringifyJson(mapInner(schema, keyOf) as JsonValue)
      key = numbers.get(text) ?? String(numbers.size)
      numbers.set(text, key)
      known.set(schema, key)
    }
    return key
  }
}

/** Gives names that there are not yet. Some generators write a file for each class, and not all file systems tell names apart by their case. */
function freeNames(used: readonly string[]): (name: string) => string {
  const counts = new Map(used.map((name) => [name.toLowerCase(), 1]))
  return function freeName(name): string {
    const count = (counts.get(name.toLowerCase()) ?? 0) + 1
    counts.set(name.toLowerCase(), count)
    return count === 1 ? name : freeName(`${name}${count}`)
  }
}

/** The words of a schema that hold schemas. */
const words = ['properties', 'items', 'prefixItems', 'additionalProperties', 'anyOf', 'oneOf', 'allOf']

/** A schema with something else in the place of each schema that it holds. */
function mapInner(schema: WrittenSchema, change: (inner: WrittenSchema) => unknown): WrittenSchema {
  const changed = (value: unknown) => (isRecord(value) ? change(value) : value)
  const copy: WrittenSchema = { ...schema }
  for (const word of words) {
    const value = schema[word]
    if (Array.isArray(value)) copy[word] = value.map(changed)
    else if (isRecord(value) && word === 'properties') {
      const members: WrittenSchema = {}
      for (const [name, member] of Object.entries(value)) setOwn(members, name, changed(member))
      copy[word] = members
    } else if (isRecord(value)) copy[word] = change(value)
  }
  return copy
}

interface InnerSchema {
  readonly schema: WrittenSchema
  /** What the name of its object has after that of the outer one. */
  readonly name: string
  /** Whether it stands in a list or a map; absent: as the outer one does. */
  readonly isItem?: boolean
}

function innerSchemas(schema: WrittenSchema): InnerSchema[] {
  const { properties, format } = schema
  const row = typeof format === 'string' && format.startsWith('pandas.DataFrame') ? 'Row' : undefined
  const one = (word: string, name: string): InnerSchema[] => {
    const value = schema[word]
    return isRecord(value) ? [{ schema: value, name: value['type'] === 'array' ? '' : name, isItem: true }] : []
  }
  const several = (word: string, isItem: boolean | undefined): InnerSchema[] => {
    const list = schema[word]
    const schemas = Array.isArray(list) ? (list as unknown[]).filter((item) => isRecord(item)) : []
    return schemas.map((inner) => ({ schema: inner, name: '', ...(isItem === undefined ? {} : { isItem }) }))
  }
  const members = isRecord(properties) ? Object.entries(properties) : []
  return [
    ...members.flatMap(([name, member]) => (isRecord(member) ? [{ schema: member, name: inPascalCase(name), isItem: false }] : [])),
    ...one('items', row ?? 'Item'),
    ...one('additionalProperties', row ?? 'Value'),
    ...several('prefixItems', true),
    ...several('anyOf', undefined),
    ...several('oneOf', undefined),
    ...several('allOf', false),
  ]
}

function longerName(outer: string, inner: string): string {
  return (inner.startsWith(outer) ? inner : outer + inner).slice(0, longestName)
}

/** Whether a schema is of objects with members of their own, of which generators make classes. */
function isObject({ type, properties }: WrittenSchema): boolean {
  const isOfObjects = type === 'object' || (Array.isArray(type) && type.includes('object'))
  return isOfObjects && isRecord(properties) && Object.keys(properties).length > 0
}

/** What can stand in the name of a class, in all languages. */
function inPascalCase(name: string): string {
  const parts = name.slice(0, 2 * longestName).split(/[^A-Za-z0-9]+/)
  return parts.map((part) => part.charAt(0).toUpperCase() + part.slice(1)).join('')
}
