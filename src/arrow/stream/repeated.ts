import { type Data, type Table, Type } from 'apache-arrow'
import { chunked } from '../chunked.js'
import { lengthBeside } from '../views.js'
import type { Tally } from './tally.js'

/**
 * Counts what stands in a stream once and may be in many cells of its table: the texts of dictionaries, and what views show.
 * Nothing of it is checked yet.
 */
export function addRepeated(table: Table, tally: Tally): void {
  const dictionaries = new Set<Data>()
  for (const batch of table.batches) for (const column of batch.data.children) add(column)

  function add(data: Data): void {
    const { typeId } = data.type
    if (typeId === Type.Utf8View || typeId === Type.BinaryView) tally.addBytes(sumOf(data, lengthBeside(data)))
    if (data.dictionary !== undefined) {
      const { data: parts } = data.dictionary
      // The values themselves are read once, whatever has them.
      for (const part of parts) if (dictionaries.size < dictionaries.add(part).size) add(part)
      const codes = data.values as ArrayLike<number | bigint>
      const lengthAt = chunked(parts, lengthsOf)
      tally.addBytes(sumOf(data, (index) => lengthAt(Number(codes[index])) ?? 0))
    }
    for (const child of data.children) if (child !== undefined) add(child)
  }
}

function sumOf(data: Data, lengthAt: (index: number) => number): number {
  const mayBeNull = data.nullCount > 0
  let sum = 0
  for (let index = 0; index < data.length; index++) if (!mayBeNull || data.getValid(index)) sum += lengthAt(index)
  return sum
}

/** How long the texts of a chunk are, whatever it says: at most as long as all of it; 0 for what is no text, or is not there. */
function lengthsOf(data: Data): (index: number) => number {
  const { typeId } = data.type
  if (typeId === Type.Utf8View || typeId === Type.BinaryView) return lengthBeside(data)
  const offsets = data.valueOffsets as unknown as ArrayLike<number | bigint> | undefined
  if (offsets === undefined) return () => 0
  const most = (data.values as Uint8Array | undefined)?.length ?? 0
  return (index) => {
    const length = Number(offsets[index + 1] ?? 0) - Number(offsets[index] ?? 0)
    return Math.min(Math.max(length, 0), most)
  }
}
