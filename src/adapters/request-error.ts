import { oneOf } from '../errors/show.js'

/**
 * A request cannot be served as it is, whatever its payload says: it is too large, of another type, cut off, or asks for what
 * there is not. Errors of the payload itself are PayloadErrors.
 */
export class RequestError extends Error {
  override readonly name = 'RequestError'
  /** HTTP status for the caller: 400, 404, 405, 406, 413 or 415. */
  readonly status: number
  /** Headers of the answer. */
  readonly headers: Readonly<Record<string, string>>

  constructor(status: number, message: string, headers: Readonly<Record<string, string>> = {}) {
    super(message)
    this.status = status
    this.headers = headers
  }

  /** The same status, by the name that http-errors gave it: Express, Koa and Fastify read either. */
  get statusCode(): number {
    return this.status
  }

  /** Whether the message may be told to the client, as http-errors has it. */
  get expose(): true {
    return true
  }

  /** The body of an HTTP answer. */
  toJSON(): { readonly status_code: number; readonly message: string } {
    return { status_code: this.status, message: this.message }
  }
}

export function tooLarge(limit: number): RequestError {
  return new RequestError(413, `The body is too large, expected at most ${limit} bytes`)
}

export function unsupportedType(contentType: string | undefined, expected: readonly string[]): RequestError {
  const given = contentType === undefined || contentType === '' ? 'missing' : contentType.slice(0, 100)
  return new RequestError(415, `The body's content-type is ${given}, expected ${oneOf(expected)}`)
}

export function formRefused(contentType: string): RequestError {
  return new RequestError(415, `The body's content-type is ${contentType.slice(0, 100)}, which only a run of raw HTTP reads; expected text`)
}

export function unsupportedEncoding(encoding: string, known: readonly string[]): RequestError {
  const message = `The body's content-encoding is ${encoding.slice(0, 100)}, expected ${oneOf(known)}`
  // RFC 9110, 15.5.16: the answer says which encodings are taken.
  return new RequestError(415, message, { 'accept-encoding': known.join(', ') })
}

export function notInflatable(reason: string): RequestError {
  return new RequestError(400, `The body cannot be inflated: ${reason}`)
}

export function cutOff(): RequestError {
  return new RequestError(400, 'The body is cut off: the client went away')
}

export function notAcceptable(produced: readonly string[]): RequestError {
  return new RequestError(406, `The answer can be ${oneOf(produced)}; accept it`)
}

export function headRefused(): RequestError {
  return new RequestError(405, 'HEAD scores nothing; send POST, or GET with a query', { allow: 'GET, POST' })
}

/** What reads the body came too late: the mistake of whoever put the server together, so that it is no RequestError. */
export function readAlready(how: string): Error {
  return new Error(`The body of the request has been read already, and what was in it is not kept: ${how}`)
}
