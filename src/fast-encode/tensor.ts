import type { Dtype } from '../dtype/dtype.js'
import { mostAxes, type NdArray, unravelIndex } from '../dtype/ndarray.js'
import { isTypedArray, type TypedArray } from '../dtype/storage.js'
import { cellKinds, type Kernel } from './kernel.js'
import { type Cells, type NumberKind, numberKindOf, putNumbers, viewOf, widthOf } from './numbers.js'
import type { Sink } from './sink.js'

/** A tensor of numbers that the kernel can write. */
export interface NumberTensor {
  readonly kind: NumberKind
  readonly shape: readonly number[]
  readonly size: number
  /** Puts elements into memory, in C order, from a byte on. */
  put(memory: Cells, from: number, count: number, at: number): void
}

/** How many elements are written at a time. */
export const block = 8192
/** The longest number, -1.2345678901234567e-308, with its comma. */
const longest = 26

/** An NdArray as a tensor of numbers; undefined where it is none, has no elements, or reaches beyond its data. */
export function numberTensor(array: NdArray, dtype: Dtype['kind']): NumberTensor | undefined {
  const { shape, stride, offset } = array
  const data = array.data as unknown
  if (!isTypedArray(data) || shape.length > mostAxes || stride.length !== shape.length) return undefined
  const kind = numberKindOf(data, dtype)
  if (kind === undefined || !Number.isSafeInteger(offset)) return undefined
  let [size, first, last, isInOrder] = [1, offset, offset, true]
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    const [length, step] = [shape[axis] as number, stride[axis] as number]
    if (!(length > 0 && Number.isSafeInteger(length) && Number.isSafeInteger(step))) return undefined
    // Elements that stand in C order, one beside the other, are copied at once.
    if (length !== 1 && step !== size) isInOrder = false
    if (step < 0) first += (length - 1) * step
    else last += (length - 1) * step
    size *= length
  }
  if (first < 0 || last >= data.length || !Number.isSafeInteger(size)) return undefined
  const put = isInOrder
    ? (memory: Cells, from: number, count: number, at: number) => putNumbers(memory, kind, data, offset + from, count, at)
    : (memory: Cells, from: number, count: number, at: number) => putStrided(memory, kind, array, from, count, at)
  return { kind, shape, size, put }
}

/** A typed array as a tensor of one axis. */
export function arrayTensor(array: TypedArray, dtype: Dtype['kind']): NumberTensor | undefined {
  const kind = numberKindOf(array, dtype)
  if (kind === undefined || array.length === 0) return undefined
  return {
    kind,
    shape: [array.length],
    size: array.length,
    put: (memory, from, count, at) => putNumbers(memory, kind, array, from, count, at),
  }
}

function putStrided(
  memory: Cells,
  kind: NumberKind,
  { data, shape, stride, offset }: NdArray,
  from: number,
  count: number,
  at: number,
): void {
  const [cells, target] = [data as unknown as ArrayLike<number>, viewOf(memory, kind)]
  const index = unravelIndex(from, shape)
  const inner = shape.length - 1
  const [size, step] = [shape[inner] as number, stride[inner] as number]
  let place = index.reduce((sum, position, axis) => sum + position * (stride[axis] as number), offset)
  let to = at / widthOf[kind]
  for (const end = to + count; to < end; ) {
    const stop = Math.min(end, to + size - (index[inner] as number))
    for (; to < stop; to++, place += step) target[to] = cells[place] as number
    // On to the next row: axes that are through begin anew.
    place -= size * step
    index[inner] = 0
    for (let axis = inner - 1; axis >= 0; axis--) {
      place += stride[axis] as number
      index[axis] = (index[axis] as number) + 1
      if ((index[axis] as number) < (shape[axis] as number)) break
      place -= (shape[axis] as number) * (stride[axis] as number)
      index[axis] = 0
    }
  }
}

/** Writes a tensor as nested lists. */
export function writeTensor(kernel: Kernel, sink: Sink, { kind, shape, size, put }: NumberTensor): void {
  const rank = Math.max(shape.length, 1)
  for (let axis = 0; axis < rank; axis++) {
    kernel.words[kernel.sizesAt / 4 + axis] = shape[shape.length - 1 - axis] ?? 1
    kernel.words[kernel.countsAt / 4 + axis] = 0
    sink.char('[')
  }
  // A tensor without axes is a number: the list of it without its brackets.
  if (shape.length === 0) sink.at--
  const before = sink.written
  for (let from = 0; from < size; from += block) {
    const count = Math.min(block, size - from)
    const expected = from === 0 ? 0 : before + Math.ceil(((sink.written - before) / from) * size * 1.02) + 1024
    sink.reserve(count * (longest + 2 * rank), expected)
    put(kernel, from, count, kernel.inputAt)
    sink.at = kernel.writeElements(cellKinds[kind], count, rank, sink.at)
  }
  if (shape.length === 0) sink.at--
}
