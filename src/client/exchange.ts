import { jsonType } from '../json/media-types.js'
import { type Answer, errorOf, statusOf } from './answers.js'
import { EndpointError } from './endpoint-error.js'
import { headersWithoutKey, readKey, withoutKey } from './key.js'
import type { CallOptions, ClientOptions, HeadersGiven } from './options.js'
import { Patience } from './patience.js'
import { waitBefore } from './retry-after.js'

/** A request, which may be sent several times. */
export interface Call {
  readonly url: URL
  readonly method: 'GET' | 'POST'
  readonly body?: string | Uint8Array<ArrayBuffer>
  readonly contentType?: string
}

/** A try that did not give an answer. */
interface Failure {
  readonly error: Error
  /** Whether another try may: the service has too much to do at the moment, or was not reached. */
  readonly isPassing: boolean
}

/**
 * Sends a request until it is answered, refused, or tried often enough.
 *
 * A network that fails is tried again as well, although a POST may have arrived before it did (RFC 9110, 9.2.2, leaves that to
 * those who know what the request means): scoring computes an answer from its payload and changes nothing, so that to score twice
 * costs time and does no harm. Whoever has a `run` of another kind says so by `retries: 0`.
 *
 * @throws PayloadError, EndpointError, or the reason of the signal that ended it
 */
export async function exchange(
  call: Call,
  client: ClientOptions,
  { signal, timeout = client.timeout, headers }: CallOptions,
): Promise<Answer> {
  const { retries = 3 } = client
  const patience = new Patience(signal, timeout)
  try {
    for (let tries = 1; ; tries++) {
      const answer = await send(call, client, headers, patience)
      if (!('error' in answer)) return answer
      if (tries > retries || !answer.isPassing) throw answer.error
      await patience.pause(waitBefore(tries, answer.error instanceof EndpointError ? answer.error.retryAfter : undefined))
    }
  } finally {
    patience.done()
  }
}

async function send(call: Call, client: ClientOptions, more: HeadersGiven, patience: Patience): Promise<Answer | Failure> {
  const key = await patience.until(() => readKey(client.key))
  const headers = headersOf(call, client, more, key)
  const request: RequestInit = { method: call.method, headers, signal: patience.signal }
  if (call.body !== undefined) request.body = call.body
  const { fetch = globalThis.fetch } = client
  let answer: Answer
  try {
    const response = await patience.until(() => fetch(call.url, request))
    const text = await patience.until(() => response.text())
    answer = { status: statusOf(response), headers: headersWithoutKey(response.headers, key), text }
    if (response.ok) return answer
  } catch (error) {
    // The caller's own reason is no failure of the endpoint.
    patience.signal.throwIfAborted()
    return { error: new EndpointError(0, withoutKey(`The endpoint was not reached: ${reasonOf(error)}`, key)), isPassing: true }
  }
  const error = errorOf({ ...answer, text: withoutKey(answer.text, key) })
  return { error, isPassing: answer.status === 429 || answer.status === 503 }
}

function headersOf(call: Call, client: ClientOptions, more: HeadersGiven, key: string | undefined): Headers {
  const headers = new Headers(client.headers)
  new Headers(more).forEach((value, name) => {
    headers.set(name, value)
  })
  // Answers are read as JSON, whatever the caller's other requests accept.
  headers.set('accept', jsonType)
  if (call.contentType !== undefined) headers.set('content-type', call.contentType)
  if (key !== undefined) headers.set('authorization', `Bearer ${key}`)
  return headers
}

/** Node says why in the cause, others in the message. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return 'the request failed'
  const { code, message } = (error.cause ?? {}) as { code?: unknown; message?: unknown }
  const cause = [message, code].find((text) => typeof text === 'string' && text !== '')
  return cause === undefined ? error.message : `${error.message} (${cause})`
}
