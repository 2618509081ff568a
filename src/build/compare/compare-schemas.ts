import { compareMembers } from './compare-members.js'
import { compareConditions, compareOptions } from './compare-options.js'
import { ChangeLog, type Direction, kindOf, type Place, placeText, type Relation, shown, within } from './document-change.js'
import { keywordChanges } from './keyword-rules.js'
import { isSame, itemOf, type Located, type Members, meansSame, memberOf, membersOf } from './references.js'
import { constraintsOf, isAnnotation, schemaAt } from './schema-parts.js'
import { schemaWords } from './schema-words.js'
import { dtypeRelation, shapeRelation } from './tensor-rules.js'
import type { DocumentVersion } from './versions.js'

/** Two schemas that stand at the same place of two documents. */
export interface SchemaPair {
  readonly before: Located
  readonly after: Located
  readonly place: Place
  readonly direction: Direction
}

const rules = [
  ...['type', 'nullable', 'enum', 'const', 'format', 'pattern', 'multipleOf', 'uniqueItems', 'default'],
  ...['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'minLength', 'maxLength'],
  ...['minItems', 'maxItems', 'minProperties', 'maxProperties'],
  ...['properties', 'required', 'additionalProperties', 'items', 'prefixItems', 'anyOf', 'allOf'],
]
const known = new Set(rules)

/** Of schemas in these, only that they are the same can be told. */
const schemasWithin = new Set(['not', 'if', 'then', 'else', 'contains', 'propertyNames', 'unevaluatedItems', 'unevaluatedProperties'])

const mostPlaces = 20

/** Whether something is of what `run` takes or gives. */
function isOfRun({ prefix }: Place): boolean {
  return prefix === '' || prefix === 'response'
}

/**
 * Compares schemas keyword by keyword: each may let more or less through than before, and all of them together let through no more
 * than each. What cannot be told counts as breaking.
 */
export class SchemaComparison {
  readonly documents: readonly [unknown, unknown]
  readonly version: DocumentVersion
  readonly log: ChangeLog
  /** Pairs that were compared: whether they accept the same, and the places at which that was told. */
  private readonly done = new Map<string, { readonly isSame: boolean; readonly places: Set<string> }>()
  /** Pairs that are being compared: met again in a cycle, they are no difference of their own. */
  private readonly open: Set<string>
  /** Options of options of options could take for ever. */
  private readonly budget: { left: number }

  constructor(documents: readonly [unknown, unknown], version: DocumentVersion, log: ChangeLog, from?: SchemaComparison) {
    this.documents = documents
    this.version = version
    this.log = log
    this.open = from?.open ?? new Set()
    this.budget = from?.budget ?? { left: 200_000 }
  }

  compare(pair: SchemaPair, isFrame = false): void {
    const [before, after] = [this.schema(0, pair.before), this.schema(1, pair.after)]
    const key = JSON.stringify([before.pointer, after.pointer, pair.direction, isFrame])
    // Rows that several frames have are told of for each of them; of an error, that many answers have, once.
    const place = isOfRun(pair.place) ? placeText(pair.place) : ''
    const done = this.done.get(key)
    // References in references could be followed for ever.
    const isTold = done !== undefined && (done.places.has(place) || done.places.size >= mostPlaces)
    if (isTold && !done.isSame) this.log.judged++
    if (this.open.has(key) || isTold) return
    this.open.add(key)
    const { judged } = this.log
    if (this.budget.left-- > 0) this.compareResolved({ ...pair, before, after }, isFrame)
    else this.undecided({ ...pair, before, after }, 'schema')
    this.open.delete(key)
    this.done.set(key, { isSame: this.log.judged === judged, places: (done?.places ?? new Set<string>()).add(place) })
  }

  add({ place, direction, after }: SchemaPair, change: string, relation: Relation, was: unknown, is: unknown, pointer?: string): void {
    this.log.add({
      kind: kindOf(relation, direction),
      place: placeText(place),
      pointer: pointer ?? after.pointer,
      change,
      ...(was === undefined ? {} : { before: words(was) }),
      ...(is === undefined ? {} : { after: words(is) }),
    })
  }

  words(side: 0 | 1, located: Located): string {
    return schemaWords(this.documents[side], located, this.version)
  }

  private schema(side: 0 | 1, located: Located): Located {
    return schemaAt(this.documents[side], located, this.version)
  }

  /** Where all else that a schema says decides what is left to check, any change of it may let less through. */
  private compareResolved(pair: SchemaPair, isFrame: boolean): void {
    const { judged } = this.log
    this.compareKeywords(pair, isFrame)
    if (this.log.judged === judged) return
    const [was, is] = [membersOf(pair.before), membersOf(pair.after)]
    for (const keyword of ['unevaluatedProperties', 'unevaluatedItems'])
      if (Object.hasOwn(was, keyword) || Object.hasOwn(is, keyword)) this.undecided(pair, keyword)
  }

  private compareKeywords(pair: SchemaPair, isFrame: boolean): void {
    const [was, is] = [membersOf(pair.before), membersOf(pair.after)]
    const { judged } = this.log
    this.compareTexts(pair, was, is)
    if (compareOptions(this, pair) || compareConditions(this, pair)) return
    const changes = keywordChanges(was, is, this.version)
    // Of other types all else is other too.
    const isOther = changes.some(({ change, relation }) => change === 'type' && relation === 'other')
    for (const { change, relation, before, after } of changes)
      if (!isOther || change === 'type') this.add(pair, change, relation, before, after)
    if (isOther) return
    this.compareDefaults(pair, was, is)
    this.compareItems(pair, was, is)
    compareMembers(this, pair, isFrame)
    for (const keyword of new Set([...constraintsOf(was), ...constraintsOf(is)])) {
      if (!known.has(keyword) && !this.isEqual(pair, keyword)) this.undecided(pair, keyword)
    }
    // Where a size or a type is other, the tensor's words for it say the same again.
    if (this.log.judged === judged) this.compareTensors(pair, was, is)
  }

  private compareTexts({ place, after }: SchemaPair, was: Members, is: Members): void {
    for (const keyword of new Set([...Object.keys(was), ...Object.keys(is)])) {
      if (!isAnnotation(keyword) || ['x-dtype', 'x-shape', 'definitions', '$defs'].includes(keyword)) continue
      if (this.version === '2.0' && keyword === 'x-nullable') continue
      if (!isSame(was[keyword], is[keyword])) addText(this.log, place, `${after.pointer}/${keyword}`, keyword, was[keyword], is[keyword])
    }
  }

  /** Leaving a value out is a way to send one, so that another default is another answer. */
  private compareDefaults(pair: SchemaPair, { default: was }: Members, { default: is }: Members): void {
    if (isSame(was, is)) return
    if (pair.direction === 'output') addText(this.log, pair.place, `${pair.after.pointer}/default`, 'default', was, is)
    else this.add(pair, 'default', was === undefined ? 'wider' : 'other', shownOrNothing(was), shownOrNothing(is))
  }

  private compareTensors(pair: SchemaPair, was: Members, is: Members): void {
    for (const [keyword, relationOf] of [
      ['x-dtype', dtypeRelation],
      ['x-shape', shapeRelation],
    ] as const) {
      const [before, after] = [was[keyword], is[keyword]]
      if (isSame(before, after)) continue
      const relation = before === undefined || after === undefined ? undefined : relationOf(before, after)
      if (relation === undefined) addText(this.log, pair.place, `${pair.after.pointer}/${keyword}`, keyword, before, after)
      else this.add(pair, keyword.slice(2), relation, before, after)
    }
  }

  private compareItems(pair: SchemaPair, was: Members, is: Members): void {
    const format = is['format'] ?? was['format']
    const isFrame = typeof format === 'string' && /^(pandas\.DataFrame|numpy\.ndarray)/.test(format)
    this.compareEach(pair, isFrame)
    const [before, after] = [memberOf(pair.before, 'prefixItems'), memberOf(pair.after, 'prefixItems')]
    if (before.value === undefined && after.value === undefined) return
    const [earlier, later] = [listOf(before), listOf(after)]
    if (earlier.length !== later.length) this.undecided(pair, 'prefixItems')
    else for (const index of earlier.keys()) this.compareAt(pair, index, before, after)
  }

  private compareAt(pair: SchemaPair, index: number, before: Located, after: Located): void {
    const place = within(pair.place, { name: String(index) })
    this.compare({ ...pair, before: itemOf(before, index), after: itemOf(after, index), place })
  }

  /** The one schema of all items. */
  private compareEach(pair: SchemaPair, isFrame: boolean): void {
    const [before, after] = [memberOf(pair.before, 'items'), memberOf(pair.after, 'items')]
    const place = within(pair.place, '[]')
    if (Array.isArray(before.value) || Array.isArray(after.value)) {
      if (!meansSame(this.documents, before, after)) this.undecided(pair, 'items')
    } else if (before.value !== undefined || after.value !== undefined) {
      this.compare({ ...pair, before, after, place }, isFrame)
    }
  }

  /** A comparison whose changes count only if they are taken over. */
  trial(): SchemaComparison {
    return new SchemaComparison(this.documents, this.version, new ChangeLog(), this)
  }

  /** Whether a keyword that no rule knows says the same, but for words. */
  private isEqual(pair: SchemaPair, keyword: string): boolean {
    const [before, after] = [memberOf(pair.before, keyword), memberOf(pair.after, keyword)]
    if (meansSame(this.documents, before, after)) return true
    const pairs = this.schemaPairs(keyword, before, after)
    if (pairs === undefined) return false
    const trial = this.trial()
    for (const direction of ['input', 'output'] as const) for (const inner of pairs) trial.compare({ ...pair, ...inner, direction })
    if (trial.log.count('breaking', 'compatible') > 0) return false
    this.log.addAll(trial.log)
    return true
  }

  private schemaPairs(keyword: string, before: Located, after: Located): { before: Located; after: Located }[] | undefined {
    if (before.value === undefined || after.value === undefined) return undefined
    if (schemasWithin.has(keyword)) return [{ before, after }]
    const [was, is] = [listOf(before), listOf(after)]
    if (keyword !== 'oneOf' || was.length !== is.length) return undefined
    return was.map((_, index) => ({ before: itemOf(before, index), after: itemOf(after, index) }))
  }

  private undecided(pair: SchemaPair, keyword: string): void {
    const [was, is] = [membersOf(pair.before)[keyword], membersOf(pair.after)[keyword]]
    this.add(pair, `${keyword} (cannot be judged)`, 'other', shownOrNothing(was), shownOrNothing(is))
  }
}

export function addText(log: ChangeLog, place: Place, pointer: string, change: string, was: unknown, is: unknown): void {
  log.add({
    kind: 'text',
    place: placeText(place),
    pointer,
    change,
    ...(was === undefined ? {} : { before: shown(was) }),
    ...(is === undefined ? {} : { after: shown(is) }),
  })
}

function words(value: unknown): string {
  return typeof value === 'string' ? value : shown(value)
}

function shownOrNothing(value: unknown): string | undefined {
  return value === undefined ? undefined : shown(value)
}

function listOf({ value }: Located): readonly unknown[] {
  return Array.isArray(value) ? value : []
}
