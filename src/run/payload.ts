import { isPromise } from '../decode/promise.js'
import { holdsLargeIntegers } from '../description/description.js'
import type { Issue } from '../errors/issue.js'
import { IssueLog } from '../errors/issue-log.js'
import { SchemaDefinitionError } from '../errors/schema-definition-error.js'
import { setOwn } from '../json/own.js'
import { openSource, type Source } from '../json/source.js'
import { isArrowType, openArrow } from './arrow-payload.js'
import { convertInput, undecorated } from './decorate.js'
import type { Query } from './query.js'
import { findRunSchema, type InputSchema, type RunFunction, type RunParameter, type RunSchema } from './run-schema.js'

/** Values by the names of `run`'s parameters. */
export type NamedArguments = Record<string, unknown>

/** What validating gives: the converted values, or what is wrong. */
export type ValidationResult =
  | { readonly value: NamedArguments; readonly issues?: undefined }
  | { readonly issues: readonly Issue[]; readonly moreIssues: number }

/** A payload: a parsed object, JSON text, or its UTF-8 bytes; or the bytes of an Arrow IPC stream. */
export type Payload = object | string | Uint8Array | ArrayBuffer

export interface PayloadOptions {
  /**
   * The content type of bytes. `application/vnd.apache.arrow.stream` is Arrow: the body is the frame of a run with one frame
   * among its parameters. Everything else is JSON. Default JSON.
   */
  readonly contentType?: string | undefined
  /** The query of the request's URL, where the other parameters stand when the body is Arrow: as JSON, or as text. */
  readonly query?: Query | undefined
}

/** The schema of a function, decorated or not. */
export function runSchemaOf(run: RunFunction): RunSchema {
  return findRunSchema(run) ?? undecorated(run)
}

/**
 * Reads a request's payload: the arguments of `run` by name, checked and converted. Keys that are no parameters are passed
 * over; parameters that nobody described come as they are.
 *
 * 64-bit integers arrive with all their digits from text and bytes. An object has been through somebody's `JSON.parse`
 * already: its integers beyond 2^53 are refused where an int64 is asked for.
 *
 * @throws PayloadError naming each place that does not fit
 * @returns the arguments; a promise of them when the run has an asynchronous custom type
 * @example
 * ```ts
 * const run = inputSchema('data', new NumpyParameterType([1, 2], { dtype: 'int64' }))((data) => data)
 * decodePayload(run, '{"data": [9223372036854775807]}').data.data // BigInt64Array [9223372036854775807n]
 * ```
 */
export function decodePayload(run: RunFunction, payload: Payload, options: PayloadOptions = {}): NamedArguments {
  return decode(run, payload, options, (value, log) => {
    if (log.failed) throw log.toError()
    return value
  }) as NamedArguments
}

/**
 * Like {@link decodePayload}, but tells what is wrong instead of throwing.
 *
 * @returns `{ value }` or `{ issues }`; a promise of it when the run has an asynchronous custom type
 * @example
 * ```ts
 * const run = inputSchema('data', new NumpyParameterType([[1, 2]]))((data) => data)
 * validatePayload(run, { data: [[1, 'x']] }).issues[0].message // 'data[0][1] is "x", expected a number (float64)'
 * ```
 */
export function validatePayload(run: RunFunction, payload: Payload, options: PayloadOptions = {}): ValidationResult {
  return decode(
    run,
    payload,
    options,
    (value, log): ValidationResult => (log.failed ? { issues: log.issues, moreIssues: log.more } : { value }),
  ) as ValidationResult
}

export interface InvokeOptions extends PayloadOptions {
  /** What `this` is inside `run`: the object whose method it is. */
  readonly thisArg?: unknown
}

/**
 * Calls `run` with a payload, by the names of its parameters.
 *
 * @returns what `run` returns
 * @throws PayloadError when the payload does not fit; then `run` is not called
 * @example
 * ```ts
 * const run = inputSchema('celsius', new StandardPythonParameterType(20.5))((celsius) => celsius * 1.8 + 32)
 * await invoke(run, '{"celsius": 100}') // 212
 * ```
 */
export async function invoke(run: RunFunction, payload: Payload, options: InvokeOptions = {}): Promise<unknown> {
  const schema = runSchemaOf(run)
  const values = await decodePayload(run, payload, options)
  if (schema.style === 'named') return schema.target.call(options.thisArg, values)
  const args: unknown[] = []
  for (const { name, index } of schema.parameters) args[index] = Object.hasOwn(values, name) ? values[name] : undefined
  return schema.target.apply(options.thisArg, Array.from(args))
}

function decode<T>(
  run: RunFunction,
  payload: Payload,
  options: PayloadOptions,
  finish: (value: NamedArguments, log: IssueLog) => T,
): T | Promise<T> {
  const schema = runSchemaOf(run)
  if (schema.hasHiddenParameters && schema.parameters.length === 0) {
    throw new SchemaDefinitionError(
      'the parameters of run cannot be read from its source (it is bound, native or takes ...rest); decorate it',
    )
  }
  const bytes = payload instanceof ArrayBuffer ? new Uint8Array(payload) : payload instanceof Uint8Array ? payload : undefined
  const log = new IssueLog(typeof payload === 'string' || bytes !== undefined)
  const isArrow = bytes !== undefined && isArrowType(options.contentType)
  const source = isArrow ? openArrow(bytes, schema, options.query ?? {}, log) : openSource(payload, log)
  if (source === undefined) return finish({}, log)

  const values: NamedArguments = {}
  const pending: Promise<void>[] = []
  const inputs = new Map(schema.inputs.map((input) => [input.name, input]))
  for (const parameter of schema.parameters) {
    const value = readParameter(parameter, inputs.get(parameter.name), schema, source, log)
    if (value === undefined) continue
    setOwn<unknown>(values, parameter.name, value)
    if (isPromise(value)) pending.push(value.then((settled) => setOwn<unknown>(values, parameter.name, settled)))
  }
  return pending.length === 0 ? finish(values, log) : Promise.all(pending).then(() => finish(values, log))
}

function readParameter(parameter: RunParameter, input: InputSchema | undefined, schema: RunSchema, source: Source, log: IssueLog): unknown {
  const { name } = parameter
  if (input?.convert !== true) {
    if (source.has(name)) return source.member(name)
    if (!parameter.hasDefault && input?.optional !== true) log.add('missing', 'a value', 'missing', [name])
    return undefined
  }
  const isLarge = holdsLargeIntegers(input.type['~description'])
  const value = !source.has(name) ? undefined : isLarge ? source.exactMember(name) : source.member(name)
  return convertInput(value, input, schema, log)
}
