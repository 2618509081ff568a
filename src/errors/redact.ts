import type { Issue } from './issue.js'
import type { OptionKind } from './options.js'
import { PayloadError } from './payload-error.js'
import { redactIssue } from './word-issue.js'

/** How received values are kept out of answers: `true` for a neutral word in their place, or a function of your own. */
export type Redact = boolean | ((issue: Issue) => Issue)

export const redactKind: OptionKind = {
  expected: 'true, false or a function',
  accepts: (value) => typeof value === 'boolean' || typeof value === 'function',
}

/** A payload's error without the values that were received, where that is asked for. */
export function redactError(error: PayloadError, redact: Redact | undefined): PayloadError {
  if (redact === undefined || redact === false) return error
  return new PayloadError(
    error.issues.map((issue) => (redact === true ? redactIssue(issue) : redact(issue))),
    error.moreIssues,
  )
}
