import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { issueCodes } from '../src/index.js'

it('documents every issue code with its meaning, and no other', () => {
  const document = readFileSync(new URL('../docs/errors.md', import.meta.url), 'utf8')
  const rows = document.slice(document.indexOf('## Codes')).matchAll(/^\| `(\w+)` \| (.+) \|$/gm)
  const documented = Object.fromEntries([...rows].map(([, code, meaning]) => [code, meaning]))
  expect(documented).toEqual(Object.fromEntries(Object.entries(issueCodes).map(([code, { meaning }]) => [code, meaning])))
})
