@inline
export function copy(from: usize, length: u32, at: usize): usize {
  if (length <= 16) {
    store<u64>(at, load<u64>(from))
    store<u64>(at + 8, load<u64>(from, 8))
  } else {
    memory.copy(at, from, length)
  }
  return at + length
}

/** Which bytes of eight are below another one, at most 0x80; bytes that follow such a one may be named wrongly. */
@inline
function below(word: u64, limit: u64): u64 {
  return (word - limit * 0x0101010101010101) & ~word
}

@inline
function needsEscape(word: u64): bool {
  const quotes = word ^ 0x2222222222222222
  const slashes = word ^ 0x5c5c5c5c5c5c5c5c
  return ((below(word, 0x20) | below(quotes, 1) | below(slashes, 1)) & 0x8080808080808080) != 0
}

/** Writes text as JSON.stringify does; the bytes of other characters than ASCII stay as they are. */
export function writeText(from: usize, length: u32, at: usize): usize {
  store<u8>(at++, 0x22)
  const end = from + length
  while (from < end) {
    const word = load<u64>(from)
    store<u64>(at, word)
    const left = <u32>(end - from)
    if (left < 8) {
      // What stands behind the text does not count: spaces in its place.
      const behind = <u64>left << 3
      if (!needsEscape((word & ~(<u64>-1 << behind)) | (0x2020202020202020 << behind))) {
        at += left
        break
      }
    } else if (!needsEscape(word)) {
      from += 8
      at += 8
      continue
    }
    for (const stop = min(from + 8, end); from < stop; from++) at = writeByte(load<u8>(from), at)
  }
  store<u8>(at, 0x22)
  return at + 1
}

function writeByte(byte: u32, at: usize): usize {
  if (byte >= 0x20 && byte != 0x22 && byte != 0x5c) {
    store<u8>(at, byte)
    return at + 1
  }
  store<u8>(at, 0x5c)
  let letter: u32 = byte
  if (byte == 0x08) letter = 0x62
  else if (byte == 0x09) letter = 0x74
  else if (byte == 0x0a) letter = 0x6e
  else if (byte == 0x0c) letter = 0x66
  else if (byte == 0x0d) letter = 0x72
  else if (byte < 0x20) {
    store<u32>(at + 1, 0x30303075) // u000
    store<u8>(at + 4, 0x30 + (byte >> 4))
    store<u8>(at + 5, (byte & 15) + ((byte & 15) < 10 ? 0x30 : 0x57))
    return at + 6
  }
  store<u8>(at + 1, letter)
  return at + 2
}

/** Says where each of some texts begins that stand with a byte 0 behind each; 0 when there are not as many of them. */
export function splitTexts(from: usize, end: usize, count: u32, offsets: usize): u32 {
  let found: u32 = 0
  store<u32>(offsets, from)
  while (from < end) {
    if (from + 8 <= end && (below(load<u64>(from), 1) & 0x8080808080808080) == 0) {
      from += 8
      continue
    }
    for (const stop = min(from + 8, end); from < stop; from++) {
      if (load<u8>(from) != 0) continue
      if (++found > count) return 0
      store<u32>(offsets + (found << 2), from + 1)
    }
  }
  return <u32>(found == count)
}
