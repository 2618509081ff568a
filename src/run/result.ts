import { encodeResult as encode } from '../encode/encode-result.js'
import { stringifyJson } from '../json/stringify.js'
import { runSchemaOf } from './payload.js'
import type { RunFunction } from './run-schema.js'

/**
 * Writes what `run` returned as JSON text, by its output type: arrays of times as dates or durations, frames in their
 * orient, bytes as base64, 64-bit integers with all their digits, NaN and infinities as null. A result that the output type
 * does not describe is written by what it is; undefined is null.
 *
 * @throws ResultError naming the place of what JSON cannot say: a function, an object that holds itself
 * @example
 * ```ts
 * const run = outputSchema(new NumpyParameterType(['2024-01-01'], { dtype: 'datetime64[D]' }))(() => undefined)
 * encodeResult(run, [19783n]) // '["2024-03-01T00:00:00Z"]'
 * ```
 */
export function encodeResult(run: RunFunction, result: unknown): string {
  return stringifyJson(encode(result, runSchemaOf(run).output?.['~description']))
}
