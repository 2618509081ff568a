import type { JsonValue } from '../../json/json-value.js'

/** JSON text as Python's `json.dumps` writes it, and so MLflow: a space after commas and colons, and nothing but ASCII. */
export function pythonJson(value: JsonValue): string {
  if (typeof value === 'bigint') return String(value)
  if (Array.isArray(value)) return `[${value.map(pythonJson).join(', ')}]`
  if (typeof value !== 'object' || value === null) return ascii(JSON.stringify(value))
  return `{${Object.keys(value)
    .map((key) => `${ascii(JSON.stringify(key))}: ${pythonJson(value[key] as JsonValue)}`)
    .join(', ')}}`
}

function ascii(text: string): string {
  return text.replace(/[^\0-\x7e]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`)
}
