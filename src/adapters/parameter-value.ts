import { failed } from '../decode/decoder.js'
import { decoderOf } from '../decode/decoder-of.js'
import { holdsLargeIntegers } from '../description/description.js'
import type { Describing } from '../description/parameter-type-brand.js'
import { IssueLog } from '../errors/issue-log.js'
import { mayHoldLargeIntegers, readExact } from '../json/exact.js'
import { checkLimits, type JsonLimits } from '../json/limits.js'
import { type Query, readQuery } from '../run/query.js'
import type { RunSchema } from '../run/run-schema.js'

/**
 * The value of one parameter type from a body that is that value and nothing else.
 *
 * @throws PayloadError, or gives a promise that rejects with it
 */
export async function decodeValue(type: Describing, bytes: Uint8Array, limits: JsonLimits): Promise<unknown> {
  const log = new IssueLog(true)
  checkLimits(bytes, limits, log)
  const value = log.failed ? undefined : readJson(type, bytes, log)
  return finish(type, value, log)
}

/** The value of a parameter type that describes an object, from a query that has its keys. */
export async function decodeQueryValue(type: Describing, query: Query, limits: JsonLimits): Promise<unknown> {
  const log = new IssueLog(true)
  const description = type['~description']
  const fields = description.kind === 'object' ? description.fields : []
  const inputs = fields.map(({ name, value }) => ({ name, type: { '~description': value } }))
  return finish(type, readQuery(query, { inputs } as unknown as RunSchema, limits, log), log)
}

async function finish(type: Describing, value: unknown, log: IssueLog): Promise<unknown> {
  if (log.failed) throw log.toError()
  const decoded = await decoderOf(type['~description'])(value, log)
  if (decoded === failed || log.failed) throw log.toError()
  return decoded
}

function readJson(type: Describing, bytes: Uint8Array, log: IssueLog): unknown {
  let text: string
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    log.add('invalid_utf8', 'UTF-8 text', 'bytes that are not UTF-8')
    return undefined
  }
  try {
    const value = JSON.parse(text) as unknown
    return holdsLargeIntegers(type['~description']) && mayHoldLargeIntegers(text) ? readExact(text) : value
  } catch {
    log.add('invalid_json', 'JSON', text.trim() === '' ? 'empty' : 'not JSON')
    return undefined
  }
}
