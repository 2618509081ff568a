import type { RequestHeaders } from '../run/payload.js'

/** Longer ids are refused: they go into every line of the log. */
export const longestId = 100

/** The id that a request is known by: its own, or a new one. */
export function requestId({ headers }: { readonly headers: RequestHeaders }): string {
  const given = headers['x-request-id']
  return typeof given === 'string' && given !== '' && given.length <= longestId ? given : crypto.randomUUID()
}
