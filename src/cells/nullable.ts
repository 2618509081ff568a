import { constraintsOf, type DatetimeDtype, type Dtype, expectedOf, type TimedeltaDtype } from '../dtype/dtype.js'
import { storageConstructor } from '../dtype/storage.js'
import { NaT } from '../dtype/time-unit.js'
import type { JsonValue } from '../json/json-value.js'
import { type CellReader, type CellWriter, Refusal } from './cell.js'

/** How null is allowed inside of cells: nothing but the sample says it, save of the fields of numpy's records. */
export const whereShown = 'where the sample shows one'

/** What a place says of null. */
export interface Nulls {
  /** Whether null is one of its values. */
  readonly nullable: boolean
  /** How an author allows null there; it ends the sentence "null only …". */
  readonly allowedBy?: string
  /** Whether null is refused even of floats, whose null is NaN. */
  readonly isStrict?: boolean
}

/**
 * What null in JSON becomes in a place of a dtype: null where it is nullable; NaN among floats, whose null JSON has no other word for,
 * unless constraints hold them to a range; elsewhere it is refused.
 */
export function missingOf(dtype: Dtype, { nullable, allowedBy, isStrict = false }: Nulls): null | number | Refusal {
  if (nullable || dtype.kind === 'null' || dtype.kind === 'object') return null
  if (dtype.kind === 'float' && !isStrict && constraintsOf(dtype) === undefined) return Number.NaN
  return new Refusal('wrong_type', allowedBy === undefined ? expectedOf(dtype) : `${expectedOf(dtype)}; null only ${allowedBy}`)
}

/** How an author writes that null is one of the values: beside the dtype, where it has to be said, and what else is said of it. */
export function nullableWords(name: string | undefined, dtype: Dtype): string {
  const epoch = hasNaT(dtype) ? dtype.epoch : undefined
  const words = Object.entries({ dtype: name, epoch }).flatMap(([word, said]) =>
    said === undefined ? [] : [`${word}: ${JSON.stringify(said)}`],
  )
  return `{ ${[...words, 'nullable: true'].join(', ')} }`
}

/** What null becomes in an array: as {@link missingOf} has it, or the missing value of the array's storage. */
export function missingElement(dtype: Dtype, nulls: Nulls): null | number | bigint | Refusal {
  const missing = missingOf(dtype, nulls)
  if (missing !== null) return missing
  if (dtype.kind === 'float') return Number.NaN
  return hasNaT(dtype) ? NaT : hasPlaceForNull(dtype) ? null : missingOf(dtype, { nullable: false })
}

/** Whether arrays of a dtype can hold a missing value: as NaN or NaT in typed storage, or as null in a list. */
export function hasPlaceForNull(dtype: Dtype): boolean {
  return dtype.kind === 'float' || hasNaT(dtype) || storageConstructor(dtype) === undefined
}

/**
 * A reader of the elements of an array, or of values inside of a cell, that reads null, too. Unsafe casting does with null what numpy
 * does: among times it is NaT, and text says "None".
 *
 * @param isStored whether the values go into storage of the dtype, which has NaN and NaT, and no null
 */
export function elementReader(read: CellReader, dtype: Dtype, nulls: Nulls, unsafe: boolean, isStored: boolean): CellReader {
  const missing = isStored ? missingElement(dtype, nulls) : missingOf(dtype, nulls)
  if (unsafe && missing instanceof Refusal) {
    if (dtype.kind === 'string') return read
    if (hasNaT(dtype)) return nullableReader(read, dtype, NaT)
  }
  return nullableReader(read, dtype, missing)
}

/**
 * A reader that gives a missing value for null, and for NaT, which is the null of times. NaN, which is that of floats, stays NaN, unless
 * constraints leave no place for it.
 */
export function nullableReader(read: CellReader, dtype: Dtype, missing: unknown): CellReader {
  const isTime = hasNaT(dtype)
  const isHeld = dtype.kind === 'float' && constraintsOf(dtype) !== undefined && missing instanceof Refusal
  return (value, isText) => {
    if (value === null) return missing
    const cell = read(value, isText)
    return (isTime && cell === NaT) || (isHeld && Number.isNaN(cell)) ? missing : cell
  }
}

/** Whether a dtype's storage has NaT for missing values. */
export function hasNaT(dtype: Dtype): dtype is DatetimeDtype | TimedeltaDtype {
  return dtype.kind === 'datetime' || dtype.kind === 'timedelta'
}

/** A writer for a place where null may be. */
export function nullableWriter(write: CellWriter): CellWriter {
  return (value) => (value === null || value === undefined ? null : write(value))
}

/** All of some written values; undefined when one of them is no value of its dtype. */
export function allWritten(written: readonly (JsonValue | undefined)[]): JsonValue[] | undefined {
  return written.includes(undefined) ? undefined : (written as JsonValue[])
}
