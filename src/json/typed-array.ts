/** The kinds of typed arrays. */
const kinds = [
  'Int8Array',
  'Int16Array',
  'Int32Array',
  'BigInt64Array',
  'Uint8Array',
  'Uint8ClampedArray',
  'Uint16Array',
  'Uint32Array',
  'BigUint64Array',
  'Float16Array',
  'Float32Array',
  'Float64Array',
] as const

export type TypedArrayName = (typeof kinds)[number]

const names: ReadonlySet<unknown> = new Set(kinds)

/** What the Float16Array of @petamoriken/float16 has on its class, in all copies of that package. */
const polyfillBrand = Symbol.for('__Float16Array__')

/**
 * The name of a typed array's kind ("Float32Array"), undefined for anything else.
 *
 * Arrays of other realms (a vm context, an iframe) count, and so does the polyfill's Float16Array: that one is a Proxy, which
 * `ArrayBuffer.isView` does not take for a view.
 */
export function typedArrayName(value: unknown): TypedArrayName | undefined {
  return isView(value) && names.has(tagOf(value)) ? (tagOf(value) as TypedArrayName) : undefined
}

/** Whether a value is a typed array of bytes: a Uint8Array or a Buffer. */
export function isBytes(value: unknown): value is Uint8Array {
  return ArrayBuffer.isView(value) && tagOf(value) === 'Uint8Array'
}

/** The bytes of a typed array of bytes or of an ArrayBuffer, without a copy; undefined for anything else. */
export function bytesOf(value: unknown): Uint8Array | undefined {
  if (isBytes(value)) return value
  const isBuffer = typeof value === 'object' && value !== null && tagOf(value) === 'ArrayBuffer'
  return isBuffer ? new Uint8Array(value as ArrayBuffer) : undefined
}

/** Whether a value is a typed array or a DataView. */
export function isView(value: unknown): value is ArrayBufferView {
  return ArrayBuffer.isView(value) || isPolyfill(value)
}

function isPolyfill(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || tagOf(value) !== 'Float16Array') return false
  const maker: unknown = Object.getPrototypeOf(value)?.constructor
  return typeof maker === 'function' && polyfillBrand in maker
}

function tagOf(value: object): unknown {
  return (value as { readonly [Symbol.toStringTag]?: unknown })[Symbol.toStringTag]
}
