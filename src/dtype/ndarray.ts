import ndarray from 'ndarray'
import type { Storage, TypedArray } from './storage.js'

/** The package's typing of 64-bit storage asks for an ArrayBuffer, which is what such storage has unless it is shared. */
type Unshared<S> = S extends BigInt64Array ? BigInt64Array<ArrayBuffer> : S extends BigUint64Array ? BigUint64Array<ArrayBuffer> : S

/** A tensor: the `ndarray` package's view on flat storage. */
export type NdArray<S extends ndarray.Data | BigInt64Array | BigUint64Array = ndarray.Data> = ndarray.NdArray<
  Extract<Unshared<S>, ndarray.Data>
>

/** What the package's own typing calls data: ours is one of its kinds, which the compiler cannot see for Float16Array. */
type Data = ndarray.Data

/** numpy's own limit on the number of axes. */
export const mostAxes = 32

/** The classes of vectors and matrices, which take their shape, their strides and an offset. */
type VectorClass = new (data: Data, size: number, stride: number, offset: number) => NdArray
type MatrixClass = new (data: Data, rows: number, columns: number, rowStride: number, columnStride: number, offset: number) => NdArray

interface Classes {
  readonly Vector: VectorClass
  readonly Matrix: MatrixClass
}

const classes = new Map<unknown, Classes | undefined>()

/**
 * The package's classes for a kind of storage. It looks for them anew for each array, which takes a sixth of a small request's time;
 * undefined where they do not make what it makes.
 */
function classesOf(storage: TypedArray): Classes | undefined {
  const kind = storage.constructor
  if (classes.has(kind)) return classes.get(kind)
  const data = storage as unknown as Data
  const Vector = ndarray(data, [2]).constructor as VectorClass
  const Matrix = ndarray(data, [2, 3]).constructor as MatrixClass
  const isSame = isMade(new Vector(data, 2, 1, 0), ndarray(data, [2])) && isMade(new Matrix(data, 2, 3, 3, 1, 0), ndarray(data, [2, 3]))
  const found = isSame ? { Vector, Matrix } : undefined
  classes.set(kind, found)
  return found
}

function isMade(made: NdArray, expected: NdArray): boolean {
  const parts = (array: NdArray) => [array.constructor, array.data, array.dtype, array.offset, ...array.shape, ...array.stride]
  const wanted = parts(expected)
  return parts(made).every((part, index) => part === wanted[index])
}

/** Makes a C-ordered NdArray over storage. */
export function createNdArray(storage: Storage | TypedArray, shape: readonly number[]): NdArray {
  const data = storage as unknown as Data
  const [rows = 0, columns = 0] = shape
  const isSmall = shape.length === 1 || shape.length === 2
  const found = isSmall && !Array.isArray(storage) ? classesOf(storage) : undefined
  if (found === undefined) return ndarray(data, [...shape]) as NdArray
  return shape.length === 1 ? new found.Vector(data, rows, 1, 0) : new found.Matrix(data, rows, columns, columns, 1, 0)
}

/**
 * Whether a value is an NdArray, of whatever copy of the package: it is known by what it carries. Its methods count: a
 * request's JSON can have the data members, and a shape that asks for more memory than there is, but no functions.
 */
export function isNdArray(value: unknown): value is NdArray {
  if (typeof value !== 'object' || value === null) return false
  const { data, shape, stride, offset, get, index } = value as Partial<NdArray>
  const isView = typeof get === 'function' && typeof index === 'function'
  return isView && typeof data === 'object' && data !== null && Array.isArray(shape) && Array.isArray(stride) && typeof offset === 'number'
}

/** Calls back with each element's place in storage, in C order, whatever the strides. */
export function forEachOffset(array: NdArray, visit: (offset: number, position: number) => void): void {
  const { shape, stride } = array
  const axes = shape.length
  const total = shape.reduce((product, size) => product * size, 1)
  const index = new Array<number>(axes).fill(0)
  let offset = array.offset
  for (let position = 0; position < total; position++) {
    visit(offset, position)
    for (let axis = axes - 1; axis >= 0; axis--) {
      const next = (index[axis] as number) + 1
      offset += stride[axis] as number
      if (next < (shape[axis] as number)) {
        index[axis] = next
        break
      }
      offset -= next * (stride[axis] as number)
      index[axis] = 0
    }
  }
}

/** Gives an element of an NdArray by its place in storage, for storage with indexes and with get/set alike. */
export function elementAt(array: NdArray, offset: number): unknown {
  const data = array.data as unknown as { get?: (index: number) => unknown } & ArrayLike<unknown>
  return (array.dtype as string) === 'generic' && typeof data.get === 'function' ? data.get(offset) : data[offset]
}

/** The index on each axis of an element, given its place in C order. */
export function unravelIndex(position: number, shape: readonly number[]): number[] {
  const index = new Array<number>(shape.length)
  let rest = position
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    const size = shape[axis] as number
    index[axis] = rest % size
    rest = Math.floor(rest / size)
  }
  return index
}
