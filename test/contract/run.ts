/**
 * Holds the documents against programs that others wrote: `npm run check:contract`, or some of it,
 * `npm run check:contract -- schemathesis --scripts floats,times --examples 500`.
 */
import { parseArgs } from 'node:util'
import { checkGenerators } from './check-generators.js'
import { checkLinters } from './check-linters.js'
import { checkSchemathesis } from './check-schemathesis.js'
import { Report } from './report.js'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    scripts: { type: 'string', default: '' },
    examples: { type: 'string', default: '60' },
    'all-versions': { type: 'boolean', default: false },
  },
})
const names = values.scripts.split(',').filter((name) => name !== '')

const checks: Readonly<Record<string, (report: Report) => Promise<void>>> = {
  linters: (report) => checkLinters(report, names),
  generators: (report) => checkGenerators(report, names, values['all-versions']),
  schemathesis: (report) => checkSchemathesis(report, names, Number(values.examples)),
}

const unknown = positionals.filter((name) => !Object.hasOwn(checks, name))
if (unknown.length > 0) throw new Error(`There is no check ${unknown.join(', ')}, only ${Object.keys(checks).join(', ')}`)

const report = new Report()
for (const [name, check] of Object.entries(checks)) {
  if (positionals.length === 0 || positionals.includes(name)) await check(report)
}
process.exitCode = report.end() ? 0 : 1
