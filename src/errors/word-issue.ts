import { type Issue, issueCodes } from './issue.js'
import { formatPlace, formatPointer } from './place.js'

/** What was found at a place, before it is put into words. */
export type Finding = Pick<Issue, 'path' | 'code' | 'expected' | 'received'>

/** Words a finding: the one place where the messages of issues are made. */
export function wordIssue({ path, code, expected, received }: Finding): Issue {
  const message = `${formatPlace(path)} ${issueCodes[code].verb} ${received}, expected ${expected}`
  return { path, pointer: formatPointer(path), code, expected, received, message }
}

/**
 * Words an issue without what was received: its place and what is expected stay. What a custom type says of a value may quote
 * it, and goes too.
 */
export function redactIssue({ path, code, expected }: Issue): Issue {
  const said = code === 'refused' ? expected.replace(/:[\s\S]*$/, '') : expected
  return wordIssue({ path, code, expected: said, received: neutralWord(code) })
}

function neutralWord(code: Issue['code']): string {
  if (code === 'missing') return 'missing'
  if (code === 'invalid_json') return 'not JSON'
  return issueCodes[code].verb === 'has' ? 'another number of values' : 'something else'
}
