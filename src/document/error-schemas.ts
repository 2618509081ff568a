import type { SwaggerSchema, WrittenSchema } from '../description/swagger-schema.js'
import { issueCodes } from '../errors/issue.js'

const status: WrittenSchema = { type: 'integer', format: 'int32', description: 'The HTTP status of this answer.' }
const message: WrittenSchema = { type: 'string', description: 'What went wrong, in one sentence.' }

/** Why the service does not answer with a result. A new one each time: whoever gets a document may change it. */
export function errorSchema(): SwaggerSchema {
  return structuredClone<WrittenSchema>({
    type: 'object',
    required: ['status_code', 'message'],
    properties: { status_code: status, message },
  }) as SwaggerSchema
}

/** What does not fit in a payload. A body that cannot be inflated is refused without issues. */
export function payloadErrorSchema(): SwaggerSchema {
  return structuredClone<WrittenSchema>({
    type: 'object',
    required: ['status_code', 'message'],
    properties: { status_code: status, message, ...issues() },
  }) as SwaggerSchema
}

/** The same as a problem of RFC 9457, for those who accept that. */
export function problemSchema(): SwaggerSchema {
  return structuredClone<WrittenSchema>({
    type: 'object',
    required: ['type', 'title', 'status', 'detail'],
    properties: {
      type: { type: 'string', description: 'What kind of problem it is: a URI reference.' },
      title: { type: 'string', description: 'The kind of problem in words.' },
      status,
      detail: message,
      ...issues(),
    },
  }) as SwaggerSchema
}

function issues(): WrittenSchema {
  return {
    issues: { type: 'array', description: 'What does not fit, the first twenty.', items: issueSchema() },
    moreIssues: { type: 'integer', format: 'int32', description: 'How many more there are than are listed.' },
  }
}

/** One place that does not fit. */
export function issueSchema(): SwaggerSchema {
  return structuredClone(issue) as SwaggerSchema
}

const issue: WrittenSchema = {
  type: 'object',
  required: ['pointer', 'code', 'expected', 'received', 'message'],
  properties: {
    // `path`, a list of names and positions, says the same: Swagger 2.0 has no words for a list of two types.
    pointer: { type: 'string', description: 'The place in the payload, as a JSON Pointer (RFC 6901).' },
    code: { type: 'string', description: 'A stable name of what is wrong.', enum: Object.keys(issueCodes) },
    expected: { type: 'string', description: 'What the place should hold.' },
    received: { type: 'string', description: 'What it holds, shortened.' },
    message: { type: 'string', description: 'One sentence with all of this.' },
  },
}
