/** Reads something of each chunk, by an index within it, as one: by an index over all of them. */
export function chunked<Chunk extends { readonly length: number }, T>(
  chunks: readonly Chunk[],
  open: (chunk: Chunk) => (index: number) => T,
): (index: number) => T | undefined {
  const parts = chunks.map(open)
  const [only] = parts
  if (parts.length === 1 && only !== undefined) return only
  const ends: number[] = []
  let end = 0
  for (const { length } of chunks) {
    end += length
    ends.push(end)
  }
  // Rows are read in order, nearly always: the chunk of the last one is tried first. Indexes into a dictionary are not.
  let [from, to, at]: [number, number, ((index: number) => T) | undefined] = [0, 0, undefined]
  return (index) => {
    if (index < from || index >= to) {
      const chunk = firstBeyond(ends, index)
      from = chunk === 0 ? 0 : (ends[chunk - 1] as number)
      to = ends[chunk] ?? from
      at = parts[chunk]
    }
    return at?.(index - from)
  }
}

/** The first chunk that ends beyond an index. */
function firstBeyond(ends: readonly number[], index: number): number {
  let [low, high] = [0, ends.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((ends[middle] as number) > index) high = middle
    else low = middle + 1
  }
  return low
}
