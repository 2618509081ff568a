import type { Description } from '../description/description.js'
import { isNdArray } from '../dtype/ndarray.js'
import type { IssueLog } from '../errors/issue-log.js'
import { failed } from './decoder.js'
import { bindNames } from './dimensions.js'

/**
 * Stands in the place of a JSON value that was read and checked already, straight from a request's bytes: the value that its
 * description's decoder would have made of it. Only the sizes that an array shares with others of the payload are left to check.
 */
export class Ready {
  private readonly value: unknown

  constructor(value: unknown) {
    this.value = value
  }

  take(description: Description, log: IssueLog): unknown {
    if (description.kind !== 'tensor' || !description.enforceShape || !isNdArray(this.value)) return this.value
    return bindNames(this.value.shape, description.dims, log) ? this.value : failed
  }
}
