import type { Casting, Dimension } from '../description/description.js'
import type { Path } from '../errors/issue.js'
import { showValue } from '../errors/show.js'
import type { AbstractParameterType } from '../parameter-types/abstract-parameter-type.js'
import { numpy } from '../parameter-types/numpy.js'
import { at, problemAt, readList } from './read.js'

/** A tensor of a dtype, with the axes that a schema gives it. */
export function tensorType(dtype: string, shape: readonly Dimension[], casting: Casting, place: Path): AbstractParameterType {
  return at(place, () => numpy({ dtype, shape, casting }))
}

/** Axes as numbers, of which -1 is a free one; none of a single value. */
export function readShape(value: unknown, place: Path): Dimension[] {
  const shape = readList(value, place, 'a list with the size of each axis, -1 for a free one')
  return shape.map((size, axis) => {
    if (size === -1) return null
    if (!Number.isSafeInteger(size) || (size as number) < 0)
      throw problemAt([...place, axis], `is ${showValue(size)}, expected a size, or -1 for a free axis`)
    return size as number
  })
}

/** Axes as numbers: free ones, whether they have a name or not, are -1. */
export function writeShape(dims: readonly Dimension[]): number[] {
  return dims.map((dim) => (typeof dim === 'number' ? dim : -1))
}
