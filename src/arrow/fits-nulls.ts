import type { Data } from 'apache-arrow'
import type { Dtype } from '../dtype/dtype.js'

/** Whether the values that are nested in a chunk are null only where the dtype has null. What is under a null of an outer value does not count. */
export function fitsNulls(data: Data, dtype: Dtype): boolean {
  if (!data.children.some(hasNulls)) return true
  return fitsBelow(
    data,
    dtype,
    Uint8Array.from({ length: data.length }, (_, index) => Number(data.getValid(index))),
  )
}

function hasNulls({ nullCount, children }: Data): boolean {
  return nullCount > 0 || children.some(hasNulls)
}

/** @param seen 1 for each value that is not null, nor under one that is */
function fitsBelow(data: Data, dtype: Dtype, seen: Uint8Array): boolean {
  switch (dtype.kind) {
    case 'list':
      return fits(data.children[0], dtype.item, dtype.nullable, (child) => seenItems(data, child, seen))
    case 'map':
      return fits(data.children[0]?.children[1], dtype.value, dtype.nullable, (child) => seenItems(data, child, seen))
    case 'struct':
      return dtype.fields.every((field, index) => fits(data.children[index], field.dtype, field.nullable === true, () => seen.slice()))
    default:
      return true
  }
}

function fits(child: Data | undefined, dtype: Dtype, nullable: boolean, seenOf: (child: Data) => Uint8Array): boolean {
  if (child === undefined || dtype.kind === 'null' || !hasNulls(child)) return true
  const seen = seenOf(child)
  for (let index = 0; child.nullCount > 0 && index < child.length; index++) {
    if (seen[index] !== 1 || child.getValid(index)) continue
    if (!nullable) return false
    seen[index] = 0
  }
  return fitsBelow(child, dtype, seen)
}

/** The items of lists, or of one length each, that are of a list that is seen. */
function seenItems({ length, valueOffsets, stride }: Data, child: Data, seen: Uint8Array): Uint8Array {
  const items = new Uint8Array(child.length)
  const offsets = valueOffsets as unknown as ArrayLike<number | bigint> | null | undefined
  const start = (index: number) => (offsets ? Number(offsets[index]) : index * stride)
  for (let index = 0; index < length; index++) if (seen[index] === 1) items.fill(1, start(index), start(index + 1))
  return items
}
