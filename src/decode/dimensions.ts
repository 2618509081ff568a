import type { Dimension } from '../description/description.js'
import type { IssueLog } from '../errors/issue-log.js'
import { count, showValue } from '../errors/show.js'

/** The sizes that named axes have in the payload of a log, from the first array that has them. */
const sizesOf = new WeakMap<IssueLog, Map<string, number>>()

/**
 * Holds the named axes of an array to the sizes that they have elsewhere in the payload; those that nothing has yet, the array
 * gives them. Gives whether all agree, after reporting those that do not.
 */
export function bindNames(shape: readonly number[], dims: readonly Dimension[], log: IssueLog): boolean {
  let agree = true
  for (let axis = 0; axis < dims.length; axis++) {
    const dim = dims[axis]
    const size = shape[axis]
    if (typeof dim !== 'string' || size === undefined) continue
    const sizes = sizesOf.get(log) ?? new Map<string, number>()
    sizesOf.set(log, sizes)
    const known = sizes.get(dim) ?? size
    sizes.set(dim, known)
    if (known === size) continue
    log.add('wrong_shape', `${known} like the other axes called ${showValue(dim)}`, `${count(size, 'value')} on axis ${axis}`)
    agree = false
  }
  return agree
}
