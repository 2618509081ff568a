import type { Dtype } from '../dtype/dtype.js'
import type { Cells } from './numbers.js'
import type { NumberTensor } from './tensor.js'

/** Nested deeper than this, arrays are not looked through. */
const deepest = 8

/**
 * Nested arrays of numbers as a tensor; undefined where there is anything but numbers in them, or arrays of different length.
 *
 * @param axes how deep arrays are nested; undefined where nobody says it
 */
export function nestedTensor(array: readonly unknown[], dtype: Dtype['kind'], axes: number | undefined): NumberTensor | undefined {
  if (dtype !== 'float' && dtype !== 'integer' && dtype !== 'object') return undefined
  const shape = shapeOf(array)
  if (shape === undefined || (axes !== undefined && shape.length !== axes)) return undefined
  const rows: (readonly number[])[] = []
  if (!collectRows(array, shape, 0, rows)) return undefined
  const inner = shape.at(-1) as number
  return {
    kind: 'float64',
    shape,
    size: rows.length * inner,
    put: (memory, from, count, at) => putRows(rows, inner, memory, from, count, at / 8),
  }
}

/** The lengths of the arrays that come first, from the outermost to one that begins with a number; undefined when there is none. */
export function shapeOf(array: readonly unknown[]): readonly number[] | undefined {
  const shape: number[] = []
  let node: unknown = array
  for (; Array.isArray(node) && shape.length < deepest; node = node[0]) shape.push(node.length)
  return typeof node === 'number' ? shape : undefined
}

/** Lists the innermost arrays; false when something does not fit. */
function collectRows(node: unknown, shape: readonly number[], axis: number, rows: (readonly number[])[]): boolean {
  if (!Array.isArray(node) || node.length !== shape[axis]) return false
  if (axis < shape.length - 1) return node.every((child) => collectRows(child, shape, axis + 1, rows))
  for (let index = 0; index < node.length; index++) if (typeof node[index] !== 'number') return false
  rows.push(node as readonly number[])
  return true
}

function putRows(rows: readonly (readonly number[])[], inner: number, memory: Cells, from: number, count: number, at: number): void {
  const { doubles } = memory
  let [row, column] = [Math.floor(from / inner), from % inner]
  for (let to = at; to < at + count; row++, column = 0) {
    const cells = rows[row] as readonly number[]
    const stop = Math.min(inner, column + at + count - to)
    for (; column < stop; column++, to++) doubles[to] = cells[column] as number
  }
}
