import { limitFrom, type OptionKinds } from '../errors/options.js'

/** What a request may hold; each limit has a default that suits a scoring service. */
export interface BodyLimits {
  /** The largest body, in bytes, compressed or not: more is answered with 413. Default 100 MiB. */
  readonly body?: number
  /** How deep JSON may be nested: deeper is answered with 400. Default 100. */
  readonly depth?: number
  /** How many values a JSON body may hold: more is answered with 400. Default 50 million. */
  readonly elements?: number
  /** How many cells an Arrow body may hold, rows × columns and what is nested in them: more is answered with 400. Default 50 million. */
  readonly cells?: number
  /**
   * How many bytes the cells of an Arrow body may take once they are read, about; what stands in a dictionary counts for each row that
   * has it. More is answered with 400. Default 1 GiB.
   */
  readonly decodedBytes?: number
}

export const bodyLimitKinds: OptionKinds = {
  body: limitFrom(1),
  depth: limitFrom(1),
  elements: limitFrom(1),
  cells: limitFrom(1),
  decodedBytes: limitFrom(1),
}

/** The largest body has room for 13 million numbers of 64 bits, which take this much as records of one number each. */
const decodedBytes = 1024 ** 3

export const defaultBodyLimits: Required<BodyLimits> = {
  body: 100 * 1024 * 1024,
  depth: 100,
  elements: 50_000_000,
  cells: 50_000_000,
  decodedBytes,
}
