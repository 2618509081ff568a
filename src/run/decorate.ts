import { failed } from '../decode/decoder.js'
import { decoderOf } from '../decode/decoder-of.js'
import { expectedOfDescription } from '../decode/expected.js'
import { isPromise } from '../decode/promise.js'
import { type Description, defaultOf, hasDefault, opaqueTypes } from '../description/description.js'
import { IssueLog } from '../errors/issue-log.js'
import { SchemaDefinitionError } from '../errors/schema-definition-error.js'
import { allOf, showValue } from '../errors/show.js'
import { setOwn } from '../json/own.js'
import type { AbstractParameterType } from '../parameter-types/abstract-parameter-type.js'
import { decoratedSince, noteDecorated } from './enclosed.js'
import { readParameterNames } from './parameter-names.js'
import { type InputSchema, ownRunSchema, type RunFunction, type RunSchema, setRunSchema } from './run-schema.js'

/** Adds to what is known of a function. */
export type SchemaStep = (schema: RunSchema) => RunSchema

/** Where the schema of a class member is kept, whatever functions decorators put in its place. */
export interface Member {
  read(): RunSchema | undefined
  write(schema: RunSchema): void
}

/**
 * Decorates a function: gives one that converts its arguments by the schema, then calls it.
 *
 * Decorators that follow each other make one function around the original, not one around another. Where somebody else's
 * function stands between two of ours, the one further in goes on converting its own arguments.
 */
export function decorate<F extends RunFunction>(fn: F, step: SchemaStep, member?: Member): F {
  const known = typeof fn === 'function' ? ownRunSchema(fn) : undefined
  const inner = known === undefined ? member?.read() : undefined
  const schema = step(known ?? (inner === undefined ? undecorated(fn) : around(inner, fn)))
  member?.write(schema)
  // Parameters that are placed by order move when a further decorator is applied: the member knows where they are by now.
  const decorated = wrap(schema, () => member?.read() ?? schema)
  noteDecorated(decorated)
  return decorated as F
}

/**
 * Decorates a plain function. One that hides its parameters may be somebody else's around one of ours: then what was
 * decorated since the decorator was made is inside, provided that it has what the decorator speaks of.
 */
export function decoratePlain<F extends RunFunction>(fn: F, step: SchemaStep, made: number): F {
  const inside = decoratedSince(made)
  const inner = inside !== undefined && inside !== fn ? ownRunSchema(inside) : undefined
  if (inner === undefined || typeof fn !== 'function' || ownRunSchema(fn) !== undefined || !hidesParameters(fn)) return decorate(fn, step)
  let known = inner
  try {
    return decorate(fn, step, {
      read: () => known,
      write: (schema) => {
        known = schema
      },
    })
  } catch (error) {
    if (error instanceof SchemaDefinitionError) return decorate(fn, step)
    throw error
  }
}

function hidesParameters(fn: RunFunction): boolean {
  const { parameters, hasHiddenParameters } = undecorated(fn)
  return hasHiddenParameters && parameters.length === 0
}

function around(inner: RunSchema, fn: RunFunction): RunSchema {
  return { ...inner, target: fn, convertedByTarget: inner.inputs.map((input) => input.name) }
}

/** What is known of a function that nobody decorated. */
export function undecorated(fn: RunFunction): RunSchema {
  if (typeof fn !== 'function') throw new SchemaDefinitionError(`run is ${showValue(fn)}, expected a function`)
  if (isClass(fn)) throw notAMethod(fn.name)
  const names = readParameterNames(fn)
  const parameters = (names?.parameters ?? []).flatMap(({ name, defaultMembers: _, ...rest }, index) =>
    name === undefined ? [] : [{ name, index, ...rest }],
  )
  const hasHiddenParameters = names === undefined || names.hasRest
  const nothing = { inputs: [], output: undefined, isRaw: false, convertedByTarget: [] }
  return { parameters, hasHiddenParameters, style: 'positional', target: fn, ...nothing }
}

function isClass(fn: RunFunction): boolean {
  return /^class\b/.test(Function.prototype.toString.call(fn))
}

/** The error for decorators in a place where they have no meaning. */
export function notAMethod(key: unknown): SchemaDefinitionError {
  return new SchemaDefinitionError(
    `${typeof key === 'string' && key !== '' ? `"${key}"` : showValue(key)} is not a method; only methods and functions can be decorated`,
  )
}

