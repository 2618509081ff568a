import { SchemaDefinitionError } from '../errors/schema-definition-error.js'
import { allOf, showValue } from '../errors/show.js'
import type { InputSchema, RunParameter, RunSchema } from './run-schema.js'

/** An input as its decorator gives it. */
export interface DeclaredInput extends Pick<InputSchema, 'name' | 'type' | 'convert' | 'optional'> {
  /** The parameter's position, where its name cannot tell it. */
  readonly index: number | undefined
}

/**
 * Adds an input to a schema. Its parameter is found by `index` when given, else by name in the function's source, else,
 * where the source does not show all names, by the order of decorators.
 *
 * @throws SchemaDefinitionError for a name that the function does not have, or that is decorated already
 */
export function addInput(schema: RunSchema, { name, index, ...declared }: DeclaredInput): RunSchema {
  const rest = { ...declared, optional: declared.optional || declared.type['~description'].optional === true }
  if (schema.isRaw) throw rawWithInputs(schema)
  if (schema.inputs.some((input) => input.name === name))
    throw new SchemaDefinitionError(`the parameter ${showValue(name)} has two input schemas`)
  if (index !== undefined) {
    if (!Number.isInteger(index) || index < 0)
      throw new SchemaDefinitionError(`index is ${showValue(index)}, expected a position counted from 0`)
    return placeByOrder(placeAt(schema, index, { name, index, located: 'given', ...rest }))
  }
  const byName = schema.parameters.find((parameter) => parameter.name === name) ?? findRenamed(schema, name)
  if (byName !== undefined) {
    const parameters = schema.parameters.map((parameter) => (parameter === byName ? { ...parameter, name } : parameter))
    return withInputs(schema, parameters, [...schema.inputs, { name, index: byName.index, located: 'by name', ...rest }])
  }
  if (!schema.hasHiddenParameters) throw unknownName(schema, name)
  return placeByOrder({ ...schema, inputs: [...schema.inputs, { name, index: -1, located: 'by order', ...rest }] })
}

/** The error for a function that is to take a whole request, and parts of it. */
export function rawWithInputs({ target }: RunSchema): SchemaDefinitionError {
  const title = target.name === '' ? 'the function' : showValue(target.name)
  return new SchemaDefinitionError(`${title} has rawHttp and inputSchema; a raw run takes the whole request and has no inputs`)
}

/** Adds an input whose position its author gives: it is the parameter there, whatever the source calls it. */
function placeAt(schema: RunSchema, index: number, input: InputSchema): RunSchema {
  const placed = schema.inputs.find((other) => other.index === index && other.located !== 'by order')
  if (placed !== undefined)
    throw new SchemaDefinitionError(`the parameters ${showValue(placed.name)} and ${showValue(input.name)} have the same index, ${index}`)
  const known = schema.parameters.find((parameter) => parameter.index === index) ?? { hasDefault: false }
  const isByOrder = (name: string) => schema.inputs.some((other) => other.name === name && other.located === 'by order')
  const others = schema.parameters.filter(
    (parameter) => isByOrder(parameter.name) || (parameter.index !== index && parameter.name !== input.name),
  )
  return withInputs(schema, [...others, { ...known, name: input.name, index }], [...schema.inputs, input])
}

/**
 * Finds a parameter under the name that esbuild gives it (and with it tsx and vite): `data` is `data2` in the running
 * source when something outside the function is called `data` as well. Where two could be meant, neither is.
 */
function findRenamed(schema: RunSchema, name: string): RunParameter | undefined {
  const candidates = schema.parameters.filter(
    (parameter) => parameter.name.startsWith(name) && /^[1-9]\d*$/.test(parameter.name.slice(name.length)),
  )
  const [renamed] = candidates
  const isTaken = schema.inputs.some((input) => input.name === renamed?.name)
  return candidates.length === 1 && !isTaken && renamed?.name !== `${name}1` ? renamed : undefined
}

function withInputs(schema: RunSchema, parameters: readonly RunParameter[], inputs: readonly InputSchema[]): RunSchema {
  return { ...schema, parameters: [...parameters].sort((a, b) => a.index - b.index), inputs }
}

function unknownName(schema: RunSchema, name: string): SchemaDefinitionError {
  const known = schema.parameters.map((parameter) => parameter.name)
  const title = schema.target.name === '' ? 'the decorated function' : `"${schema.target.name}"`
  const names = known.length === 0 ? 'it has none with a name' : `it has ${allOf(known)}`
  return new SchemaDefinitionError(
    `${title} has no parameter ${showValue(name)}; ${names}. Where names are not kept (minified code), give \`index\``,
  )
}

/**
 * Gives positions to the inputs whose names the source does not show: the topmost decorator has the first free one.
 * Decorators run from the last to the first, so each new one moves the others on.
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
