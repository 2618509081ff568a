import { encodeResult as encode } from '../encode/encode-result.js'
import { writeJson } from '../fast-encode/write-json.js'
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

/**
 * Writes what `run` returned as the bytes of JSON, in UTF-8: the same text as {@link encodeResult} gives. Large arrays and frames
 * are written straight from their storage, in less time than `JSON.stringify` takes for the same numbers in nested arrays.
 *
 * @throws ResultError naming the place of what JSON cannot say, as {@link encodeResult} does
 * @example
 * ```ts
 * const run = outputSchema(new NumpyParameterType([0.5], { dtype: 'float32' }))(() => undefined)
 * const bytes = encodeResultBytes(run, Float32Array.of(0.5, 1, Number.NaN))
 * new TextDecoder().decode(bytes) // '[0.5,1,null]'
 * ```
 */
export function encodeResultBytes(run: RunFunction, result: unknown): Uint8Array<ArrayBuffer> {
  const written = writeResult(run, result)
  return typeof written === 'string' ? utf8.encode(written) : written
}

/** The same for a server, which sends either: text where it is text that is made, and bytes where those are. */
export function writeResult(run: RunFunction, result: unknown): string | Uint8Array<ArrayBuffer> {
  return writeJson(result, runSchemaOf(run).output?.['~description'])
}

const utf8 = new TextEncoder()
