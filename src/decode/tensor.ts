import { type CellReader, Refusal } from '../cells/cell.js'
import { cellReader } from '../cells/cell-reader.js'
import { type CellFiller, cellFiller } from '../cells/fill-cells.js'
import { elementReader, hasPlaceForNull, nullableWords } from '../cells/nullable.js'
import type { Dimension, TensorDescription } from '../description/description.js'
import { constraintsOf, type Dtype } from '../dtype/dtype.js'
import { createNdArray, elementAt, forEachOffset, isNdArray, mostAxes, type NdArray, unravelIndex } from '../dtype/ndarray.js'
import { createStorage, isStorageOf, isTypedArray, type Storage } from '../dtype/storage.js'
import type { IssueLog } from '../errors/issue-log.js'
import { count, showValue } from '../errors/show.js'
import { isRecord } from '../json/own.js'
import { type Decoder, failed } from './decoder.js'
import { bindNames, sizeEmpty } from './dimensions.js'
import { inferDtype } from './infer-dtype.js'

/** What stands for an array on one axis: a JavaScript array, or a typed array as the innermost one. */
type Axis = ArrayLike<unknown>

/** Sizes that an array must have: a number is fixed, undefined is whatever comes. */
type Sizes = readonly (number | undefined)[]

/** Nested arrays, a single value where there are no axes, or an NdArray, as an NdArray of the described dtype and shape. */
export function tensorDecoder(description: TensorDescription): Decoder {
  const { dims, casting, enforceShape, enforceColumnType } = description
  const unsafe = casting === 'unsafe'
  const fixed: Sizes = dims.map((dim) => (typeof dim === 'number' ? dim : undefined))
  const isStruct = description.dtype.kind === 'struct'
  const isBytes = description.dtype.kind === 'bytes'
  const readDescribed = describedReader(description)

  return (value, log) => {
    if (isNdArray(value)) return decodeNdArray(value, description, fixed, log)
    const isArray = isAxis(value) && !(isBytes && !Array.isArray(value))
    if (dims.length === 0 && (enforceShape || !isArray)) return decodeValue(value, log)
    if (!isArray) {
      log.add('wrong_type', arrayOf(dims.length > 1 ? 'arrays' : 'values'), showValue(value))
      return failed
    }
    const sizes = enforceShape ? fixed : discoverSizes(value, isStruct || isBytes ? Math.max(dims.length, 1) : mostAxes, log)
    if (sizes === undefined) return failed
    const found = checkShape(value, sizes, dims, log)
    if (found === undefined) return failed
    const empty = found.indexOf(0)
    if (enforceShape && !bindNames(empty < 0 ? found : found.slice(0, empty + 1), dims, log)) return failed
    const dtype = enforceColumnType || empty >= 0 ? description.dtype : inferDtype(leaves(value, found.length), unsafe)
    if (dtype instanceof Refusal) {
      dtype.report(log, value)
      return failed
    }
    const storage = fill(value, found, dtype, readerOf(dtype), log)
    if (storage === undefined) return failed
    const array = createNdArray(storage, found)
    if (enforceShape && empty >= 0) sizeEmpty(array, dims, log)
    return array
  }

  /** A tensor without axes. */
  function decodeValue(value: unknown, log: IssueLog): unknown {
    const dtype = enforceColumnType ? description.dtype : inferDtype([value], unsafe)
    if (dtype instanceof Refusal) {
      log.add(dtype.code, 'a number, a text or a boolean', showValue(value))
      return failed
    }
    const cell = readerOf(dtype)(value, log.isExactText)
    if (cell instanceof Refusal) {
      cell.report(log, value)
      return failed
    }
    const storage = createStorage(dtype, 1)
    storage[0] = cell as never
    return createNdArray(storage, [])
  }

  function readerOf(dtype: Dtype): CellReader {
    return dtype === description.dtype ? readDescribed : elementReader(cellReader(dtype, unsafe), dtype, { nullable: true }, unsafe, true)
  }
}

/** Reads the elements of a described array. */
function describedReader({ dtype, casting, nullableElements: nullable }: TensorDescription): CellReader {
  const unsafe = casting === 'unsafe'
  const name = dtype.kind === 'struct' ? undefined : dtype.name
  const allowedBy = hasPlaceForNull(dtype) ? `with dtype: ${nullableWords(name, dtype)}` : undefined
  return elementReader(cellReader(dtype, unsafe), dtype, { nullable, ...(allowedBy && { allowedBy }) }, unsafe, true)
}

function arrayOf(noun: string): string {
  return `an array of ${noun}`
}

function isAxis(value: unknown): value is Axis {
  return Array.isArray(value) || isTypedArray(value)
}

/** The sizes that nested arrays have, going by the first of each; undefined after reporting too deep a nesting. */
function discoverSizes(value: Axis, most: number, log: IssueLog): Sizes | undefined {
  const sizes: (number | undefined)[] = []
  let node: unknown = value
  while (isAxis(node) && sizes.length < most) {
    sizes.push(sizes.length === 0 ? undefined : node.length)
    if (node.length === 0) return sizes
    node = node[0]
  }
  if (sizes.length === mostAxes && isAxis(node)) {
    log.add('too_deep', `at most ${mostAxes} axes`, 'nested deeper')
    return undefined
  }
  return sizes
}

/**
 * Checks that every array on every axis has its size, before anything is allocated: room is made only for values that are
 * there. Gives the shape, or undefined after reporting.
 */
