import type { Path } from '../errors/issue.js'
import type { IssueLog } from '../errors/issue-log.js'
import { formatPlace } from '../errors/place.js'
import { SchemaDefinitionError } from '../errors/schema-definition-error.js'

/** The error for a sample that cannot be described, naming its place in the sample. */
export function sampleError(path: Path, problem: string): SchemaDefinitionError {
  const place = formatPlace(path, '')
  return new SchemaDefinitionError(
    `${place === '' ? 'the sample' : place.startsWith('[') ? `sample${place}` : `sample.${place}`} ${problem}`,
  )
}

/** The same, for a sample that a reader refused. */
export function sampleErrorOf(log: IssueLog): SchemaDefinitionError {
  const issue = log.issues[0]
  return issue === undefined
    ? sampleError([], 'cannot be read')
    : sampleError(issue.path, issue.message.slice(formatPlace(issue.path).length + 1))
}
