/** The longest that a call waits before it is tried again, whatever the service asks for, in milliseconds. */
const longest = 60_000

/** The first wait where the service asks for none, in milliseconds; it doubles from try to try, up to half a minute. */
const [shortest, longestOwn] = [500, 30_000]

/**
 * Reads the header Retry-After (RFC 9110, 10.2.3): seconds, or the date to wait for.
 *
 * @param now milliseconds since 1970
 * @returns seconds; undefined where there is none that can be read
 */
export function readRetryAfter(header: string | null, now: number): number | undefined {
  const value = header?.trim() ?? ''
  if (/^\d+$/.test(value)) return Number(value)
  // The dates that HTTP writes begin with the day of the week; Date.parse would take much else for a date.
  const date = /^(Mon|Tue|Wed|Thu|Fri|Sat|Sun)/.test(value) ? Date.parse(value) : Number.NaN
  return Number.isNaN(date) ? undefined : Math.max(0, (date - now) / 1000)
}

/**
 * How long to wait before a call is tried again, in milliseconds: as long as the service asks for, else longer from try to try.
 * Half of that is left to chance, so that callers who were refused together do not come back together.
 */
export function waitBefore(nextTry: number, retryAfter: number | undefined): number {
  if (retryAfter !== undefined) return Math.min(retryAfter * 1000, longest)
  const most = Math.min(shortest * 2 ** (nextTry - 1), longestOwn)
  return most / 2 + (Math.random() * most) / 2
}
