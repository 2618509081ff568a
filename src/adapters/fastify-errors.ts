import type { FastifyReply, FastifyRequest } from 'fastify'
import { isPayloadError, type PayloadError } from '../errors/payload-error.js'
import { problemType } from '../json/media-types.js'
import { prefersProblem, problemOf } from './problem.js'
import type { RequestError } from './request-error.js'

/**
 * The JSON schema of an error's answer. Fastify writes an error that nobody handles by the schema that its route has for the status,
 * and asks the error itself for its JSON first: ours tell their own body, all others have Fastify's. It also documents that body.
 */
export const errorSchema: object = {
  type: 'object',
  additionalProperties: true,
  properties: {
    statusCode: { type: 'integer' },
    code: { type: 'string' },
    error: { type: 'string' },
    type: { type: 'string' },
    title: { type: 'string' },
    status: { type: 'integer' },
    detail: { type: 'string' },
    status_code: { type: 'integer' },
    message: { type: 'string' },
    issues: { type: 'array', items: {} },
    moreIssues: { type: 'integer' },
  },
}

/** The statuses of errors that have a body of ours. */
export const errorStatuses: readonly string[] = ['400', '406', '413', '415']

/** The requests whose error was told as a problem of RFC 9457, so that the answer's type says so. */
const problems = new WeakSet<FastifyRequest>()

/**
 * An error in Fastify's manner: with its code and, for a payload that does not fit, `validation` and `validationContext`. As JSON it is
 * what the other adapters answer, in the form that the client rather has.
 */
export function fastifyError<E extends PayloadError | RequestError>(error: E, request: FastifyRequest, context: 'body' | 'querystring'): E {
  if (isPayloadError(error)) {
    const validation = error.issues.map(({ code, pointer, expected, received, message }) => {
      return { keyword: code, instancePath: pointer, schemaPath: '', params: { expected, received }, message }
    })
    Object.assign(error, { code: 'FST_ERR_VALIDATION', validation, validationContext: context })
  }
  const plain = error.toJSON()
  const toJSON = () => {
    if (!prefersProblem(request.headers.accept)) return plain
    problems.add(request)
    return problemOf({ status: error.status, message: error.message, toJSON: () => plain })
  }
  return Object.defineProperty(error, 'toJSON', { value: toJSON, configurable: true })
}

/** An onSend hook: an error that was told as a problem is of that type. */
export function typeOfProblem(
  request: FastifyRequest,
  reply: FastifyReply,
  payload: unknown,
  done: (error: null, payload: unknown) => void,
): void {
  if (problems.has(request) && reply.statusCode >= 400) reply.type(`${problemType}; charset=utf-8`)
  done(null, payload)
}
