import { type Cells, viewOf } from './numbers.js'
import { block, type NumberTensor } from './tensor.js'

/** Writes a tensor row by row, where there is no kernel: `JSON.stringify` is fast with arrays of numbers alone. */
export function tensorText(tensor: NumberTensor): string {
  const { shape, size } = tensor
  const inner = shape.at(-1) ?? 1
  const memory = cellsOf(new ArrayBuffer(8 * Math.min(inner, block)))
  const nest = (axis: number, from: number, count: number): string => {
    if (axis >= shape.length - 1) return `[${rowText(tensor, memory, from, inner)}]`
    const each = count / (shape[axis] as number)
    return `[${Array.from({ length: shape[axis] as number }, (_, index) => nest(axis + 1, from + index * each, each)).join(',')}]`
  }
  return shape.length === 0 ? rowText(tensor, memory, 0, 1) : nest(0, 0, size)
}

function cellsOf(memory: ArrayBuffer): Cells {
  return {
    ints: new Int32Array(memory),
    doubles: new Float64Array(memory),
    longs: new BigInt64Array(memory),
    unsignedLongs: new BigUint64Array(memory),
  }
}

/** Elements with commas between them. */
function rowText({ kind, put }: NumberTensor, memory: Cells, from: number, count: number): string {
  const texts: string[] = []
  for (let done = 0; done < count; done += block) {
    const some = Math.min(block, count - done)
    put(memory, from + done, some, 0)
    const cells = Array.from({ length: some }, (_, index) => viewOf(memory, kind)[index])
    // JSON.stringify has no word for bigints, and a join none for NaN.
    if (kind === 'int64' || kind === 'uint64') texts.push(cells.join(','))
    else texts.push(JSON.stringify(kind === 'bool' ? cells.map(asTruth) : cells).slice(1, -1))
  }
  return texts.join(',')
}

/** 0 and 1 are truth values; what else stands in such an array is a number. */
function asTruth(cell: unknown): unknown {
  return cell === 0 ? false : cell === 1 ? true : cell
}
