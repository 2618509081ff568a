import { decorate, decoratePlain, notAMethod, type SchemaStep } from './decorate.js'
import { nextMoment } from './enclosed.js'
import { ownRunSchema, type RunFunction, type RunSchema, setRunSchema, setSiteSchema, siteSchema } from './run-schema.js'

/**
 * A decorator that can be used three ways: on a method under TypeScript's `experimentalDecorators`, on a method as a
 * standard (TC39) decorator, and called with a function.
 */
export interface SchemaDecorator {
  <F extends RunFunction>(value: F, context: ClassMethodDecoratorContext): F
  <F extends RunFunction>(target: object, propertyKey: string | symbol, descriptor: TypedPropertyDescriptor<F>): TypedPropertyDescriptor<F>
  // Without the second parameter it would fit getters as well, which decorators call with a context of their own.
  <F extends RunFunction>(fn: F, context?: undefined): F
}

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
