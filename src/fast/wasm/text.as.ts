// Texts without escapes.

import { LONGEST, TEXT_END, TEXT_LIMIT } from './layout.as'

/** Reads a text without escapes into its column; gives the place after it, or 0. */
@inline
export function readText(start: usize, column: usize): usize {
  if (load<u8>(start) != 0x22) return 0
  const from = load<u32>(column, TEXT_END)
  const room = load<u32>(column, TEXT_LIMIT)
  let at = start + 1
  let to: usize = from
  let all: u64 = 0
  while (true) {
    if (to + 8 > room) return 0
    const word = load<u64>(at)
    store<u64>(to, word)
    // Quotes, backslashes and control characters, and bytes past ASCII (whose bit hides them from the others).
    const quotes = word ^ 0x2222222222222222
    const slashes = word ^ 0x5c5c5c5c5c5c5c5c
    const found =
      (((quotes - 0x0101010101010101) & ~quotes) |
        ((slashes - 0x0101010101010101) & ~slashes) |
        ((word - 0x2020202020202020) & ~word)) &
      0x8080808080808080
    if (found == 0) {
      all |= word
      at += 8
      to += 8
      continue
    }
    const count = usize(ctz(found) >> 3)
    all |= word & ((u64(1) << u64(count << 3)) - 1)
    at += count
    to += count
    break
  }
  if (load<u8>(at) != 0x22) return 0
  const length = u32(to - from)
  if (length > load<u32>(column, LONGEST)) return 0
  if ((all & 0x8080808080808080) != 0 && !isUtf8(start + 1, at)) return 0
  store<u32>(column, u32(to), TEXT_END)
  return at + 1
}

/** See scan.ts. The quote after the text is no continuation, so that nothing is read past it. */
function isUtf8(at: usize, stop: usize): bool {
  while (at < stop) {
    const lead = load<u8>(at)
    const second = load<u8>(at, 1)
    if (lead < 0x80) at++
    else if (lead < 0xc2 || lead > 0xf4 || (second & 0xc0) != 0x80) return false
    else if (lead < 0xe0) at += 2
    else if ((load<u8>(at, 2) & 0xc0) != 0x80) return false
    else if (lead < 0xf0) {
      if ((lead == 0xe0 && second < 0xa0) || (lead == 0xed && second > 0x9f)) return false
      at += 3
    } else {
      if ((load<u8>(at, 3) & 0xc0) != 0x80 || (lead == 0xf0 && second < 0x90) || (lead == 0xf4 && second > 0x8f)) return false
      at += 4
    }
  }
  return at == stop
}
