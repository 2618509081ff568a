import 'reflect-metadata'
import type { JsonValue } from '../json/json-value.js'
import type { AbstractParameterType } from '../parameter-types/abstract-parameter-type.js'

/** A function that can be decorated. */
// biome-ignore lint/suspicious/noExplicitAny: any function fits; unknown[] would refuse those with typed parameters.
export type RunFunction = (...args: any[]) => unknown

/** A decorated parameter of `run`. */
export interface InputSchema {
  readonly name: string
  /** The argument's position. */
  readonly index: number
  /** How the position is known: given, found by name, or assumed from the order of decorators. */
  readonly located: 'given' | 'by name' | 'by order'
  readonly type: AbstractParameterType
  /** Whether the value is checked and converted; if not, it is documented only. */
  readonly convert: boolean
  /** Whether the caller may leave it out, or send null. */
  readonly optional: boolean
}

/** A parameter of `run`, decorated or not. */
export interface RunParameter {
  readonly name: string
  readonly index: number
  /** Whether `run` has a default for it. */
  readonly hasDefault: boolean
  /** That default, where the source writes it out. */
  readonly default?: JsonValue
}

/** What is known of a `run`: the one record that decorators write and everything else reads. */
export interface RunSchema {
  /** All parameters that have a name, in order. */
  readonly parameters: readonly RunParameter[]
  /**
   * Whether there may be parameters that the function's source does not show: it has a rest parameter, or no readable
   * source.
   */
  readonly hasHiddenParameters: boolean
  readonly inputs: readonly InputSchema[]
  readonly output: AbstractParameterType | undefined
  /** `positional`: parameters are arguments. `named`: `run` takes one object with all of them ({@link defineRun}). */
  readonly style: 'positional' | 'named'
  /** What is called with converted arguments. */
  readonly target: RunFunction
  /** Whether `run` takes the HTTP request itself instead of parameters ({@link rawHttp}). */
  readonly isRaw: boolean
  /** Names of the inputs that `target` converts itself: somebody else's function stands around one of ours there. */
  readonly convertedByTarget: readonly string[]
}

/** The metadata key (reflect-metadata) under which a decorated function carries its {@link RunSchema}. */
export const runSchemaKey = 'inference-schema:run'

/** A method that was decorated in a class whose final function may be another: somebody else's decorator went around it. */
interface Site {
  readonly holder: WeakRef<object>
  readonly key: PropertyKey
}

const sitesKey: unique symbol = Symbol.for('inference-schema:sites') as never

/** One list for all copies of the package, as reflect-metadata has one store: a command may be another copy than a script's. */
const { [sitesKey]: sites = [] } = globalThis as { [sitesKey]?: Site[] }
Object.defineProperty(globalThis, sitesKey, { value: sites, configurable: true })

/** Attaches a schema to a function. */
export function setRunSchema(fn: RunFunction, schema: RunSchema): void {
  Reflect.defineMetadata(runSchemaKey, schema, fn)
}

/** The schema that hangs on a function itself. */
export function ownRunSchema(fn: RunFunction): RunSchema | undefined {
  return Reflect.getOwnMetadata(runSchemaKey, fn) as RunSchema | undefined
}

/** Attaches a schema to a method's place in its class, where it survives decorators that replace the function. */
export function setSiteSchema(holder: object, key: PropertyKey, schema: RunSchema): void {
  if (siteSchema(holder, key) === undefined) sites.push({ holder: new WeakRef(holder), key })
  Reflect.defineMetadata(runSchemaKey, schema, holder, key as string | symbol)
}

/** The schema at a method's place in its class. */
export function siteSchema(holder: object, key: PropertyKey): RunSchema | undefined {
  return Reflect.getOwnMetadata(runSchemaKey, holder, key as string | symbol) as RunSchema | undefined
}

/**
 * The schema of a function: its own, or that of the class member that it is, when another decorator's function stands
 * around the decorated one. Calls then go to the function itself, so that nothing around is skipped.
 */
export function findRunSchema(fn: RunFunction): RunSchema | undefined {
  if (typeof fn !== 'function') return undefined
  const own = ownRunSchema(fn)
  if (own !== undefined) return own
  for (let index = sites.length - 1; index >= 0; index--) {
    const { holder, key } = sites[index] as Site
    const object = holder.deref()
    if (object === undefined) {
      sites.splice(index, 1)
    } else if (Object.getOwnPropertyDescriptor(object, key)?.value === fn) {
      const schema = siteSchema(object, key)
      return schema && { ...schema, target: fn }
    }
  }
  return undefined
}
