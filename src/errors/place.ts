import type { Path } from './issue.js'

const identifier = /^[\p{ID_Start}$_][\p{ID_Continue}$\u200c\u200d]*$/u

/** Longer keys, which a hostile payload may have, are shortened. */
const longestKey = 60

/**
 * Writes a path as a reader would: `Inputs.input1[0]`, `row["a b"]`.
 *
 * @param root what an empty path is called
 */
export function formatPlace(path: Path, root = 'the payload'): string {
  if (path.length === 0) return root
  let text = ''
  for (const key of path) {
    if (typeof key === 'number') text += `[${key}]`
    else if (key.length > longestKey) text += `[${JSON.stringify(`${key.slice(0, longestKey - 3)}…`)}]`
    else if (identifier.test(key)) text += text === '' ? key : `.${key}`
    else text += `[${JSON.stringify(key)}]`
  }
  return text
}

/** Writes a path as a JSON Pointer (RFC 6901). */
export function formatPointer(path: Path): string {
  return path.map((key) => `/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')
}
