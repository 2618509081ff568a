import { failed } from '../decode/decoder.js'
import { decoderOf } from '../decode/decoder-of.js'
import { isPromise } from '../decode/promise.js'
import type { Description } from '../description/description.js'
import { encodeResult } from '../encode/encode-result.js'
import { IssueLog } from '../errors/issue-log.js'
import { SchemaDefinitionError } from '../errors/schema-definition-error.js'
import { showValue } from '../errors/show.js'

/** Whether a value must be there, and be one. */
export interface PresenceOptions<Nullable extends boolean = boolean, Optional extends boolean = boolean> {
  /** Take null for a value, and hand it on as null. Default false. */
  readonly nullable?: Nullable
  /** Allow the value to be left out: then it is undefined, or `run`'s own default. Default false. */
  readonly optional?: Optional
  /** What stands in for a value that is left out, in any form that a request or a call may give it in. */
  readonly default?: unknown
  /**
   * What NaN, infinities and times that are none (NaT, invalid Dates) are in results, which JSON has no words for: null, or an error.
   * Default `null`: the documents say that results may have it.
   */
  readonly nan?: 'null' | 'error'
}

/** The names of {@link PresenceOptions}. */
export const presenceNames = ['nullable', 'optional', 'default', 'nan'] as const

/** What a value that may lack is received as. */
export type MissingOf<Nullable extends boolean, Optional extends boolean> =
  | (Nullable extends true ? null : never)
  | (Optional extends true ? undefined : never)

/**
 * A description of a value that may lack.
 *
 * @throws SchemaDefinitionError for a default that does not fit the description
 */
export function withPresence<D extends Description>(described: D, options: PresenceOptions): D {
  const { nan = 'null' } = options
  if (nan !== 'null' && nan !== 'error') throw new SchemaDefinitionError(`nan is ${showValue(nan)}, expected "null" or "error"`)
  const description = withDefault(described, options)
  return nan === 'error' ? { ...description, nan } : description
}

function withDefault<D extends Description>(described: D, { nullable, optional, default: given }: PresenceOptions): D {
  const description = nullable === true ? { ...described, nullable: true } : described
  if (given === undefined) return optional === true ? { ...description, optional: true } : description
  const log = new IssueLog()
  const value = decoderOf(description)(given, log)
  if (isPromise(value)) throw new SchemaDefinitionError('the default is of a type that reads asynchronously, which it cannot be checked by')
  const [issue] = log.issues
  if (issue !== undefined || value === failed)
    throw new SchemaDefinitionError(`the default does not fit: ${issue?.message.replace('the payload', 'it') ?? 'it is refused'}`)
  return { ...description, optional: true, default: encodeResult(value, description) }
}
