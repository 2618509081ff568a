import { jsonType } from '../json/media-types.js'
import { isRecord } from '../json/own.js'
import { get, type Json, type Part, placeAt } from './place.js'
import { resolve } from './references.js'

const methods = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch']

/** Longer ones, which a hostile document may have, are shortened. */
const longestPath = 60

/** An operation of a service, called "POST /score". */
export interface Operation extends Part {
  /** The parameters, its own and those of its path; those whose `$ref` leads nowhere are left out. */
  readonly parameters: readonly Part[]
  /** The responses by their status; those whose `$ref` leads nowhere are left out. */
  readonly responses: ReadonlyMap<string, Part>
}

/** The operations of a document, in its order. */
export function operationsOf(document: Json): Operation[] {
  return entriesOf(get(document, 'paths')).flatMap(([path, item]) =>
    methods.flatMap((method): Operation[] => {
      const value = get(item, method)
      if (!isRecord(value)) return []
      const at = ['paths', path, method]
      const parameters = [
        ...partsOf(document, get(item, 'parameters'), ['paths', path, 'parameters']),
        ...partsOf(document, get(value, 'parameters'), [...at, 'parameters']),
      ]
      const responses = entriesOf(get(value, 'responses')).flatMap(([status, response]) => {
        const found = isRecord(response) ? resolve(document, { ...placeAt([...at, 'responses', status]), value: response }) : undefined
        return found === undefined ? [] : [[status, found] as const]
      })
      return [{ path: at, place: `${method.toUpperCase()} ${shortened(path)}`, value, parameters, responses: new Map(responses) }]
    }),
  )
}

function partsOf(document: Json, list: unknown, path: readonly string[]): Part[] {
  if (!Array.isArray(list)) return []
  return list.flatMap((item: unknown, index) => {
    const found = isRecord(item) ? resolve(document, { ...placeAt([...path, index]), value: item }) : undefined
    return found === undefined ? [] : [found]
  })
}

function shortened(path: string): string {
  return path.length > longestPath ? `${path.slice(0, longestPath)}…` : path
}

export function entriesOf(value: unknown): [string, unknown][] {
  return isRecord(value) ? Object.entries(value) : []
}

/** The schema of an operation's body as JSON, in any version of OpenAPI. */
export function bodyOf(document: Json, operation: Operation): Part | undefined {
  const parameter = operation.parameters.find(({ value }) => get(value, 'in') === 'body')
  if (parameter !== undefined) return partIn(parameter, ['schema'])
  const value = get(operation.value, 'requestBody')
  const path = [...operation.path, 'requestBody']
  const body = isRecord(value) ? resolve(document, { ...placeAt(path), value }) : undefined
  return body === undefined ? undefined : partIn(body, ['content', jsonType, 'schema'])
}

/** The schema of what an operation answers when all is well. */
export function resultOf(operation: Operation): Part | undefined {
  const response = successOf(operation)
  if (response === undefined) return undefined
  return partIn(response, ['schema']) ?? partIn(response, ['content', jsonType, 'schema'])
}

/** The response for a request that is well. */
export function successOf({ responses }: Operation): Part | undefined {
  return responses.get('200') ?? [...responses].find(([status]) => /^2/.test(status))?.[1]
}

function partIn(part: Part, keys: readonly string[]): Part | undefined {
  const value = keys.reduce<unknown>(get, part.value)
  return isRecord(value) ? { ...placeAt([...part.path, ...keys]), value } : undefined
}
