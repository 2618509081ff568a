import { failed } from '../decode/decoder.js'
import { decoderOf } from '../decode/decoder-of.js'
import type { Describing } from '../description/parameter-type-brand.js'
import { IssueLog } from '../errors/issue-log.js'
import { checkLimits, type JsonLimits } from '../json/limits.js'
import { numbersAt } from '../json/numbers-at.js'
import { parseJson } from '../json/parse.js'
import { type Query, queryNumberAt, readQuery } from '../run/query.js'
import type { RunSchema } from '../run/run-schema.js'

/**
 * The value of one parameter type from a body that is that value and nothing else.
 *
 * @throws PayloadError, or gives a promise that rejects with it
 */
export async function decodeValue(type: Describing, bytes: Uint8Array, limits: JsonLimits): Promise<unknown> {
  const log = new IssueLog(true)
  checkLimits(bytes, limits, log)
  const text = log.failed ? '' : readUtf8(bytes, log)
  const value = log.failed ? undefined : readJson(text, log)
  return finish(type, value, log, (paths) => numbersAt(text, paths))
}

/** The value of a parameter type that describes an object, from a query that has its keys. */
export async function decodeQueryValue(type: Describing, query: Query, limits: JsonLimits): Promise<unknown> {
  const log = new IssueLog(true)
  const description = type['~description']
  const fields = description.kind === 'object' ? description.fields : []
  const inputs = fields.map(({ name, value }) => ({ name, type: { '~description': value } }))
  const value = readQuery(query, { inputs } as unknown as RunSchema, limits, log)
  return finish(type, value, log, (paths) => paths.map((path) => queryNumberAt(query, path)))
}

async function finish(type: Describing, value: unknown, log: IssueLog, sentAt: Parameters<IssueLog['showSent']>[0]): Promise<unknown> {
  if (log.failed) throw log.toError()
  const decoded = await decoderOf(type['~description'])(value, log)
  if (decoded !== failed && !log.failed) return decoded
  log.showSent(sentAt)
  throw log.toError()
}

function readUtf8(bytes: Uint8Array, log: IssueLog): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    log.add('invalid_utf8', 'UTF-8 text', 'bytes that are not UTF-8')
    return ''
  }
}

function readJson(text: string, log: IssueLog): unknown {
  try {
    return parseJson(text)
  } catch {
    log.add('invalid_json', 'JSON', text.trim() === '' ? 'empty' : 'not JSON')
    return undefined
  }
}
