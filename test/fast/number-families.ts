/** Random bits that come again (xorshift). */
let state = 0x2545f491
function random(): number {
  state ^= state << 13
  state ^= state >>> 17
  state ^= state << 5
  return (state >>> 0) / 2 ** 32
}
export const upTo = (end: number): number => Math.floor(random() * end)
const digits = (count: number) => Array.from({ length: count }, () => upTo(10)).join('')
export const whole = (count: number): string => `${1 + upTo(9)}${digits(count - 1)}`
const bits = new DataView(new ArrayBuffer(8))

/** A double of random bits; with another, what lies just between the two has the most digits of all. */
function anyDouble(): number {
  bits.setUint32(0, upTo(2 ** 32))
  bits.setUint32(4, upTo(2 ** 32))
  const value = Math.abs(bits.getFloat64(0))
  return Number.isFinite(value) ? value : 0
}

/** The digits of a number halfway between two doubles of a size that decimals can say. */
function halfway(): string {
  const scaled = (2n ** 52n + BigInt(upTo(2 ** 32)) * 2n ** 20n + BigInt(upTo(2 ** 20))) * 2n + 1n
  const shift = upTo(12)
  const text = (scaled * 5n ** BigInt(shift)).toString().padStart(shift + 1, '0')
  return shift === 0 ? text : `${text.slice(0, -shift)}.${text.slice(-shift)}`
}

export const families: Readonly<Record<string, () => string>> = {
  'between 0 and 1': () => String(random() + random() / 2 ** 32),
  'of random bits': () => JSON.stringify(anyDouble()),
  'of three decimals': () => String(Math.round(random() * 1e6) / 1e3),
  'whole, of any length': () => whole(1 + upTo(24)),
  'with a point anywhere': () => `${whole(1 + upTo(19))}.${digits(1 + upTo(22))}`,
  'with zeros after the point': () => `0.${'0'.repeat(upTo(14))}${digits(1 + upTo(20))}`,
  'with an exponent': () => `${upTo(10)}.${digits(1 + upTo(20))}${upTo(2) ? 'e' : 'E'}${['', '+', '-'][upTo(3)]}${upTo(50)}`,
  'around 2^53': () => String(2n ** 53n - 32n + BigInt(upTo(64))) + (upTo(2) ? '' : `.${digits(1)}`),
  'of 2^53 with a point': () => {
    const text = String(2n ** 53n + BigInt(upTo(32)))
    const point = 1 + upTo(15)
    return `${text.slice(0, point)}.${text.slice(point)}`
  },
  'halfway between two doubles': halfway,
  'next to a half': () => `${halfway()}${['', '0', '1', '00000001'][upTo(4)]}`.replace(/^(\d+)$/, '$1'),
}