function checkShape(value: Axis, sizes: Sizes, dims: readonly Dimension[], log: IssueLog): number[] | undefined {
  const before = log.count
  const first = sizes[0]
  if (first !== undefined && value.length !== first) log.add('wrong_shape', String(first), `${count(value.length, 'value')} on axis 0`)
  const found = sizes.map((size, axis) => (axis === 0 ? value.length : size))
  if (sizes.length > 1) checkAxis(value, 0, found, log)
  if (log.count > before) return undefined
  // Axes that no value reaches keep the sample's size: an empty batch of rows of five is of shape [0, 5].
  return found.map((size, axis) => size ?? fixedSize(dims[axis]) ?? 0)
}

/** Checks the arrays in one of an axis; sizes that are not known yet are those of the first. */
function checkAxis(node: Axis, axis: number, found: (number | undefined)[], log: IssueLog): void {
  const isLast = axis + 2 === found.length
  for (let i = 0; i < node.length; i++) {
    const child = node[i]
    if (isLast && Array.isArray(child) && child.length === found[axis + 1]) continue
    log.path.push(i)
    if (!isAxis(child)) {
      const size = found[axis + 1]
      log.add(
        'wrong_type',
        `an array${size === undefined ? '' : ` of ${count(size, 'value')}`} (axis ${axis + 1} of ${found.length})`,
        showValue(child),
      )
    } else {
      const size = found[axis + 1] ?? child.length
      found[axis + 1] = size
      if (child.length !== size) log.add('wrong_shape', String(size), `${count(child.length, 'value')} on axis ${axis + 1}`)
      if (!isLast) checkAxis(child, axis + 1, found, log)
    }
    log.path.pop()
  }
}

function fixedSize(dim: Dimension | undefined): number | undefined {
  return typeof dim === 'number' ? dim : undefined
}

/** Where the elements of an array go. */
interface Filling {
  readonly shape: readonly number[]
  readonly storage: Storage
  readonly fillCells: CellFiller
  readonly read: CellReader
  readonly log: IssueLog
  /** How many elements there are so far. */
  position: number
}

/** Reads every element into new storage; undefined after reporting the elements that do not fit. */
function fill(value: Axis, shape: readonly number[], dtype: Dtype, read: CellReader, log: IssueLog): Storage | undefined {
  const before = log.count
  const storage = createStorage(
    dtype,
    shape.reduce((product, size) => product * size, 1),
  )
  fillAxis(value, 0, { shape, storage, fillCells: cellFiller(dtype, storage), read, log, position: 0 })
  return log.count > before ? undefined : storage
}

function fillAxis(node: Axis, axis: number, filling: Filling): void {
  const { shape, storage, fillCells, read, log, position } = filling
  if (axis < shape.length - 1) {
    for (let i = 0; i < node.length; i++) fillAxis(node[i] as Axis, axis + 1, filling)
    return
  }
  const { length } = node
  for (let i = fillCells(node, 0, length, position); i < length; i = fillCells(node, i + 1, length, position)) {
    const cell = read(node[i], log.isExactText)
    if (cell instanceof Refusal) cell.report(log, node[i], unravelIndex(position + i, shape))
    else storage[position + i] = cell as never
  }
  filling.position += length
}

function leaves(value: Axis, axes: number): Iterable<unknown> {
  return axes === 1 ? Array.from(value) : Array.from(value).flatMap((child) => [...leaves(child as Axis, axes - 1)])
}

/** An NdArray passes as it is when its storage and shape are right; other storage is read element by element. */
function decodeNdArray(array: NdArray, description: TensorDescription, fixed: Sizes, log: IssueLog): unknown {
  const { dims, dtype, enforceShape, enforceColumnType } = description
  if (enforceShape && !(hasSizes(array.shape, fixed, log) && bindNames(array.shape, dims, log))) return failed
  if (!enforceColumnType) return array
  const isStored = isStorageOf(array.data, dtype)
  if (isStored && isTypedArray(array.data) && constraintsOf(dtype) === undefined)
    return dtype.kind === 'bool' ? checkBooleans(array, log) : array

  const read = describedReader(description)
  const before = log.count
  const storage = createStorage(
    dtype,
    array.shape.reduce((product, size) => product * size, 1),
  )
  let isSame = isStored
  forEachOffset(array, (offset, position) => {
    const element = elementAt(array, offset)
    const cell = read(element)
    if (cell instanceof Refusal) {
      cell.report(log, element, unravelIndex(position, array.shape))
    } else {
      storage[position] = cell as never
      isSame &&= cell === element || isRecord(element)
    }
  })
  if (log.count > before) return failed
  return isSame ? array : createNdArray(storage, array.shape)
}

/** Booleans are stored in bytes, which could hold other numbers as well. */
function checkBooleans(array: NdArray, log: IssueLog): unknown {
  const before = log.count
  forEachOffset(array, (offset, position) => {
    const element = elementAt(array, offset) as number
    if (element > 1) log.add('out_of_range', '0 or 1 (bool)', showValue(element), unravelIndex(position, array.shape))
  })
  return log.count > before ? failed : array
}

function hasSizes(shape: readonly number[], fixed: Sizes, log: IssueLog): boolean {
  if (shape.length !== fixed.length) {
    log.add('wrong_shape', String(fixed.length), `${count(shape.length, 'axis').replace('axiss', 'axes')}`)
    return false
  }
  for (const [axis, size] of fixed.entries()) {
    if (size === undefined || size === shape[axis]) continue
    log.add('wrong_shape', String(size), `${count(shape[axis] as number, 'value')} on axis ${axis}`)
    return false
  }
  return true
}
