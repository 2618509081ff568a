import type { Description, ScalarType } from '../description/description.js'
import type { IssueLog } from '../errors/issue-log.js'
import { mayHoldLargeIntegers, readExact } from '../json/exact.js'
import { checkLimits, type JsonLimits } from '../json/limits.js'
import { setOwn } from '../json/own.js'
import type { RunSchema } from './run-schema.js'

/** The parameters of a URL's query, as servers give them: a list where a name is there more than once. */
export type Query = Readonly<Record<string, unknown>>

/**
 * The values of a query by name: JSON where a text is JSON and its parameter takes more than text, else the text as it is; a list
 * where a name is there more than once. What is larger or deeper than JSON may be is reported.
 */
export function readQuery(query: Query, schema: Pick<RunSchema, 'inputs'>, limits: JsonLimits, log: IssueLog): Record<string, unknown> {
  const descriptions = new Map(schema.inputs.map((input) => [input.name, input.type['~description']]))
  const values: Record<string, unknown> = {}
  for (const [name, given] of Object.entries(query)) {
    const read = (text: unknown): unknown => {
      if (typeof text !== 'string') return text
      checkLimits(text, limits, log)
      return log.failed ? undefined : readText(text, descriptions.get(name))
    }
    log.path.push(name)
    setOwn(values, name, Array.isArray(given) ? given.map(read) : read(given))
    log.path.pop()
  }
  return values
}

const texts: readonly ScalarType[] = ['string', 'date-time', 'date', 'time', 'bytes', 'buffer']

function readText(text: string, description: Description | undefined): unknown {
  if (description?.kind === 'scalar' && texts.includes(description.type)) return text
  try {
    return mayHoldLargeIntegers(text) ? readExact(text) : (JSON.parse(text) as unknown)
  } catch {
    // What is no JSON is text; whether that fits is for the parameter's type to say.
    return text
  }
}
