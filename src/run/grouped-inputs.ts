import { type IssueLog, mostIssues } from '../errors/issue-log.js'
import { nearest } from '../errors/nearest.js'
import { allOf, showValue } from '../errors/show.js'
import { isRecord, ownMember } from '../json/own.js'
import type { PayloadObject } from '../json/payload-object.js'
import type { InputSchema, RunSchema } from './run-schema.js'

/** Inputs that a payload may hold in an object as well as beside each other: `{"params": {"temperature": 0.5}}`. */
interface InputGroup {
  /** The key of that object. */
  readonly key: string
  readonly names: readonly string[]
}

const none: readonly InputGroup[] = []
const known = new WeakMap<readonly InputSchema[], readonly InputGroup[]>()

/** The groups that inputs are in. A parameter that is called like a group is what that key means. */
function inputGroups({ inputs, parameters }: RunSchema): readonly InputGroup[] {
  let groups = known.get(inputs)
  if (groups === undefined) {
    const keys = new Set(inputs.flatMap(({ type }) => type['~description'].within ?? []))
    const free = [...keys].filter((key) => !parameters.some(({ name }) => name === key))
    const namesIn = (key: string) => inputs.filter(({ type }) => type['~description'].within === key).map(({ name }) => name)
    groups = free.length === 0 ? none : free.map((key) => ({ key, names: namesIn(key) }))
    known.set(inputs, groups)
  }
  return groups
}

/** The object of a group that a payload has, and the key that it stands under. */
export interface GivenGroup {
  readonly key: string
  readonly values: PayloadObject
}

/** By the names of inputs, the objects that a payload has them in; what no input is called, or is given twice, is reported. */
export function givenGroups(schema: RunSchema, payload: PayloadObject, log: IssueLog): ReadonlyMap<string, GivenGroup> | undefined {
  let given: Map<string, GivenGroup> | undefined
  for (const { key, names } of inputGroups(schema)) {
    const values = ownMember(payload, key) ?? undefined
    if (values === undefined) continue
    given ??= new Map()
    log.path.push(key)
    if (isRecord(values)) for (const name of namesFrom(values, key, names, payload, log)) given.set(name, { key, values })
    else log.add('wrong_type', `an object with values for ${allOf(names)}`, showValue(values))
    log.path.pop()
  }
  return given
}

function namesFrom(values: PayloadObject, key: string, names: readonly string[], payload: PayloadObject, log: IssueLog): readonly string[] {
  return Object.keys(values).filter((name) => {
    if (!names.includes(name))
      log.add('unexpected', `only ${allOf(names)}${meantName(name, names, log)}`, 'a value that no parameter takes', [name])
    else if (Object.hasOwn(payload, name))
      log.add('unexpected', 'it in one of the two places', `a value that is given beside ${showValue(key)}, too`, [name])
    else return true
    return false
  })
}

/** The name that was probably meant, said for issues that are kept, of names that may have been typed. */
function meantName(name: string, names: readonly string[], log: IssueLog): string {
  const meant = log.count < mostIssues && name.length <= 100 ? nearest(name, names) : undefined
  return meant === undefined ? '' : `; did you mean ${showValue(meant)}?`
}
