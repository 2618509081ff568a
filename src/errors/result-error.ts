import type { Path } from './issue.js'
import { formatPlace, formatPointer } from './place.js'

/**
 * What `run` returned cannot be written as JSON: a function, a cyclic object, a frame whose columns differ in length.
 * This is the script's fault, not the caller's: a server answers 500.
 */
export class ResultError extends Error {
  override readonly name = 'ResultError'
  /** HTTP status for the caller: always 500. */
  readonly status = 500
  /** The place in the result. */
  readonly path: Path
  /** The same place as a JSON Pointer. */
  readonly pointer: string

  constructor(path: Path, problem: string) {
    super(`${formatPlace(path, 'the result')} ${problem}`)
    this.path = path
    this.pointer = formatPointer(path)
  }
}
