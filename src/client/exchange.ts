import type { JsonValue } from '../json/json-value.js'
import { jsonType } from '../json/media-types.js'
import { type Answer, endpointError, errorOf, statusOf } from './answers.js'
import { EndpointError } from './endpoint-error.js'
import { readKey } from './key.js'
import { type CallOptions, type ClientOptions, defaultAnswerLimit, type HeadersGiven } from './options.js'
import { Patience } from './patience.js'
import { withQuery } from './payloads.js'
import { readText } from './read-text.js'
import { waitBefore } from './retry-after.js'
import { Secrets } from './secrets.js'

/** A request, which may be sent several times. */
export interface Call {
  readonly url: URL
  /** The parts of the payload that go in the query. */
  readonly parameters?: Readonly<Record<string, JsonValue>>
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
  const secrets = new Secrets(headers, call.url)
  // Who is pointed to has not been given the key, nor the payload.
  const request: RequestInit = { method: call.method, headers, signal: patience.signal, redirect: 'manual' }
  if (call.body !== undefined) request.body = call.body
  const { fetch = globalThis.fetch, limits: { answer: limit = defaultAnswerLimit } = {} } = client
  let response: Response
  let text: string | undefined
  try {
    response = await patience.until(() => fetch(withQuery(call.url, call.parameters ?? {}), request))
    text = await patience.until(() => readText(response, limit))
  } catch (error) {
    // The caller's own reason is no failure of the endpoint.
    patience.signal.throwIfAborted()
    return { error: new EndpointError(0, secrets.hide(`The endpoint was not reached: ${reasonOf(error)}`)), isPassing: true }
  }
  const answer = { status: statusOf(response), headers: response.headers, text: text ?? '', secrets }
  const refusal = refusalOf(response, secrets, text === undefined ? limit : undefined)
  if (refusal === undefined && response.ok) return answer
  const error = refusal === undefined ? errorOf(answer) : endpointError(answer, refusal)
  return { error, isPassing: answer.status === 429 || answer.status === 503 }
}

/** Why an answer is not taken, whatever is in it. */
function refusalOf(response: Response, secrets: Secrets, exceeded: number | undefined): string | undefined {
  const { type, status, headers } = response
  if (type === 'opaqueredirect' || [301, 302, 303, 307, 308].includes(status)) {
    // Browsers do not tell where to.
    const place = secrets.hide(headers.get('location') ?? 'another address').slice(0, 200)
    return `The endpoint points to ${place}: redirects are not followed; give the URL that answers`
  }
  if (exceeded === undefined) return undefined
  return `The endpoint answered ${statusOf(response)} with a body that is too large, expected at most ${exceeded} bytes`
}

function headersOf(call: Call, client: ClientOptions, more: HeadersGiven, key: string | undefined): Headers {
  const headers = readHeaders(client.headers)
  readHeaders(more).forEach((value, name) => {
    headers.set(name, value)
  })
  // Answers are read as JSON, whatever the caller's other requests accept.
  headers.set('accept', jsonType)
  if (call.contentType !== undefined) headers.set('content-type', call.contentType)
  if (key !== undefined) headers.set('authorization', `Bearer ${key}`)
  return headers
}

function readHeaders(given: HeadersGiven): Headers {
  try {
    return new Headers(given)
  } catch {
    // The platform's own error shows the value, which may be a key.
    throw new TypeError('The headers have a name or a value that no header can hold (a line break, perhaps)')
  }
}

/** Node says why in the cause, others in the message. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return 'the request failed'
  const { code, message } = (error.cause ?? {}) as { code?: unknown; message?: unknown }
  const cause = [message, code].find((text) => typeof text === 'string' && text !== '')
  return cause === undefined ? error.message : `${error.message} (${cause})`
}
