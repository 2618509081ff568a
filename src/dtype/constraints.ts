import { oneOf, showValue } from '../errors/show.js'

/** What an author asks of values beyond their dtype, in the words of JSON Schema. Numbers and texts are as the dtype stores them. */
export interface Constraints {
  /** The only values that there are. */
  readonly enum?: readonly (string | number | bigint | boolean)[]
  readonly minimum?: number | bigint
  readonly maximum?: number | bigint
  /** In characters (code points). */
  readonly minLength?: number
  readonly maxLength?: number
  /** An ECMAScript regular expression, with the flag u, that is found somewhere in the text. */
  readonly pattern?: string
}

/** What carries constraints, perhaps. */
export interface Constrained {
  readonly constraints?: Constraints
}

/** How far a kind of number goes by itself. */
export interface NumberLimits {
  readonly min?: number | bigint
  readonly max?: number | bigint
}

/** What is expected of a value, said of its kind: "a number from 0 to 1". Limits of the kind are told as one range with what is asked. */
export function constrainedWords(kind: string, { constraints = {} }: Constrained, limits: NumberLimits = {}): string {
  const { minimum, maximum, minLength, maxLength, pattern } = constraints
  if (constraints.enum !== undefined) return oneOf(constraints.enum.map((value) => showValue(value)))
  const least = minimum === undefined || (limits.min !== undefined && limits.min > minimum) ? limits.min : minimum
  const most = maximum === undefined || (limits.max !== undefined && limits.max < maximum) ? limits.max : maximum
  const words = [
    rangeWords(least, most, ''),
    rangeWords(minLength, maxLength, ' characters'),
    pattern === undefined ? '' : ` that matches ${pattern}`,
  ]
  return kind + words.join('')
}

function rangeWords(least: number | bigint | undefined, most: number | bigint | undefined, noun: string): string {
  if (least === undefined && most === undefined) return ''
  const word = noun === '' ? ' of' : ' with'
  if (least === undefined) return `${word} at most ${most}${noun}`
  if (most === undefined) return `${word} at least ${least}${noun}`
  return noun === '' ? ` from ${least} to ${most}` : `${word} ${least} to ${most}${noun}`
}
