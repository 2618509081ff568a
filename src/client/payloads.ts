import { oneOf, showValue } from '../errors/show.js'
import type { JsonValue } from '../json/json-value.js'
import { isPlainObject, setOwn } from '../json/own.js'
import { stringifyJson } from '../json/stringify.js'
import type { ClientSchemas } from './options.js'
import { Trail } from './trail.js'
import { writeValue } from './write-value.js'

/**
 * Writes values by name as JSON: by the types of the service's parameters where they are known, else by what they are.
 *
 * @throws TypeError naming the place of what has no JSON form
 */
export function writePayload(payload: unknown, schemas: ClientSchemas | undefined): Record<string, JsonValue> {
  if (!isPlainObject(payload))
    throw new TypeError(`the payload is ${showValue(payload)}, expected an object with a value for each parameter`)
  const written: Record<string, JsonValue> = {}
  for (const [name, value] of Object.entries(payload)) {
    if (value !== undefined)
      setOwn(written, name, schemas === undefined ? writeValue(value, new Trail([name])) : writeInput(name, value, schemas))
  }
  return written
}

function writeInput(name: string, value: unknown, { inputs }: ClientSchemas): JsonValue {
  const type = Object.hasOwn(inputs, name) ? inputs[name] : undefined
  // The service passes over what it does not know, so that a slip of the pen would go unnoticed.
  if (type === undefined) throw new TypeError(`there is no parameter ${showValue(name)}, expected ${oneOf(Object.keys(inputs))}`)
  try {
    return type['~encode'](value, [name])
  } catch (error) {
    // To the service it is a result that cannot be written; to a caller, a wrong argument.
    throw error instanceof Error && error.name === 'ResultError' ? new TypeError(error.message) : error
  }
}

/**
 * Puts the parameters beside an Arrow stream into a URL's query, as the service reads them: text as it is, everything else as JSON.
 */
export function withQuery(url: URL, parameters: Readonly<Record<string, JsonValue>>): URL {
  const whole = new URL(url)
  for (const [name, value] of Object.entries(parameters))
    whole.searchParams.append(name, typeof value === 'string' ? value : stringifyJson(value))
  return whole
}
