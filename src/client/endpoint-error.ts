import { readRetryAfter } from './retry-after.js'

/**
 * An endpoint did not answer with a result: it refused the call, failed, was not reached, or gave an answer that cannot be read.
 * A payload that does not fit is a {@link PayloadError} instead.
 */
export class EndpointError extends Error {
  override readonly name = 'EndpointError'
  /** The HTTP status: the model's own, where a managed endpoint passes it on within its 424; 0 where no whole answer came. */
  readonly status: number
  readonly headers: Headers
  /** What the service calls the request, for its operators: the header x-request-id, or x-ms-request-id. */
  readonly requestId: string | undefined
  /** In how many seconds the service wants to be called again, where it says so. */
  readonly retryAfter: number | undefined

  constructor(status: number, message: string, headers: Headers = new Headers()) {
    super(message)
    this.status = status
    this.headers = headers
    this.requestId = headers.get('x-request-id') ?? headers.get('x-ms-request-id') ?? undefined
    this.retryAfter = readRetryAfter(headers.get('retry-after'), Date.now())
  }
}
