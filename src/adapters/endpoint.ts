import { isPromise, proceed } from '../decode/promise.js'
import { aFunction, anything, checkOptions, type OptionKinds, oneOfTexts } from '../errors/options.js'
import { isPayloadError } from '../errors/payload-error.js'
import { type Redact, redactError, redactKind } from '../errors/redact.js'
import { arrowStreamType, jsonType, problemType } from '../json/media-types.js'
import { arrowParameter, isArrowType } from '../run/arrow-payload.js'
import { encodeArrow, hasArrowResult } from '../run/arrow-result.js'
import {
  callRun,
  decodeBody,
  decodeQuery,
  type NamedArguments,
  type Payload,
  type RequestHeaders,
  type RunContext,
  runSchemaOf,
  validatePayload,
} from '../run/payload.js'
import type { Query } from '../run/query.js'
import { writeResult } from '../run/result.js'
import type { RunFunction } from '../run/run-schema.js'
import { type BodyLimits, bodyLimitKinds, defaultBodyLimits } from './limits.js'
import { negotiation } from './negotiation.js'
import { type Answer, failureMessage } from './problem.js'
import { notAcceptable, unsupportedType } from './request-error.js'

/** What `validate` of every adapter can be told. */
export interface ValidateOptions {
  /** What a request may hold: `{ body, depth, elements }`. Defaults as for the server: 100 MiB, 100 levels, 50 million values. */
  readonly limits?: BodyLimits
  /** Keep received values out of errors: `true`, or a function that words an issue anew. Default false. */
  readonly redact?: Redact
}

/** What `score` of every adapter can be told. */
export interface ScoreOptions<Request> extends ValidateOptions {
  /** What `this` is inside `run`: the object whose method it is. */
  readonly thisArg?: unknown
  /** Gets what `run` threw, of which the client is told nothing. Default: `console.error`. */
  readonly onError?: (error: unknown, request: Request) => void
}

/** Where errors go: `answer` answers them, `throw` hands them to the framework's own error handling. */
export type ErrorHandling = 'answer' | 'throw'

/** What an adapter knows of its run. */
export interface Endpoint {
  readonly run: RunFunction
  readonly limits: Required<BodyLimits>
  readonly redact: Redact | undefined
  /**
   * In which form a client wants a result.
   *
   * @throws RequestError 406 when it wants none that there is. Errors have one more form, and who accepts that gets results as JSON.
   */
  readonly resultType: (accept: string | undefined) => string
}

/** What the parts of a request have in common whatever framework it came through. */
export interface Incoming {
  readonly method: string
  /** By names in lower case. */
  readonly headers: RequestHeaders
  readonly query: Query
  /** Whether it has a body, which then has a type. */
  readonly hasBody: boolean
}

const validateOptions: OptionKinds = { limits: bodyLimitKinds, redact: redactKind }

/** The options that a function takes besides those of every `validate`. */
export const scoreOptions: OptionKinds = { thisArg: anything, onError: aFunction }
export const errorOptions: OptionKinds = { errors: oneOfTexts(['answer', 'throw']) }

/**
 * What an adapter needs of a run and its options.
 *
 * @param more further options that there are
 * @throws TypeError for an option that does not exist, or cannot be what it is; SchemaDefinitionError for what is no run with parameters
 */
export function endpointOf(run: RunFunction, options: ValidateOptions, more: OptionKinds = {}): Endpoint {
  const limits = limitsOf(options, more)
  // Decoding says of every run that has no parameters to decode why it has none; better now than to the first request.
  validatePayload(run, {})
  return makeEndpoint(run, limits, options.redact)
}

/** An endpoint of any run, decorated or not. */
export function makeEndpoint(run: RunFunction, limits: Required<BodyLimits>, redact: Redact | undefined): Endpoint {
  const produced = hasArrowResult(run) ? [jsonType, arrowStreamType] : [jsonType]
  const [resultForm, errorForm] = [negotiation(produced), negotiation([problemType])]
  const resultType = (accept: string | undefined): string => {
    const type = resultForm(accept) ?? (errorForm(accept) === undefined ? undefined : jsonType)
    if (type === undefined) throw notAcceptable(produced)
    return type
  }
  return { run, limits, redact, resultType }
}

