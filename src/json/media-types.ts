/** JSON, as requests, results and documents have it. */
export const jsonType = 'application/json'

/** Errors in the form of RFC 9457. */
export const problemType = 'application/problem+json'

/** A frame as an Arrow IPC stream. */
export const arrowStreamType = 'application/vnd.apache.arrow.stream'
