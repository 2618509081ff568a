import type { WrittenSchema } from '../description/swagger-schema.js'
import { resolveReference } from '../document/from-json-schema.js'
import { isPlainObject, setOwn } from '../json/own.js'
import { holdsBigint } from '../json/stringify.js'

/**
 * Makes numbers of bigints where a JSON Schema says `number`, or `integer` with bounds below 2^53: the library that wrote the schema
 * takes nothing but numbers there. Everywhere else integers keep their digits.
 */
export function schemaNumbers(root: WrittenSchema): (value: unknown) => unknown {
  const known = new Map<WrittenSchema, readonly WrittenSchema[]>()
  /** A schema and those that it is made of, by reference or as options. */
  const partsOf = (schema: unknown): readonly WrittenSchema[] => {
    if (!isPlainObject(schema)) return []
    let parts = known.get(schema)
    if (parts === undefined) {
      parts = findParts(schema, root)
      known.set(schema, parts)
    }
    return parts
  }

  const narrow = (value: unknown, schemas: readonly WrittenSchema[]): unknown => {
    if (typeof value === 'bigint') return schemas.some((schema) => saysNumber(schema, value)) ? Number(value) : value
    if (schemas.length === 0) return value
    if (Array.isArray(value)) {
      return value.map((item, index) =>
        narrow(
          item,
          schemas.flatMap((schema) => partsOf(itemSchema(schema, index))),
        ),
      )
    }
    if (!isPlainObject(value)) return value
    const narrowed: Record<string, unknown> = {}
    for (const [key, member] of Object.entries(value)) {
      setOwn(
        narrowed,
        key,
        narrow(
          member,
          schemas.flatMap((schema) => memberSchemas(schema, key).flatMap(partsOf)),
        ),
      )
    }
    return narrowed
  }
  return (value) => (holdsBigint(value) ? narrow(value, partsOf(root)) : value)
}

/** Whether an integer beyond 2^53 is a number by a schema. One that is out of its bounds is, so that the schema itself says so. */
function saysNumber({ type, minimum = -Infinity, maximum = Infinity }: WrittenSchema, integer: bigint): boolean {
  const types: unknown[] = [type].flat()
  const isOutOfBounds = integer > 0n ? (maximum as number) <= Number.MAX_SAFE_INTEGER : (minimum as number) >= Number.MIN_SAFE_INTEGER
  return types.includes('number') || (types.includes('integer') && isOutOfBounds)
}

function findParts(schema: WrittenSchema, root: WrittenSchema): readonly WrittenSchema[] {
  const found = new Set<WrittenSchema>()
  const rest: unknown[] = [schema]
  while (rest.length > 0) {
    const part = rest.pop()
    if (!isPlainObject(part) || found.has(part)) continue
    found.add(part)
    const { $ref: reference, anyOf, oneOf, allOf } = part
    if (typeof reference === 'string') rest.push(resolveReference(reference, root))
    for (const options of [anyOf, oneOf, allOf]) if (Array.isArray(options)) rest.push(...(options as unknown[]))
  }
  return [...found]
}

function itemSchema({ prefixItems, items }: WrittenSchema, index: number): unknown {
  return Array.isArray(prefixItems) && index < prefixItems.length ? prefixItems[index] : items
}

function memberSchemas({ properties, patternProperties, additionalProperties }: WrittenSchema, key: string): readonly unknown[] {
  if (isPlainObject(properties) && Object.hasOwn(properties, key)) return [properties[key]]
  return [additionalProperties, ...(isPlainObject(patternProperties) ? Object.values(patternProperties) : [])]
}
