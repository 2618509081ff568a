import type { ProxyTracerProvider, Span, Tracer, TracerProvider } from '@opentelemetry/api'
import { watch } from '../decode/promise.js'
import { isPayloadError } from '../errors/payload-error.js'
import type { StageObserver } from './stages.js'

/** Spans for the stages of a request, where the OpenTelemetry API is installed; undefined where it is not. */
export async function tracingObserver(): Promise<StageObserver | undefined> {
  const api = await import('@opentelemetry/api').catch(() => undefined)
  if (api === undefined) return undefined
  const { trace, SpanStatusCode } = api

  /** undefined as long as nobody has registered a provider: spans that nobody gets are not made. */
  function currentTracer(): Tracer | undefined {
    const provider: TracerProvider & Partial<ProxyTracerProvider> = trace.getTracerProvider()
    return provider.getDelegateTracer === undefined ? provider.getTracer(name) : provider.getDelegateTracer(name)
  }

  function describeFailure(span: Span, thrown: unknown): void {
    // What does not fit is quoted in its issues, and values have no place in a trace; nor is it the service's error.
    if (isPayloadError(thrown)) {
      span.setAttribute('score.issues', [...new Set(thrown.issues.map(({ code }) => code))])
      return
    }
    span.setStatus({ code: SpanStatusCode.ERROR })
    span.recordException(thrown instanceof Error ? thrown : String(thrown))
  }

  return (stage, work) => {
    const tracer = currentTracer()
    if (tracer === undefined) return work()
    return tracer.startActiveSpan(`score.${stage}`, (span) =>
      watch(work, (failure) => {
        try {
          if (failure !== undefined) describeFailure(span, failure.thrown)
        } finally {
          span.end()
        }
      }),
    )
  }
}

const name = 'inference-schema'
