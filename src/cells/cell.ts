import type { IssueCode, Path } from '../errors/issue.js'
import type { IssueLog } from '../errors/issue-log.js'
import { showValue } from '../errors/show.js'
import type { JsonValue } from '../json/json-value.js'

/** Why a cell reader did not take a value. The reader does not know the place; whoever called it does. */
export class Refusal {
  readonly code: IssueCode
  readonly expected: string
  readonly received: string | undefined
  /** The way from the cell to the value, inside records and sub-arrays. */
  readonly rest: Path

  constructor(code: IssueCode, expected: string, received?: string, rest: Path = []) {
    this.code = code
    this.expected = expected
    this.received = received
    this.rest = rest
  }

  /** Files the refusal of a value at a place below the log's current one. */
  report(log: IssueLog, value: unknown, path: Path = []): void {
    log.add(this.code, this.expected, this.received ?? showValue(value), [...path, ...this.rest])
  }

  /** The same refusal, seen from one step further out. */
  below(key: string | number, value: unknown): Refusal {
    return new Refusal(this.code, this.expected, this.received ?? showValue(value), [key, ...this.rest])
  }
}

/**
 * Reads one value as a dtype's element: gives what is stored, or why not. Readers hold no state, so one serves all cells.
 *
 * `isText` says that the value comes from JSON text, in which a bigint is a number with many digits; in a call it is
 * whatever the caller means by it, a count of nanoseconds for instance.
 */
export type CellReader = (value: unknown, isText?: boolean) => unknown

/** Writes a dtype's element as JSON; undefined when the value is none of the dtype's. */
export type CellWriter = (value: unknown) => JsonValue | undefined
