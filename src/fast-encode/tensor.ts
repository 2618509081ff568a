import type { Dtype } from '../dtype/dtype.js'
import { mostAxes, type NdArray, unravelIndex } from '../dtype/ndarray.js'
import { isTypedArray, type TypedArray } from '../dtype/storage.js'
import { cellKinds, type Kernel, type NumberKind } from './kernel.js'
import { numberKindOf, putNumbers, viewOf, widthOf } from './numbers.js'
import type { Sink } from './sink.js'

/** A tensor of numbers that the kernel can write. */
export interface NumberTensor {
  readonly kind: NumberKind
  readonly shape: readonly number[]
  readonly size: number
  /** Puts elements into the kernel's memory, in C order. */
  put(kernel: Kernel, from: number, count: number, at: number): void
}

/** How many elements are written at a time. */
const block = 8192
/** The longest number, -1.2345678901234567e-308, with its comma. */
const longest = 26

/** An NdArray as a tensor of numbers; undefined where it is none, has no elements, or reaches beyond its data. */
export function numberTensor(array: NdArray, dtype: Dtype['kind']): NumberTensor | undefined {
  const { shape, stride, offset } = array
  const data = array.data as unknown
  if (!isTypedArray(data) || shape.length > mostAxes || stride.length !== shape.length) return undefined
  const kind = numberKindOf(data, dtype)
  if (kind === undefined || ![...shape, ...stride, offset].every(Number.isSafeInteger)) return undefined
  const size = shape.reduce((product, length) => product * length, 1)
  if (!(size > 0 && Number.isSafeInteger(size)) || shape.some((length) => length < 1)) return undefined
  const reaches = shape.map((length, axis) => (length - 1) * (stride[axis] as number))
  const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, offset)
  const [first, last] = [sum(reaches.map((reach) => Math.min(reach, 0))), sum(reaches.map((reach) => Math.max(reach, 0)))]
  if (first < 0 || last >= data.length) return undefined
  const put = isInOrder(shape, stride)
    ? (kernel: Kernel, from: number, count: number, at: number) => putNumbers(kernel, kind, data, offset + from, count, at)
    : (kernel: Kernel, from: number, count: number, at: number) => putStrided(kernel, kind, array, from, count, at)
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
    put: (kernel, from, count, at) => putNumbers(kernel, kind, array, from, count, at),
  }
}

/** Whether elements stand in C order, one beside the other. */
function isInOrder(shape: readonly number[], stride: readonly number[]): boolean {
  let expected = 1
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    if (shape[axis] !== 1 && stride[axis] !== expected) return false
    expected *= shape[axis] as number
  }
  return true
}

function putStrided(
  kernel: Kernel,
  kind: NumberKind,
  { data, shape, stride, offset }: NdArray,
  from: number,
  count: number,
  at: number,
): void {
  const [cells, target] = [data as unknown as ArrayLike<number>, viewOf(kernel, kind)]
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
