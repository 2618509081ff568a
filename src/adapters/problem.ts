import { isPayloadError } from '../errors/payload-error.js'
import { jsonType, problemType } from '../json/media-types.js'
import { negotiation } from './negotiation.js'
import { RequestError } from './request-error.js'

/** An HTTP answer, before a framework sends it. */
export interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | Uint8Array
}

/** What is told of any error that is not the caller's. */
export const failureMessage = 'The scoring script failed; its log says why'

/** An error that is told to the caller. */
interface Told {
  readonly status: number
  readonly message: string
  readonly headers?: Readonly<Record<string, string>>
  toJSON?(): object
}

/** An error as it is answered: `{ status_code, message }`, with `issues`; as RFC 9457 has it for those who rather accept that. */
export function errorAnswer(error: Told, accept: string | undefined): Answer {
  const isProblem = prefersProblem(accept)
  const type = `${isProblem ? problemType : jsonType}; charset=utf-8`
  const body = JSON.stringify(isProblem ? problemOf(error) : bodyOf(error))
  return { status: error.status, headers: { ...error.headers, 'content-type': type }, body }
}

function bodyOf(error: Told): object {
  return error.toJSON?.() ?? { status_code: error.status, message: error.message }
}

/** What is wrong with a request, as a problem of RFC 9457: about:blank says that there is no more to it than its status. */
export function problemOf(error: Told): object {
  const { status_code: status, message: detail, ...rest } = bodyOf(error) as { status_code: number; message: string }
  return { type: 'about:blank', title: titles[status] ?? 'Error', status, detail, ...rest }
}

/** RFC 9457, 4.2.1: the title of about:blank is the status's own phrase. */
const titles: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  404: 'Not Found',
  405: 'Method Not Allowed',
  406: 'Not Acceptable',
  413: 'Content Too Large',
  415: 'Unsupported Media Type',
  431: 'Request Header Fields Too Large',
  500: 'Internal Server Error',
  503: 'Service Unavailable',
}

/** Whether a client rather has errors in the form of RFC 9457. Who accepts neither gets JSON: better than no word at all. */
export function prefersProblem(accept: string | undefined): boolean {
  return errorType(accept) === problemType
}

const errorType = negotiation([jsonType, problemType])

/** The answer to a request that does not fit; undefined for errors that are nothing for the caller. */
export function refusal(error: unknown, accept: string | undefined): Answer | undefined {
  return isPayloadError(error) || error instanceof RequestError ? errorAnswer(error, accept) : undefined
}

/** The answer to whatever failed here. */
export function failure(accept: string | undefined): Answer {
  return errorAnswer({ status: 500, message: failureMessage }, accept)
}
