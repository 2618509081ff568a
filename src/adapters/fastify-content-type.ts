import type { FastifyRequest } from 'fastify'

type Headers = FastifyRequest['headers']

const hidden = new WeakMap<FastifyRequest, Headers>()

/**
 * Shows Fastify a content-type that it can read until the body is there: others it refuses itself, also where a run takes any (one that
 * is empty, or `text`).
 */
export function hideContentType(request: FastifyRequest): void {
  const { headers } = request
  if (headers['content-type'] === undefined) return
  hidden.set(request, headers)
  request.headers = { ...headers, 'content-type': 'application/octet-stream' }
}

/** The headers of a request as they came. */
export function restoreContentType(request: FastifyRequest): void {
  const headers = hidden.get(request)
  if (headers === undefined) return
  hidden.delete(request)
  request.headers = headers
}
