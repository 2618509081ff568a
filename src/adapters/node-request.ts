import type { IncomingMessage, ServerResponse } from 'node:http'
import { isPlainObject } from '../json/own.js'
import type { RunContext } from '../run/invoke.js'
import type { Payload } from '../run/payload.js'
import { type Scheme, schemeOf } from './documents.js'
import type { Incoming } from './endpoint.js'
import type { Answer } from './problem.js'
import { queryOf } from './query.js'
import { readStream } from './read-stream.js'
import { readAlready, tooLarge } from './request-error.js'
import { requestId } from './request-id.js'

/** What a framework's parser may have left of a body that it read. */
export interface ParsedBody {
  readonly body?: unknown
  /** The body as it came, which some parsers keep beside what they made of it. */
  readonly rawBody?: unknown
}

/** The parts of a request of Node. */
export function incomingOf({ method = 'GET', headers, url = '' }: IncomingMessage): Incoming {
  return { method, headers, query: queryOf(url) }
}

/** What a request of Node came by. */
export function schemeOfNode({ headers, socket }: IncomingMessage): Scheme {
  return schemeOf(headers, (socket as { encrypted?: boolean } | null)?.encrypted === true ? 'https' : 'http')
}

/**
 * The body of a request: as it came, where anybody still has it, because only that has all digits of 64-bit integers; else what a
 * parser made of it.
 *
 * @throws Error when somebody read it and kept nothing
 */
export function readBody(request: IncomingMessage, { body, rawBody }: ParsedBody, limit: number): Payload | Promise<Payload> {
  if (typeof rawBody === 'string' || rawBody instanceof Uint8Array) return within(rawBody, limit)
  const isUnread = !request.readableDidRead
  // Express 4's parsers leave an empty object where they read nothing.
  const isPlaceholder = isUnread && isPlainObject(body) && Object.keys(body).length === 0
  if (body !== undefined && body !== null && !isPlaceholder)
    return typeof body === 'string' || body instanceof Uint8Array ? within(body, limit) : body
  if (!isUnread) throw readAlready('put this handler before what reads it, or let that keep the bytes as `rawBody`')
  return readStream(request, request.headers, limit)
}

function within<T extends string | Uint8Array>(body: T, limit: number): T {
  if (body.length > limit) throw tooLarge(limit)
  return body
}

/** What a run is told of a request of Node. Its signal is aborted when the client goes away before it has its answer. */
export function contextOf({ headers }: IncomingMessage, response: ServerResponse): RunContext {
  const gone = new AbortController()
  const abort = () => {
    if (!response.writableFinished) gone.abort(new Error('the client is gone'))
  }
  if (response.closed) abort()
  else response.once('close', abort)
  return { signal: gone.signal, requestId: requestId({ headers }), headers }
}

/** Sends an answer, unless nobody waits for it any more or somebody else has answered. */
export function send(response: ServerResponse, { status, headers, body }: Answer): void {
  if (response.destroyed || response.headersSent) return
  response.statusCode = status
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value)
  response.setHeader('content-length', Buffer.byteLength(body))
  response.end(body)
}
