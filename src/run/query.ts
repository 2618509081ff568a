import type { Description, ScalarType } from '../description/description.js'
import type { Dtype } from '../dtype/dtype.js'
import type { Path } from '../errors/issue.js'
import type { IssueLog } from '../errors/issue-log.js'
import { checkLimits, type JsonLimits } from '../json/limits.js'
import { numbersAt } from '../json/numbers-at.js'
import { ownMember, setOwn } from '../json/own.js'
import { parseJson } from '../json/parse.js'
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

/** The number that stands at a place of a query's values, as it was written; undefined where there is none. */
export function queryNumberAt(query: Query, [name, ...rest]: Path): string | undefined {
  const given = ownMember(query, String(name))
  const [text, place] = Array.isArray(given) ? [given[Number(rest[0])] as unknown, rest.slice(1)] : [given, rest]
  try {
    return typeof text === 'string' && JSON.parse(text) !== undefined ? numbersAt(text, [place])[0] : undefined
  } catch {
    return undefined
  }
}

const texts: readonly ScalarType[] = ['string', 'date-time', 'date', 'time', 'bytes', 'buffer']

/** What JSON has as text in a tensor. */
const textKinds: readonly Dtype['kind'][] = ['string', 'bytes', 'datetime', 'timedelta']

/** Whether a value is text in JSON. */
function isText(description: Description): boolean {
  if (description.kind === 'tensor') return description.dims.length === 0 && textKinds.includes(description.dtype.kind)
  return description.kind === 'scalar' && texts.includes(description.type)
}

function readText(text: string, description: Description | undefined): unknown {
  if (description !== undefined && isText(description)) return text
  try {
    return parseJson(text)
  } catch {
    // What is no JSON is text; whether that fits is for the parameter's type to say.
    return text
  }
}
