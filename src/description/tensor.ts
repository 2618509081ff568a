import { Refusal } from '../cells/cell.js'
import { cellReader } from '../cells/cell-reader.js'
import { elementReader, hasPlaceForNull } from '../cells/nullable.js'
import { type ArrayDtypeSpec, constraintsOf, type DeclaredDtype, type Dtype } from '../dtype/dtype.js'
import { elementAt, forEachOffset, isNdArray, mostAxes, unravelIndex } from '../dtype/ndarray.js'
import { parseArrayDtype, parseDtype } from '../dtype/parse-dtype.js'
import { createStorage, dtypeNameOf, isStorageOf, isTypedArray, type Storage } from '../dtype/storage.js'
import { SchemaDefinitionError } from '../errors/schema-definition-error.js'
import { count, showValue } from '../errors/show.js'
import type { JsonValue } from '../json/json-value.js'
import { isRecord } from '../json/own.js'
import { isBytes, typedArrayName } from '../json/typed-array.js'
import { type ConstraintOptions, constrainDtype } from './constraints.js'
import type { Casting, Dimension, TensorDescription } from './description.js'
import { exampleWriter, expectedExample } from './example-writer.js'
import { isMarker, markerKind } from './markers.js'
import { sampleError } from './sample-error.js'
import { shortNote, shownRows } from './short-example.js'
import { isMissing, withShownNulls } from './shown-nulls.js'
import { describeValue } from './value.js'

export interface TensorOptions extends ConstraintOptions {
  readonly dtype?: ArrayDtypeSpec | DeclaredDtype
  /** Whether null stands for the array; then also for its elements, where they have a place for it. */
  readonly nullable?: boolean
  /** The axes, where they are not the sample's. */
  readonly shape?: readonly Dimension[]
  readonly enforceColumnType: boolean
  readonly enforceShape: boolean
  readonly casting: Casting
}

interface FlatSample {
  readonly shape: readonly number[]
  readonly values: ArrayLike<unknown>
}

/**
 * Describes a sample tensor: an NdArray, a typed array, nested arrays of equal length on each axis, or a single value, which has no
 * axis.
 *
 * @throws SchemaDefinitionError naming the sample's place
 */
export function describeTensor(sample: unknown, options: TensorOptions): TensorDescription {
  const { dtype: declared, shape: inner, nullable } = options.dtype === undefined ? undeclared : parseArrayDtype(options.dtype)
  const declaredDims = options.shape === undefined ? undefined : checkDims(options.shape, inner)
  const { shape, values } = flatten(sample, declared)
  const dtype = withShownNulls(
    constrainDtype(declared ?? inferSampleDtype(values, shape), options, 'the tensor'),
    isTypedArray(values) ? [] : Array.from(values),
  )
  const dims = declaredDims ?? shownDims(shape, inner)
  if (declaredDims !== undefined || inner.length > 0) checkSampleShape(shape, dims)
  if (dtype.kind === 'category') throw new SchemaDefinitionError('dtype "category" is for the columns of frames; arrays have "str"')
  const { enforceColumnType, enforceShape, casting } = options
  const takesNull = hasPlaceForNull(dtype)
  if (nullable === true && !takesNull)
    throw new SchemaDefinitionError(`dtype ${dtype.name} says nullable, but its arrays have no place for null`)
  const elements = readElements(values, dtype, shape)
  const isNullable = nullable ?? (options.nullable === true || Array.from<unknown>(elements).some(isMissing))
  const rows = shape[0] ?? 1
  // Only a batch can be shown in part.
  const shown = shape.length === 0 || typeof dims[0] === 'number' ? rows : shownRows(rows, sizeOf(shape.slice(1)))
  const example = writeNested(elements, shape.length === 0 ? [] : [shown, ...shape.slice(1)], dtype)
  const exampleNote = shortNote(shown, rows, 'row')
  return {
    kind: 'tensor',
    dtype,
    dims,
    isShapeDeclared: declaredDims !== undefined,
    enforceColumnType,
    enforceShape,
    casting,
    nullable: false,
    nullableElements: isNullable && takesNull,
    example,
    ...(exampleNote && { exampleNote }),
  }
}

const undeclared = { dtype: undefined, shape: [], nullable: undefined } as const

