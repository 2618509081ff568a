import { takesEpoch } from '../dtype/declared-dtype.js'
import { type DatetimeDtype, expectedOf, type TimedeltaDtype } from '../dtype/dtype.js'
import { integerDtype } from '../dtype/parse-dtype.js'
import { type EpochUnit, floorDivide, isCount, unitLengths } from '../dtype/time-unit.js'
import { Refusal } from './cell.js'
import { integerCell } from './integer.js'

const readInteger = integerCell(integerDtype('int64'), false)

/**
 * Reads numbers that stand for times: counts of a unit, since 1970 or of a duration. Without a unit they are refused, with what to do
 * about it: pandas before version 3 writes times as numbers, unless it is asked for text.
 *
 * @param fromTime takes attoseconds
 */
export function epochReader(
  dtype: DatetimeDtype | TimedeltaDtype,
  fromTime: (time: bigint) => unknown,
): (value: number | bigint) => unknown {
  const { epoch } = dtype
  if (epoch === undefined) {
    const expected = expectedOf(dtype)
    const refusal = takesEpoch(dtype) ? numberRefusal(expected) : new Refusal('wrong_type', expected)
    return () => refusal
  }
  return (value) => {
    const count = readInteger(value)
    return count instanceof Refusal ? new Refusal(count.code, expectedOf(dtype)) : fromTime((count as bigint) * unitLengths[epoch])
  }
}

/** Why a number is refused where a time is text, and what either side can do about it. */
export function numberRefusal(expected: string): Refusal {
  const hint = 'numbers only with epoch: "ms" (or "s", "us", "ns") beside the dtype; pandas writes text with date_format="iso"'
  return new Refusal('wrong_type', `${expected}; ${hint}`)
}

/** A time, in attoseconds, as a number of a unit; undefined where that would lose digits or take more than 64 bits, or there is no unit. */
export function epochNumber(time: bigint, epoch: EpochUnit | undefined): number | bigint | undefined {
  return epoch === undefined || time % unitLengths[epoch] !== 0n ? undefined : epochFloor(time, epoch)
}

/** A time, in attoseconds, as a number of a unit, rounded down; undefined where that takes more than 64 bits. */
export function epochFloor(time: bigint, epoch: EpochUnit): number | bigint | undefined {
  const count = floorDivide(time, unitLengths[epoch])
  if (!isCount(count)) return undefined
  return Number.isSafeInteger(Number(count)) ? Number(count) : count
}
