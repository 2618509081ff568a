import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { consumerRules } from '../../src/index.js'
import { consumers } from './support/documents.js'

const document = readFileSync(new URL('../../docs/consumers.md', import.meta.url), 'utf8')

/** The rules in the table below a heading. */
function documentedRules(consumer: string): unknown[] {
  const [, section = ''] = document.split(`\n## ${consumer}: `)
  const rows = (section.split('\n## ')[0] ?? '').matchAll(/^\| `(\w+)` \| (error|warning) \| (.+) \| (.+) \|$/gm)
  return Array.from(rows, ([, code, severity, needs, source = '']) => ({
    code,
    severity,
    needs: needs?.replaceAll('`', ''),
    source: /^\[.+\]\((.+)\)$/.exec(source)?.[1] ?? source,
  }))
}

describe('docs/consumers.md', () => {
  it.each(consumers)('lists every rule of %s with what is needed and its source, and no other', (consumer) => {
    expect(documentedRules(consumer)).toEqual(consumerRules[consumer])
  })
})

it.each(consumers)('no rule of %s has the name of another', (consumer) => {
  const codes = consumerRules[consumer].map(({ code }) => code)
  expect(new Set(codes).size).toBe(codes.length)
})
