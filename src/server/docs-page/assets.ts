import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { pageStyle } from './style.js'

/** The modules of the page's script: those that import others come after them. */
const modules = ['dom', 'json-text', 'editor', 'json-editor', 'cell', 'grid-editor', 'field', 'calls', 'request-form', 'answer', 'main']

/** The page's script and style, and the policy that allows these two and nothing else. */
export interface PageAssets {
  readonly script: string
  readonly style: string
  readonly policy: string
}

let assets: PageAssets | undefined

/** Read once, when the first page is made: what serves no page does not need it. */
export function pageAssets(): PageAssets {
  if (assets === undefined) {
    const script = readScript()
    const policy = [
      "default-src 'none'",
      `script-src ${sourceHash(script)}`,
      `style-src ${sourceHash(pageStyle)}`,
      "connect-src 'self'",
      // The empty icon, without which browsers ask for /favicon.ico.
      'img-src data:',
      "base-uri 'none'",
      "form-action 'none'",
      "frame-ancestors 'none'",
      "require-trusted-types-for 'script'",
    ].join('; ')
    assets = { script, style: pageStyle, policy }
  }
  return assets
}

function sourceHash(text: string): string {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`
}

/**
 * The compiled modules as one, so that the page is one file: their imports are of each other, and no name is in two of them.
 * Run from its TypeScript source, the package takes them from its last build.
 */
function readScript(): string {
  const folder = new URL(import.meta.url.endsWith('.ts') ? '../../../dist/server/docs-page/client/' : './client/', import.meta.url)
  return modules
    .map((name) => readFileSync(new URL(`${name}.js`, folder), 'utf8'))
    .map((code) =>
      code
        .replace(/^import\s[^'"]*['"][^'"]*['"];?$/gm, '')
        .replace(/^export (?:\{\};?$)?/gm, '')
        .replace(/^\/\/# sourceMappingURL=.*$/gm, ''),
    )
    .join('')
}
