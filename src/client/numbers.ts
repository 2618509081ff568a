/** JSON has no NaN and no infinities; they are null, which the service reads as NaN where floats are asked for. */
export function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null
}

/** Integers beyond 2^53 stay bigints, so that they are written with all their digits. */
export function integer(value: bigint | number): bigint | number {
  return Number.isSafeInteger(Number(value)) ? Number(value) : value
}
