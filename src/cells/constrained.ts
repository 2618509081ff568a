import type { Constraints } from '../dtype/constraints.js'
import { isLongerThan } from '../errors/characters.js'
import { showLength } from '../errors/show.js'
import { type CellReader, Refusal } from './cell.js'

/** Checks a value that was read: gives why it is refused. `given` is what it was read from. */
type Check = (cell: unknown, given: unknown) => Refusal | undefined

/**
 * A reader of values that are held to constraints, too; null and what `read` refuses are not its business.
 *
 * @param takesNaN whether NaN is none either: whoever reads null says whether there may be any
 */
export function constrainedCell(read: CellReader, constraints: Constraints, expected: string, takesNaN = false): CellReader {
  const checks = checksOf(constraints, expected)
  return (value, isText) => {
    const cell = read(value, isText)
    if (cell === null || cell instanceof Refusal || (takesNaN && Number.isNaN(cell))) return cell
    for (const check of checks) {
      const refusal = check(cell, value)
      if (refusal !== undefined) return refusal
    }
    return cell
  }
}

function checksOf(constraints: Constraints, expected: string): readonly Check[] {
  const { enum: values, minimum, maximum, minLength, maxLength, pattern } = constraints
  const checks: Check[] = []
  if (values !== undefined) checks.push(enumCheck(new Set<unknown>(values), expected))
  if (minimum !== undefined || maximum !== undefined) checks.push(rangeCheck(minimum, maximum, expected))
  if (minLength !== undefined || maxLength !== undefined) checks.push(lengthCheck(minLength, maxLength, expected))
  if (pattern !== undefined) checks.push(patternCheck(new RegExp(pattern, 'u'), expected))
  return checks
}

function enumCheck(values: ReadonlySet<unknown>, expected: string): Check {
  const refusal = new Refusal('not_in_enum', expected)
  return (cell) => (values.has(cell) ? undefined : refusal)
}

/**
 * A number counts as it was sent: rounded to float32, 0.1 is more than 0.1. One that was stored as float32 before counts as the
 * bound when it is what the bound is rounded to. Integers are not rounded: 2^31 is more than 2^31 - 1.
 */
function rangeCheck(minimum: number | bigint | undefined, maximum: number | bigint | undefined, expected: string): Check {
  const refusal = new Refusal('out_of_range', expected)
  const isBound = (value: number | bigint, bound: number | bigint, cell: unknown) =>
    Object.is(value, cell) && typeof bound === 'number' && !Number.isInteger(bound) && value === Math.fround(bound)
  return (cell, given) => {
    const value = (typeof given === 'number' || typeof given === 'bigint' ? given : cell) as number | bigint
    // Of NaN neither holds.
    if (minimum !== undefined && !(value >= minimum) && !isBound(value, minimum, cell)) return refusal
    return maximum !== undefined && !(value <= maximum) && !isBound(value, maximum, cell) ? refusal : undefined
  }
}

function lengthCheck(minLength = 0, maxLength = Number.POSITIVE_INFINITY, expected = ''): Check {
  return (cell) => {
    const text = cell as string
    if (isLongerThan(text, maxLength)) return new Refusal('too_long', expected, showLength(text))
    return isLongerThan(text, minLength - 1) ? undefined : new Refusal('too_short', expected, showLength(text))
  }
}

function patternCheck(pattern: RegExp, expected: string): Check {
  const refusal = new Refusal('bad_format', expected)
  return (cell) => (pattern.test(cell as string) ? undefined : refusal)
}
