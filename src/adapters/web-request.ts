import { showValue } from '../errors/show.js'
import type { RunContext } from '../run/invoke.js'
import type { RequestHeaders } from '../run/payload.js'
import { Context } from './context.js'
import { type Scheme, schemeOf } from './documents.js'
import { encodingOf } from './encoding.js'
import type { Incoming } from './endpoint.js'
import type { Answer } from './problem.js'
import { queryOf } from './query.js'
import { cutOff, notInflatable, readAlready, tooLarge, unsupportedEncoding } from './request-error.js'
import { requestId } from './request-id.js'

/** The encodings that every runtime can inflate; zlib's format is what HTTP calls deflate (RFC 9110, 8.4.1.2). */
const formats: Readonly<Record<string, CompressionFormat>> = { gzip: 'gzip', 'x-gzip': 'gzip', deflate: 'deflate' }

/** What is used of a Web-standard request: that of a runtime, and the HttpRequest of Azure Functions, which has no signal. */
export interface WebRequest {
  readonly method: string
  readonly url: string
  readonly headers: { get(name: string): string | null; entries(): Iterable<[string, string]> }
  /** A stream of bytes. */
  readonly body: object | null
  readonly bodyUsed: boolean
  readonly signal?: AbortSignal
}

/**
 * Holds a value to be a request: of whatever realm or polyfill, by what it can do.
 *
 * @throws TypeError
 */
export function checkRequest(request: unknown): asserts request is WebRequest {
  const { method, headers, url } = (typeof request === 'object' && request !== null ? request : {}) as Partial<WebRequest>
  if (typeof method === 'string' && typeof url === 'string' && typeof headers?.get === 'function') return
  throw new TypeError(`This takes a Request, and was given ${showValue(request)}`)
}

/** The parts of a Web-standard request. */
export function incomingOf(request: WebRequest): Incoming {
  const { method, url, headers } = request
  return { method, headers: Object.fromEntries(headers.entries()), query: queryOf(url) }
}

/** What a Web-standard request came by. */
export function schemeOfWeb({ headers, url }: WebRequest): Scheme {
  return schemeOf(Object.fromEntries(headers.entries()), /^http:/i.test(url) ? 'http' : 'https')
}

/**
 * The bytes of a request's body, inflated where they are compressed.
 *
 * @throws RequestError 413, 415 or 400; Error when somebody has read it
 */
export async function readRequest(request: WebRequest, limit: number): Promise<Uint8Array> {
  if (request.bodyUsed) throw readAlready('hand over request.clone() before it is read')
  return readStream(request.body as ReadableStream<Uint8Array> | null, request, limit)
}

/** Reads a stream that is the body of a request to its end. */
export async function readStream(
  stream: ReadableStream<Uint8Array> | null,
  { headers, signal }: Pick<WebRequest, 'headers' | 'signal'>,
  limit: number,
): Promise<Uint8Array> {
  const encoding = encodingOf(headers.get('content-encoding'))
  if (encoding !== undefined && !Object.hasOwn(formats, encoding)) throw unsupportedEncoding(encoding, ['gzip', 'deflate'])
  if (Number(headers.get('content-length') ?? 0) > limit) throw tooLarge(limit)
  if (stream === null || stream === undefined) return new Uint8Array()
  const format = encoding === undefined ? undefined : formats[encoding]
  const source = format === undefined ? stream : stream.pipeThrough(new DecompressionStream(format) as ReadableWritablePair<Uint8Array>)
  const reader = source.getReader()
  const chunks: Uint8Array[] = []
  let size = 0
  for (;;) {
    const { done, value } = await reader.read().catch((error: unknown) => {
      throw format === undefined || signal?.aborted === true
        ? cutOff()
        : notInflatable(error instanceof Error ? error.message : String(error))
    })
    if (done) return joined(chunks, size)
    size += value.length
    if (size > limit) {
      // The error that the stream may have by then is nobody's any more.
      reader.cancel().catch(() => {})
      throw tooLarge(limit)
    }
    chunks.push(value)
  }
}

function joined(chunks: readonly Uint8Array[], size: number): Uint8Array {
  const all = new Uint8Array(size)
  let start = 0
  for (const chunk of chunks) {
    all.set(chunk, start)
    start += chunk.length
  }
  return all
}

/** Where nobody tells that a client is gone. */
const unsignalled = {
  get signal(): AbortSignal {
    return new AbortController().signal
  },
}

/** What a run is told of a request. */
export function contextOf(request: WebRequest, headers: RequestHeaders): RunContext {
  return new Context('signal' in request ? (request as { signal: AbortSignal }) : unsignalled, requestId({ headers }), headers)
}

/** An answer as a Web-standard response. */
export function toResponse({ status, headers, body }: Answer): Response {
  return new Response(body as BodyInit, { status, headers })
}
