/** A request, as it is sent and as it is written in the ready-made calls. */
export interface ScoreRequest {
  readonly method: string
  /** Where to, with the query. */
  readonly url: string
  readonly contentType?: string
  readonly body?: string
}

/** For a POSIX shell. */
export function curlCall({ method, url, contentType, body }: ScoreRequest): string {
  const quote = (text: string) => `'${text.replaceAll("'", "'\\''")}'`
  const parts = [`curl ${method === 'POST' && body !== undefined ? '' : `-X ${method} `}${quote(url)}`]
  if (contentType !== undefined) parts.push(`-H ${quote(`content-type: ${contentType}`)}`)
  // --data-raw: a body that starts with @ names no file.
  if (body !== undefined) parts.push(`--data-raw ${quote(body)}`)
  return parts.join(' \\\n  ')
}

export function fetchCall({ method, url, contentType, body }: ScoreRequest): string {
  const options = [`  method: ${literal(method)},`]
  if (contentType !== undefined) options.push(`  headers: { 'content-type': ${literal(contentType)} },`)
  // The body stands as text: as an object its large integers would lose digits.
  if (body !== undefined) options.push(`  body: ${literal(body)},`)
  return `const answer = await fetch(${literal(url)}, {\n${options.join('\n')}\n})\nconsole.log(answer.status, await answer.text())`
}

export function pythonCall({ method, url, contentType, body }: ScoreRequest): string {
  const lines = [`    ${literal(method)},`, `    ${literal(url)},`]
  if (contentType !== undefined) lines.push(`    headers={'content-type': ${literal(contentType)}},`)
  if (body !== undefined) lines.push(`    data=${literal(body)}.encode(),`)
  return `import requests\n\nanswer = requests.request(\n${lines.join('\n')}\n)\nprint(answer.status_code, answer.text)`
}

/** A text that JavaScript and Python read alike. */
function literal(text: string): string {
  const escaped = text.replace(/[\\']/g, '\\$&').replaceAll('\n', '\\n').replaceAll('\r', '\\r')
  return `'${escaped.replace(/[\u2028\u2029]/g, (char) => `\\u${char.charCodeAt(0).toString(16)}`)}'`
}

/** Copies text; tells whether that worked. */
export async function copyText(text: string, shown: HTMLElement): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text)
    return true
  } catch {
    // There is no clipboard for pages that come over plain HTTP: there, what is selected can be copied.
    getSelection()?.selectAllChildren(shown)
    return document.execCommand('copy')
  }
}
