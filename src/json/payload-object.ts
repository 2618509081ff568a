import type { IssueLog } from '../errors/issue-log.js'
import { count, showValue } from '../errors/show.js'
import { isRecord } from './own.js'
import { parseJson } from './parse.js'
import { bytesOf } from './typed-array.js'

/** The values of a request by the names of parameters. Only its own members count: {@link ownMember} gives them. */
export type PayloadObject = Readonly<Record<string, unknown>>

/**
 * Reads a payload: an object as it is, JSON text, or UTF-8 bytes. A byte-order mark is skipped.
 *
 * @returns undefined after reporting to the log when the payload is not an object or not JSON
 */
export function readPayload(payload: unknown, log: IssueLog): PayloadObject | undefined {
  if (typeof payload === 'string') return readText(payload, log)
  const bytes = bytesOf(payload)
  if (bytes !== undefined) {
    const text = decodeUtf8(bytes, log)
    return text === undefined ? undefined : readText(text, log)
  }
  return isPayloadObject(payload, log) ? payload : undefined
}

function readText(text: string, log: IssueLog): PayloadObject | undefined {
  const json = text.charCodeAt(0) === 0xfeff ? text.slice(1) : text
  let value: unknown
  try {
    value = parseJson(json)
  } catch (error) {
    log.add('invalid_json', 'JSON', json.trim() === '' ? 'empty' : `not JSON (${reason(error)})`)
    return undefined
  }
  return isPayloadObject(value, log) ? value : undefined
}

const decoder = new TextDecoder('utf-8', { fatal: true })

function decodeUtf8(bytes: Uint8Array, log: IssueLog): string | undefined {
  try {
    return decoder.decode(bytes)
  } catch {
    log.add('invalid_utf8', 'UTF-8 text', `${count(bytes.byteLength, 'byte')} that are not UTF-8`)
    return undefined
  }
}

function isPayloadObject(value: unknown, log: IssueLog): value is PayloadObject {
  if (isRecord(value)) return true
  log.add('wrong_type', 'a JSON object with a key for each parameter', showValue(value))
  return false
}

/** What the engine says of a syntax error, without the piece of the body that it may quote. */
function reason(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error)
  return message.replace(/,? ?(\.\.\.)?"[\s\S]*"(\.\.\.)? is not valid JSON$/, '')
}
