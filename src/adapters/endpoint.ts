import { isPromise, proceed } from '../decode/promise.js'
import { aFunction, anything, checkOptions, type OptionKinds, oneOfTexts } from '../errors/options.js'
import { isPayloadError } from '../errors/payload-error.js'
import { type Redact, redactError, redactKind } from '../errors/redact.js'
import { SchemaDefinitionError } from '../errors/schema-definition-error.js'
import { arrowStreamType, jsonType, problemType } from '../json/media-types.js'
import { encodeArrow, hasArrowResult } from '../run/arrow-result.js'
import { callPlain, callRun, type RunContext } from '../run/invoke.js'
import {
  decodableSchema,
  decodeBody,
  decodeQuery,
  type NamedArguments,
  type Payload,
  type RequestHeaders,
  runSchemaOf,
} from '../run/payload.js'
import type { Query } from '../run/query.js'
import { writeResult } from '../run/result.js'
import type { RunFunction } from '../run/run-schema.js'
import { isSchemaDecorated } from '../run/schemas.js'
import { type BodyTypes, bodyTypes, checkBodyType } from './body-types.js'
import { type BodyLimits, bodyLimitKinds, defaultBodyLimits } from './limits.js'
import { negotiation } from './negotiation.js'
import { bodyText, queryText } from './plain-text.js'
import { type Answer, failureMessage } from './problem.js'
import { headRefused, notAcceptable } from './request-error.js'

/** What `validate` of every adapter can be told. */
export interface ValidateOptions {
  /**
   * What a request may hold: `{ body, depth, elements, cells, decodedBytes }`. Defaults as for the server: 100 MiB; JSON of 100 levels
   * and 50 million values; Arrow of 50 million cells that take 1 GiB.
   */
  readonly limits?: BodyLimits
  /** Keep received values out of errors: `true`, or a function that words an issue anew. Default false. */
  readonly redact?: Redact
}

/** What `score` of every adapter can be told. */
export interface ScoreOptions<Request> extends ValidateOptions {
  /** What `this` is inside `run`: the object whose method it is. */
  readonly thisArg?: unknown
  /** Gets what `run` threw, of which the client is told nothing. Default: `console.error`. */
  onError?(error: unknown, request: Request): void
}

/** Where errors go: `answer` answers them, `throw` hands them to the framework's own error handling. */
export type ErrorHandling = 'answer' | 'throw'

/** What an adapter knows of its run. */
export interface Endpoint {
  readonly run: RunFunction
  readonly bodyTypes: BodyTypes
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
}

const validateOptions: OptionKinds = { limits: bodyLimitKinds, redact: redactKind }

/** The options that a function takes besides those of every `validate`. */
export const scoreOptions: OptionKinds = { thisArg: anything, onError: aFunction }
export const errorOptions: OptionKinds = { errors: oneOfTexts(['answer', 'throw']) }

/**
 * What `validate` of an adapter needs of a run and its options.
 *
 * @param more further options that there are
 * @throws TypeError for an option that does not exist, or cannot be what it is; SchemaDefinitionError for a run without schemas
 */
export function endpointOf(run: RunFunction, options: ValidateOptions, more: OptionKinds = {}): Endpoint {
  const endpoint = scoringEndpointOf(run, options, more)
  if (endpoint.bodyTypes === 'text')
    throw new SchemaDefinitionError('run has no schemas to validate by: decorate it with inputSchema, or make it with defineRun')
  return endpoint
}

/**
 * What `score` of an adapter needs: the run may be undecorated, too, and then gets text.
 *
 * @throws TypeError for an option that does not exist, or cannot be what it is; SchemaDefinitionError for raw HTTP
 */
export function scoringEndpointOf(run: RunFunction, options: ValidateOptions, more: OptionKinds = {}): Endpoint {
  const limits = limitsOf(options, more)
  // Better now than to the first request.
  if (runSchemaOf(run).isRaw || isSchemaDecorated(run)) decodableSchema(run)
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
  return { run, bodyTypes: bodyTypes(run), limits, redact, resultType }
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

/** Whether the payload of a request is its query. */
export function hasQueryPayload(method: string): boolean {
  return method === 'GET' || method === 'HEAD'
}

/** What a request gives `run`: values by name or, where it is undecorated, text. */
export type Given = { readonly values: NamedArguments } | { readonly text: string }

/**
 * What `run` gets of a request: from the query of a GET or HEAD request, else from the body, which is read only if its type is one
 * that the run takes.
 *
 * @returns a promise where the body is still to come, or a custom type is asynchronous
 * @throws PayloadError, redacted as asked for, RequestError 415, or a promise that rejects with it
 */
export function readGiven(endpoint: Endpoint, incoming: Incoming, body: () => Payload | Promise<Payload>): Given | Promise<Given> {
  if (endpoint.bodyTypes !== 'text') return settled(decodeRequest(endpoint, incoming, body), (values) => ({ values }))
  const { limits, redact } = endpoint
  const { method, query } = incoming
  if (hasQueryPayload(method)) return { text: redacted(redact, () => queryText(query, limits)) as string }
  checkBodyType(endpoint.bodyTypes, contentTypeOf(incoming))
  return settled(body(), (payload) => ({ text: redacted(redact, () => bodyText(payload)) as string }))
}

/** The arguments of a decorated run by name, like {@link readGiven}. */
export function decodeRequest(
  { run, bodyTypes, limits, redact }: Endpoint,
  incoming: Incoming,
  body: () => Payload | Promise<Payload>,
): NamedArguments | Promise<NamedArguments> {
  const { method, headers, query } = incoming
  const contentType = contentTypeOf(incoming)
  const options = { contentType, query, limits, headers }
  if (hasQueryPayload(method)) return redacted(redact, () => decodeQuery(run, query, options))
  checkBodyType(bodyTypes, contentType)
  return settled(body(), (payload) => redacted(redact, () => decodeBody(run, payload, options)))
}

function contentTypeOf({ headers }: Incoming): string | undefined {
  return headers['content-type'] as string | undefined
}

/** Calls `run` with what a request gives it. */
export function callWith(run: RunFunction, given: Given, { headers, ...invoked }: Invoked): unknown {
  return 'text' in given ? callPlain(run, given.text, { ...invoked, headers }) : callRun(run, given.values, invoked)
}

/** What a run is called with besides what the request gives it. */
export interface Invoked {
  readonly thisArg: unknown
  readonly context: RunContext
  readonly headers: RequestHeaders
}

/** What becomes of a value when it is there. */
function settled<T, R>(value: T | Promise<T>, then: (value: T) => R | Promise<R>): R | Promise<R> {
  return isPromise(value) ? value.then((known) => then(known as T)) : then(value)
}

function redacted<T>(redact: Redact | undefined, decode: () => T | Promise<T>): T | Promise<T> {
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
 * @throws PayloadError, RequestError, for HEAD as well: scoring without an answer is of use to nobody; RunFailure, or whatever reading the body throws
 */
export async function scoreRequest(
  endpoint: Endpoint,
  incoming: Incoming,
  body: () => Payload | Promise<Payload>,
  invoked: Omit<Invoked, 'headers'>,
): Promise<Answer> {
  const { run } = endpoint
  const { method, headers } = incoming
  if (method === 'HEAD') throw headRefused()
  const type = endpoint.resultType(headers['accept'] as string | undefined)
  const given = await readGiven(endpoint, incoming, body)
  try {
    return resultAnswer(run, await callWith(run, given, { ...invoked, headers }), type)
  } catch (error) {
    throw new RunFailure(error)
  }
}
