/** Whether there are surrogates in a text, which alone make its characters less than its code units. */
const surrogate = /[\ud800-\udfff]/

/**
 * How many characters (code points) a text has, as Python and JSON Schema count them. No array of them is made: that takes fifty
 * times as long as to read a long text.
 */
export function countCharacters(text: string): number {
  return surrogate.test(text) ? charactersUpTo(text, Number.POSITIVE_INFINITY) : text.length
}

/** Whether a text has more characters than these; looks at no more of it than it must. */
export function isLongerThan(text: string, most: number): boolean {
  // A text has at most as many characters as code units, and at least half as many.
  if (text.length <= most) return false
  return text.length > 2 * most || charactersUpTo(text, most + 1) > most
}

/** The first characters of a text. */
export function firstCharacters(text: string, most: number): string {
  let end = 0
  for (let i = 0; i < most && end < text.length; i++) end += unitsAt(text, end)
  return text.slice(0, end)
}

function charactersUpTo(text: string, most: number): number {
  let characters = 0
  for (let at = 0; at < text.length && characters < most; at += unitsAt(text, at)) characters++
  return characters
}

/** How many code units the character has that begins at a place: two for a pair of surrogates. */
function unitsAt(text: string, at: number): number {
  const unit = text.charCodeAt(at)
  if (unit < 0xd800 || unit > 0xdbff) return 1
  const next = text.charCodeAt(at + 1)
  return next >= 0xdc00 && next <= 0xdfff ? 2 : 1
}
