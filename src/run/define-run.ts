import { checkNames } from '../errors/options.js'
import { SchemaDefinitionError } from '../errors/schema-definition-error.js'
import { showValue } from '../errors/show.js'
import type { AbstractParameterType } from '../parameter-types/abstract-parameter-type.js'
import type { Fits } from '../parameter-types/fits.js'
import type { Returnable } from '../parameter-types/returned.js'
import { rawWithInputs } from './add-input.js'
import { decorate } from './decorate.js'
import { inputSchema, outputSchema } from './input-schema.js'
import { readParameterNames } from './parameter-names.js'

/** What `run` receives of a parameter type. */
export type Received<Type> = Type extends AbstractParameterType<infer Value> ? Value : never

/** Parameter types by the names of their parameters. */
export type InputTypes = Readonly<Record<string, AbstractParameterType>>

/** The object that `run` is given: each input as its type gives it. */
export type Inputs<Types extends InputTypes> = { [Name in keyof Types]: Received<Types[Name]> }

/** The inputs whose types give undefined for what is absent. Where strictNullChecks are off, all types have undefined. */
type OptionalName<Types> = undefined extends 0
  ? never
  : {
      [Name in keyof Types]: unknown extends Received<Types[Name]> ? never : undefined extends Received<Types[Name]> ? Name : never
    }[keyof Types]

/** Values by the names of inputs, with optional keys for those that may be absent. */
export type WithOptional<Types extends InputTypes, Values> = [OptionalName<Types>] extends [never]
  ? Values
  : Flat<Omit<Values, OptionalName<Types>> & Partial<Pick<Values, OptionalName<Types> & keyof Values>>>

type Flat<Values> = { [Name in keyof Values]: Values[Name] }

/** Any value. The compiler keeps what stands beside it in a union, which it does not beside `unknown`: editors show it. */
type Json = NonNullable<unknown> | null | undefined

/** What a defined run is called with: each input, or the JSON that it is converted from. */
export type CallArguments<Types extends InputTypes> = WithOptional<Types, { [Name in keyof Types]: Received<Types[Name]> | Json }>

/** A function made by {@link defineRun}: called with the values, or with the JSON that they are converted from. */
export type DefinedRun<Types extends InputTypes, Result> = ((inputs: CallArguments<Types>, ...rest: unknown[]) => Result) & {
  /** For the compiler alone: the types of the inputs. */
  readonly '~inputs'?: Types
}

/**
 * What the function returns where that fits the output type, else what would: the compiler compares the two where the result is
 * written. What fits is asked in both ways, so that a result whose type is a variable passes.
 */
type Fitting<Result, Output> = [Fits<Awaited<Result>, Output>] extends [true]
  ? Result
  : [Fits<Awaited<Result>, Output>] extends [false]
    ? Expected<Result, Returnable<Output>>
    : Result

type Expected<Result, Value> = Result extends PromiseLike<unknown> ? Promise<Value> : Value

/**
 * The typed form for plain functions: what `run` receives follows from the samples. The compiler refuses a function that takes
 * something else, or an input that is not there, or that returns what does not fit the output type: see {@link Returnable}.
 *
 * @param schemas `inputs` are the parameter types by name; `output` says what is returned
 * @param fn gets one object with all inputs; those for which its pattern has a default, `({ data, scale = 1 })`, may be absent
 * @throws SchemaDefinitionError when something among `inputs` is no parameter type, and for a schema that is neither
 * @example
 * ```ts
 * const run = defineRun(
 *   { inputs: { data: new NumpyParameterType([[1, 2]]) }, output: new StandardPythonParameterType(1.5) },
 *   ({ data }) => data.get(0, 0) + data.get(0, 1),
 * )
 * await invoke(run, { data: [[3, 4]] }) // 7
 * ```
 */
export function defineRun<const Types extends InputTypes, Result, Output extends AbstractParameterType = AbstractParameterType>(
  schemas: { readonly inputs: Types; readonly output?: Output },
  fn: (inputs: Inputs<Types>, ...rest: unknown[]) => Fitting<Result, Output>,
): DefinedRun<Types, Result> {
  if (typeof schemas !== 'object' || schemas === null || typeof schemas.inputs !== 'object' || schemas.inputs === null) {
    throw new SchemaDefinitionError(`defineRun needs { inputs: { name: type }, output? }; this is ${showValue(schemas)}`)
  }
  if (typeof fn !== 'function') throw new SchemaDefinitionError(`defineRun needs the function to run; this is ${showValue(fn)}`)
  checkNames(schemas, ['inputs', 'output'], SchemaDefinitionError)
  const names = Object.keys(schemas.inputs)
  const defaults = readParameterNames(fn)?.parameters[0]?.defaultMembers
  const parameters = names.map((name, index) => {
    const value = defaults?.get(name)
    return { name, index, hasDefault: defaults?.has(name) ?? false, ...(value === undefined ? {} : { default: value }) }
  })
  const named = decorate(fn, (schema) => {
    if (schema.isRaw) throw rawWithInputs(schema)
    return { ...schema, style: 'named', parameters, hasHiddenParameters: false }
  })
  const withInputs = names.reduce((run, name) => inputSchema(name, schemas.inputs[name] as AbstractParameterType)(run), named)
  const output: AbstractParameterType | undefined = schemas.output
  return (output === undefined ? withInputs : outputSchema(output)(withInputs)) as unknown as DefinedRun<Types, Result>
}
