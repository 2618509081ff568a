import type { Issue } from './issue.js'

/** What a {@link PayloadError} looks like as JSON: the body of a 400 answer. */
export interface PayloadErrorBody {
  readonly status_code: 400
  readonly message: string
  readonly issues: readonly Issue[]
  /** How many issues there were besides the listed ones; absent when all are listed. */
  readonly moreIssues?: number
}

/**
 * A request's payload does not fit the schemas of `run`.
 *
 * @example
 * ```ts
 * const run = inputSchema('data', new NumpyParameterType([[1, 2]]))((data) => data)
 * try {
 *   decodePayload(run, '{"data": [[1, 2, 3]]}')
 * } catch (error) {
 *   if (error instanceof PayloadError) console.log(error.status, error.message)
 *   // 400 "data[0] has 3 values on axis 1, expected 2"
 * }
 * ```
 */
export class PayloadError extends Error {
  override readonly name = 'PayloadError'
  /** HTTP status for the caller: always 400. */
  readonly status = 400
  /** What is wrong, first come first; capped. */
  readonly issues: readonly Issue[]
  /** How many more issues there were than are listed. */
  readonly moreIssues: number

  constructor(issues: readonly Issue[], moreIssues = 0) {
    super(summary(issues, moreIssues))
    this.issues = issues
    this.moreIssues = moreIssues
  }

  /** The same status, by the name that http-errors gave it: Express, Koa and Fastify read either. */
  get statusCode(): 400 {
    return this.status
  }

  /** Whether the message may be told to the client, as http-errors has it. */
  get expose(): true {
    return true
  }

  /** The body of an HTTP answer. */
  toJSON(): PayloadErrorBody {
    return {
      status_code: this.status,
      message: this.message,
      issues: this.issues,
      ...(this.moreIssues > 0 ? { moreIssues: this.moreIssues } : {}),
    }
  }
}

/** Whether an error is a {@link PayloadError}, of whatever copy of the package: it is known by what it carries. */
export function isPayloadError(error: unknown): error is PayloadError {
  return error instanceof Error && error.name === 'PayloadError' && Array.isArray((error as Partial<PayloadError>).issues)
}

function summary(issues: readonly Issue[], moreIssues: number): string {
  const rest = issues.length - 1 + moreIssues
  const first = issues[0]?.message ?? 'The payload does not fit'
  return rest > 0 ? `${first} (and ${rest} more ${rest === 1 ? 'issue' : 'issues'})` : first
}
