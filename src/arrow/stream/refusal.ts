import type { IssueCode, Path } from '../../errors/issue.js'

/** Why an Arrow IPC stream is not read. */
export class StreamRefusal extends Error {
  readonly code: IssueCode
  readonly expected: string
  readonly received: string
  /** The column, where one is to blame. */
  readonly path: Path

  constructor(expected: string, received: string, path: Path = [], code: IssueCode = 'invalid_arrow') {
    super(`${received}, expected ${expected}`)
    this.code = code
    this.expected = expected
    this.received = received
    this.path = path
  }
}
