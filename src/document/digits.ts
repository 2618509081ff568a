/**
 * What a document holds integers beyond 2^53 as: itself a plain object, it has numbers, which are near them; one that becomes text has
 * bigints, which are written digit by digit.
 */
export type Digits = 'numbers' | 'bigints'

/** A bound of a schema. As a number it is one inside the range, so that what a document lets through is taken. */
export function boundOf(bound: number | bigint, side: 'minimum' | 'maximum', digits: Digits): number | bigint {
  if (typeof bound === 'number' || digits === 'bigints') return asNumber(bound) ?? bound
  const number = Number(bound)
  if (side === 'maximum') return BigInt(number) > bound ? step(number, -1) : number
  return BigInt(number) < bound ? step(number, 1) : number
}

/** An integer among values. As a number it is the nearest towards zero, so that it is still of its dtype. */
export function integerOf(integer: bigint, digits: Digits): number | bigint {
  if (digits === 'bigints') return asNumber(integer) ?? integer
  return boundOf(integer, integer < 0n ? 'minimum' : 'maximum', digits)
}

/** The number that an integer is exactly; undefined beyond 2^53. */
function asNumber(integer: number | bigint): number | undefined {
  return Number.isSafeInteger(Number(integer)) ? Number(integer) : undefined
}

/** The next double, up or down. */
function step(value: number, direction: 1 | -1): number {
  const bits = new BigInt64Array(new Float64Array([value]).buffer)
  bits[0] = (bits[0] as bigint) + BigInt(Math.sign(value) * direction)
  return new Float64Array(bits.buffer)[0] as number
}
