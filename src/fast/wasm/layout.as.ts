// Where things stand in the memory (see memory.ts), what columns and values are, and how a call ends.

/** Where the last call has stopped, and why. */
export const STOP: usize = 0
export const WHY: usize = 4
/** There is no room for more, or something is out of the ordinary: the caller goes on from the start of a value. */
export const STUCK: u32 = 0
/** What was read has ended. */
export const CLOSED: u32 = 1
/** What follows a value does not belong there. */
export const BROKEN: u32 = 2

/** The keys of columns and where their cells go: one descriptor for each, in the order that the next row is expected to have. */
export const COLUMNS: usize = 16
export const COLUMN_SIZE: usize = 40

// A descriptor's members.
export const KEY: usize = 0 // where the key stands, with its quotes
export const KEY_LENGTH: usize = 4
export const KIND: usize = 8
export const VALUES: usize = 12 // elements; for texts, where each ends
export const NULLS: usize = 16 // a byte for each row
export const NULL: usize = 20 // what null is: 0 refused, 1 missing, 2 NaN
export const TEXT: usize = 24 // the texts themselves
export const TEXT_END: usize = 28 // where the next one goes
export const TEXT_LIMIT: usize = 32 // how far they may go
export const LONGEST: usize = 36 // the longest text, in bytes

// Kinds of values.
export const FLOAT64: i32 = 0
export const FLOAT32: i32 = 1
export const INT8: i32 = 2
export const INT16: i32 = 3
export const INT32: i32 = 4
export const INT64: i32 = 5
export const UINT8: i32 = 6
export const UINT16: i32 = 7
export const UINT32: i32 = 8
export const UINT64: i32 = 9
export const BOOL: i32 = 10
export const STRING: i32 = 11
export const SAFE: i32 = 12 // integers that a double holds exactly, as doubles

@inline
export function sizeOf(kind: i32): usize {
  if (kind == FLOAT64 || kind == INT64 || kind == UINT64 || kind == SAFE) return 8
  if (kind == FLOAT32 || kind == INT32 || kind == UINT32 || kind == STRING) return 4
  return kind == INT16 || kind == UINT16 ? 2 : 1
}

@inline
export function stop(at: usize, why: u32, count: i32): i32 {
  store<u32>(STOP, u32(at))
  store<u32>(WHY, why)
  return count
}

@inline
export function skipSpace(at: usize): usize {
  while (true) {
    const byte = load<u8>(at)
    if (byte > 0x20 || (byte != 0x20 && byte != 0x0a && byte != 0x0d && byte != 0x09)) return at
    at++
  }
}