function wrap(schema: RunSchema, latest: () => RunSchema): RunFunction {
  const { target, style, convertedByTarget } = schema
  const own = new Set(schema.inputs.filter((input) => input.convert && !convertedByTarget.includes(input.name)).map((input) => input.name))
  const isAsync = Object.prototype.toString.call(target) === '[object AsyncFunction]'

  function decorated(this: unknown, ...args: unknown[]): unknown {
    const log = new IssueLog()
    const now = latest()
    // In the parameters' order, so that what is reported first does not depend on the decorators' order.
    const inputs = now.inputs.filter((input) => own.has(input.name)).sort((a, b) => a.index - b.index)
    const { values, pending } = style === 'named' ? convertNamed(args, inputs, now, log) : convertPositional(args, inputs, now, log)
    const call = (): unknown => {
      if (!log.failed) return target.apply(this, values)
      if (isAsync) return Promise.reject(log.toError())
      throw log.toError()
    }
    return pending.length === 0 ? call() : Promise.all(pending).then(call)
  }

  Object.defineProperty(decorated, 'name', { value: target.name, configurable: true })
  Object.defineProperty(decorated, 'length', { value: target.length, configurable: true })
  for (const key of Reflect.ownKeys(target)) {
    const property = Object.getOwnPropertyDescriptor(target, key)
    if (property?.enumerable && !Object.hasOwn(decorated, key)) Object.defineProperty(decorated, key, property)
  }
  // What other decorators know of the function: a route of NestJS, say.
  for (const key of Reflect.getOwnMetadataKeys(target)) Reflect.defineMetadata(key, Reflect.getOwnMetadata(key, target), decorated)
  // A bound method is the same run: `invoke(scorer.run.bind(scorer), payload)`. Bound arguments would move the others.
  Object.defineProperty(decorated, 'bind', {
    configurable: true,
    writable: true,
    value(thisArg: unknown, ...args: unknown[]): RunFunction {
      const bound = Function.prototype.bind.call(decorated, thisArg, ...args) as RunFunction
      if (args.length === 0) setRunSchema(bound, { ...latest(), target: target.bind(thisArg) })
      return bound
    },
  })
  setRunSchema(decorated, schema)
  return decorated
}

/** Arguments after conversion, complete once everything pending has come. */
interface Converted {
  readonly values: unknown[]
  readonly pending: readonly Promise<void>[]
}

function convertPositional(args: readonly unknown[], inputs: readonly InputSchema[], schema: RunSchema, log: IssueLog): Converted {
  const values = [...args]
  const pending: Promise<void>[] = []
  for (const input of inputs) {
    const { index } = input
    const value = convertArgument(args[index], input, schema, log)
    // An argument that was not given stays so, and run's own default stands in.
    if (index < args.length || value !== undefined) values[index] = value
    if (!isPromise(value)) continue
    pending.push(
      value.then((settled) => {
        values[index] = settled
      }),
    )
  }
  return { values, pending }
}

function convertNamed(args: readonly unknown[], inputs: readonly InputSchema[], schema: RunSchema, log: IssueLog): Converted {
  const [given, ...rest] = args
  if (typeof given !== 'object' || given === null) {
    log.add('wrong_type', `an object with ${allOf(inputs.map((input) => input.name))}`, showValue(given))
    return { values: [...args], pending: [] }
  }
  const converted: Record<string, unknown> = { ...given }
  const pending: Promise<void>[] = []
  for (const input of inputs) {
    const { name } = input
    const isGiven = Object.hasOwn(converted, name)
    const value = convertArgument(isGiven ? converted[name] : undefined, input, schema, log)
    if (value !== undefined || isGiven) setOwn(converted, name, value)
    if (isPromise(value)) pending.push(value.then((settled) => setOwn(converted, name, settled)))
  }
  return { values: [converted, ...rest], pending }
}

/**
 * Converts an argument of a call: what a custom type has made is not JSON to be converted once more. As in the Python
 * package, a value of the sample's own class, or primitive type, is taken for such.
 */
function convertArgument(value: unknown, input: InputSchema, schema: RunSchema, log: IssueLog): unknown {
  const description = input.type['~description']
  if (description.kind === 'opaque' && isOfSampleKind(value, description.type.sampleInput)) return value
  if (typeof value === 'object' && value !== null && madeByCustomTypes.get(value) === input.type) return value
  return convertInput(value, input, schema, log)
}

/** Whether null is a value, and does not stand for one that is left out. */
function readsNull(description: Description): boolean {
  return description.nullable || (description.kind === 'opaque' && description.readsNull === true)
}

/** Checks and converts one value; undefined where `run`'s default is to stand in, and after reporting. */
export function convertInput(value: unknown, input: InputSchema, schema: RunSchema, log: IssueLog): unknown {
  const description = input.type['~description']
  const isAbsent = value === undefined || value === description.standIn || (value === null && input.optional && !readsNull(description))
  if (isAbsent && !hasDefault(description)) {
    const runHasDefault = schema.parameters.find((parameter) => parameter.name === input.name)?.hasDefault ?? false
    if (!input.optional && !runHasDefault) log.add('missing', expectedOfDescription(description), 'missing', [input.name])
    return undefined
  }
  log.path.push(input.name)
  const decoded = decoderOf(description)(isAbsent ? defaultOf(description) : value, log)
  log.path.pop()
  return isPromise(decoded) ? decoded.then((settled) => finish(settled, value, input)) : finish(decoded, value, input)
}

function finish(decoded: unknown, value: unknown, input: InputSchema): unknown {
  if (decoded === failed) return undefined
  const isNew = typeof decoded === 'object' && decoded !== null && decoded !== value
  if (isNew && opaqueTypes(input.type['~description']).length > 0) madeByCustomTypes.set(decoded, input.type)
  return decoded
}

/**
 * What custom types have made, and by which parameter type. Unlike our own readings, a custom type need not accept what it
 * gave; but a value is converted once and then passes a second decorated function where another decorator stands between.
 */
const madeByCustomTypes = new WeakMap<object, AbstractParameterType>()

/** Whether a value is of the sample's own kind: the same class, or the same primitive type. */
function isOfSampleKind(value: unknown, sample: unknown): boolean {
  if (typeof sample !== 'object' || sample === null) return typeof value === typeof sample
  const maker: unknown = sample.constructor
  if (maker === Object || maker === Array || typeof maker !== 'function') return false
  return value instanceof maker
}
