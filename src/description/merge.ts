import type { Description, FieldDescription, ListDescription, ObjectDescription, ScalarDescription, ScalarType } from './description.js'

/**
 * What the items of a list have in common, and whether they are of different types. `mixed` follows the Python package,
 * which asks for the same type of every item: an integer and a float are two.
 */
export function mergeItems(items: readonly Description[]): { item: Description; mixed: boolean } {
  if (items.length === 0) return { item: { kind: 'any', nullable: false, example: {} }, mixed: false }
  return { item: merge(items), mixed: new Set(items.map(typeKind)).size > 1 }
}

/** Kinds of single values that are one type in Python. */
const scalarKinds: Readonly<Partial<Record<ScalarType, string>>> = { float: 'number', bigint: 'int', buffer: 'bytes' }

function typeKind(description: Description): string {
  if (description.kind === 'scalar') {
    return scalarKinds[description.type] ?? description.type
  }
  if (description.kind === 'opaque') return `opaque ${description.type.constructor.name}`
  return description.kind === 'any' && description.nullable ? 'null' : description.kind
}

/** A description that takes the values of all. They are merged at once: pair by pair, each would be gone through again and again. */
function merge(all: readonly Description[]): Description {
  const [first] = all as readonly [Description]
  if (all.length === 1) return first
  const [sample, ...others] = all.filter((description) => !isNull(description))
  if (sample === undefined) return first
  const nullable = all.some((description) => description.nullable)
  const groups = groupAlike([sample, ...others].flatMap(optionsOf))
  const [only] = groups
  if (groups.length === 1 && only !== undefined) return { ...mergeAlike(only), nullable }
  return { kind: 'union', options: groups.map(mergeAlike), nullable, example: sample.example }
}

function isNull(description: Description): boolean {
  return description.kind === 'any' && description.nullable
}

function optionsOf(description: Description): readonly Description[] {
  return description.kind === 'union' ? description.options : [description]
}

/** Descriptions of one kind, in the order they were shown. */
type Alike = readonly [Description, ...Description[]]

/** Sorts descriptions into groups of which one description takes all values. */
function groupAlike(descriptions: readonly Description[]): readonly Alike[] {
  const types = new Set(descriptions.filter(isScalar).map(({ type }) => type))
  const groups = new Map<unknown, [Description, ...Description[]]>()
  for (const description of descriptions) {
    const key = keyOf(description, types)
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [description])
    else group.push(description)
  }
  return [...groups.values()]
}

/** The type that a type is merged as: every integer is a number, and every safe integer a bigint; a bigint is no number. */
function widen(type: ScalarType, types: ReadonlySet<ScalarType>): ScalarType {
  const isNumber = types.has('number') || (types.has('int') && types.has('float'))
  if (isNumber && (type === 'int' || type === 'float')) return 'number'
  return type === 'int' && types.has('bigint') ? 'bigint' : type
}

/** What descriptions have in common that can be merged. */
function keyOf(description: Description, types: ReadonlySet<ScalarType>): unknown {
  switch (description.kind) {
    case 'scalar':
      return widen(description.type, types)
    case 'tensor':
    case 'frame':
      return signature(description)
    case 'opaque':
      return description.type
    default:
      return `a ${description.kind}`
  }
}

/** What tensors and frames are but for their examples and how many rows these have. */
function signature(description: Description): string {
  return JSON.stringify(description, (key, value: unknown) => {
    if (key === 'example' || key === 'labels') return undefined
    return typeof value === 'bigint' ? value.toString() : value
  })
}

/** Merges descriptions of one group. */
function mergeAlike(alike: Alike): Description {
  const [first] = alike
  switch (first.kind) {
    case 'list':
      return mergeLists(alike as readonly ListDescription[])
    case 'object':
      return mergeObjects(alike as readonly [ObjectDescription, ...ObjectDescription[]])
    case 'scalar':
      return mergeScalars(alike as readonly [ScalarDescription, ...ScalarDescription[]])
    default:
      return first
  }
}

function mergeScalars(scalars: readonly [ScalarDescription, ...ScalarDescription[]]): ScalarDescription {
  const [first] = scalars
  const type = widen(first.type, new Set(scalars.map((scalar) => scalar.type)))
  return scalars.find((scalar) => scalar.type === type) ?? { ...first, type }
}

function isScalar(description: Description): description is ScalarDescription {
  return description.kind === 'scalar'
}

function mergeLists(lists: readonly ListDescription[]): ListDescription {
  const shown = lists.filter(({ item }) => !isNothing(item))
  const [first] = (shown.length === 0 ? lists : shown) as readonly [ListDescription]
  if (shown.length < 2) return first
  return { ...first, item: merge(shown.map(({ item }) => item)), mixed: shown.some(({ mixed }) => mixed) }
}

/** The item of a list of which no item was shown. */
function isNothing(item: Description): boolean {
  return item.kind === 'any' && !item.nullable
}

function mergeObjects(objects: readonly [ObjectDescription, ...ObjectDescription[]]): ObjectDescription {
  const [first] = objects
  if (objects.length === 1) return first
  const byName = new Map<string, FieldDescription[]>()
  for (const field of objects.flatMap(({ fields }) => fields)) {
    const same = byName.get(field.name)
    if (same === undefined) byName.set(field.name, [field])
    else same.push(field)
  }
  const fields = Array.from(byName, ([name, same]): FieldDescription => {
    const required = same.length === objects.length && same.every((field) => field.required)
    return { name, value: merge(same.map((field) => field.value)), required }
  })
  return { ...first, fields }
}
