import type { Issue, IssueCode, Path } from './issue.js'
import { PayloadError } from './payload-error.js'
import { showNumber } from './show.js'
import { wordIssue } from './word-issue.js'

/** How many issues are kept; the rest is only counted, so that a hostile payload cannot fill memory or the answer. */
export const mostIssues = 20

interface Finding {
  path: Path
  readonly code: IssueCode
  readonly expected: string
  received: string
}

/**
 * Collects what is wrong with one payload. `path` is the place being read: readers push a key before they go in and pop it
 * after, and give the rest of the way when they report.
 */
export class IssueLog {
  readonly path: (string | number)[] = []
  /** Whether the values come from JSON text, in which a bigint is a number with many digits. */
  readonly isExactText: boolean
  private readonly findings: Finding[] = []
  private total = 0

  constructor(isExactText = false) {
    this.isExactText = isExactText
  }

  /** Whether anything is wrong so far. */
  get failed(): boolean {
    return this.total > 0
  }

  /** How many issues there are, kept or not. */
  get count(): number {
    return this.total
  }

  /** How many issues were not kept. */
  get more(): number {
    return this.total - this.findings.length
  }

  /** The issues that were kept, in the order they were found. */
  get issues(): Issue[] {
    return this.findings.map(wordIssue)
  }

  add(code: IssueCode, expected: string, received: string, rest: Path = []): void {
    this.total++
    if (this.findings.length < mostIssues) this.findings.push({ path: [...this.path, ...rest], code, expected, received })
  }

  /**
   * Reads something whose place is costly to name: its way from the current place is asked for only if there are issues.
   */
  below<T>(place: () => Path, read: () => T): T {
    const before = this.findings.length
    const result = read()
    if (this.findings.length > before) {
      const [depth, way] = [this.path.length, place()]
      for (const finding of this.findings.slice(before)) {
        finding.path = [...finding.path.slice(0, depth), ...way, ...finding.path.slice(depth)]
      }
    }
    return result
  }

  /** Takes over issues that were found below the current place. */
  adopt(issues: readonly Issue[], more: number): void {
    for (const { code, expected, received, path } of issues) this.add(code, expected, received, path)
    this.total += more
  }

  /**
   * Shows numbers as they were sent, where a double has rounded them: 1e400, or a fraction beyond 2^53.
   *
   * @param sentAt gives the numbers at some places, as they were written
   */
  showSent(sentAt: (paths: readonly Path[]) => readonly (string | undefined)[]): void {
    const rounded = this.findings.filter(({ received }) => Math.abs(Number(received)) > Number.MAX_SAFE_INTEGER)
    if (rounded.length === 0) return
    const sent = sentAt(rounded.map(({ path }) => path))
    for (const [index, finding] of rounded.entries()) {
      const token = sent[index]
      if (token !== undefined && String(Number(token)) === finding.received) finding.received = showNumber(token)
    }
  }

  toError(): PayloadError {
    return new PayloadError(this.issues, this.more)
  }
}
