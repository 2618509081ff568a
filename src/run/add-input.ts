import { SchemaDefinitionError } from '../errors/schema-definition-error.js'
import { oneOf, showValue } from '../errors/show.js'
import { readParameterNames } from './parameter-names.js'
import type { InputSchema, RunParameter, RunSchema } from './run-schema.js'

/** An input as its decorator gives it. */
export interface DeclaredInput extends Pick<InputSchema, 'name' | 'type' | 'convert' | 'optional'> {
  /** The parameter's position, where its name cannot tell it. */
  readonly index: number | undefined
}

/**
 * Adds an input to a schema. Its parameter is found by `index` when given, else by name in the function's source, else, where
 * the source does not show all names, by the order of decorators.
 *
 * @throws SchemaDefinitionError for a name that the function does not have, or that is decorated already
 */
export function addInput(schema: RunSchema, { name, index, ...rest }: DeclaredInput): RunSchema {
  if (schema.inputs.some((input) => input.name === name))
    throw new SchemaDefinitionError(`the parameter ${showValue(name)} has two input schemas`)
  const byName = schema.parameters.find((parameter) => parameter.name === name)
  if (index !== undefined) {
    if (!Number.isInteger(index) || index < 0)
      throw new SchemaDefinitionError(`index is ${showValue(index)}, expected a position counted from 0`)
    const hasDefault = schema.parameters.find((parameter) => parameter.index === index)?.hasDefault ?? false
    const others = schema.parameters.filter((parameter) => parameter.index !== index && parameter.name !== name)
    return withInputs(schema, [...others, { name, index, hasDefault }], [...schema.inputs, { name, index, located: 'given', ...rest }])
  }
  if (byName !== undefined)
    return withInputs(schema, schema.parameters, [...schema.inputs, { name, index: byName.index, located: 'by name', ...rest }])
  if (!mayHaveMore(schema)) throw unknownName(schema, name)
  return placeByOrder({ ...schema, inputs: [...schema.inputs, { name, index: -1, located: 'by order', ...rest }] })
}

function withInputs(schema: RunSchema, parameters: readonly RunParameter[], inputs: readonly InputSchema[]): RunSchema {
  return { ...schema, parameters: [...parameters].sort((a, b) => a.index - b.index), inputs }
}

/** Whether the function may have parameters that its source does not show. */
function mayHaveMore(schema: RunSchema): boolean {
  const names = readParameterNames(schema.target)
  return names === undefined || names.hasRest
}

function unknownName(schema: RunSchema, name: string): SchemaDefinitionError {
  const known = schema.parameters.map((parameter) => parameter.name)
  const title = schema.target.name === '' ? 'the decorated function' : `"${schema.target.name}"`
  const names = known.length === 0 ? 'it has none with a name' : `it has ${oneOf(known).replace(/ or (?!one of)/, ' and ')}`
  return new SchemaDefinitionError(
    `${title} has no parameter ${showValue(name)}; ${names}. Where names are not kept (minified code), give \`index\``,
  )
}

/**
 * Gives positions to the inputs whose names the source does not show: the topmost decorator has the first free one. Decorators run from the last to
 * the first, so each new one moves the others on.
 */
function placeByOrder(schema: RunSchema): RunSchema {
  const unplaced = schema.inputs.filter((input) => input.located === 'by order').map((input) => input.name)
  const fixed = schema.parameters.filter((parameter) => !unplaced.includes(parameter.name))
  const taken = new Set(fixed.map((parameter) => parameter.index))
  const positions = new Map<string, number>()
  let next = 0
  for (const name of unplaced.reverse()) {
    while (taken.has(next)) next++
    positions.set(name, next++)
  }
  const added = [...positions].map(([name, index]): RunParameter => ({ name, index, hasDefault: false }))
  const inputs = schema.inputs.map((input) => ({ ...input, index: positions.get(input.name) ?? input.index }))
  return withInputs(schema, [...fixed, ...added], inputs)
}
