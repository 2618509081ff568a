import { type AbstractParameterType, type Issue, inputSchema, type Payload, validatePayload } from '../../src/index.js'

/** Decodes a payload whose one parameter is called "data". */
export function validate(type: AbstractParameterType, payload: Payload): { value?: unknown; issues: readonly Issue[]; moreIssues: number } {
  const run = inputSchema('data', type)((data: unknown) => data)
  const result = validatePayload(run, payload)
  return result.issues === undefined
    ? { value: result.value['data'], issues: [], moreIssues: 0 }
    : { issues: result.issues, moreIssues: result.moreIssues }
}

/** The value that a JSON text gives as "data"; throws when it is refused. */
export function decodeText(type: AbstractParameterType, json: string): unknown {
  const { value, issues } = validate(type, `{"data": ${json}}`)
  if (issues.length > 0) throw new Error(issues.map((issue) => issue.message).join('; '))
  return value
}

/** The messages with which a value is refused as "data"; none when it is accepted. */
export function messages(type: AbstractParameterType, data: unknown): string[] {
  return validate(type, { data }).issues.map((issue) => issue.message)
}
