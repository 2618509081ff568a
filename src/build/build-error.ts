import { EntryScriptError, messageOf } from '../server/entry-script.js'
import type { WrittenDocument } from './write-documents.js'

/** A script whose documents could not be made or written. */
export interface BuildFailure {
  readonly entry: string
  /** One sentence. */
  readonly message: string
  /** Whether the script failed, or else what was to be done with its documents. */
  readonly isScript: boolean
  /** What the script threw, with its stack. */
  readonly cause?: unknown
}

export function failureOf(entry: string, error: unknown): BuildFailure {
  const message = messageOf(error)
  const { cause } = error as { cause?: unknown }
  return { entry, message, isScript: error instanceof EntryScriptError, ...(cause === undefined ? {} : { cause }) }
}

/** Some scripts failed; the documents of the others are written. */
export class BuildError extends Error {
  override readonly name = 'BuildError'
  readonly failures: readonly BuildFailure[]
  /** What was written all the same. */
  readonly files: readonly WrittenDocument[]

  constructor(failures: readonly BuildFailure[], files: readonly WrittenDocument[]) {
    super(failures.map(lineOf).join('\n'))
    this.failures = failures
    this.files = files
  }
}

/** A failure in one line that names the script. */
export function lineOf({ entry, message }: BuildFailure): string {
  return message.includes(entry) ? message : `${entry}: ${message}`
}
