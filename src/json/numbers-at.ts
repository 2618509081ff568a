import type { Path } from '../errors/issue.js'
import { endOfNumber, endOfString, skipTo } from './tokens.js'

/**
 * The numbers that stand at some places of a JSON text, as they are written there; undefined for a place with something else. The
 * text is one that `JSON.parse` accepts, perhaps with a byte-order mark before it, and is gone through once.
 */
export function numbersAt(text: string, paths: readonly Path[]): readonly (string | undefined)[] {
  const found = new Array<string | undefined>(paths.length)
  readNumbers(text, skipTo(text, text.charCodeAt(0) === 0xfeff ? 1 : 0).at, { paths, indexes: [...paths.keys()], found }, 0)
  return found
}

interface Search {
  readonly paths: readonly Path[]
  /** Which of the paths lead here. */
  readonly indexes: readonly number[]
  readonly found: (string | undefined)[]
}

/** Reads the numbers of a value that starts here; gives a place after it, before the next comma or bracket. */
function readNumbers(text: string, start: number, search: Search, depth: number): number {
  const { paths, indexes, found } = search
  if (indexes.length === 0) return skipValue(text, start)
  const char = text[start]
  if (char === '{' || char === '[') return readMembers(text, start, search, depth)
  const end = endOfNumber(text, start)
  if (end === start) return skipValue(text, start)
  for (const index of indexes) if (paths[index]?.length === depth) found[index] = text.slice(start, end)
  return end
}

function readMembers(text: string, start: number, search: Search, depth: number): number {
  const isList = text[start] === '['
  let { at, char } = skipTo(text, start + 1)
  for (let item = 0; char !== 0x5d /* ] */ && char !== 0x7d /* } */; item++) {
    let key: string | number = item
    if (!isList) {
      const end = endOfString(text, at)
      key = JSON.parse(text.slice(at, end)) as string
      at = skipTo(text, skipTo(text, end).at + 1).at
    }
    const indexes = search.indexes.filter((index) => search.paths[index]?.[depth] === key)
    const next = skipTo(text, readNumbers(text, at, { ...search, indexes }, depth + 1))
    ;({ at, char } = next.char === 0x2c /* , */ ? skipTo(text, next.at + 1) : next)
  }
  return at + 1
}

/** The place of the comma or bracket after a value that starts here. */
function skipValue(text: string, start: number): number {
  for (let at = start, level = 0; at < text.length; at++) {
    switch (text.charCodeAt(at)) {
      case 0x22 /* " */:
        at = endOfString(text, at) - 1
        break
      case 0x5b /* [ */:
      case 0x7b /* { */:
        level++
        break
      case 0x2c /* , */:
        if (level === 0) return at
        break
      case 0x5d /* ] */:
      case 0x7d /* } */:
        if (level === 0) return at
        level--
    }
  }
  return text.length
}
