import type { Description, FieldDescription, ObjectDescription, ScalarType } from './description.js'

/**
 * What the items of a list have in common, and whether they are of different types. `mixed` follows the Python package,
 * which asks for the same type of every item: an integer and a float are two.
 */
export function mergeItems(items: readonly Description[]): { item: Description; mixed: boolean } {
  const [first, ...others] = items
  if (first === undefined) return { item: { kind: 'any', nullable: false, example: {} }, mixed: false }
  const kind = typeKind(first)
  return { item: others.reduce(merge, first), mixed: others.some((other) => typeKind(other) !== kind) }
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

/** A description that takes the values of both. */
function merge(a: Description, b: Description): Description {
  if (isNull(a)) return { ...b, nullable: true }
  if (isNull(b)) return { ...a, nullable: true }
  const nullable = a.nullable || b.nullable
  const same = mergeAlike(a, b)
  if (same !== undefined) return { ...same, nullable }
  const options = [...optionsOf(a), ...optionsOf(b)]
  return { kind: 'union', options: dropRepeats(options), nullable, example: a.example }
}

function isNull(description: Description): boolean {
  return description.kind === 'any' && description.nullable
}

function optionsOf(description: Description): readonly Description[] {
  return description.kind === 'union' ? description.options : [description]
}

function dropRepeats(options: readonly Description[]): Description[] {
  const kept: Description[] = []
  for (const option of options) {
    const index = kept.findIndex((other) => mergeAlike(other, option) !== undefined)
    if (index < 0) kept.push(option)
    else kept[index] = mergeAlike(kept[index] as Description, option) as Description
  }
  return kept
}

/** The type that takes the values of two: every integer is a number, and every safe integer a bigint; a bigint is no number. */
const widerTypes: Readonly<Record<string, ScalarType>> = {
  'float number': 'number',
  'int number': 'number',
  'float int': 'number',
  'int bigint': 'bigint',
}

/** Merges descriptions of one kind; undefined when no description of that kind takes both. */
function mergeAlike(a: Description, b: Description): Description | undefined {
  if (a.kind === 'scalar' && b.kind === 'scalar') {
    if (a.type === b.type) return a
    const wider = widerTypes[`${a.type} ${b.type}`] ?? widerTypes[`${b.type} ${a.type}`]
    if (wider === undefined) return undefined
    return [a, b].find(({ type }) => type === wider) ?? { ...a, type: wider }
  }
  if (a.kind === 'list' && b.kind === 'list') {
    if (isNothing(a.item)) return b
    if (isNothing(b.item)) return a
    return { ...a, item: merge(a.item, b.item), mixed: a.mixed || b.mixed }
  }
  if (a.kind === 'object' && b.kind === 'object') return mergeObjects(a, b)
  if (a.kind === 'any' && b.kind === 'any') return a
  if (a.kind === 'tensor' && b.kind === 'tensor') return sameButForBatch(a, b) ? a : undefined
  if (a.kind === 'frame' && b.kind === 'frame') return sameButForBatch(a, b) ? a : undefined
  if (a.kind === 'opaque' && b.kind === 'opaque') return a.type === b.type ? a : undefined
  return undefined
}

/** The item of a list of which no item was shown. */
function isNothing(item: Description): boolean {
  return item.kind === 'any' && !item.nullable
}

function mergeObjects(a: ObjectDescription, b: ObjectDescription): ObjectDescription {
  const others = new Map(b.fields.map((field) => [field.name, field]))
  const fields = a.fields.map((field): FieldDescription => {
    const other = others.get(field.name)
    others.delete(field.name)
    if (other === undefined) return { ...field, required: false }
    return { name: field.name, value: merge(field.value, other.value), required: field.required && other.required }
  })
  const added = [...others.values()].map((field) => ({ ...field, required: false }))
  return { ...a, fields: [...fields, ...added] }
}

/** Whether two descriptions are the same but for their examples and how many rows these have. */
function sameButForBatch(a: Description, b: Description): boolean {
  return signature(a) === signature(b)
}

function signature(description: Description): string {
  return JSON.stringify(description, (key, value: unknown) => {
    if (key === 'example' || key === 'labels') return undefined
    return typeof value === 'bigint' ? value.toString() : value
  })
}
