import { checkOptions, trueOrFalse } from '../../errors/options.js'
import { showValue } from '../../errors/show.js'
import { bytesOf } from '../../json/typed-array.js'

/** A piece of a streamed answer: text, which is sent as UTF-8, or bytes. */
export type Chunk = string | Uint8Array

/** What an {@link AMLResponse} can say without `json`. */
export type AMLMessage = string | Uint8Array | ArrayBuffer | AsyncIterable<Chunk> | null

/** Headers by name; several values of one name in a list. */
export type AMLHeaders = Headers | Readonly<Record<string, string | number | readonly (string | number)[]>>

export interface AMLResponseOptions {
  /** Whether the message is a value to be written as JSON. Default false. */
  readonly json?: boolean
}

/** By this, instances are known whatever copy of the package made them. */
const brand = Symbol.for('inference-schema:aml-response')

/**
 * An answer of a raw HTTP run, as in the Python server: what it says, its status and its headers.
 *
 * The content type is that of `headers`, else text/html for text, application/octet-stream for bytes and application/json
 * with `json`, where typed arrays, Dates, bigints and the like are written as `encodeResult` does. Null is the JSON text
 * `{}`, as in Python; answers that have no body by their status (204, 205, 304) are empty. A status of 500 or above counts
 * as a failure of `run`.
 *
 * @throws TypeError for a status code, a message or a header that cannot be sent, and for an option that does not exist
 * @example
 * ```ts
 * const answer = new AMLResponse({ scores: [0.5] }, 200, { 'cache-control': 'no-store' }, { json: true })
 * answer.statusCode // 200
 * answer.headers.get('cache-control') // 'no-store'
 * ```
 */
export class AMLResponse {
  readonly message: unknown
  /** From 200 to 599. */
  readonly statusCode: number
  readonly headers: Headers
  readonly isJson: boolean

  constructor(message: AMLMessage, statusCode: number, headers?: AMLHeaders, options?: { readonly json?: false })
  constructor(message: unknown, statusCode: number, headers: AMLHeaders | undefined, options: AMLResponseOptions)
  constructor(message: unknown, statusCode: number, headers: AMLHeaders = {}, options: AMLResponseOptions = {}) {
    checkOptions(options, { json: trueOrFalse }, TypeError)
    const { json = false } = options
    if (!Number.isInteger(statusCode) || statusCode < 200 || statusCode > 599)
      throw new TypeError(`the status code is ${showValue(statusCode)}, expected an integer from 200 to 599`)
    if (!json && !isMessage(message)) {
      const hint = 'text, bytes, an async iterable or null; other values need { json: true }'
      throw new TypeError(`the message is ${showValue(message)}, expected ${hint}`)
    }
    this.message = message
    this.statusCode = statusCode
    this.headers = readHeaders(headers)
    this.isJson = json
    Object.defineProperty(this, brand, { value: true })
  }
}

/** Whether a value is an {@link AMLResponse}, of whatever copy of the package. */
export function isAMLResponse(value: unknown): value is AMLResponse {
  return typeof value === 'object' && value !== null && (value as { readonly [brand]?: unknown })[brand] === true
}

/**
 * Whether a value is to be streamed: an async iterable, or what a generator function gives, which in a ported Python script
 * need not be asynchronous.
 */
export function isStream(value: unknown): value is AsyncIterable<unknown> | Iterable<unknown> {
  if (typeof value !== 'object' || value === null) return false
  return Symbol.asyncIterator in value || Object.prototype.toString.call(value) === '[object Generator]'
}

function isMessage(message: unknown): boolean {
  return message === null || typeof message === 'string' || bytesOf(message) !== undefined || isStream(message)
}

function readHeaders(given: AMLHeaders): Headers {
  if (typeof given !== 'object' || given === null || Array.isArray(given))
    throw new TypeError(`the headers are ${showValue(given)}, expected an object of headers`)
  const headers = new Headers()
  // Not by instanceof: the script's Headers may be those of another copy of undici.
  const entries: Iterable<[string, unknown]> = Symbol.iterator in given ? given : Object.entries(given)
  for (const [name, values] of entries) {
    for (const value of Array.isArray(values) ? values : [values]) {
      if (typeof value !== 'string' && typeof value !== 'number')
        throw new TypeError(`the header ${showValue(name)} is ${showValue(value)}, expected a string, a number or a list of these`)
      headers.append(name, String(value))
    }
  }
  return headers
}
