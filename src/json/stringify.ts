import type { JsonValue } from './json-value.js'
import { isPlainObject } from './own.js'

/**
 * Writes JSON text. Like `JSON.stringify`, but bigints are written as the integers they are.
 *
 * @param indent by how many spaces more each level stands; default none, all in one line
 */
export function stringifyJson(value: JsonValue, indent = 0): string {
  return holdsBigint(value) ? write(value, ' '.repeat(indent), '\n') : JSON.stringify(value, null, indent)
}

function write(value: JsonValue, indent: string, line: string): string {
  if (typeof value === 'bigint') return value.toString()
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const inner = line + indent
  const isList = Array.isArray(value)
  const colon = indent === '' ? ':' : ': '
  const parts = isList
    ? value.map((item) => write(item, indent, inner))
    : Object.keys(value).map((key) => `${JSON.stringify(key)}${colon}${write(value[key] as JsonValue, indent, inner)}`)
  const [open, close] = isList ? '[]' : '{}'
  if (parts.length === 0 || indent === '') return `${open}${parts.join(',')}${close}`
  return `${open}${inner}${parts.join(`,${inner}`)}${line}${close}`
}

/** Whether there is a bigint anywhere in a JSON value. */
export function holdsBigint(root: unknown): boolean {
  const rest: unknown[] = [root]
  while (rest.length > 0) {
    const value = rest.pop()
    if (typeof value === 'bigint') return true
    if (Array.isArray(value)) for (const item of value) rest.push(item)
    else if (isPlainObject(value)) for (const key of Object.keys(value)) rest.push(value[key])
  }
  return false
}
