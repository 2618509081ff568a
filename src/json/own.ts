import { isView } from './typed-array.js'

/**
 * Sets an own property whatever its name is. Plain assignment would call the setter of `__proto__` and change the object's
 * prototype instead.
 */
export function setOwn<T>(target: Record<string, T>, key: string, value: T): void {
  if (key === '__proto__') {
    Object.defineProperty(target, key, { value, writable: true, enumerable: true, configurable: true })
  } else {
    target[key] = value
  }
}

/** A member of an object's own; undefined where it has none of that name: `{}` has no member called `constructor`. */
export function ownMember(object: Readonly<Record<string, unknown>>, name: string): unknown {
  return Object.hasOwn(object, name) ? object[name] : undefined
}

/**
 * Whether an object cannot keep some names in their order: JavaScript puts names like integers first, in ascending order, whatever
 * the order in which they are written. Names that are 0, 1, 2, … and nothing else are in that order anyway.
 */
export function losesOrder(names: readonly string[]): boolean {
  const isCounted = names.every((name, index) => name === String(index))
  return names.length > 1 && !isCounted && names.some(isArrayIndex)
}

/** Whether a name is an array index to ECMAScript: an integer below 2^32 - 1 without leading zeros. */
function isArrayIndex(name: string): boolean {
  return /^(0|[1-9]\d{0,9})$/.test(name) && Number(name) < 2 ** 32 - 1
}

/** Whether a value is an object with names: not null, not an array, not a view on bytes. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !isView(value)
}

/** Whether a value is an object literal (or made without a prototype): no Date, Map or class of its own. */
export function isPlainObject(value: unknown): value is Record<string, unknown> {
  if (!isRecord(value)) return false
  const prototype: unknown = Object.getPrototypeOf(value)
  // An object of another realm (a vm context, an iframe) has that realm's Object.prototype, which has no prototype either.
  return prototype === null || Object.getPrototypeOf(prototype) === null
}
