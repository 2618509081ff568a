import { readIpc } from '../arrow/ipc.js'
import type { IssueLog } from '../errors/issue-log.js'
import { setOwn } from '../json/own.js'
import type { PayloadObject } from '../json/payload-object.js'
import type { PayloadLimits } from './limits.js'
import { type Query, readQuery } from './query.js'
import type { InputSchema, RunSchema } from './run-schema.js'

/** Whether a body of a content type is Arrow's. */
export function isArrowType(contentType: string | undefined): boolean {
  return contentType !== undefined && arrowPattern.test(contentType)
}

/** Content types that are Arrow's, whatever parameters they have. */
export const arrowPattern: RegExp = /^\s*application\/vnd\.apache\.arrow\.stream\s*(;|$)/i

/** The parameter that an Arrow body is for: the only frame among them. */
export function arrowParameter(schema: RunSchema): InputSchema | undefined {
  const frames = schema.inputs.filter((input) => input.convert && input.type['~description'].kind === 'frame')
  return frames.length === 1 ? frames[0] : undefined
}

/** Reads a request whose body is one frame in Arrow's format, and whose other parameters stand in the query. */
export function openArrow(
  bytes: Uint8Array,
  schema: RunSchema,
  query: Query,
  limits: PayloadLimits,
  log: IssueLog,
): PayloadObject | undefined {
  const parameter = arrowParameter(schema)
  if (parameter === undefined) {
    log.add('wrong_type', 'JSON: an Arrow body is for a run with one frame among its parameters', 'an Arrow body')
    return undefined
  }
  log.path.push(parameter.name)
  const table = readIpc(bytes, limits, log)
  log.path.pop()
  if (table === undefined) return undefined

  const values = readQuery(query, schema, limits, log)
  setOwn<unknown>(values, parameter.name, table)
  return values
}
