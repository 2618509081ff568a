import type { SwaggerVersion } from '../description/swagger-schema.js'
import { aFunction, anObject, anything, integerFrom, limitFrom, type OptionKind, type OptionKinds, text } from '../errors/options.js'
import type { AbstractParameterType } from '../parameter-types/abstract-parameter-type.js'
import type { InputTypes } from '../run/define-run.js'
import type { DocumentOf } from '../run/schemas.js'

/** Headers in any form that the platform's own class takes. */
export type HeadersGiven = ConstructorParameters<typeof Headers>[0]

export interface ClientOptions {
  /**
   * The endpoint's key or token, sent as `authorization: Bearer <key>`; or a function that gives it, which is asked at each try. It
   * is never part of an error.
   */
  readonly key?: string | (() => string | Promise<string>) | undefined
  /** Headers of every request, such as `azureml-model-deployment`. */
  readonly headers?: HeadersGiven | undefined
  /** What sends requests: it is told not to follow redirects. Default the platform's own `fetch`. */
  readonly fetch?: typeof fetch | undefined
  /**
   * How often a call is tried again when the service has too much to do (429, 503) or is not reached. Say 0 where `run` does more than
   * compute its answer, and should not do that twice. Default 3.
   */
  readonly retries?: number | undefined
  /** How long a call may take, with all its tries, in milliseconds. Default no limit. */
  readonly timeout?: number | undefined
  /** What is read of answers. */
  readonly limits?: ClientLimits | undefined
}

export interface ClientLimits {
  /** The largest answer, an error too, in bytes, compressed or not: of a larger one no more is read. Default 100 MiB. */
  readonly answer?: number | undefined
}

export const defaultAnswerLimit: number = 100 * 1024 * 1024

const headersKind: OptionKind = { ...anObject, isSecret: true }

export const clientOptions: OptionKinds = {
  key: {
    expected: 'text, or a function that gives it',
    accepts: (value) => text.accepts(value) || aFunction.accepts(value),
    isSecret: true,
  },
  headers: headersKind,
  fetch: aFunction,
  retries: integerFrom(0),
  timeout: integerFrom(1),
  limits: { answer: limitFrom(1) },
  schemas: { inputs: anything, output: anything },
}

/** What `defineRun` takes: with it, payloads are written and answers read by the very types of the service. */
export interface ClientSchemas<Types extends InputTypes = InputTypes, Output extends AbstractParameterType = AbstractParameterType> {
  readonly inputs: Types
  readonly output?: Output | undefined
}

export interface SchemaClientOptions<Types extends InputTypes, Output extends AbstractParameterType> extends ClientOptions {
  readonly schemas: ClientSchemas<Types, Output>
}

/** What one call may be told. */
export interface CallOptions {
  /** Ends the call, also while it waits to be tried again; the call rejects with the signal's reason. */
  readonly signal?: AbortSignal | undefined
  /** How long this call may take, in milliseconds. */
  readonly timeout?: number | undefined
  /** Further headers of this call. */
  readonly headers?: HeadersGiven | undefined
}

export const callOptions: OptionKinds = {
  signal: {
    expected: 'an AbortSignal',
    accepts: (value) => typeof value === 'object' && value !== null && 'aborted' in value && 'addEventListener' in value,
  },
  timeout: integerFrom(1),
  headers: headersKind,
}

export const arrowCallOptions: OptionKinds = { ...callOptions, parameters: anything }

export interface ArrowCallOptions<Payload> extends CallOptions {
  /** The other parameters, which are sent in the query. */
  readonly parameters?: Partial<Payload> | undefined
}

/** A scoring service, as its callers see it. */
export interface ScoringClient<Payload, Answer> {
  /**
   * Scores an Arrow IPC stream (`tableToIPC(table, 'stream')`): the frame of a run with one frame among its parameters.
   */
  score(stream: Uint8Array, options?: ArrowCallOptions<Payload>): Promise<Answer>
  /**
   * Scores values by the names of the run's parameters.
   *
   * @throws TypeError for a payload that JSON cannot say, naming the place, before anything is sent
   * @throws PayloadError when the service refuses the payload, with the place of each value that does not fit
   * @throws EndpointError when there is no answer, or one that cannot be read
   */
  score(payload: Payload, options?: CallOptions): Promise<Answer>
  /** The service's document: `swagger.json`, beside the scoring URL. Default version 2.0. */
  document<Version extends SwaggerVersion = '2.0'>(version?: Version, options?: CallOptions): Promise<DocumentOf<Version>>
}
