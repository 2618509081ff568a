import { type Description, hasDefault } from '../description/description.js'
import type { JsonValue } from '../json/json-value.js'
import { isRecord } from '../json/own.js'
import { stringifyJson } from '../json/stringify.js'

/**
 * The default that a schema says: none where the defaults of an object's members say it already. Generators fill those in by themselves,
 * and some make code of an object's default that does not compile.
 */
export function ownDefault(description: Description, value: JsonValue | undefined = description.default): JsonValue | undefined {
  return value !== undefined && repeatsMembers(description, value) ? undefined : value
}

function repeatsMembers(description: Description, value: JsonValue): boolean {
  if (description.kind !== 'object' || !isRecord(value)) return false
  const members = Object.entries(value as Record<string, JsonValue>)
  return (
    members.length > 0 &&
    members.every(([name, member]) => description.fields.some((field) => field.name === name && says(field.value, member)))
  )
}

function says(field: Description, value: JsonValue): boolean {
  const isSame = hasDefault(field) && field.default !== undefined && stringifyJson(field.default) === stringifyJson(value)
  return isSame || repeatsMembers(field, value)
}
