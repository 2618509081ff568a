import { isRecord } from '../../json/own.js'
import type { Relation } from './document-change.js'
import type { Members } from './references.js'
import type { DocumentVersion } from './versions.js'

/** How a keyword of a schema changed what is accepted. */
export interface KeywordChange {
  readonly change: string
  readonly relation: Relation
  readonly before: unknown
  readonly after: unknown
}

/** What the keywords that stand for themselves say of two schemas: all but those that hold other schemas. */
export function keywordChanges(before: Members, after: Members, version: DocumentVersion): KeywordChange[] {
  const plain = (change: string, relation: Relation | undefined, was: unknown, is: unknown): KeywordChange[] =>
    relation === undefined ? [] : [{ change, relation, before: was, after: is }]
  const [wasTypes, areTypes] = [typesOf(before, version), typesOf(after, version)]
  return [
    ...plain('type', typeRelation(wasTypes, areTypes), typeWords(wasTypes), typeWords(areTypes)),
    ...enumChange(before, after),
    ...plain('format', formatRelation(before['format'], after['format']), before['format'], after['format']),
    ...sizeChanges(before, after, version),
    ...plain('pattern', textRelation(patternOf(before), patternOf(after)), before['pattern'], after['pattern']),
    ...plain('multipleOf', multipleRelation(before['multipleOf'], after['multipleOf']), before['multipleOf'], after['multipleOf']),
    ...plain('uniqueItems', flagRelation(before['uniqueItems'], after['uniqueItems']), before['uniqueItems'], after['uniqueItems']),
  ]
}

/** The types that a schema accepts, with null where the version says it in another word; undefined: any. */
export function typesOf(schema: Members, version: DocumentVersion): readonly string[] | undefined {
  const type = schema['type']
  const types = typeof type === 'string' ? [type] : Array.isArray(type) ? type.map(String) : undefined
  const isNullable = (version === '2.0' && schema['x-nullable'] === true) || (version === '3.0' && schema['nullable'] === true)
  return types !== undefined && isNullable && !types.includes('null') ? [...types, 'null'] : types
}

export function typeWords(types: readonly string[] | undefined): string {
  return types === undefined ? 'anything' : types.join(' or ')
}

/** From whether the later accepts all of the earlier, and the other way round. */
function relationOf(takesAll: boolean, tookAll: boolean): Relation | undefined {
  if (takesAll && tookAll) return undefined
  return takesAll ? 'wider' : tookAll ? 'narrower' : 'other'
}

function typeRelation(before: readonly string[] | undefined, after: readonly string[] | undefined): Relation | undefined {
  return relationOf(coversTypes(after, before), coversTypes(before, after))
}

function coversTypes(outer: readonly string[] | undefined, inner: readonly string[] | undefined): boolean {
  if (outer === undefined) return true
  // An integer is a number.
  return inner?.every((type) => outer.includes(type) || (type === 'integer' && outer.includes('number'))) ?? false
}

function enumChange(before: Members, after: Members): KeywordChange[] {
  const [was, is] = [valuesOf(before), valuesOf(after)]
  const covers = (outer: readonly unknown[] | undefined, inner: readonly unknown[] | undefined) => {
    if (outer === undefined) return true
    const texts = new Set(outer.map((value) => canonical(value)))
    return inner?.every((value) => texts.has(canonical(value))) ?? false
  }
  const relation = relationOf(covers(is, was), covers(was, is))
  return relation === undefined ? [] : [{ change: 'values', relation, before: was, after: is }]
}

/** The values that `enum` or `const` list; of both, those that both list. */
function valuesOf(schema: Members): readonly unknown[] | undefined {
  const listed = Array.isArray(schema['enum']) ? (schema['enum'] as unknown[]) : undefined
  if (!Object.hasOwn(schema, 'const')) return listed
  return listed === undefined || listed.some((value) => canonical(value) === canonical(schema['const'])) ? [schema['const']] : []
}

