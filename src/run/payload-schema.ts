import type { StandardJSONSchemaV1, StandardSchemaV1 } from '@standard-schema/spec'
import { isPromise } from '../decode/promise.js'
import { jsonSchemaFor } from '../document/json-schema.js'
import type { AnyInput } from '../parameter-types/abstract-parameter-type.js'
import { type ValidationResult, validateBody } from './decode-payload.js'
import type { Inputs, InputTypes, WithOptional } from './define-run.js'
import { type NamedArguments, type Payload, runSchemaOf } from './payload.js'
import type { RunFunction } from './run-schema.js'
import { descriptionsOf, inputSchemaOf, outputSchemaOf } from './schemas.js'

/** What a run's payload is once it is decoded: by the samples of {@link defineRun}, else values by name. */
export type PayloadOf<Run> = Run extends { readonly '~inputs'?: infer Types }
  ? NonNullable<Types> extends InputTypes
    ? WithOptional<NonNullable<Types>, Inputs<NonNullable<Types>>>
    : NamedArguments
  : NamedArguments

/** All parameters of a run as one schema, for libraries that take Standard Schema or Standard JSON Schema. */
export interface PayloadSchema<Value, Input = AnyInput> {
  readonly '~standard': StandardSchemaV1.Props<Input, Value> & StandardJSONSchemaV1.Props<Input, Value>
  /** Whose payload it is, for adapters that can do more for it than validate. */
  readonly '~run': RunFunction
}

/**
 * The payload of a run as a Standard Schema v1 and a Standard JSON Schema: frameworks that take those validate and convert a
 * request with it. The value may be a parsed body, JSON text, or its UTF-8 bytes; integers beyond 2^53 are exact in the latter two.
 *
 * The targets of its JSON Schema are draft-2020-12, draft-07, openapi-3.0 and swagger-2.0; `output` is the schema of what the run
 * answers with.
 *
 * @typeParam Input what libraries with typed clients ask these to send; anything, unless it is given
 * @example
 * ```ts
 * const run = inputSchema('data', new NumpyParameterType([[1, 2]]))((data) => data)
 * const schema = payloadSchema(run)
 * schema['~standard'].validate({ data: [[1, 'x']] }).issues[0].path // ['data', 0, 1]
 * schema['~standard'].jsonSchema.input({ target: 'draft-2020-12' }).required // ['data']
 * ```
 */
export function payloadSchema<Run extends RunFunction, Input = AnyInput>(run: Run): PayloadSchema<PayloadOf<Run>, Input> {
  const schema = runSchemaOf(run)
  const descriptions = descriptionsOf(schema)
  const result = ({ value, issues }: { value?: unknown; issues?: ValidationResult['issues'] }) =>
    (issues === undefined ? { value } : { issues }) as StandardSchemaV1.Result<PayloadOf<Run>>
  return {
    '~run': run,
    '~standard': {
      version: 1,
      vendor: 'inference-schema',
      validate: (value) => {
        const validated = validateBody(run, value as Payload)
        return isPromise(validated)
          ? (validated.then((settled) => result(settled as ValidationResult)) as never)
          : result(validated as never)
      },
      jsonSchema: {
        input: ({ target }) => jsonSchemaFor(target, descriptions, (own, version) => ({ ...inputSchemaOf(schema, own, version) })),
        output: ({ target }) => jsonSchemaFor(target, descriptions, (own, version) => ({ ...outputSchemaOf(schema, own, version) })),
      },
    },
  }
}
