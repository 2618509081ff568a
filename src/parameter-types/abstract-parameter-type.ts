import type { StandardJSONSchemaV1, StandardSchemaV1 } from '@standard-schema/spec'
import { type Decoder, failed } from '../decode/decoder.js'
import { decoderOf } from '../decode/decoder-of.js'
import { isPromise } from '../decode/promise.js'
import type { Description } from '../description/description.js'
import { createOwnExample, type OpaqueType } from '../description/opaque.js'
import type { Describing } from '../description/parameter-type-brand.js'
import { type SwaggerSchema, type SwaggerVersion, swaggerVersions } from '../description/swagger-schema.js'
import { jsonSchemaFor } from '../document/json-schema.js'
import { describedSchema } from '../document/parameter-schemas.js'
import { encodeResult } from '../encode/encode-result.js'
import { Trail } from '../encode/encoder.js'
import type { Path } from '../errors/issue.js'
import { IssueLog } from '../errors/issue-log.js'
import type { JsonValue } from '../json/json-value.js'

/**
 * What a schema takes, as far as the compiler is told: whatever `JSON.parse` gives. Only the request shows what it is, and with
 * `unknown` here the libraries whose values have types of their own (a form's, say) would not take the schema.
 */
export type AnyInput = ReturnType<typeof JSON.parse>

/**
 * What a parameter or a result of `run` is: made from a sample, it documents the value and converts JSON to it.
 *
 * Extend it for a type of your own: override `deserializeInput` (JSON value → your value, throwing on bad input) and
 * `inputToSwagger` (a Swagger 2.0 schema with an `example`). Both may be asynchronous; what decodes or documents a run with
 * such a type then is `decodePayloadAsync`, `generateSwaggerAsync` and the like. Integers beyond 2^53 are bigints in the JSON value.
 *
 * @typeParam Value what `run` receives
 * @example
 * ```ts
 * class Celsius extends AbstractParameterType<number> {
 *   override deserializeInput(input: unknown): number {
 *     const match = /^(-?\d+)F$/.exec(String(input))
 *     if (match === null) throw new Error('expected a temperature like "68F"')
 *     return (Number(match[1]) - 32) / 1.8
 *   }
 *   override inputToSwagger() {
 *     return { type: 'string', example: '68F' }
 *   }
 * }
 * new Celsius(20).deserializeInput('68F') // 20
 * ```
 */
export abstract class AbstractParameterType<Value = unknown>
  implements OpaqueType, Describing, StandardSchemaV1<AnyInput, Value>, StandardJSONSchemaV1<AnyInput, Value>
{
  /** The sample that the type was made from. */
  readonly sampleInput: unknown

  constructor(sampleInput: unknown) {
    this.sampleInput = sampleInput
  }

  /** @internal A type that overrides a reading is taken at its word: then it alone decodes and documents. */
  get '~description'(): Description {
    return { kind: 'opaque', type: this, nullable: false, example: createOwnExample(this) as unknown as JsonValue }
  }

  /**
   * Converts a JSON value to what `run` receives. Integers beyond 2^53 are bigints in it, with all their digits.
   *
   * @throws PayloadError, or any error, when the value does not fit
   */
  abstract deserializeInput(input: unknown): Value | Promise<Value>

  /** The Swagger 2.0 schema, with an `example` that it accepts. */
  abstract inputToSwagger(): SwaggerSchema | Promise<SwaggerSchema>

  /** @internal Writes a value as the JSON that the type reads; throws a ResultError for what JSON cannot say. */
  '~encode'(value: unknown, path: Path = []): JsonValue {
    return encodeResult(value, this['~description'], new Trail(path))
  }

  /** The versions of OpenAPI that can say what the type means. */
  supportedVersions(): readonly SwaggerVersion[] {
    return swaggerVersions
  }

  /**
   * Standard Schema v1 and Standard JSON Schema: the type validates and converts in any library that takes such schemas, and
   * says what it takes in draft-2020-12, draft-07, openapi-3.0 and swagger-2.0.
   */
  get '~standard'(): StandardSchemaV1.Props<AnyInput, Value> & StandardJSONSchemaV1.Props<AnyInput, Value> {
    const description = this['~description']
    const decode = decoderOf(description)
    // What such a type gives is written as it is read.
    const jsonSchema =
      (side: 'input' | 'output') =>
      ({ target }: StandardJSONSchemaV1.Options) =>
        jsonSchemaFor(target, [description], (own, version) => ({ ...describedSchema(description, own, version, side) }))
    return {
      version: 1,
      vendor: 'inference-schema',
      validate: (value) => validate(decode, value) as StandardSchemaV1.Result<Value>,
      jsonSchema: { input: jsonSchema('input'), output: jsonSchema('output') },
    }
  }
}

function validate(decode: Decoder, value: unknown): unknown {
  const log = new IssueLog()
  const finish = (decoded: unknown) => (decoded === failed || log.failed ? { issues: log.issues } : { value: decoded })
  const decoded = decode(value, log)
  return isPromise(decoded) ? decoded.then(finish) : finish(decoded)
}
