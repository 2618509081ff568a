import { arrowStreamType, readIpc } from '../arrow/ipc.js'
import type { Description, ScalarType } from '../description/description.js'
import type { IssueLog } from '../errors/issue-log.js'
import { count, showValue } from '../errors/show.js'
import { mayHoldLargeIntegers, readExact } from '../json/exact.js'
import type { Source } from '../json/source.js'
import type { InputSchema, RunSchema } from './run-schema.js'

/** The parameters of a URL's query, as servers give them: a list where a name is there more than once. */
export type Query = Readonly<Record<string, unknown>>

/** Whether a body of a content type is Arrow's. */
export function isArrowType(contentType: string | undefined): boolean {
  const [type = ''] = (contentType ?? '').split(';')
  return type.trim().toLowerCase() === arrowStreamType
}

/** The parameter that an Arrow body is for: the only frame among them. */
export function arrowParameter(schema: RunSchema): InputSchema | undefined {
  const frames = schema.inputs.filter((input) => input.convert && input.type['~description'].kind === 'frame')
  return frames.length === 1 ? frames[0] : undefined
}

/** Reads a request whose body is one frame in Arrow's format, and whose other parameters stand in the query. */
export function openArrow(bytes: Uint8Array, schema: RunSchema, query: Query, log: IssueLog): Source | undefined {
  const parameter = arrowParameter(schema)
  if (parameter === undefined) {
    log.add('wrong_type', 'JSON: an Arrow body is for a run with one frame among its parameters', 'an Arrow body')
    return undefined
  }
  log.path.push(parameter.name)
  const table = readIpc(bytes, log)
  log.path.pop()
  if (table === undefined) return undefined

  const values = new Map<string, unknown>([[parameter.name, table]])
  for (const { name } of schema.parameters) {
    if (name === parameter.name || !Object.hasOwn(query, name)) continue
    const given = query[name]
    if (typeof given !== 'string')
      log.add('wrong_type', 'one value in the query', Array.isArray(given) ? count(given.length, 'value') : showValue(given), [name])
    else values.set(name, fromQuery(given, schema.inputs.find((input) => input.name === name)?.type['~description']))
  }
  const member = (name: string) => values.get(name)
  return { has: (name) => values.has(name), member, exactMember: member }
}

const texts: readonly ScalarType[] = ['string', 'date-time', 'date', 'time', 'bytes', 'buffer']

/** A parameter in the query is JSON, but for text, which stands there as it is. */
function fromQuery(text: string, description: Description | undefined): unknown {
  if (description === undefined || (description.kind === 'scalar' && texts.includes(description.type))) return text
  try {
    return mayHoldLargeIntegers(text) ? readExact(text) : (JSON.parse(text) as unknown)
  } catch {
    // What is no JSON is text; whether that fits is for the parameter's type to say.
    return text
  }
}
