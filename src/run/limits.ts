import type { ArrowLimits } from '../arrow/stream/tally.js'
import { limitFrom, type OptionKinds } from '../errors/options.js'
import type { JsonLimits } from '../json/limits.js'

/**
 * How much a payload may hold: how deep JSON may be nested, and how many values there may be; how many cells in an Arrow body, and how
 * many bytes these may take once they are read. Default no limit but memory and, for Arrow, what a body of its size can stand for.
 */
export interface PayloadLimits extends JsonLimits, ArrowLimits {}

export const payloadLimitKinds: OptionKinds = {
  depth: limitFrom(0),
  elements: limitFrom(0),
  cells: limitFrom(0),
  decodedBytes: limitFrom(0),
}
