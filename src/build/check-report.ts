import { count } from '../errors/show.js'
import type { CheckedDocument } from './check-documents.js'
import type { ChangeKind, DocumentChange } from './compare/document-change.js'

const mostShown = 20

/** A change in one line of plain text: `breaking    Inputs.age: type number → integer (/definitions/…)`. */
export function changeLine({ kind, place, pointer, change, before, after }: DocumentChange): string {
  const told = before !== undefined && after !== undefined ? ` ${before} → ${after}` : ` ${before ?? after ?? ''}`
  return printable(`${kind.padEnd(10)} ${place}: ${change}${told.trimEnd()}${pointer === '' ? '' : ` (${pointer})`}`)
}

/** What is said of a file that was checked; undefined where nothing is to be said. */
export function checkReport({ file, ok, problem, changes }: CheckedDocument): string | undefined {
  if (problem !== undefined) return `${file} ${printable(problem)}${advice(problem)}`
  if (changes.length === 0) return undefined
  const lines = changes.slice(0, mostShown).map((change) => `  ${changeLine(change)}`)
  const rest = changes.slice(mostShown)
  if (rest.length > 0) lines.push(`  and ${rest.length} more (${counts(rest)})`)
  const title = ok
    ? `${file} is behind in what is allowed (${counts(changes)})`
    : `${file} is out of date (${counts(changes)}); write it again with -o`
  return [title, ...lines].join('\n')
}

function advice(problem: string): string {
  if (problem.endsWith('remove it')) return ''
  return problem === 'does not exist' ? '; write it with -o' : '; write it again with -o'
}

function counts(changes: readonly DocumentChange[]): string {
  const of = (kind: ChangeKind) => changes.filter((change) => change.kind === kind).length
  const words: [number, string][] = [
    [of('breaking'), `${of('breaking')} breaking`],
    [of('compatible'), `${of('compatible')} compatible`],
    [of('text'), `${count(of('text'), 'change')} of text`],
  ]
  return words.flatMap(([number, word]) => (number === 0 ? [] : [word])).join(', ')
}

/** A document may hold anything: what would move the cursor of a terminal is shown as an escape. */
function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (character) => `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`)
}
