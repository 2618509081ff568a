import { isPromise } from '../decode/promise.js'
import { defaultOf, hasDefault } from '../description/description.js'
import type { Path } from '../errors/issue.js'
import { IssueLog } from '../errors/issue-log.js'
import { anObject, type OptionKinds, text } from '../errors/options.js'
import { SchemaDefinitionError } from '../errors/schema-definition-error.js'
import { checkLimits } from '../json/limits.js'
import { numbersAt } from '../json/numbers-at.js'
import { ownMember, setOwn } from '../json/own.js'
import { type PayloadObject, readPayload } from '../json/payload-object.js'
import { bytesOf } from '../json/typed-array.js'
import { isArrowType, openArrow } from './arrow-payload.js'
import { convertInput, undecorated } from './decorate.js'
import { openFast } from './fast-payload.js'
import { givenGroups } from './grouped-inputs.js'
import { type PayloadLimits, payloadLimitKinds } from './limits.js'
import { type Query, queryNumberAt, readQuery } from './query.js'
import { findRunSchema, type InputSchema, type RunFunction, type RunParameter, type RunSchema } from './run-schema.js'

/** Values by the names of `run`'s parameters. */
export type NamedArguments = Record<string, unknown>

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
  /** How much it may hold, as JSON or as Arrow. */
  readonly limits?: PayloadLimits | undefined
  /** The request's headers: what a parameter called `request_headers` (or `requestHeaders`) gets, unless it is decorated. */
  readonly headers?: RequestHeaders | undefined
}

/** The kinds of {@link PayloadOptions}. */
export const payloadOptions: OptionKinds = {
  contentType: text,
  query: anObject,
  limits: payloadLimitKinds,
  headers: anObject,
}

/** Headers by their names in lower case. */
export type RequestHeaders = Readonly<Record<string, string | string[] | undefined>>

/** The schema of a function, decorated or not. */
export function runSchemaOf(run: RunFunction): RunSchema {
  return findRunSchema(run) ?? undecorated(run)
}

/** The arguments of `run` by name, of a body; a promise of them where a custom type is asynchronous. */
export function decodeBody(run: RunFunction, payload: Payload, options: PayloadOptions): NamedArguments | Promise<NamedArguments> {
  return decode(run, payload, options, orThrow)
}

/** The arguments of `run` by name, of a query alone; a promise of them where a custom type is asynchronous. */
export function decodeQuery(run: RunFunction, query: Query, options: PayloadOptions): NamedArguments | Promise<NamedArguments> {
  return decode(run, queryAlone, { ...options, query }, orThrow)
}

function orThrow(value: NamedArguments, log: IssueLog): NamedArguments {
  if (log.failed) throw log.toError()
  return value
}

/** The parameter that the Python server gives a request's headers to. */
export function isHeadersName(name: string): boolean {
  return name === 'request_headers' || name === 'requestHeaders'
}

/**
 * The schema of a run that takes values by name.
 *
 * @throws SchemaDefinitionError for any other
 */
export function decodableSchema(run: RunFunction): RunSchema {
  const schema = runSchemaOf(run)
  if (schema.isRaw) throw new SchemaDefinitionError('run is raw HTTP: it takes a Request from a server, and reads the body itself')
  if (schema.hasHiddenParameters && schema.parameters.length === 0) {
    throw new SchemaDefinitionError(
      'the parameters of run cannot be read from its source (it is bound, native or takes ...rest); decorate it',
    )
  }
  return schema
}

/** Stands for a payload: the query is all there is. */
const queryAlone: unique symbol = Symbol('query')

/** Reads a payload, and goes on with what came of it: at once, or when the asynchronous custom types have come. */
export function decode<T>(
  run: RunFunction,
  payload: Payload | typeof queryAlone,
  options: PayloadOptions,
  finish: (value: NamedArguments, log: IssueLog) => T,
): T | Promise<T> {
  const schema = decodableSchema(run)
  const log = new IssueLog(payload === queryAlone || typeof payload === 'string' || bytesOf(payload) !== undefined)
  const end = (values: NamedArguments): T => {
    log.showSent((paths) => sentAt(payload, options, paths))
    return finish(values, log)
  }
  const given = openPayload(payload, schema, options, log)
  if (given === undefined || log.failed) return end({})

  const values: NamedArguments = {}
  const pending: Promise<void>[] = []
  const groups = givenGroups(schema, given, log)
  for (const parameter of schema.parameters) {
    const input = inputOf(parameter.name, schema)
    const isHeaders = input === undefined && options.headers !== undefined && isHeadersName(parameter.name)
    const group = groups?.get(parameter.name)
    if (group !== undefined) log.path.push(group.key)
    const value = isHeaders ? options.headers : readParameter(parameter, input, schema, group?.values ?? given, log)
    if (group !== undefined) log.path.pop()
    if (value === undefined) continue
    setOwn<unknown>(values, parameter.name, value)
    if (isPromise(value)) pending.push(settleInto(values, parameter.name, value))
  }
  return pending.length === 0 ? end(values) : Promise.all(pending).then(() => end(values))
}

/** A loop, for this is done for each request: runs have few parameters. */
function inputOf(name: string, { inputs }: RunSchema): InputSchema | undefined {
  for (const input of inputs) if (input.name === name) return input
  return undefined
}

function settleInto(values: NamedArguments, name: string, value: Promise<unknown>): Promise<void> {
  return value.then((settled) => setOwn<unknown>(values, name, settled))
}

function openPayload(
  payload: Payload | typeof queryAlone,
  schema: RunSchema,
  options: PayloadOptions,
  log: IssueLog,
): PayloadObject | undefined {
  const { query = {}, limits = {}, contentType } = options
  if (payload === queryAlone) return readQuery(query, schema, limits, log)
  const bytes = bytesOf(payload)
  if (bytes !== undefined && isArrowType(contentType)) return openArrow(bytes, schema, query, limits, log)
  const json = bytes ?? (typeof payload === 'string' ? payload : undefined)
  if (json !== undefined) {
    const fast = openFast(json, schema, limits)
    if (fast !== undefined) return fast
    checkLimits(json, limits, log)
  }
  return log.failed ? undefined : readPayload(json ?? payload, log)
}

/** The numbers that stand at some places of a payload, as they were sent: in its text, or in the query. */
function sentAt(payload: Payload | typeof queryAlone, options: PayloadOptions, paths: readonly Path[]): readonly (string | undefined)[] {
  const { query = {}, contentType } = options
  const bytes = payload === queryAlone ? undefined : bytesOf(payload)
  if (payload === queryAlone || (bytes !== undefined && isArrowType(contentType))) return paths.map((path) => queryNumberAt(query, path))
  const text = bytes === undefined ? payload : new TextDecoder().decode(bytes)
  return typeof text === 'string' ? numbersAt(text, paths) : []
}

function readParameter(
  parameter: RunParameter,
  input: InputSchema | undefined,
  schema: RunSchema,
  payload: PayloadObject,
  log: IssueLog,
): unknown {
  const { name } = parameter
  const value = ownMember(payload, name)
  if (input?.convert === true) return convertInput(value, input, schema, log)
  if (value !== undefined) return value
  if (input !== undefined && hasDefault(input.type['~description'])) return defaultOf(input.type['~description'])
  if (!parameter.hasDefault && input?.optional !== true) log.add('missing', 'a value', 'missing', [name])
  return undefined
}
