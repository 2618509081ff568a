import type { SchemaComparison, SchemaPair } from './compare-schemas.js'
import { itemOf, type Located, type Members, memberOf, membersOf } from './references.js'
import { constraintsOf, isAnything } from './schema-parts.js'

/**
 * Compares what accepts one of several (`anyOf`). A schema without options is the only option there is.
 *
 * @returns whether that was all there is to compare
 */
export function compareOptions(comparison: SchemaComparison, pair: SchemaPair): boolean {
  const [before, after] = [memberOf(pair.before, 'anyOf'), memberOf(pair.after, 'anyOf')]
  const [was, is] = [optionsOf(before), optionsOf(after)]
  if (was === undefined && is === undefined) return false
  if (was !== undefined && is !== undefined) {
    compareLists(comparison, pair, was, is)
    return false
  }
  if (isBare(membersOf(was === undefined ? pair.after : pair.before), 'anyOf')) {
    compareLists(comparison, pair, was ?? [pair.before], is ?? [pair.after])
    return true
  }
  // One of several beside other keywords is one condition more.
  comparison.add(pair, 'one of several', was === undefined ? 'narrower' : 'wider', words(comparison, 0, was), words(comparison, 1, is))
  return false
}

/**
 * Compares what accepts what all of several accept (`allOf`): each of them stands for itself, and one more asks more. A schema
 * without such conditions is the only condition there is.
 *
 * @returns whether that was all there is to compare
 */
export function compareConditions(comparison: SchemaComparison, pair: SchemaPair): boolean {
  const [before, after] = [memberOf(pair.before, 'allOf'), memberOf(pair.after, 'allOf')]
  const [listed, nowListed] = [optionsOf(before), optionsOf(after)]
  if (listed === undefined && nowListed === undefined) return false
  const isAll =
    (listed === undefined || isBare(membersOf(pair.before), 'allOf')) && (nowListed === undefined || isBare(membersOf(pair.after), 'allOf'))
  const alone = (schema: Located) => (isAll ? [schema] : [])
  const [was, is] = [listed ?? alone(pair.before), nowListed ?? alone(pair.after)]
  for (const [index, condition] of was.entries()) {
    const same = is[index]
    if (same !== undefined) comparison.compare({ ...pair, before: condition, after: same })
    else if (!isAnything(condition.value)) comparison.add(pair, 'constraint removed', 'wider', comparison.words(0, condition), undefined)
  }
  for (const condition of is.slice(was.length).filter(({ value }) => !isAnything(value)))
    comparison.add(pair, 'additional constraint', 'narrower', undefined, comparison.words(1, condition))
  return isAll
}

/** Whether a schema says nothing besides one keyword. */
function isBare(schema: Members, keyword: string): boolean {
  return constraintsOf(schema).every((one) => one === keyword)
}

function compareLists(comparison: SchemaComparison, pair: SchemaPair, before: readonly Located[], after: readonly Located[]): void {
  const inTurn = comparison.trial()
  if (before.length === after.length) {
    for (const [index, option] of before.entries()) inTurn.compare({ ...pair, before: option, after: after[index] ?? pair.after })
    if (inTurn.log.count('breaking') === 0) {
      comparison.log.addAll(inTurn.log)
      return
    }
  }
  const fits = (was: Located, is: Located) => {
    const trial = comparison.trial()
    trial.compare({ ...pair, before: was, after: is })
    return trial.log.count('breaking') === 0
  }
  const isInput = pair.direction === 'input'
  const isCompatible = isInput
    ? before.every((was) => after.some((is) => fits(was, is)))
    : after.every((is) => before.some((was) => fits(was, is)))
  // What broke in one of them says more than that the list is another.
  if (!isCompatible && before.length === after.length) comparison.log.addAll(inTurn.log)
  else {
    const relation = isCompatible ? (isInput ? 'wider' : 'narrower') : 'other'
    comparison.add(pair, 'one of several', relation, words(comparison, 0, before), words(comparison, 1, after))
  }
}

function words(comparison: SchemaComparison, side: 0 | 1, options: readonly Located[] | undefined): string | undefined {
  return options?.map((option) => comparison.words(side, option)).join(' or ')
}

function optionsOf(list: Located): Located[] | undefined {
  return Array.isArray(list.value) ? list.value.map((_, index) => itemOf(list, index)) : undefined
}