/** The axes that a sample shows: those of its batch first, at the end those of the dtype's sub-arrays. */
function shownDims(shape: readonly number[], inner: readonly number[]): Dimension[] {
  // An axis of zero hides those within.
  const axes = Math.max(shape.length - inner.length, shape.includes(0) ? 1 : 0)
  // An axis that is fixed at zero could never hold anything, so such a sample says nothing about that axis.
  return [...shape.slice(0, axes).map((size, axis) => (axis === 0 || size === 0 ? null : size)), ...inner]
}

/**
 * Checks a declared shape: its axes are sizes, names of free sizes, or null for free ones.
 *
 * @param inner the axes that the dtype adds
 * @returns all axes
 * @throws SchemaDefinitionError
 */
export function checkDims(dims: unknown, inner: readonly number[]): readonly Dimension[] {
  const wrong = Array.isArray(dims) ? dims.filter((dim) => !isDimension(dim)) : [dims]
  if (wrong.length > 0)
    throw new SchemaDefinitionError(`shape is ${showValue(wrong[0])}, expected a list with the size, the name or null for each axis`)
  const all = [...(dims as readonly Dimension[]), ...inner]
  if (all.length > mostAxes) throw new SchemaDefinitionError(`shape has ${all.length} axes, expected at most ${mostAxes}`)
  return all
}

/** Holds a sample to its declared shape. */
function checkSampleShape(shape: readonly number[], dims: readonly Dimension[]): void {
  // An axis of zero hides those within.
  const known = shape.includes(0) ? shape.slice(0, shape.indexOf(0) + 1) : shape
  const names = new Map<string, number>()
  const fits = known.every((size, axis) => {
    const dim = dims[axis] as Dimension | undefined
    if (typeof dim !== 'string') return dim === null || dim === size
    const same = names.get(dim) ?? size
    names.set(dim, same)
    return same === size
  })
  if (!fits || (known.length < dims.length && known === shape))
    throw sampleError([], `is of shape [${shape.join(', ')}], expected [${dims.map((dim) => dim ?? 'any').join(', ')}]`)
}

function isDimension(dim: unknown): dim is Dimension {
  return dim === null || (typeof dim === 'string' && dim !== '') || (Number.isSafeInteger(dim) && (dim as number) >= 0)
}

function flatten(sample: unknown, dtype: Dtype | undefined): FlatSample {
  if (isNdArray(sample)) {
    const values = new Array<unknown>(sizeOf(sample.shape))
    forEachOffset(sample, (offset, position) => {
      values[position] = elementAt(sample, offset)
    })
    return { shape: [...sample.shape], values: isTypedArray(sample.data) ? keepKind(values, sample.data) : values }
  }
  if (isTypedArray(sample) && dtype?.kind !== 'bytes') return { shape: [sample.length], values: sample.slice() }
  if (Array.isArray(sample)) return flattenNested(sample, dtype)
  if (isElement(sample, dtype)) return { shape: [], values: [sample] }
  const text = typeof sample === 'string' ? '; a single text needs `dtype`' : ''
  throw sampleError([], `is ${showValue(sample)}, expected an NdArray, a typed array, nested arrays or a single value${text}`)
}

/** Whether a sample is one value. A text without a dtype is more often a mistake: the name of a dtype, or of a file. */
function isElement(sample: unknown, dtype: Dtype | undefined): boolean {
  if (dtype !== undefined) return dtype.kind === 'object' || (sample !== null && sample !== undefined)
  return typeof sample !== 'string' && dtypeNameOfValue(sample) !== undefined
}

function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, 1)
}

/** Gathered elements in storage of the kind they came from, which says their dtype. */
function keepKind(values: unknown[], data: Storage): Storage {
  const storage = createStorage(parseDtype(dtypeNameOf(data as never)), values.length)
  for (const [index, value] of values.entries()) storage[index] = value as never
  return storage
}