/**
 * The limits that options ask for.
 *
 * @throws TypeError for an option that does not exist, or cannot be what it is
 */
export function limitsOf(options: ValidateOptions, more: OptionKinds = {}): Required<BodyLimits> {
  checkOptions(options, { ...validateOptions, ...more }, TypeError)
  return { ...defaultBodyLimits, ...options.limits }
}

/** Which bodies a run takes. */
export function bodyTypes(run: RunFunction): readonly string[] {
  return arrowParameter(runSchemaOf(run)) === undefined ? [jsonType] : [jsonType, arrowStreamType]
}

/** JSON, and what is written in JSON: `application/ld+json`. */
export const jsonPattern: RegExp = /^application\/([\w.+-]+\+)?json\s*(;|$)/i

/**
 * Refuses bodies of other types than the expected ones.
 *
 * @throws RequestError 415
 */
export function checkBodyType(types: readonly string[], contentType: string | undefined): void {
  const isArrow = types.includes(arrowStreamType) && isArrowType(contentType)
  if (!isArrow && !jsonPattern.test(contentType ?? '')) throw unsupportedType(contentType, types)
}

/** Whether the payload of a request is its query. */
export function hasQueryPayload(method: string): boolean {
  return method === 'GET' || method === 'HEAD'
}

/**
 * The arguments of a run by name: from the query of a GET or HEAD request, else from the body, which is read only if its type is
 * one that the run takes.
 *
 * @returns a promise where the body is still to come, or a custom type is asynchronous
 * @throws PayloadError, redacted as asked for, or a promise that rejects with it
 */
export function decodeRequest(
  { run, limits, redact }: Endpoint,
  { method, headers, query, hasBody }: Incoming,
  body: Payload | (() => Payload | Promise<Payload>),
): NamedArguments | Promise<NamedArguments> {
  const contentType = headers['content-type'] as string | undefined
  const options = { contentType, query, limits: { depth: limits.depth, elements: limits.elements }, headers }
  if (hasQueryPayload(method)) return redacted(redact, () => decodeQuery(run, query, options))
  if (typeof body === 'function' && hasBody) checkBodyType(bodyTypes(run), contentType)
  const payload = typeof body === 'function' ? body() : body
  const decode = (given: Payload) => redacted(redact, () => decodeBody(run, given, options))
  return isPromise(payload) ? payload.then((given) => decode(given as Payload)) : decode(payload)
}

function redacted<T>(redact: Redact | undefined, decode: () => T): T | Promise<T> {
  if (redact === undefined || redact === false) return decode()
  return proceed(
    decode,
    (value) => value,
    (error) => {
      throw isPayloadError(error) ? redactError(error, redact) : error
    },
  )
}

/** What `run` returned, as an answer. Nothing at all is an empty object, as the Python server has it. */
export function resultAnswer(run: RunFunction, result: unknown, type: string): Answer {
  if (type === arrowStreamType) return { status: 200, headers: { 'content-type': type }, body: encodeArrow(run, result) }
  const body = result === undefined || result === null ? '{}' : writeResult(run, result)
  return { status: 200, headers: jsonHeaders, body }
}

const jsonHeaders = { 'content-type': `${jsonType}; charset=utf-8` }

/** `run` itself failed, or gave what cannot be written: the script's fault, and nothing for the client. */
export class RunFailure extends Error {
  override readonly cause: unknown

  constructor(cause: unknown) {
    super(failureMessage)
    this.cause = cause
  }
}

/**
 * A request from its parts to its answer.
 *
 * @throws PayloadError, RequestError, RunFailure, or whatever reading the body throws
 */
export async function scoreRequest(
  endpoint: Endpoint,
  incoming: Incoming,
  body: () => Payload | Promise<Payload>,
  invoked: { readonly thisArg: unknown; readonly context: RunContext },
): Promise<Answer> {
  const { run } = endpoint
  const type = endpoint.resultType(incoming.headers['accept'] as string | undefined)
  const values = await decodeRequest(endpoint, incoming, body)
  try {
    return resultAnswer(run, await callRun(run, values, invoked), type)
  } catch (error) {
    throw new RunFailure(error)
  }
}
