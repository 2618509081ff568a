import { nearest } from './nearest.js'
import { oneOf, showValue } from './show.js'

/** The class of an error that has nothing but a sentence. */
export type ErrorClass = new (message: string) => Error

/** What an option may be. */
export interface OptionKind {
  readonly expected: string
  readonly accepts: (value: unknown) => boolean
  /** Whether an error says of its value the type alone. */
  readonly isSecret?: boolean
}

/** Options by name: what each may be, or the options of an object among them. */
export interface OptionKinds {
  readonly [name: string]: OptionKind | OptionKinds
}

/**
 * Checks the names in an object of options: one that does not exist is a mistake that would otherwise go unnoticed.
 *
 * @param Failure the error to throw
 * @param owner what the options are called in errors, where they are not simply the options
 */
export function checkNames(options: unknown, known: readonly string[], Failure: ErrorClass, owner?: string): asserts options is object {
  if (typeof options !== 'object' || options === null || Array.isArray(options))
    throw new Failure(`${owner ?? 'the options'} ${owner === undefined ? 'are' : 'is'} ${showValue(options)}, expected an object`)
  for (const name of Object.keys(options)) {
    if (known.includes(name)) continue
    throw new Failure(`${owner === undefined ? 'there is' : `${owner} has`} no option ${showValue(name)}${suggestion(name, known)}`)
  }
}

/** How the sentence about an unknown name ends: with the name that may be meant, else with all that there are. */
export function suggestion(written: string, known: readonly string[]): string {
  const meant = nearest(written, known)
  return meant === undefined ? `, expected ${oneOf(known)}` : `; did you mean ${meant}?`
}

/** Checks the names and the values of options. What is undefined is not given. */
export function checkOptions(options: unknown, kinds: OptionKinds, Failure: ErrorClass, owner?: string): void {
  checkNames(options, Object.keys(kinds), Failure, owner)
  for (const [name, value] of Object.entries(options)) {
    const kind = kinds[name]
    if (value === undefined || kind === undefined) continue
    const place = owner === undefined ? name : `${name} of ${owner}`
    if (!isKind(kind)) checkOptions(value, kind, Failure, place)
    else if (!kind.accepts(value))
      throw new Failure(`the option ${place} is ${kind.isSecret === true ? typeName(value) : showValue(value)}, expected ${kind.expected}`)
  }
}

function isKind(kind: OptionKind | OptionKinds): kind is OptionKind {
  return typeof kind.accepts === 'function'
}

/** "a number", "an object", "null". */
function typeName(value: unknown): string {
  if (value === null) return 'null'
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`
}

/** What may be anything, or is checked elsewhere. */
export const anything: OptionKind = { expected: 'anything', accepts: () => true }
/** Options of which the names alone are known. */
export function namedOnly(names: readonly string[]): OptionKinds {
  return Object.fromEntries(names.map((name) => [name, anything]))
}

export const trueOrFalse: OptionKind = { expected: 'true or false', accepts: (value) => typeof value === 'boolean' }
export const text: OptionKind = { expected: 'text', accepts: (value) => typeof value === 'string' }
export const aFunction: OptionKind = { expected: 'a function', accepts: (value) => typeof value === 'function' }
export const anObject: OptionKind = { expected: 'an object', accepts: (value) => typeof value === 'object' && value !== null }

export function integerFrom(least: number): OptionKind {
  return { expected: `an integer of at least ${least}`, accepts: (value) => Number.isSafeInteger(value) && Number(value) >= least }
}

/** How much there may be at most, of which there may be that much in any case; Infinity is no limit. */
export function limitFrom(least: number): OptionKind {
  const { expected, accepts } = integerFrom(least)
  return { expected: `${expected}, or Infinity`, accepts: (value) => value === Number.POSITIVE_INFINITY || accepts(value) }
}

export function oneOfTexts(texts: readonly string[]): OptionKind {
  return {
    expected: oneOf(texts.map((one) => JSON.stringify(one))),
    accepts: (value) => typeof value === 'string' && texts.includes(value),
  }
}
