import { failed } from '../decode/decoder.js'
import { decoderOf } from '../decode/decoder-of.js'
import { expectedOfDescription } from '../decode/expected.js'
import { isPromise } from '../decode/promise.js'
import { IssueLog } from '../errors/issue-log.js'
import { SchemaDefinitionError } from '../errors/schema-definition-error.js'
import { oneOf, showValue } from '../errors/show.js'
import { readParameterNames } from './parameter-names.js'
import { type InputSchema, ownRunSchema, type RunFunction, type RunSchema, setRunSchema } from './run-schema.js'

/** Adds to what is known of a function. */
export type SchemaStep = (schema: RunSchema) => RunSchema

/**
 * Decorates a function: gives one that converts its arguments by the schema, then calls it.
 *
 * Decorators that follow each other make one function around the original, not one around another. Where somebody else's
 * function stands between, `inner` is what is known of the one further in, which goes on converting its own arguments.
 */
export function decorate<F extends RunFunction>(fn: F, step: SchemaStep, inner?: RunSchema): F {
  const known = ownRunSchema(fn)
  const base = known ?? (inner === undefined ? undecorated(fn) : { ...inner, target: fn })
  const schema = step(base)
  const convertedInside = known === undefined && inner !== undefined ? inner.inputs : []
  return wrap(schema, convertedInside) as F
}

/** What is known of a function that nobody decorated. */
export function undecorated(fn: RunFunction): RunSchema {
  if (typeof fn !== 'function') throw new SchemaDefinitionError(`only functions and methods can be decorated; this is ${showValue(fn)}`)
  const names = readParameterNames(fn)
  const parameters = (names?.parameters ?? []).flatMap(({ name, hasDefault }, index) =>
    name === undefined ? [] : [{ name, index, hasDefault }],
  )
  return { parameters, inputs: [], output: undefined, style: 'positional', target: fn }
}

function wrap(schema: RunSchema, convertedInside: readonly InputSchema[]): RunFunction {
  const own = schema.inputs.filter((input) => input.convert && !convertedInside.includes(input))
  const { target, style } = schema

  function decorated(this: unknown, ...args: unknown[]): unknown {
    const log = new IssueLog()
    const converted =
      style === 'named' ? [convertNamed(args[0], own, schema, log), ...args.slice(1)] : convertPositional(args, own, schema, log)
    const call = (values: unknown[]) => {
      if (log.failed) throw log.toError()
      return target.apply(this, values)
    }
    return converted.some(isPromise) ? Promise.all(converted).then(call) : call(converted)
  }

  Object.defineProperty(decorated, 'name', { value: target.name, configurable: true })
  Object.defineProperty(decorated, 'length', { value: target.length, configurable: true })
  for (const key of Reflect.ownKeys(target)) {
    const property = Object.getOwnPropertyDescriptor(target, key)
    if (property?.enumerable && !Object.hasOwn(decorated, key)) Object.defineProperty(decorated, key, property)
  }
  setRunSchema(decorated, schema)
  return decorated
}

function convertPositional(args: readonly unknown[], inputs: readonly InputSchema[], schema: RunSchema, log: IssueLog): unknown[] {
  const converted = [...args]
  for (const input of inputs) {
    const value = convertArgument(args[input.index], input, schema, log)
    // An argument that was not given stays so, and run's own default stands in.
    if (input.index < args.length || value !== undefined) converted[input.index] = value
  }
  return converted
}

function convertNamed(given: unknown, inputs: readonly InputSchema[], schema: RunSchema, log: IssueLog): unknown {
  if (typeof given !== 'object' || given === null) {
    log.add('wrong_type', `an object with ${oneOf(inputs.map((input) => input.name)).replace(/ or (?!one of)/, ' and ')}`, showValue(given))
    return given
  }
  const converted: Record<string, unknown> = { ...given }
  const pending: Promise<void>[] = []
  for (const input of inputs) {
    const value = convertArgument(converted[input.name], input, schema, log)
    if (value !== undefined || input.name in converted) converted[input.name] = value
    if (isPromise(value)) {
      pending.push(
        value.then((settled) => {
          converted[input.name] = settled
        }),
      )
    }
  }
  return pending.length === 0 ? converted : Promise.all(pending).then(() => converted)
}

/** Converts an argument of a call: what is of a custom type's own kind already is not JSON to be converted once more. */
function convertArgument(value: unknown, input: InputSchema, schema: RunSchema, log: IssueLog): unknown {
  const description = input.type['~description']
  if (description.kind === 'opaque' && isOfSampleKind(value, description.type.sampleInput)) return value
  return convertInput(value, input, schema, log)
}

/** Checks and converts one value; undefined where `run`'s default is to stand in, and after reporting. */
export function convertInput(value: unknown, input: InputSchema, schema: RunSchema, log: IssueLog): unknown {
  const description = input.type['~description']
  if (value === undefined || (value === null && input.optional)) {
    const hasDefault = schema.parameters.find((parameter) => parameter.name === input.name)?.hasDefault ?? false
    if (!input.optional && !hasDefault) log.add('missing', expectedOfDescription(description), 'missing', [input.name])
    return undefined
  }
  log.path.push(input.name)
  const decoded = decoderOf(description)(value, log)
  log.path.pop()
  return decoded === failed ? undefined : decoded
}

/** Whether a value is of the sample's own kind: the same class, or the same primitive type. */
function isOfSampleKind(value: unknown, sample: unknown): boolean {
  if (typeof sample !== 'object' || sample === null) return typeof value === typeof sample
  const maker: unknown = sample.constructor
  if (maker === Object || maker === Array || typeof maker !== 'function') return false
  return value instanceof maker
}
