import { isPayloadError } from '../errors/payload-error.js'
import type { StageObserver } from './stages.js'

/** Spans for the stages of a request, where the OpenTelemetry API is installed; undefined where it is not. */
export async function tracingObserver(): Promise<StageObserver | undefined> {
  const api = await import('@opentelemetry/api').catch(() => undefined)
  if (api === undefined) return undefined
  const { trace, SpanStatusCode } = api
  const tracer = trace.getTracer('inference-schema')
  return (stage, work) =>
    tracer.startActiveSpan(`score.${stage}`, async (span) => {
      try {
        return await work()
      } catch (error) {
        // What does not fit is quoted in its issues, and values have no place in a trace; nor is it the service's error.
        if (isPayloadError(error)) span.setAttribute('score.issues', [...new Set(error.issues.map(({ code }) => code))])
        else {
          span.setStatus({ code: SpanStatusCode.ERROR })
          span.recordException(error instanceof Error ? error : String(error))
        }
        throw error
      } finally {
        span.end()
      }
    })
}
