import type { Casting, Description } from '../../description/description.js'
import type { Path } from '../../errors/issue.js'
import { oneOf, showValue } from '../../errors/show.js'
import { MapType } from '../map-type.js'
import { deepest, member, problemAt, readRecord, readText } from '../read.js'
import { anyValue, listOf, objectOf } from '../run-types.js'
import { dataTypes } from './data-types.js'

type Spec = Readonly<Record<string, unknown>>

/** The types that hold others, and Any; each with the name that it has in JSON. */
const composites: Readonly<Record<string, (spec: Spec, path: Path, casting: Casting, depth: number) => Description>> = {
  array: (spec, path, casting, depth) => listOf(readInner(spec, 'items', path, casting, depth)),
  object: (spec, path, casting, depth) => {
    const given = readRecord(member(spec, 'properties'), [...path, 'properties'], 'an object with the type of each property')
    const properties = Object.entries(given)
    if (properties.length === 0) throw problemAt([...path, 'properties'], 'is empty, expected at least one property')
    return objectOf(
      properties.map(([name, property]) => {
        const place = [...path, 'properties', name]
        const inner = readRecord(property, place, 'an object with a type')
        const required = readRequired(inner, place)
        const value = readType(inner, place, casting, depth + 1)
        // MLflow takes None for an optional property that is there.
        return { name, value: required ? value : { ...value, nullable: true }, required }
      }),
    )
  },
  map: (spec, path, casting, depth) => new MapType(readInner(spec, 'values', path, casting, depth))['~description'],
  any: () => anyValue,
}

/** The names of all types that a column can have. */
const typeNames = [...Object.keys(dataTypes), ...Object.keys(composites)]

/** The name of a type, which is one that is known. */
export function readTypeName(spec: Spec, path: Path): string {
  const place = [...path, 'type']
  const name = readText(member(spec, 'type'), place, `a type: ${oneOf(typeNames)}`)
  if (name === 'sparkml_vector') throw problemAt(place, 'is "sparkml_vector": vectors of Spark ML have no form that requests could send')
  if (!typeNames.includes(name)) throw problemAt(place, `is ${showValue(name)}, expected ${oneOf(typeNames)}`)
  return name
}

/**
 * A type as a value of its own: `{"type": "array", "items": {"type": "string"}}` (`to_dict` and `from_json_dict` of Array, Object,
 * Map and AnyType in mlflow/types/schema.py).
 */
export function readType(spec: Spec, path: Path, casting: Casting, depth = 0): Description {
  if (depth > deepest) throw problemAt(path.slice(0, 3), `is nested more than ${deepest} deep`)
  const name = readTypeName(spec, path)
  const simple = Object.hasOwn(dataTypes, name) ? dataTypes[name]?.value : undefined
  if (simple !== undefined) return { ...simple, casting }
  return (composites[name] as (typeof composites)[string])(spec, path, casting, depth)
}

/** Whether a column or a property must be there; it must where nothing is said, as in older files. */
export function readRequired(spec: Spec, path: Path): boolean {
  const required = member(spec, 'required')
  if (required === undefined || required === null) return true
  if (typeof required !== 'boolean') throw problemAt([...path, 'required'], `is ${showValue(required)}, expected true or false`)
  return required
}

function readInner(spec: Spec, name: 'items' | 'values', path: Path, casting: Casting, depth: number): Description {
  const place = [...path, name]
  return readType(readRecord(member(spec, name), place, 'an object with a type'), place, casting, depth + 1)
}
