import type { Fits } from '../parameter-types/fits.js'
import type { Returnable } from '../parameter-types/returned.js'
import { decorate, decoratePlain, notAMethod, type SchemaStep } from './decorate.js'
import { nextMoment } from './enclosed.js'
import { ownRunSchema, type RunFunction, type RunSchema, setRunSchema, setSiteSchema, siteSchema } from './run-schema.js'

/** What `inputSchema` says of a function: a parameter takes this value. The position is `never` where only the name is given. */
export interface Takes<Value, Index> {
  readonly takes: Value
  readonly at: Index
}

/** What `outputSchema` says of a function: its result fits this type. */
export interface Gives<Type> {
  readonly gives: Type
}

/** What tells a standard decorator on a method from one on a field or a getter, whatever `this` the method asks for. */
type MethodContext = Pick<ClassMethodDecoratorContext, 'kind' | 'name'>

/**
 * A decorator that can be used three ways: on a method under TypeScript's `experimentalDecorators`, on a method as a
 * standard (TC39) decorator, and called with a function.
 *
 * @typeParam Rule what it says of the function, {@link Takes} or {@link Gives}: the compiler refuses a function that does not fit
 */
export interface SchemaDecorator<Rule = unknown> {
  // With any other second parameter it would fit getters as well, which decorators call with a context of their own.
  <F extends RunFunction>(value: Checked<F, Rule>, context?: MethodContext): F
  // The last one, because that is the one that the compiler explains under `experimentalDecorators`.
  <F extends RunFunction>(
    target: object,
    propertyKey: string | symbol,
    descriptor: TypedPropertyDescriptor<Checked<F, Rule>>,
  ): TypedPropertyDescriptor<F>
}

/**
 * The function, or what the compiler is to say of one that does not fit. What fits is asked in both ways, so that a function
 * passes whose type, or whose value's type, is a variable: what it takes and returns is not known.
 */
type Checked<F, Rule> = [Verdict<F, Rule>] extends ['fits'] ? F : [Verdict<F, Rule>] extends ['refused'] ? Expected<F, Rule> : F

type Verdict<F, Rule> =
  Rule extends Takes<infer Value, infer Index>
    ? TakesVerdict<F, Value, Index>
    : Rule extends Gives<infer Type>
      ? GivesVerdict<F, Type>
      : 'fits'

type Expected<F, Rule> =
  Rule extends Takes<infer Value, infer Index>
    ? [Index] extends [never]
      ? FunctionTaking<Value>
      : FunctionTakingAt<Value, Index>
    : Rule extends Gives<infer Type>
      ? (...args: never[]) => F extends (...args: never[]) => PromiseLike<unknown> ? Promise<Returnable<Type>> : Returnable<Type>
      : never

/** A function with a parameter that takes what the input's type gives. */
interface FunctionTaking<Value> {
  readonly '~takes': Value
}

/** A function whose parameter at that position takes what the input's type gives. */
interface FunctionTakingAt<Value, Index> {
  readonly '~takes': Value
  readonly '~at': Index
}

type TakesVerdict<F, Value, Index> = [F] extends [(...args: infer Params) => unknown]
  ? TakesAt<Params, Value, Index> extends true
    ? 'fits'
    : unknown extends Value
      ? 'fits'
      : F extends Overloaded<infer A, infer B, infer C, infer D>
        ? true extends TakesAt<A, Value, Index> | TakesAt<B, Value, Index> | TakesAt<C, Value, Index> | TakesAt<D, Value, Index>
          ? 'fits'
          : 'refused'
        : 'refused'
  : 'fits'

/** Whether a parameter takes a value: the one at the position, or any. Names of parameters are no part of a function's type. */
type TakesAt<Params extends readonly unknown[], Value, Index> = [Index] extends [never]
  ? true extends { [Place in keyof Params]: [Value] extends [Params[Place]] ? true : never }[number]
    ? true
    : false
  : [Value] extends [Params[Index & number]]
    ? true
    : false

type GivesVerdict<F, Type> = [F] extends [(...args: never[]) => infer Result]
  ? Answers<Result, Type> extends true
    ? 'fits'
    : F extends Overloaded<infer _A, infer _B, infer _C, infer _D, infer A, infer B, infer C, infer D>
      ? true extends Answers<A, Type> | Answers<B, Type> | Answers<C, Type> | Answers<D, Type>
        ? 'fits'
        : 'refused'
      : 'refused'
  : 'fits'

type Answers<Result, Type> = Fits<Exclude<Awaited<Result>, RawAnswer>, Type>

