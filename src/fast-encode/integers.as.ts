import { pairsAt } from './layout.as'

@inline
export function pair(at: usize, two: u32): void {
  store<u16>(at, load<u16>((two << 1) + pairsAt))
}

@inline
export function four(at: usize, digits: u32): void {
  const high = digits / 100
  pair(at, high)
  pair(at + 2, digits - high * 100)
}

@inline
export function eight(at: usize, digits: u32): void {
  const high = digits / 10000
  four(at, high)
  four(at + 4, digits - high * 10000)
}

@inline
export function lengthOf(value: u32): u32 {
  if (value < 10000) return value < 100 ? (value < 10 ? 1 : 2) : value < 1000 ? 3 : 4
  if (value < 100000000) return value < 1000000 ? (value < 100000 ? 5 : 6) : value < 10000000 ? 7 : 8
  return value < 1000000000 ? 9 : 10
}

/** Writes the digits of a number of a known length. */
export function digitsOf(value: u32, length: u32, at: usize): usize {
  const end = at + length
  let place = end
  while (value >= 100) {
    const rest = value / 100
    place -= 2
    pair(place, value - rest * 100)
    value = rest
  }
  if (value < 10) store<u8>(place - 1, 0x30 + value)
  else pair(place - 2, value)
  return end
}

export function writeUint32(value: u32, at: usize): usize {
  return digitsOf(value, lengthOf(value), at)
}

export function writeUint64(value: u64, at: usize): usize {
  if (value <= 0xffffffff) return writeUint32(<u32>value, at)
  const high = value / 100000000
  const end = writeUint64(high, at)
  eight(end, <u32>(value - high * 100000000))
  return end + 8
}

@inline
export function writeInt32(value: i32, at: usize): usize {
  if (value >= 0) return writeUint32(value, at)
  store<u8>(at, 0x2d)
  return writeUint32(0 - value, at + 1)
}

@inline
export function writeInt64(value: i64, at: usize): usize {
  if (value >= 0) return writeUint64(value, at)
  store<u8>(at, 0x2d)
  return writeUint64(0 - value, at + 1)
}

@inline
export function writeNull(at: usize): usize {
  store<u32>(at, 0x6c6c756e)
  return at + 4
}

/** 0 and 1 are truth values; what else stands in such an array is a number. */
export function writeBool(value: i32, at: usize): usize {
  if (value == 1) {
    store<u32>(at, 0x65757274)
    return at + 4
  }
  if (value != 0) return writeInt32(value, at)
  store<u32>(at, 0x736c6166)
  store<u8>(at + 4, 0x65)
  return at + 5
}