function flattenNested(sample: readonly unknown[], dtype: Dtype | undefined): FlatSample {
  const shape: number[] = []
  const isStruct = dtype?.kind === 'struct'
  // Among bytes, a Uint8Array is an element and no axis.
  const isAxis = (node: unknown): node is ArrayLike<unknown> => Array.isArray(node) || (dtype?.kind !== 'bytes' && isTypedArray(node))
  for (let node: unknown = sample; isAxis(node); node = node[0]) {
    // The elements of a structured array may be lists of their fields: such a sample has one axis.
    if (isStruct && shape.length === 1 && Array.isArray(node) && !node.some((item) => isRecord(item))) break
    shape.push(node.length)
    if (node.length === 0) break
    if (shape.length > mostAxes) throw sampleError([], `has more than ${mostAxes} axes`)
  }
  const values: unknown[] = []
  const innermost: ArrayLike<unknown>[] = []
  const visit = (node: unknown, path: readonly number[]): void => {
    if (path.length === shape.length) {
      values.push(node)
      return
    }
    if (!isAxis(node))
      throw sampleError(path, `is ${showValue(node)}, expected an array of ${count(shape[path.length] as number, 'value')} like the first`)
    if (node.length !== shape[path.length])
      throw sampleError(path, `has ${count(node.length, 'value')}, expected ${shape[path.length]} like the first`)
    if (path.length === shape.length - 1) innermost.push(node)
    for (let i = 0; i < node.length; i++) visit(node[i], [...path, i])
  }
  visit(sample, [])
  // Typed arrays say the dtype inside plain ones too, if they are of one kind.
  const [first] = innermost
  const isOneKind = isTypedArray(first) && innermost.every((axis) => typedArrayName(axis) === typedArrayName(first))
  return { shape, values: isOneKind ? keepKind(values, first) : values }
}

/** The dtype that a sample's own values say: a typed array's, or that of the one kind of JavaScript value it holds. */
function inferSampleDtype(values: ArrayLike<unknown>, shape: readonly number[]): Dtype {
  if (isTypedArray(values)) return parseDtype(dtypeNameOf(values))
  if (values.length === 0) throw sampleError([], 'is empty, so that nothing says its dtype; give `dtype`')
  const names = new Set<string>()
  for (let position = 0; position < values.length; position++) {
    const name = dtypeNameOfValue(values[position])
    if (name === undefined) {
      const problem = `is ${showValue(values[position])}, expected a number, bigint, boolean, string, Date or Uint8Array; or give \`dtype\``
      throw sampleError(unravelIndex(position, shape), problem)
    }
    names.add(name)
  }
  if (names.size === 2 && names.has('float64') && names.has('int64')) return parseDtype('float64')
  if (names.size > 1)
    throw sampleError([], `mixes values of different kinds (${[...names].join(', ')}), which one dtype cannot hold; give \`dtype\``)
  return shownDtype(names.values().next().value as string)
}

/** The dtype of plain JavaScript values, of which Dates alone are times. */
export function shownDtype(name: string): Dtype {
  const dtype = parseDtype(name)
  return dtype.kind === 'datetime' ? { ...dtype, isCut: true } : dtype
}

/** The name of the dtype that one plain JavaScript value stands for. */
export function dtypeNameOfValue(value: unknown): string | undefined {
  switch (typeof value) {
    case 'number':
      return 'float64'
    case 'bigint':
      return value > 9223372036854775807n ? 'uint64' : 'int64'
    case 'boolean':
      return 'bool'
    case 'string':
      return 'str'
  }
  if (value instanceof Date) return 'datetime64[ms]'
  if (isBytes(value)) return 'bytes'
  return isMarker(value) && markerKind(value) === 'int' ? 'int64' : undefined
}

function readElements(values: ArrayLike<unknown>, dtype: Dtype, shape: readonly number[]): Storage {
  if (isStorageOf(values, dtype) && isTypedArray(values) && constraintsOf(dtype) === undefined) return values
  const read = elementReader(cellReader(dtype, false), dtype, { nullable: true }, false, true)
  const storage = createStorage(dtype, values.length)
  for (let position = 0; position < values.length; position++) {
    const given = values[position]
    const value = isMarker(given) ? given.value : given
    const cell = read(value)
    if (cell instanceof Refusal) {
      const place = [...unravelIndex(position, shape), ...cell.rest]
      const orArray = place.length === 0 ? ', or an array of these' : ''
      throw sampleError(place, `is ${cell.received ?? showValue(value)}, expected ${cell.expected}${orArray}`)
    }
    storage[position] = cell as never
  }
  return storage
}

/** Storage as nested lists. */
function writeNested(storage: Storage, shape: readonly number[], dtype: Dtype): JsonValue {
  const write = exampleWriter(dtype, false)
  let position = 0
  const visit = (axis: number): JsonValue => {
    if (axis < shape.length) return Array.from({ length: shape[axis] as number }, () => visit(axis + 1))
    const value = storage[position]
    const path = unravelIndex(position++, shape)
    if (dtype.kind === 'object') return describeValue(value, 'safe', path).example
    const written = write(value)
    if (written === undefined) throw sampleError(path, `is ${showValue(value)}, expected ${expectedExample(dtype)}`)
    return written
  }
  return visit(0)
}
