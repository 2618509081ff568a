import { get, type Part } from './place.js'
import { itemOf, membersOf, type Service } from './service.js'

/** What a schema describes, as far as consumers tell it apart. */
export type Shape =
  /** Text, number or boolean. */
  | { readonly kind: 'scalar' }
  /** An array of objects: a table with named columns. */
  | { readonly kind: 'records'; readonly row: Part }
  /** An array of arrays: a table whose columns have no names. */
  | { readonly kind: 'rows' }
  /** An array of scalars, or of anything. */
  | { readonly kind: 'list'; readonly isTyped: boolean }
  /** A frame that is not laid out as records. */
  | { readonly kind: 'frame'; readonly orient: string }
  | { readonly kind: 'object' }
  /** Anything. */
  | { readonly kind: 'untyped' }

export function shapeOf(service: Service, part: Part): Shape {
  const orient = orientOf(part)
  if (orient !== undefined && orient !== 'records') return { kind: 'frame', orient }
  switch (typeOf(service, part)) {
    case 'array':
      return arrayShape(service, part)
    case 'object':
      return { kind: 'object' }
    case undefined:
      return { kind: 'untyped' }
    default:
      return { kind: 'scalar' }
  }
}

function arrayShape(service: Service, part: Part): Shape {
  const item = itemOf(service, part)
  if (item === undefined) return { kind: 'list', isTyped: false }
  switch (typeOf(service, item)) {
    case 'object':
      return { kind: 'records', row: item }
    case 'array':
      return { kind: 'rows' }
    case undefined:
      return { kind: 'list', isTyped: false }
    default:
      return { kind: 'list', isTyped: true }
  }
}

/** The one type of a schema besides null; undefined for any, or several. */
function typeOf(service: Service, part: Part): string | undefined {
  const type = get(part.value, 'type')
  if (typeof type === 'string') return type
  if (Array.isArray(type)) {
    const [only, ...others] = type.filter((name) => name !== 'null')
    return others.length === 0 && typeof only === 'string' ? only : undefined
  }
  // Documents that are written by hand leave it out.
  if (membersOf(service, part).size > 0) return 'object'
  return get(part.value, 'items') === undefined ? undefined : 'array'
}

/** The layout of a frame, which the Python package writes as its format. */
function orientOf({ value }: Part): string | undefined {
  const format = get(value, 'format')
  return typeof format === 'string' ? /^pandas\.DataFrame:(\w{1,20})$/.exec(format)?.[1] : undefined
}

/** What a shape is called in a sentence. */
export function showShape(shape: Shape): string {
  switch (shape.kind) {
    case 'scalar':
      return 'a single value'
    case 'records':
      return 'a list of records'
    case 'rows':
      return 'a list of lists'
    case 'list':
      return shape.isTyped ? 'a list of single values' : 'a list of anything'
    case 'frame':
      return `a frame of orient "${shape.orient}"`
    case 'object':
      return 'an object'
    case 'untyped':
      return 'anything'
  }
}
