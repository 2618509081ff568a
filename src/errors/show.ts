import { countCharacters, firstCharacters, isLongerThan } from './characters.js'

const longestText = 40
const mostKeys = 4

/**
 * Names a value in an error message: enough to recognise it, never the whole of it.
 *
 * Getters are not run and nothing is converted by user code, so that showing a hostile value is safe.
 */
export function showValue(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return isLongerThan(value, longestText)
        ? `${quote(firstCharacters(value, longestText))}… (${countCharacters(value)} characters)`
        : quote(value)
    case 'number':
      return Object.is(value, -0) ? '0' : String(value)
    case 'bigint':
      return showNumber(value.toString())
    case 'boolean':
      return String(value)
    case 'undefined':
      return 'undefined'
    case 'object':
      return value === null ? 'null' : showObject(value)
    default:
      return `a ${typeof value}`
  }
}

/** A text whose length is wrong: {@link showValue} tells that of long ones only. */
export function showLength(text: string): string {
  return isLongerThan(text, longestText) ? showValue(text) : `${quote(text)} with ${count(countCharacters(text), 'character')}`
}

function quote(text: string): string {
  return JSON.stringify(text)
}

/** A number as it is written. */
export function showNumber(text: string): string {
  return text.length > longestText ? `${text.slice(0, 20)}… (${text.length} characters)` : text
}

function showObject(value: object): string {
  if (Array.isArray(value)) return value.length === 0 ? 'an empty array' : `an array of ${count(value.length, 'value')}`
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? 'an invalid Date' : `the Date ${value.toISOString()}`
  // JSON may have the members of an NdArray, with anything in them, but no methods.
  if ('shape' in value && Array.isArray(value.shape) && 'index' in value && typeof value.index === 'function')
    return `an NdArray of shape [${value.shape.join(', ')}]`
  const name = kindName(value)
  // Typed arrays, buffers and views; JSON may have a member of that name, but no class.
  if (name !== 'Object') return 'byteLength' in value ? `a ${name} of ${count(Number(value.byteLength), 'byte')}` : `a ${name}`
  const keys = Object.keys(value)
  if (keys.length === 0) return 'an empty object'
  const shown = keys.slice(0, mostKeys).map((key) => showValue(key))
  return `an object with ${keys.length === 1 ? 'the key' : 'the keys'} ${shown.join(', ')}${keys.length > mostKeys ? ', …' : ''}`
}

function kindName(value: object): string {
  const maker: unknown = Object.getPrototypeOf(value)?.constructor
  return typeof maker === 'function' && maker.name !== '' ? maker.name : 'Object'
}

/** "1 value", "3 values". */
export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`
}

/** "a", "a or b", "a, b or c"; at most twelve names, then how many more. */
export function oneOf(names: readonly string[]): string {
  return enumerate(names, 'or', 'or one of')
}

/** "a", "a and b", "a, b and c"; at most twelve names, then how many more. */
export function allOf(names: readonly string[]): string {
  return enumerate(names, 'and', 'and')
}

const mostNames = 12

function enumerate(names: readonly string[], conjunction: string, rest: string): string {
  const shown = names.slice(0, mostNames)
  if (names.length > mostNames) return `${shown.join(', ')} ${rest} ${names.length - mostNames} more`
  const last = shown.at(-1)
  return shown.length < 2 ? (last ?? 'nothing') : `${shown.slice(0, -1).join(', ')} ${conjunction} ${last}`
}
