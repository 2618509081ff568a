import { limitFrom, type OptionKinds } from '../errors/options.js'

/** What a request may hold; each limit has a default that suits a scoring service. */
export interface BodyLimits {
  /** The largest body, in bytes, compressed or not: more is answered with 413. Default 100 MiB. */
  readonly body?: number
  /** How deep JSON may be nested: deeper is answered with 400. Default 100. */
  readonly depth?: number
  /** How many values a JSON body may hold: more is answered with 400. Default 50 million. */
  readonly elements?: number
}

export const bodyLimitKinds: OptionKinds = { body: limitFrom(1), depth: limitFrom(1), elements: limitFrom(1) }

export const defaultBodyLimits: Required<BodyLimits> = { body: 100 * 1024 * 1024, depth: 100, elements: 50_000_000 }
