import { type Dtype, expectedOf } from '../dtype/dtype.js'
import { NaT } from '../dtype/time-unit.js'
import type { JsonValue } from '../json/json-value.js'
import { type CellReader, type CellWriter, Refusal } from './cell.js'

/**
 * A reader for a place whose type says whether null may stand there, as Arrow's fields do. Where it may not, null is refused,
 * but for floats: JSON has no other way to say NaN.
 */
export function slotReader(read: CellReader, dtype: Dtype, nullable: boolean): CellReader {
  const missing = nullable ? null : dtype.kind === 'float' ? Number.NaN : new Refusal('wrong_type', expectedOf(dtype))
  const isTime = dtype.kind === 'datetime' || dtype.kind === 'timedelta'
  return (value, isText) => {
    const cell = value === null ? null : read(value, isText)
    return cell === null || (isTime && cell === NaT) ? missing : cell
  }
}

/** A writer for such a place. */
export function slotWriter(write: CellWriter): CellWriter {
  return (value) => (value === null || value === undefined ? null : write(value))
}

/** All of some written values; undefined when one of them is no value of its dtype. */
export function allWritten(written: readonly (JsonValue | undefined)[]): JsonValue[] | undefined {
  return written.includes(undefined) ? undefined : (written as JsonValue[])
}
