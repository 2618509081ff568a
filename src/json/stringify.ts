import { holdsBigint } from './exact.js'
import type { JsonValue } from './json-value.js'

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
