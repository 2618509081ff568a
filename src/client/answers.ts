import { type Issue, type IssueCode, issueCodes, type Path } from '../errors/issue.js'
import { PayloadError } from '../errors/payload-error.js'
import { formatPlace, formatPointer } from '../errors/place.js'
import { showValue } from '../errors/show.js'
import { isRecord } from '../json/own.js'
import { parseJson } from '../json/parse.js'
import { EndpointError } from './endpoint-error.js'
import type { Secrets } from './secrets.js'

/** An answer that came as a whole. */
export interface Answer {
  readonly status: number
  readonly headers: Headers
  readonly text: string
  /** What is not to be shown of it. */
  readonly secrets: Secrets
}

/** The status that the answer means. */
export function statusOf({ status, headers }: Response): number {
  // Managed endpoints answer 424 for every failure of the container, with its status in a header and its body as it is.
  const inner = headers.get('ms-azureml-model-error-statuscode')
  return status === 424 && inner !== null && /^[1-5]\d\d$/.test(inner) ? Number(inner) : status
}

/** An error about an answer, without what it repeats of the secrets of the request. */
export function endpointError(
  { status, headers, secrets }: Pick<Answer, 'status' | 'headers' | 'secrets'>,
  message: string,
): EndpointError {
  return new EndpointError(status, secrets.hide(message), secrets.hideIn(headers))
}

/**
 * The JSON of an answer, with all digits of its integers.
 *
 * @throws EndpointError
 */
export function readAnswer(answer: Answer): unknown {
  const { status, headers, text, secrets } = answer
  const read = readJson(text)
  if (read !== undefined) return read.value
  const type = headers.get('content-type') ?? 'no content-type'
  const shown = text === '' ? 'nothing' : `${showValue(secrets.hide(text))} (${type.slice(0, 100)})`
  throw endpointError(answer, `The endpoint answered ${status} with ${shown}, expected JSON`)
}

function readJson(text: string): { value: unknown } | undefined {
  try {
    return { value: parseJson(text) }
  } catch {
    return undefined
  }
}

/** The error that an answer tells of. */
export function errorOf(answer: Answer): PayloadError | EndpointError {
  const { status, secrets } = answer
  const text = secrets.hide(answer.text)
  const body = readJson(text)?.value
  const message = messageIn(body)
  if (status === 400 && isRecord(body) && Array.isArray(body['issues'])) {
    const issues = body['issues'].flatMap((issue) => readIssue(issue) ?? [])
    if (issues.length > 0) return payloadError(issues, body['issues'].length - issues.length + countIn(body['moreIssues']), message)
  }
  return endpointError(answer, message ?? `The endpoint answered ${status}${text === '' ? '' : ` with ${showValue(text)}`}`)
}

const longestMessage = 1000

/** The sentence of an error: the service's own form, or that of Azure's gateways (`{ error: { code, message } }`). */
function messageIn(body: unknown): string | undefined {
  if (!isRecord(body)) return undefined
  const { message, error } = body
  if (typeof message === 'string' && message !== '') return message.slice(0, longestMessage)
  return isRecord(error) ? messageIn({ message: error['message'] }) : undefined
}

function payloadError(issues: readonly Issue[], more: number, message: string | undefined): PayloadError {
  const error = new PayloadError(issues, more)
  // The service's own sentence stays, whatever version of this package it has.
  if (message !== undefined) error.message = message
  return error
}

function countIn(value: unknown): number {
  return Number.isSafeInteger(value) && Number(value) > 0 ? Number(value) : 0
}

/** An issue, of whatever version of the service; undefined for what says nothing. */
function readIssue(value: unknown): Issue | undefined {
  if (!isRecord(value)) return undefined
  const path = readPath(value)
  const code = isIssueCode(value['code']) ? value['code'] : 'refused'
  const [expected, received, message] = [textIn(value['expected']), textIn(value['received']), textIn(value['message'])]
  if (message === '' && expected === '') return undefined
  const sentence =
    message === '' ? `${formatPlace(path)} ${issueCodes[code].verb} ${received || 'something else'}, expected ${expected}` : message
  return { path, pointer: formatPointer(path), code, expected, received, message: sentence }
}

function readPath({ path, pointer }: Record<string, unknown>): Path {
  if (Array.isArray(path) && path.every((key) => typeof key === 'string' || typeof key === 'number')) return path
  if (typeof pointer !== 'string' || !pointer.startsWith('/')) return []
  // RFC 6901, 4: first ~1, then ~0.
  return pointer
    .slice(1)
    .split('/')
    .map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'))
}

function isIssueCode(value: unknown): value is IssueCode {
  return typeof value === 'string' && Object.hasOwn(issueCodes, value)
}

function textIn(value: unknown): string {
  return typeof value === 'string' ? value : ''
}
