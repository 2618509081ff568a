import { anything, checkOptions } from '../errors/options.js'
import { SchemaDefinitionError } from '../errors/schema-definition-error.js'
import {
  decodeBody,
  isHeadersName,
  type NamedArguments,
  type Payload,
  type PayloadOptions,
  payloadOptions,
  type RequestHeaders,
  runSchemaOf,
} from './payload.js'
import type { RunFunction } from './run-schema.js'

/** What a server tells `run` of a request: an argument after its parameters. */
export interface RunContext {
  /** Aborted when nobody waits for the answer any more: the client is gone, or the time is up. */
  readonly signal: AbortSignal
  readonly requestId: string
  readonly headers: RequestHeaders
}

export interface InvokeOptions extends PayloadOptions {
  /** What `this` is inside `run`: the object whose method it is. */
  readonly thisArg?: unknown
  /** What `run` gets after its parameters. */
  readonly context?: RunContext | undefined
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
  checkOptions(options, { ...payloadOptions, thisArg: anything, context: anything }, SchemaDefinitionError)
  return callRun(run, await decodeBody(run, payload, options), options)
}

/** Calls `run` with the values of its parameters. */
export function callRun(
  run: RunFunction,
  values: NamedArguments,
  { thisArg, context }: Pick<InvokeOptions, 'thisArg' | 'context'>,
): unknown {
  const { style, parameters, target } = runSchemaOf(run)
  if (style === 'named') return target.call(thisArg, values, ...(context === undefined ? [] : [context]))
  const args: unknown[] = []
  for (const { name, index } of parameters) args[index] = Object.hasOwn(values, name) ? values[name] : undefined
  return target.apply(thisArg, withContext(args, context))
}

/**
 * Calls an undecorated `run` with the text of a request, as the Python server does: its first parameter, besides `request_headers`,
 * gets it.
 */
export function callPlain(run: RunFunction, text: string, options: Pick<InvokeOptions, 'thisArg' | 'context' | 'headers'>): unknown {
  const { parameters, target } = runSchemaOf(run)
  const first = parameters.find(({ name }) => !isHeadersName(name))
  const args: unknown[] = []
  for (const { name, index } of parameters) args[index] = isHeadersName(name) ? options.headers : undefined
  args[first?.index ?? args.length] = text
  return target.apply(options.thisArg, withContext(args, options.context))
}

function withContext(args: unknown[], context: RunContext | undefined): unknown[] {
  if (context !== undefined) args.push(context)
  return args
}
