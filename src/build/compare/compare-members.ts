import type { SchemaComparison, SchemaPair } from './compare-schemas.js'
import { type Relation, within } from './document-change.js'
import { type Located, memberOf, membersOf, textOf } from './references.js'
import { isAnything, schemaAt } from './schema-parts.js'

/**
 * Compares the members of objects. Callers are held to send what is described: a member that is new and may be left out disturbs
 * nobody, though the name was free before; one that is gone is missed, though it may be ignored now.
 *
 * @param isFrame whether these are the columns of a frame, whose rows may be sent as lists in the order of the columns
 */
export function compareMembers(comparison: SchemaComparison, pair: SchemaPair, isFrame: boolean): void {
  const [was, is] = [memberOf(pair.before, 'properties'), memberOf(pair.after, 'properties')]
  const [wasRequired, isRequired] = [requiredOf(comparison, 0, pair), requiredOf(comparison, 1, pair)]
  const [before, after] = [Object.keys(membersOf(was)), Object.keys(membersOf(is))]
  for (const name of before) {
    const place = within(pair.place, { name })
    const [left, right] = [memberOf(was, name), memberOf(is, name)]
    if (right.value === undefined)
      comparison.add({ ...pair, place }, 'removed', 'other', comparison.words(0, left), undefined, left.pointer)
    else comparison.compare({ ...pair, place, before: left, after: right })
  }
  for (const name of after.filter((name) => memberOf(was, name).value === undefined)) {
    const [others, member] = [memberOf(pair.before, 'additionalProperties'), memberOf(is, name)]
    // One that was promised, though nothing said what it is, is not new.
    if (wasRequired.has(name)) comparison.compare({ ...pair, place: within(pair.place, { name }), before: others, after: member })
    else added(comparison, pair, others, member, name)
  }
  for (const name of new Set([...wasRequired, ...isRequired])) {
    const isNew = memberOf(was, name).value === undefined && memberOf(is, name).value !== undefined && !wasRequired.has(name)
    const isGone = memberOf(was, name).value !== undefined && memberOf(is, name).value === undefined
    if (isNew || isGone || (wasRequired.has(name) && isRequired.has(name))) continue
    const place = within(pair.place, { name })
    const required = isRequired.has(name)
    const change =
      pair.direction === 'output'
        ? required
          ? 'always there'
          : 'no longer always there'
        : required
          ? 'newly required'
          : 'no longer required'
    comparison.add({ ...pair, place }, change, required ? 'narrower' : 'wider', undefined, undefined, memberOf(is, name).pointer)
  }
  compareOthers(comparison, pair)
  compareOrder(comparison, pair, before, after, isFrame)
}

/** The members that must be there: what is for readers alone is not asked of those who send, and the other way round. */
function requiredOf({ documents, version }: SchemaComparison, side: 0 | 1, { before, after, direction }: SchemaPair): Set<string> {
  const schema = side === 0 ? before : after
  const { required } = membersOf(schema)
  const word = direction === 'input' ? 'readOnly' : 'writeOnly'
  const isElsewhere = (name: string) => {
    const member = memberOf(memberOf(schema, 'properties'), name)
    return [member, schemaAt(documents[side], member, version)].some((one) => membersOf(one)[word] === true)
  }
  return new Set(Array.isArray(required) ? required.map(textOf).filter((name) => !isElsewhere(name)) : [])
}

function added(comparison: SchemaComparison, pair: SchemaPair, others: Located, member: Located, name: string): void {
  const there = { ...pair, place: within(pair.place, { name }) }
  const [change, relation] = addition(comparison, pair, name)
  comparison.add(there, change, relation, undefined, comparison.words(1, member), member.pointer)
  // Members of any name were described before: what is sent or answered under this one must fit, still and as it did.
  if (relation !== 'other' && typeof others.value === 'object' && !isAnything(others.value))
    comparison.compare({ ...there, before: others, after: member })
}

function addition(comparison: SchemaComparison, pair: SchemaPair, name: string): [string, Relation] {
  const { before, after, direction } = pair
  const { additionalProperties: others } = membersOf(before)
  if (direction === 'output') return others === false ? ['added, where nothing else was to be', 'other'] : ['added', 'narrower']
  if (requiredOf(comparison, 1, pair).has(name)) return ['added, required', 'other']
  // In the form of the Python package Swagger 2.0 does not list which parameters are required.
  const isUnsaid = comparison.version === '2.0' && membersOf(after)['required'] === undefined
  return isUnsaid ? ['added (2.0 does not say whether it may be left out; 3.1 does)', 'other'] : ['added, may be left out', 'wider']
}

/** The members that have no description of their own. */
function compareOthers(comparison: SchemaComparison, pair: SchemaPair): void {
  const [before, after] = [memberOf(pair.before, 'additionalProperties'), memberOf(pair.after, 'additionalProperties')]
  const isOpen = ({ value }: Located) => value !== false && isAnything(value)
  if (isOpen(before) && isOpen(after)) return
  const place = within(pair.place, '.*')
  if (before.value === false && after.value === false) return
  if (before.value === false || after.value === false) {
    const words = (side: 0 | 1, others: Located) => (others.value === false ? 'none' : comparison.words(side, others))
    comparison.add({ ...pair, place }, 'other members', after.value === false ? 'narrower' : 'wider', words(0, before), words(1, after))
  } else comparison.compare({ ...pair, place, before, after })
}

function compareOrder(
  comparison: SchemaComparison,
  pair: SchemaPair,
  before: readonly string[],
  after: readonly string[],
  isFrame: boolean,
): void {
  const common = before.filter((name) => after.includes(name))
  if (!isFrame || pair.direction !== 'input') return
  const isMoved = common.some((name, index) => after[index] !== name)
  if (isMoved) comparison.add(pair, 'order of columns (of rows that are sent as lists)', 'other', before.join(', '), after.join(', '))
}
