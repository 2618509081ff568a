import type { IssueLog } from '../errors/issue-log.js'

/** What a decoder gives when it has reported why there is no value. */
export const failed: unique symbol = Symbol('failed')

/**
 * Reads one value as a description asks: gives the typed value, a promise of it (custom types only), or {@link failed}
 * after reporting to the log. What is read is never changed.
 */
export type Decoder = (value: unknown, log: IssueLog) => unknown

/** Reads what nothing describes. */
export const asItCame: Decoder = (value) => value
