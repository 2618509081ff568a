import { isDescribing } from '../description/parameter-type-brand.js'
import { SchemaDefinitionError } from '../errors/schema-definition-error.js'
import { showValue } from '../errors/show.js'
import type { AbstractParameterType } from '../parameter-types/abstract-parameter-type.js'
import { checkOptions } from '../parameter-types/options.js'
import { addInput } from './add-input.js'
import type { Received } from './define-run.js'
import { type Gives, type SchemaDecorator, schemaDecorator, type Takes } from './schema-decorator.js'

export interface InputSchemaOptions<Index extends number = number, Convert extends boolean = boolean, Optional extends boolean = boolean> {
  /** Check and convert the value. When false it is only documented. Default true. */
  readonly convertToProvidedType?: Convert
  /**
   * Allow the caller to leave the parameter out, or to send null: `run`'s default stands in, else undefined. Default false.
   */
  readonly optional?: Optional
  /** The parameter's position, counted from 0, where its name is not to be found in the function's source. */
  readonly index?: Index
}

/** What comes for an input, as far as the compiler knows: anything, where it is not converted. */
type Coming<Type, Convert, Optional> = [Convert] extends [true] ? Received<Type> | ([Optional] extends [true] ? undefined : never) : unknown

/** A position that is only known when the script runs is none for the compiler. */
type PositionOf<Index> = number extends Index ? never : Index

/**
 * Says what a parameter of `run` is: it is documented, and each call's argument is checked and converted.
 *
 * One decorator for all three forms: on a method under `experimentalDecorators`, on a method as a standard decorator, and
 * called with a plain function. The decorated function keeps its signature; what it is given is never changed.
 *
 * The compiler refuses a function that does not take what the type gives: at `index`, where one is given, else in any of its
 * parameters, because their names are no part of a function's type. A parameter of an `optional` input takes undefined as well, or
 * has a default. Where nothing is known, nothing is refused: parameters and types of unknown values, values that are not converted.
 *
 * @param name the parameter's name in `run`, and its key in requests; that `run` has it shows when it is decorated
 * @throws SchemaDefinitionError for a name that `run` does not have, when it is decorated
 * @example
 * ```ts
 * const run = inputSchema('data', new NumpyParameterType([[1, 2]]))((data) => data.data.length)
 * run([[1, 2], [3, 4]]) // 4
 * ```
 */
export function inputSchema<
  Type extends AbstractParameterType,
  Index extends number = never,
  Convert extends boolean = true,
  Optional extends boolean = false,
>(
  name: string,
  type: Type,
  options: InputSchemaOptions<Index, Convert, Optional> = {},
): SchemaDecorator<Takes<Coming<Type, Convert, Optional>, PositionOf<Index>>> {
  if (typeof name !== 'string' || name === '')
    throw new SchemaDefinitionError(`the parameter's name is ${showValue(name)}, expected a string`)
  if (!isDescribing(type)) throw notAType(`the type of ${showValue(name)}`, type)
  checkOptions(options, ['convertToProvidedType', 'optional', 'index'])
  const { convertToProvidedType: convert = true, optional = false, index } = options
  return schemaDecorator((schema) => addInput(schema, { name, type, convert, optional, index }))
}

/**
 * Says what `run` returns: it is documented, and servers write results as JSON by it.
 *
 * The compiler refuses a function whose result, awaited, does not fit the type: see {@link Returnable}.
 *
 * @throws SchemaDefinitionError when a function gets a second output schema
 * @example
 * ```ts
 * const run = outputSchema(new StandardPythonParameterType({ label: 'cat' }))(() => ({ label: 'dog' }))
 * getOutputSchema(run).example // { label: 'cat' }
 * ```
 */
export function outputSchema<Type extends AbstractParameterType>(type: Type): SchemaDecorator<Gives<Type>> {
  if (!isDescribing(type)) throw notAType('the output type', type)
  return schemaDecorator((schema) => {
    if (schema.output !== undefined)
      throw new SchemaDefinitionError(`${schema.target.name === '' ? 'the function' : `"${schema.target.name}"`} has two output schemas`)
    return { ...schema, output: type }
  })
}

function notAType(what: string, value: unknown): SchemaDefinitionError {
  return new SchemaDefinitionError(`${what} is ${showValue(value)}, expected a parameter type like new NumpyParameterType(sample)`)
}
