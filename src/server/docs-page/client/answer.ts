import type { ScoreRequest } from './calls.js'
import { byId, element } from './dom.js'
import { formatJson } from './json-text.js'

/** What came back. */
export interface Answer {
  readonly status: string
  readonly isOk: boolean
  readonly milliseconds: number
  /** The body for people. */
  readonly text: string
  /** What the server says is wrong. */
  readonly issues: readonly AnsweredIssue[]
  readonly moreIssues: number
}

export interface AnsweredIssue {
  readonly path: readonly (string | number)[]
  readonly message: string
}

/** Sends a request and reads its answer. */
export async function send({ method, url, contentType, body }: ScoreRequest): Promise<Answer> {
  const start = performance.now()
  const headers = contentType === undefined ? {} : { headers: { 'content-type': contentType } }
  const response = await fetch(url, { method, ...headers, ...(body === undefined ? {} : { body }) })
  const bytes = new Uint8Array(await response.arrayBuffer())
  const milliseconds = performance.now() - start
  const type = response.headers.get('content-type') ?? ''
  const isJson = /^application\/([\w.+-]+\+)?json\b/i.test(type)
  const raw = isJson || /^text\//i.test(type) ? new TextDecoder().decode(bytes) : undefined
  const text =
    raw === undefined
      ? `${bytes.length} bytes of ${type === '' ? 'an unknown type' : type}`
      : ((isJson ? formatJson(raw) : undefined) ?? raw)
  const failure = isJson && !response.ok ? readFailure(raw ?? '') : { issues: [], moreIssues: 0 }
  return { status: `${response.status} ${response.statusText}`.trim(), isOk: response.ok, milliseconds, text: cut(text), ...failure }
}

/** An answer of megabytes would stop the page. */
function cut(text: string): string {
  const most = 200_000
  return text.length > most ? `${text.slice(0, most)}\n… (${text.length} characters in all)` : text
}

/** The issues of a refusal; its message alone where it has none. */
function readFailure(json: string): Pick<Answer, 'issues' | 'moreIssues'> {
  try {
    const {
      message,
      issues = [],
      moreIssues = 0,
    } = JSON.parse(json) as { message?: unknown; issues?: AnsweredIssue[]; moreIssues?: number }
    if (Array.isArray(issues) && issues.length > 0) return { issues, moreIssues }
    return { issues: typeof message === 'string' ? [{ path: [], message }] : [], moreIssues: 0 }
  } catch {
    return { issues: [], moreIssues: 0 }
  }
}

/** A problem, and the control that it is about. */
export interface Problem {
  readonly message: string
  readonly control: HTMLElement | undefined
}

/** Lists problems, each with a way to its control. */
export function listProblems(problems: readonly Problem[], more: number): void {
  const items = problems.map(({ message, control }) => {
    if (control === undefined) return element('li', {}, message)
    const link = element('a', { href: `#${control.id}` }, message)
    link.addEventListener('click', (event) => {
      event.preventDefault()
      control.focus()
      control.scrollIntoView({ block: 'center', inline: 'nearest' })
    })
    return element('li', {}, link)
  })
  if (more > 0) items.push(element('li', {}, `… and ${more} more`))
  byId('problems').replaceChildren(...(items.length === 0 ? [] : [element('ul', {}, ...items)]))
}

/** Shows an answer's body; nothing when there is none yet. */
export function showBody(text: string | undefined): void {
  const body = byId('answer-body')
  body.hidden = text === undefined
  body.textContent = text ?? ''
}
