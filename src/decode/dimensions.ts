import type { Dimension } from '../description/description.js'
import type { NdArray } from '../dtype/ndarray.js'
import { IssueLog } from '../errors/issue-log.js'
import { count, showValue } from '../errors/show.js'

/** The named axes of one payload. */
interface Names {
  /** The sizes that are known, from the first array that has them. */
  readonly sizes: Map<string, number>
  /** Axes of empty arrays whose sizes nothing has said yet. */
  readonly open: OpenAxis[]
}

interface OpenAxis {
  readonly array: NdArray
  readonly axis: number
  readonly name: string
}

const namesOf = new WeakMap<IssueLog, Names>()

function namesIn(log: IssueLog): Names {
  let names = namesOf.get(log)
  if (names === undefined) {
    names = { sizes: new Map(), open: [] }
    namesOf.set(log, names)
  }
  return names
}

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
    const names = namesIn(log)
    const known = names.sizes.get(dim)
    if (known === undefined) {
      bind(names, dim, size)
    } else if (known !== size) {
      log.add('wrong_shape', `${known} like the other axes called ${showValue(dim)}`, `${count(size, 'value')} on axis ${axis}`)
      agree = false
    }
  }
  return agree
}

function bind({ sizes, open }: Names, dim: string, size: number): void {
  sizes.set(dim, size)
  for (const { array, axis, name } of open) if (name === dim) resize(array, axis, size)
}

/** The log of an attempt, which may fail: named axes have the sizes that they have so far, and give none to what is outside. */
export function attemptLog(log: IssueLog): IssueLog {
  const attempt = new IssueLog(log.isExactText)
  const names = namesOf.get(log)
  if (names !== undefined) namesOf.set(attempt, { sizes: new Map(names.sizes), open: [] })
  return attempt
}

/** Takes over the named axes of an attempt that did not fail. */
export function keepNames(attempt: IssueLog, log: IssueLog): void {
  const found = namesOf.get(attempt)
  if (found === undefined) return
  const names = namesIn(log)
  for (const [dim, size] of found.sizes) if (!names.sizes.has(dim)) bind(names, dim, size)
  names.open.push(...found.open)
}

/**
 * Gives the named axes within an empty one, of which nested arrays say nothing, the sizes that they have elsewhere in the payload: before
 * or after.
 */
export function sizeEmpty(array: NdArray, dims: readonly Dimension[], log: IssueLog): void {
  for (let axis = array.shape.indexOf(0) + 1; axis < dims.length; axis++) {
    const name = dims[axis]
    if (typeof name !== 'string') continue
    const { sizes, open } = namesIn(log)
    resize(array, axis, sizes.get(name) ?? 0)
    open.push({ array, axis, name })
  }
}

/** Changes the size of an axis in an array of no elements. */
function resize({ shape, stride }: NdArray, axis: number, size: number): void {
  shape[axis] = size
  for (let outer = axis - 1; outer >= 0; outer--) stride[outer] = (stride[outer + 1] as number) * (shape[outer + 1] as number)
}
