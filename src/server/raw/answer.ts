import { finished } from 'node:stream/promises'
import type { FastifyReply } from 'fastify'
import { encodeResult as encodeJson } from '../../encode/encode-result.js'
import { jsonType } from '../../json/media-types.js'
import { stringifyJson } from '../../json/stringify.js'
import { runSchemaOf } from '../../run/payload.js'
import { encodeResultBytes } from '../../run/result.js'
import type { RunFunction } from '../../run/run-schema.js'
import { type AMLResponse, isAMLResponse, isStream } from './aml-response.js'
import { bufferOf, openChunks } from './chunks.js'

/** What a raw HTTP run answers, before any of it is sent. */
export interface RawAnswer {
  readonly status: number
  readonly headers: Headers
  /** Whether this is a failure of `run`: a `Response` or an AMLResponse with a status of 500 or above. */
  readonly failed: boolean
  readonly body: Uint8Array | AsyncIterable<unknown> | Iterable<unknown> | null
  /** The content type of a stream without one, when its first chunk is text. */
  readonly textType: string
}

const bytesType = 'application/octet-stream'
const plainType = 'text/plain; charset=utf-8'
const htmlType = 'text/html; charset=utf-8'

/**
 * Says what is to be sent for what a raw HTTP run returned.
 *
 * @throws TypeError for a `Response` that cannot be sent, ResultError for a value that has no JSON form
 */
export function describeRaw(run: RunFunction, result: unknown): RawAnswer {
  if (isAMLResponse(result)) return describeAml(result)
  if (isResponse(result)) return describeResponse(result)
  if (isStream(result)) return answer(200, new Headers(), result)
  // A document that describes the result says that it is JSON, bytes too.
  const bytes = runSchemaOf(run).output === undefined ? bufferOf(result) : undefined
  if (bytes !== undefined) return answer(200, new Headers(), bytes, bytesType)
  const json = result === undefined || result === null ? Buffer.from('{}') : encodeResultBytes(run, result)
  return answer(200, new Headers(), json, jsonType)
}

/**
 * Sends an answer, and waits until it is sent or the client is gone.
 *
 * Of a stream, the first chunk comes before anything is sent, so that a stream that fails at once can still become an error;
 * what goes wrong after that is logged, and ends the connection. A stream is read no faster than the client takes it, and
 * closed (`return`) when the client goes away. The caller's headers stay, where the answer does not say others.
 *
 * @throws what the stream throws before its first chunk: nothing was sent then, and no header set
 */
export async function sendRaw(reply: FastifyReply, { status, headers, body, textType }: RawAnswer): Promise<void> {
  const isHead = reply.request.method === 'HEAD'
  const hasNoBody = status === 204 || status === 205 || status === 304
  const length = lengthOf(headers)
  if (body === null || body instanceof Uint8Array) {
    setHead(reply, status, headers, isHead && body === null ? length : undefined)
    // What HEAD would be answered with is counted, and not sent.
    reply.send(hasNoBody ? undefined : (body ?? undefined))
  } else {
    const chunks = openChunks(body, reply, length)
    const beginning = isHead || hasNoBody ? 'nothing' : await chunks.begin()
    if (beginning === 'gone') {
      reply.hijack()
      return
    }
    setHead(reply, status, headers, hasNoBody ? undefined : length)
    if (beginning === 'text' && !headers.has('content-type')) reply.header('content-type', textType)
    if (beginning === 'bytes' && !headers.has('content-type')) reply.header('content-type', bytesType)
    if (isHead || hasNoBody) {
      chunks.close()
      reply.send()
    } else reply.send(chunks.stream())
  }
  // Whatever became of the connection, the answer was given to it.
  await finished(reply.raw).catch(() => {})
}

/** What belongs to a connection, and not to what is sent through it (RFC 9110, 7.6.1): the server says that itself. */
const connectionHeaders = ['connection', 'keep-alive', 'proxy-connection', 'te', 'trailer', 'transfer-encoding', 'upgrade']
const contentHeaders = ['content-type', 'content-encoding', 'content-range']

function setHead(reply: FastifyReply, status: number, given: Headers, length: number | undefined): void {
  const headers = new Headers(given)
  const others = status === 204 || status === 205 ? contentHeaders : []
  for (const name of ['content-length', 'set-cookie', ...connectionHeaders, ...others]) headers.delete(name)
  reply.code(status)
  for (const [name, value] of headers) reply.header(name, value)
  if (length !== undefined) reply.header('content-length', String(length))
  const cookies = given.getSetCookie()
  if (cookies.length > 0) reply.header('set-cookie', cookies)
}

/** The length that the script says, if it is one. */
function lengthOf(headers: Headers): number | undefined {
  const given = headers.get('content-length')
  return given !== null && /^\d+$/.test(given) ? Number(given) : undefined
}

function answer(status: number, headers: Headers, body: RawAnswer['body'], type?: string, textType: string = plainType): RawAnswer {
  if (type !== undefined && !headers.has('content-type')) headers.set('content-type', type)
  return { status, headers, failed: status >= 500, body, textType }
}

function describeAml({ message, statusCode, headers: given, isJson }: AMLResponse): RawAnswer {
  const headers = new Headers(given)
  if (message === null || message === undefined) return answer(statusCode, headers, Buffer.from('{}'), jsonType)
  if (isJson) return answer(statusCode, headers, Buffer.from(stringifyJson(encodeJson(message, undefined))), jsonType)
  if (typeof message === 'string') return answer(statusCode, headers, Buffer.from(message), htmlType)
  const bytes = bufferOf(message)
  if (bytes !== undefined) return answer(statusCode, headers, bytes, bytesType)
  return answer(statusCode, headers, message as AsyncIterable<unknown>, undefined, htmlType)
}

/** Not by instanceof: the script's may be that of another copy of undici. */
function isResponse(value: unknown): value is Response {
  return Object.prototype.toString.call(value) === '[object Response]'
}

function describeResponse(response: Response): RawAnswer {
  const { status, body, bodyUsed } = response
  if (status < 200 || status > 599) throw new TypeError(`run returned a Response with the status ${status}, which cannot be sent`)
  if (bodyUsed || body?.locked) throw new TypeError('run returned a Response whose body was read already')
  const headers = new Headers()
  for (const [name, value] of response.headers) headers.append(name, value)
  // What fetch gives is decompressed, but its headers speak of what came over the wire.
  if (response.url !== '' && headers.has('content-encoding')) {
    headers.delete('content-encoding')
    headers.delete('content-length')
  }
  return answer(status, headers, body as AsyncIterable<unknown> | null)
}