/** The same text for the same JSON, whatever the order of members. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    isRecord(inner) ? Object.fromEntries(Object.entries(inner).sort(([one], [other]) => (one < other ? -1 : 1))) : inner,
  )
}

const numberFormats: Readonly<Record<string, string>> = { int32: 'int64', float: 'double' }

function formatRelation(before: unknown, after: unknown): Relation | undefined {
  if (typeof before === 'string' && typeof after === 'string' && before !== after) {
    if (numberFormats[before] === after) return 'wider'
    return numberFormats[after] === before ? 'narrower' : 'other'
  }
  return textRelation(before, after)
}

/** A pattern that refuses something: these are found in any text. */
function patternOf({ pattern }: Members): unknown {
  return ['', '^', '$', '.*', '^.*', '.*$', '(?:)'].includes(pattern as string) ? undefined : pattern
}

function textRelation(before: unknown, after: unknown): Relation | undefined {
  if (before === after) return undefined
  return before === undefined ? 'narrower' : after === undefined ? 'wider' : 'other'
}

function multipleRelation(before: unknown, after: unknown): Relation | undefined {
  if (typeof before !== 'number' || typeof after !== 'number' || before === after) return textRelation(before, after)
  if (Number.isInteger(before / after)) return 'wider'
  return Number.isInteger(after / before) ? 'narrower' : 'other'
}

function flagRelation(before: unknown, after: unknown): Relation | undefined {
  const [was, is] = [before === true, after === true]
  return was === is ? undefined : is ? 'narrower' : 'wider'
}

interface Bound {
  readonly value: number
  readonly isExclusive: boolean
}

const sizes = [
  ['minLength', 'maxLength', 'length'],
  ['minItems', 'maxItems', 'number of items'],
  ['minProperties', 'maxProperties', 'number of members'],
] as const

function sizeChanges(before: Members, after: Members, version: DocumentVersion): KeywordChange[] {
  const changes = [
    ...boundChange('minimum', lowest(before, version), lowest(after, version), -1),
    ...boundChange('maximum', highest(before, version), highest(after, version), 1),
  ]
  for (const [least, most, what] of sizes) {
    const [was, is] = [fixedSize(before, least, most), fixedSize(after, least, most)]
    if (was !== undefined && is !== undefined) {
      if (was !== is) changes.push({ change: what, relation: 'other', before: was, after: is })
      continue
    }
    // At least nothing is what is said without a word.
    changes.push(...boundChange(least, inclusive(before[least] || undefined), inclusive(after[least] || undefined), -1))
    changes.push(...boundChange(most, inclusive(before[most]), inclusive(after[most]), 1))
  }
  return changes
}

function fixedSize(schema: Members, least: string, most: string): number | undefined {
  const size = schema[least]
  return typeof size === 'number' && size === schema[most] ? size : undefined
}

function inclusive(value: unknown): Bound | undefined {
  return typeof value === 'number' ? { value, isExclusive: false } : undefined
}

function lowest(schema: Members, version: DocumentVersion): Bound | undefined {
  return strictest(schema['minimum'], schema['exclusiveMinimum'], version, -1)
}

function highest(schema: Members, version: DocumentVersion): Bound | undefined {
  return strictest(schema['maximum'], schema['exclusiveMaximum'], version, 1)
}

/** In 3.1 an exclusive bound is a number of its own; before, a word beside the bound. */
function strictest(bound: unknown, exclusive: unknown, version: DocumentVersion, sign: 1 | -1): Bound | undefined {
  const plain = inclusive(bound)
  if (version !== '3.1') return plain === undefined ? undefined : { ...plain, isExclusive: exclusive === true }
  const strict = typeof exclusive === 'number' ? { value: exclusive, isExclusive: true } : undefined
  if (plain === undefined || strict === undefined) return plain ?? strict
  return isWithin(strict, plain, sign) ? strict : plain
}

/** Whether what one bound lets through, the other lets through as well. */
function isWithin(inner: Bound, outer: Bound, sign: 1 | -1): boolean {
  if (inner.value === outer.value) return inner.isExclusive || !outer.isExclusive
  return inner.value * sign < outer.value * sign
}

function boundChange(change: string, before: Bound | undefined, after: Bound | undefined, sign: 1 | -1): KeywordChange[] {
  const covers = (outer: Bound | undefined, inner: Bound | undefined) =>
    outer === undefined || (inner !== undefined && isWithin(inner, outer, sign))
  const relation = relationOf(covers(after, before), covers(before, after))
  return relation === undefined ? [] : [{ change, relation, before: boundWords(before), after: boundWords(after) }]
}

function boundWords(bound: Bound | undefined): unknown {
  return bound?.isExclusive === true ? `${bound.value}, without it` : bound?.value
}
