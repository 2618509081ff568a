import type { Path } from '../errors/issue.js'
import { IssueLog } from '../errors/issue-log.js'
import type { JsonValue } from '../json/json-value.js'
import type { JsonLimits } from '../json/limits.js'
import { stringifyJson } from '../json/stringify.js'
import type { Payload } from '../run/payload.js'
import { type Query, readQuery } from '../run/query.js'

/**
 * A query as the text that an undecorated run gets: JSON with a member for each name, as `JSON.stringify` writes it. Values that are
 * JSON are that, others are text; a name that is there more than once has a list.
 *
 * @throws PayloadError for what is deeper or larger than it may be, and numbers that would be written as null
 */
export function queryText(query: Query, limits: JsonLimits): string {
  const log = new IssueLog()
  const values = readQuery(query, { inputs: [] }, limits, log)
  const [path] = findNumber(values, (number) => !Number.isFinite(number)) ?? []
  if (path !== undefined) log.add('out_of_range', 'a number that a double holds', 'a larger one', path)
  if (log.failed) throw log.toError()
  return stringifyJson(values as JsonValue)
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/**
 * A body as the text that an undecorated run gets. Of what a parser has made of it, it is the JSON.
 *
 * @throws PayloadError for bytes that are not UTF-8, and of what a parser has made integers that lost digits, and what is too deep
 */
export function bodyText(payload: Payload): string {
  if (typeof payload === 'string') return payload
  const log = new IssueLog()
  if (!(payload instanceof Uint8Array || payload instanceof ArrayBuffer)) return parsedText(payload, log)
  try {
    return utf8.decode(payload)
  } catch {
    log.add('invalid_utf8', 'text in UTF-8', 'bytes that are not UTF-8')
    throw log.toError()
  }
}

function parsedText(payload: object, log: IssueLog): string {
  try {
    return exactText(payload, log)
  } catch (error) {
    // Parsers read deeper than is written.
    if (!(error instanceof RangeError)) throw error
    log.add('too_deep', 'no more levels than can be written: the body was parsed before', 'nested deeper')
    throw log.toError()
  }
}

function exactText(payload: object, log: IssueLog): string {
  const [path, rounded] = findNumber(payload, (number) => Number.isInteger(number) && !Number.isSafeInteger(number)) ?? []
  if (path === undefined) return JSON.stringify(payload)
  log.add('not_exact', 'an integer within 2^53: the body was parsed before, which rounds larger ones', String(rounded), path)
  throw log.toError()
}

/** The first number of a kind in a JSON value, with its place. */
function findNumber(value: unknown, isWanted: (number: number) => boolean, path: Path = []): [Path, number] | undefined {
  if (typeof value === 'number') return isWanted(value) ? [path, value] : undefined
  if (typeof value !== 'object' || value === null) return undefined
  for (const [key, member] of Object.entries(value)) {
    const found = findNumber(member, isWanted, [...path, Array.isArray(value) ? Number(key) : key])
    if (found !== undefined) return found
  }
  return undefined
}
