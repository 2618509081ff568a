import type { IssueLog } from '../errors/issue-log.js'
import { count, showValue } from '../errors/show.js'
import { mayHoldLargeIntegers, readExact } from './exact.js'
import { isRecord } from './own.js'

/**
 * Where the JSON of a request comes from: bytes, text or an object that somebody parsed already. Decoding asks it for
 * members by name and does not know which of the three it is.
 */
export interface Source {
  /** Whether the payload has a member of that name. */
  has(name: string): boolean
  /** The member as `JSON.parse` gives it. */
  member(name: string): unknown
  /** The member with every 64-bit integer exact (as a bigint where a number cannot hold it). */
  exactMember(name: string): unknown
}

/**
 * Opens a payload: an object, JSON text, or UTF-8 bytes. A byte-order mark is skipped.
 *
 * @returns undefined after reporting to the log when the payload is not an object or not JSON
 */
export function openSource(payload: unknown, log: IssueLog): Source | undefined {
  if (typeof payload === 'string') return openText(payload, log)
  if (payload instanceof Uint8Array || payload instanceof ArrayBuffer) {
    const text = decodeUtf8(payload, log)
    return text === undefined ? undefined : openText(text, log)
  }
  return isPayloadObject(payload, log) ? new ParsedSource(payload) : undefined
}

function openText(text: string, log: IssueLog): Source | undefined {
  const json = text.charCodeAt(0) === 0xfeff ? text.slice(1) : text
  let value: unknown
  try {
    value = JSON.parse(json)
  } catch (error) {
    log.add('invalid_json', 'JSON', json.trim() === '' ? 'empty' : `not JSON (${reason(error)})`)
    return undefined
  }
  return isPayloadObject(value, log) ? new TextSource(json, value) : undefined
}

const decoder = new TextDecoder('utf-8', { fatal: true })

function decodeUtf8(bytes: Uint8Array | ArrayBuffer, log: IssueLog): string | undefined {
  try {
    return decoder.decode(bytes)
  } catch {
    log.add('invalid_utf8', 'UTF-8 text', `${count(bytes.byteLength, 'byte')} that are not UTF-8`)
    return undefined
  }
}

function isPayloadObject(value: unknown, log: IssueLog): value is Record<string, unknown> {
  if (isRecord(value)) return true
  log.add('wrong_type', 'a JSON object with a key for each parameter', showValue(value))
  return false
}

/** What the engine says of a syntax error, without the piece of the body that it may quote. */
function reason(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error)
  return message.replace(/,? ?(\.\.\.)?"[\s\S]*"(\.\.\.)? is not valid JSON$/, '')
}

/** An object that was parsed already. */
export class ParsedSource implements Source {
  private readonly value: Record<string, unknown>

  constructor(value: Record<string, unknown>) {
    this.value = value
  }

  has(name: string): boolean {
    return Object.hasOwn(this.value, name)
  }

  member(name: string): unknown {
    return this.value[name]
  }

  exactMember(name: string): unknown {
    return this.value[name]
  }
}

class TextSource extends ParsedSource {
  private readonly text: string
  private exact: Record<string, unknown> | undefined

  constructor(text: string, value: Record<string, unknown>) {
    super(value)
    this.text = text
  }

  override exactMember(name: string): unknown {
    if (this.exact === undefined) {
      if (!mayHoldLargeIntegers(this.text)) return this.member(name)
      this.exact = readExact(this.text) as Record<string, unknown>
    }
    return this.exact[name]
  }
}
