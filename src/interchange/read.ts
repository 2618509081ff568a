import type { Path } from '../errors/issue.js'
import { formatPlace } from '../errors/place.js'
import { SchemaDefinitionError } from '../errors/schema-definition-error.js'
import { oneOf, showValue } from '../errors/show.js'
import { isRecord } from '../json/own.js'
import { parseJson } from '../json/parse.js'

/** Types nested deeper than this are taken for a mistake. */
export const deepest = 100

/** The error for a part of somebody's schema, naming its place in it. */
export function problemAt(path: Path, problem: string): SchemaDefinitionError {
  return new SchemaDefinitionError(`${formatPlace(path)} ${problem}`)
}

/** Makes something of a part of a schema: what is wrong with it is said of that part. */
export function at<T>(path: Path, make: () => T): T {
  try {
    return make()
  } catch (error) {
    if (error instanceof SchemaDefinitionError) throw new SchemaDefinitionError(`${formatPlace(path)}: ${error.message}`)
    throw error
  }
}

export function readRecord(value: unknown, path: Path, expected = 'an object'): Readonly<Record<string, unknown>> {
  if (!isRecord(value)) throw problemAt(path, `is ${showValue(value)}, expected ${expected}`)
  return value
}

export function readList(value: unknown, path: Path, expected = 'a list'): readonly unknown[] {
  if (!Array.isArray(value)) throw problemAt(path, `is ${showValue(value)}, expected ${expected}`)
  return value
}

/** A member; undefined where an object has none of that name. */
export function member(record: Readonly<Record<string, unknown>>, name: string): unknown {
  return Object.hasOwn(record, name) ? record[name] : undefined
}

export function readText(value: unknown, path: Path, expected: string): string {
  if (typeof value !== 'string') throw problemAt(path, `is ${showValue(value)}, expected ${expected}`)
  return value
}

export function readName(value: unknown, path: Path): string {
  const name = readText(value, path, 'a name')
  if (name === '') throw problemAt(path, 'is empty, expected a name')
  return name
}

/** What a table has under a name that a schema uses. */
export function lookUp<T>(table: Readonly<Record<string, T>>, name: string, path: Path): T {
  const found = Object.hasOwn(table, name) ? table[name] : undefined
  if (found === undefined) throw problemAt(path, `is ${showValue(name)}, expected ${oneOf(Object.keys(table))}`)
  return found
}

/** JSON text, with all digits of integers up to 64 bits. */
export function readJson(text: string, path: Path): unknown {
  try {
    return parseJson(text)
  } catch (error) {
    throw problemAt(path, `is no JSON: ${error instanceof Error ? error.message : String(error)}`)
  }
}
