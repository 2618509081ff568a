import type { FastifyRequest } from 'fastify'

/**
 * A `Request` holds the signal that it gives away, but that signal does not hold its `Request`: once that is collected, a
 * script that kept only the signal would never hear that it was aborted. So the outer signal, which the server holds as
 * long as it works on the request, keeps it.
 */
const requests = new WeakMap<AbortSignal, Request>()

/**
 * The Web-standard request of a raw HTTP run: with all headers, an absolute URL (of the host that the caller named, else
 * localhost) and, for methods that have one, the body.
 *
 * @param body undefined, the bytes as they came, or a stream of them
 * @param signal aborts the request's signal: when nobody waits for the answer any more
 * @throws TypeError for the methods that Fetch forbids: CONNECT, TRACE and TRACK
 */
export function toRequest(request: FastifyRequest, body: Uint8Array | ReadableStream | undefined, signal: AbortSignal): Request {
  const { method } = request
  const hasBody = body !== undefined && method !== 'GET' && method !== 'HEAD'
  // A stream is read while the answer is written only if this is said; of bytes it says nothing.
  const init = { method, headers: toHeaders(request), signal, duplex: 'half', body: hasBody ? (body as BodyInit) : null }
  const made = new Request(toUrl(request), init)
  requests.set(signal, made)
  return made
}

/** Headers as Node read them: repeated ones joined, and of those that may be there only once, the first. */
function toHeaders(request: FastifyRequest): Headers {
  const headers = new Headers()
  for (const [name, values] of Object.entries(request.headers)) {
    // HTTP/2 has the method and the URL among its headers.
    if (values === undefined || name.startsWith(':')) continue
    for (const value of Array.isArray(values) ? values : [values]) headers.append(name, value)
  }
  return headers
}

/** A name, an IPv4 or an IPv6 address, and perhaps a port: nothing that would move the rest of a URL. */
const plainHost = /^([\w.-]+|\[[\da-f:.]+\])(:\d+)?$/i

function toUrl({ protocol, host, url }: FastifyRequest): URL {
  // A proxy may have been sent the whole URL (RFC 9112, 3.2.2).
  if (!url.startsWith('/') && URL.canParse(url)) return new URL(url)
  const path = url.startsWith('/') ? url : `/${url}`
  const named = `${protocol}://${host}${path}`
  return new URL(plainHost.test(host) && URL.canParse(named) ? named : `${protocol}://localhost${path}`)
}
