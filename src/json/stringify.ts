import type { JsonValue } from './json-value.js'
import { isPlainObject } from './own.js'

/** Writes JSON text. Like `JSON.stringify`, but bigints are written as the integers they are. */
export function stringifyJson(value: JsonValue): string {
  return holdsBigint(value) ? write(value) : JSON.stringify(value)
}

function write(value: JsonValue): string {
  if (typeof value === 'bigint') return value.toString()
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  if (Array.isArray(value)) return `[${value.map(write).join(',')}]`
  const members = Object.keys(value).map((key) => `${JSON.stringify(key)}:${write(value[key] as JsonValue)}`)
  return `{${members.join(',')}}`
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
