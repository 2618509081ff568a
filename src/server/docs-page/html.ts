/** HTML that is safe to put into HTML. */
export interface Html {
  readonly html: string
}

type Part = string | number | Html | readonly Part[]

/** A template of HTML: everything that is put into it is text, unless it is HTML already. */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Html {
  return { html: strings.map((string, index) => string + (index < parts.length ? write(parts[index] as Part) : '')).join('') }
}

/** What is HTML by its author's word: the page's own style and script. */
export function trusted(text: string): Html {
  return { html: text }
}

function write(part: Part): string {
  if (typeof part === 'string') return escapeHtml(part)
  if (typeof part === 'number') return String(part)
  return 'html' in part ? part.html : part.map(write).join('')
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`)
}

/** A script element with data: `<` is escaped, so that nothing in it can end the element. */
export function jsonScript(id: string, data: unknown): Html {
  return html`<script type="application/json" id="${id}">${trusted(JSON.stringify(data).replaceAll('<', '\\u003c'))}</script>`
}
