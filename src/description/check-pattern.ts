import type { Diagnostics } from 'recheck'
import { SchemaDefinitionError } from '../errors/schema-definition-error.js'
import { showValue } from '../errors/show.js'

/** How many times as long as a linear pattern one may take for the longest text. */
const slowdown = 256

/**
 * Enough for fractions of a second, in which no pattern that is known to backtrack gets by. Steps are counted, so that the verdict does not
 * hang on the machine; the timeout is for what nobody has seen yet. The exact way takes what is repeated a limited number of times for
 * harmless, so that more than a few repetitions go the way of trying.
 */
const effort = {
  timeout: 10_000,
  attackTimeout: null,
  incubationTimeout: null,
  maxNFASize: 2000,
  maxRepeatCount: 10,
  maxAttackStringSize: 5000,
  attackLimit: 10_000_000,
  maxIteration: 2,
  maxGenerationSize: 20,
  maxInitialGenerationSize: 50,
  incubationLimit: 5000,
}

const verdicts = new Map<string, Diagnostics | undefined>()

/**
 * Refuses a regular expression that may backtrack for a time out of all proportion to the text: a short text would stop the service.
 *
 * @param what what has the pattern, in the error's message
 * @param maxLength of the texts that it is tried on: where they are short, a polynomial does no harm
 */
export function checkPattern(source: string, what: string, maxLength: number = Number.POSITIVE_INFINITY): void {
  const verdict = verdictOn(source)
  if (verdict?.status === 'safe') return
  const problem = problemOf(verdict, maxLength)
  if (problem !== undefined)
    throw new SchemaDefinitionError(`${what} has the pattern ${showValue(source)}, ${problem}, or say { trustPattern: true }`)
}

function problemOf(verdict: Diagnostics | undefined, maxLength: number): string | undefined {
  if (verdict === undefined)
    return 'which cannot be checked for backtracking: recheck cannot be loaded here; install it, or check the pattern elsewhere'
  if (verdict.status === 'safe') return undefined
  if (verdict.status === 'unknown')
    return `of which recheck does not find out whether it backtracks for ever (${verdict.error.kind}); write it more simply`
  const { attack, complexity } = verdict
  const example = `the text ${attack.pattern}`
  const remedy = 'write it so that a text can match it in one way alone'
  if (complexity.type === 'exponential') return `which takes a time exponential in the length of a text for ${example}; ${remedy}`
  const longest = Math.floor(slowdown ** (1 / (complexity.degree - 1)))
  if (maxLength <= longest) return undefined
  const power = complexity.degree === 2 ? 'square' : `power of ${complexity.degree}`
  return `which takes a time that grows with the ${power} of the length of a text for ${example}; ${remedy}, give it a maxLength of at most ${longest}`
}

function verdictOn(source: string): Diagnostics | undefined {
  if (!verdicts.has(source)) verdicts.set(source, loadChecker()?.(source, flagsOf(source), effort))
  return verdicts.get(source)
}

function flagsOf(source: string): string {
  try {
    new RegExp(source, 'u')
    return 'u'
  } catch {
    return ''
  }
}

/**
 * The checker, loaded when the first pattern comes: it is larger than all else that is loaded with it. Its main entry would start
 * processes; the one for browsers is all JavaScript. undefined where nothing can be loaded on the way.
 */
function loadChecker(): typeof import('recheck').checkSync | undefined {
  const nodeModule = globalThis.process?.getBuiltinModule?.('node:module')
  try {
    return (nodeModule?.createRequire(import.meta.url)('recheck/lib/browser.js') as typeof import('recheck') | undefined)?.checkSync
  } catch {
    return undefined
  }
}
