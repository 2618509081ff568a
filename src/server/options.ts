import type { FastifyServerOptions } from 'fastify'
import { type BodyLimits, bodyLimitKinds, defaultBodyLimits } from '../adapters/limits.js'
import { type ServiceInfo, serviceInfoKinds } from '../document/service-model.js'
import { integerFrom, limitFrom, type OptionKinds, text, trueOrFalse } from '../errors/options.js'
import { type Redact, redactKind } from '../errors/redact.js'
import type { EntryScript } from './entry-script.js'

/** What a scoring server needs of a script; `init` is called by whoever starts the server. */
export type Scorer = Pick<EntryScript, 'run'> & Partial<EntryScript>

export interface ServerOptions extends ServiceInfo {
  /** Fastify's logger, or how to make one. Default none. */
  readonly logger?: FastifyServerOptions['logger']
  /** The origins that may call from a browser; `*` for all. Default none. */
  readonly cors?: readonly string[]
  /** How long a request may be scored, in milliseconds; then it is answered with 500, and `run`'s signal aborted. Default an hour. */
  readonly scoringTimeout?: number
  /** The folder of documents that stand in the place of the generated ones: swagger.json, swagger2.json, swagger3.json, swagger3.1.json. */
  readonly appRoot?: string
  /** Whether answers say which server they come from (x-ms-server-version). Default true. */
  readonly showsVersion?: boolean
  /** Whether there is a page for people at /docs. Default false. */
  readonly docs?: boolean
  /** Whether there are metrics in Prometheus's format at /metrics. Default false. */
  readonly metrics?: boolean
  readonly limits?: ServerLimits
  /** Keep received values out of errors: `true`, or a function that words an issue anew. Default false. */
  readonly redact?: Redact
}

/** What a server takes; each has a default that suits a scoring service. */
export interface ServerLimits extends BodyLimits {
  /** All headers together, in bytes: more is answered with 431. Default 16 KiB. */
  readonly headers?: number
  /** How many requests are scored at a time: more are answered with 503 and Retry-After. Default 1000. */
  readonly concurrency?: number
  /** How long a client may take to send its request, in milliseconds: longer is answered with 408. Default 2 minutes. */
  readonly requestTime?: number
}

export const defaultLimits: Required<ServerLimits> = {
  ...defaultBodyLimits,
  headers: 16 * 1024,
  concurrency: 1000,
  requestTime: 120_000,
}

export const defaultScoringTimeout = 3_600_000

export const serverOptionKinds: OptionKinds = {
  ...serviceInfoKinds,
  logger: {
    expected: "true, false, Fastify's logger or how to make one",
    accepts: (value) => typeof value === 'boolean' || (typeof value === 'object' && value !== null),
  },
  cors: {
    expected: 'a list of origins, like ["https://www.example.com"], or ["*"]',
    accepts: (value) => Array.isArray(value) && value.every((origin) => typeof origin === 'string'),
  },
  scoringTimeout: integerFrom(1),
  appRoot: text,
  showsVersion: trueOrFalse,
  docs: trueOrFalse,
  metrics: trueOrFalse,
  limits: { ...bodyLimitKinds, headers: integerFrom(1), concurrency: limitFrom(1), requestTime: integerFrom(1) },
  redact: redactKind,
}
