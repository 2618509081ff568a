import { atOnce } from '../decode/at-once.js'
import type { Issue } from '../errors/issue.js'
import { checkOptions } from '../errors/options.js'
import { SchemaDefinitionError } from '../errors/schema-definition-error.js'
import { decode, decodeBody, type NamedArguments, type Payload, type PayloadOptions, payloadOptions } from './payload.js'
import type { RunFunction } from './run-schema.js'

/** What validating gives: the converted values, or what is wrong. */
export type ValidationResult =
  | { readonly value: NamedArguments; readonly issues?: undefined }
  | { readonly issues: readonly Issue[]; readonly moreIssues: number }

/**
 * Reads a request's payload: the arguments of `run` by name, checked and converted. Params of MLflow's signatures may stand in an
 * object, `params`, as well. Other keys that are no parameters are passed over; parameters that nobody described come as they are.
 *
 * Integers arrive with all their digits from text and bytes: beyond 2^53 as bigints, unless they are described as floats. An object
 * has been through somebody's `JSON.parse` already: its integers beyond 2^53 are refused where an int64 is asked for.
 *
 * @throws PayloadError naming each place that does not fit; SchemaDefinitionError for an option that does not exist, and where a
 *   custom type is asynchronous: for that there is {@link decodePayloadAsync}
 * @example
 * ```ts
 * const run = inputSchema('data', new NumpyParameterType([1, 2], { dtype: 'int64' }))((data) => data)
 * decodePayload(run, '{"data": [9223372036854775807]}').data.data // BigInt64Array [9223372036854775807n]
 * ```
 */
export function decodePayload(run: RunFunction, payload: Payload, options: PayloadOptions = {}): NamedArguments {
  checkOptions(options, payloadOptions, SchemaDefinitionError)
  return atOnce(decodeBody(run, payload, options), 'decodePayload', 'decodePayloadAsync')
}

/** Like {@link decodePayload}, for runs whose custom types may be asynchronous. */
export async function decodePayloadAsync(run: RunFunction, payload: Payload, options: PayloadOptions = {}): Promise<NamedArguments> {
  checkOptions(options, payloadOptions, SchemaDefinitionError)
  return decodeBody(run, payload, options)
}

/**
 * Like {@link decodePayload}, but tells what is wrong instead of throwing.
 *
 * @throws SchemaDefinitionError where a custom type is asynchronous: for that there is {@link validatePayloadAsync}
 * @example
 * ```ts
 * const run = inputSchema('data', new NumpyParameterType([[1, 2]]))((data) => data)
 * validatePayload(run, { data: [[1, 'x']] }).issues[0].message // 'data[0][1] is "x", expected a number (float64)'
 * ```
 */
export function validatePayload(run: RunFunction, payload: Payload, options: PayloadOptions = {}): ValidationResult {
  return atOnce(validateBody(run, payload, options), 'validatePayload', 'validatePayloadAsync')
}

/** Like {@link validatePayload}, for runs whose custom types may be asynchronous. */
export async function validatePayloadAsync(run: RunFunction, payload: Payload, options: PayloadOptions = {}): Promise<ValidationResult> {
  return validateBody(run, payload, options)
}

/** What is wrong with a payload, if anything: at once, or as a promise where a custom type is asynchronous. */
export function validateBody(
  run: RunFunction,
  payload: Payload,
  options: PayloadOptions = {},
): ValidationResult | Promise<ValidationResult> {
  checkOptions(options, payloadOptions, SchemaDefinitionError)
  return decode(
    run,
    payload,
    options,
    (value, log): ValidationResult => (log.failed ? { issues: log.issues, moreIssues: log.more } : { value }),
  )
}