/**
 * The last four forms of a function that has several; one with fewer has the same several times. In which of them it is called is
 * not known, so that one that fits is enough.
 */
interface Overloaded<
  A extends readonly unknown[],
  B extends readonly unknown[],
  C extends readonly unknown[],
  D extends readonly unknown[],
  Q = unknown,
  R = unknown,
  S = unknown,
  T = unknown,
> {
  (...args: A): Q
  (...args: B): R
  (...args: C): S
  (...args: D): T
}

/** What a raw run answers with instead of a value: a Response, an AMLResponse, a stream. */
type RawAnswer = { readonly headers: { get(name: string): string | null } } | AsyncIterable<unknown>

// Standard decorators share a class's metadata through Symbol.metadata, which no engine has yet; compilers look it up when
// the class is made.
if ((Symbol as { metadata?: symbol }).metadata === undefined) {
  Object.defineProperty(Symbol, 'metadata', { value: Symbol.for('Symbol.metadata'), configurable: true, writable: true })
}

/** What is known of a class's methods while its decorators run, by the metadata object that they share. */
const schemasOfClass = new WeakMap<object, Map<string, RunSchema>>()

/** Makes the three forms of a decorator out of what it adds to a schema. */
export function schemaDecorator(step: SchemaStep): SchemaDecorator {
  const made = nextMoment()
  function decorator(target: unknown, second?: unknown, third?: unknown): unknown {
    if (third !== undefined) return decorateLegacy(target as object, second as PropertyKey, third as PropertyDescriptor, step)
    if (isStandardContext(second)) return decorateStandard(target as RunFunction, second, step)
    if (second !== undefined) throw notAMethod(second)
    return decoratePlain(target as RunFunction, step, made)
  }
  return decorator as SchemaDecorator
}

function decorateLegacy(holder: object, key: PropertyKey, descriptor: PropertyDescriptor, step: SchemaStep): PropertyDescriptor {
  if (typeof descriptor !== 'object' || typeof descriptor.value !== 'function') throw notAMethod(key)
  const member = { read: () => siteSchema(holder, key), write: (schema: RunSchema) => setSiteSchema(holder, key, schema) }
  return { ...descriptor, value: decorate(descriptor.value as RunFunction, step, member) }
}

function isStandardContext(value: unknown): value is ClassMethodDecoratorContext {
  return typeof value === 'object' && value !== null && 'kind' in value && 'name' in value
}

function decorateStandard(fn: RunFunction, context: ClassMethodDecoratorContext, step: SchemaStep): RunFunction {
  if (context.kind !== 'method') throw notAMethod(context.name)
  const methods = methodsOf(context)
  const key = `${context.static ? 'static ' : ''}${context.private ? 'private ' : ''}${String(context.name)}`
  const decorated = decorate(fn, step, { read: () => methods.get(key), write: (schema) => void methods.set(key, schema) })

  context.addInitializer(function (this: unknown) {
    // Somebody else's decorator may have gone around ours since: then the schema hangs on that function as well.
    const method: unknown = context.private ? undefined : (this as Record<PropertyKey, unknown>)[context.name]
    if (typeof method === 'function' && ownRunSchema(method as RunFunction) === undefined && isOwnMethod(this, context, method)) {
      setRunSchema(method as RunFunction, { ...(methods.get(key) as RunSchema), target: method as RunFunction })
    }
  })
  return decorated
}

/** Whether a method is the one of the class that was decorated, and not one that a subclass put in its place. */
function isOwnMethod(instance: unknown, context: ClassMethodDecoratorContext, method: unknown): boolean {
  if (context.static) return true
  for (let holder = Object.getPrototypeOf(instance); holder !== null; holder = Object.getPrototypeOf(holder)) {
    const own = Object.getOwnPropertyDescriptor(holder, context.name)
    // A class without decorators of its own inherits the metadata of the class that it extends: only its own tells which it
    // is.
    if (own !== undefined) return own.value === method && ownMetadata(holder.constructor) === context.metadata
  }
  return false
}

function ownMetadata(maker: object): unknown {
  return Object.getOwnPropertyDescriptor(maker, Symbol.metadata)?.value
}

function methodsOf(context: ClassMethodDecoratorContext): Map<string, RunSchema> {
  const metadata: object = (context.metadata as object | undefined) ?? context
  let methods = schemasOfClass.get(metadata)
  if (methods === undefined) {
    methods = new Map()
    schemasOfClass.set(metadata, methods)
  }
  return methods
}
