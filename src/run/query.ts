import type { Description, ScalarType } from '../description/description.js'
import { mayHoldLargeIntegers, readExact } from '../json/exact.js'
import type { RunSchema } from './run-schema.js'

/** The parameters of a URL's query, as servers give them: a list where a name is there more than once. */
export type Query = Readonly<Record<string, unknown>>

/**
 * The values of a query by name: JSON where a text is JSON and its parameter takes more than text, else the text as it is; a list
 * where a name is there more than once.
 */
export function readQuery(query: Query, schema: RunSchema): Map<string, unknown> {
  const descriptions = new Map(schema.inputs.map((input) => [input.name, input.type['~description']]))
  return new Map(
    Object.entries(query).map(([name, given]) => {
      const description = descriptions.get(name)
      return [name, Array.isArray(given) ? given.map((text) => readText(text, description)) : readText(given, description)]
    }),
  )
}

const texts: readonly ScalarType[] = ['string', 'date-time', 'date', 'time', 'bytes', 'buffer']

function readText(text: unknown, description: Description | undefined): unknown {
  if (typeof text !== 'string' || (description?.kind === 'scalar' && texts.includes(description.type))) return text
  try {
    return mayHoldLargeIntegers(text) ? readExact(text) : (JSON.parse(text) as unknown)
  } catch {
    // What is no JSON is text; whether that fits is for the parameter's type to say.
    return text
  }
}
