import { isPayloadError } from '../errors/payload-error.js'
import { type ErrorHandling, RunFailure, type ScoreOptions } from './endpoint.js'
import { type Answer, failure, refusal } from './problem.js'

/**
 * The answer to an error; undefined when the framework is to have it: because it was asked for, or because it is neither the
 * client's fault nor that of `run`.
 */
export function answerError<Request>(
  error: unknown,
  request: Request,
  accept: string | undefined,
  { errors, onError }: Pick<ScoreOptions<Request>, 'onError'> & { readonly errors?: ErrorHandling },
): Answer | undefined {
  if (errors === 'throw') return undefined
  if (error instanceof RunFailure) {
    report(error.cause, request, onError)
    return failure(accept)
  }
  return refusal(error, accept)
}

/**
 * An error as a framework is to have it: what `run` threw, if that is an error; other values mean something else to Express's `next`.
 * A PayloadError that `run` threw is of a payload that it made itself, and no framework is to tell it to the client as the client's.
 */
export function handedOn(error: unknown): unknown {
  if (!(error instanceof RunFailure)) return error
  return error.cause instanceof Error && !isPayloadError(error.cause) ? error.cause : error
}

/** Tells of what failed; neither what was thrown nor who is told of it can keep the client from its answer. */
export function report<Request>(error: unknown, request: Request, onError: ScoreOptions<Request>['onError']): void {
  try {
    if (onError === undefined) console.error(error)
    else onError(error, request)
  } catch {
    console.error('The scoring script failed, and so did showing what it threw')
  }
}
