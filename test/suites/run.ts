/**
 * Runs the suites of cases from peers on the packed package: `npm run -s suites`, or some of them, `npm run -s suites -- 4 12`.
 *
 * A case that fails must be accepted in accepted.ts, with its reason; one that is accepted there must still fail.
 */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { installPacked, userEnvironment } from '../package/packed.js'
import { type Accepted, accepted } from './accepted.js'

const here = fileURLToPath(new URL('.', import.meta.url))
const all = readdirSync(here).filter((name) => /^\d+-/.test(name))
const asked = process.argv.slice(2)
const suites = all.filter((name) => asked.length === 0 || asked.some((one) => name === one || name.startsWith(`${one}-`)))
if (suites.length === 0) throw new Error(`There is no suite ${asked.join(', ')}, only ${all.join(', ')}`)

const folder = mkdtempSync(join(tmpdir(), 'inference-schema-suites-'))
try {
  installPacked(folder)
  const wrong = suites.flatMap((suite) => runSuite(suite))
  for (const line of wrong) console.log(line)
  console.log(wrong.length === 0 ? 'All that fails is accepted' : `${wrong.length} not as accepted.ts says`)
  process.exitCode = wrong.length === 0 ? 0 : 1
} finally {
  rmSync(folder, { recursive: true, force: true })
}

/** Runs a suite, and gives a line for each case that fails or passes against what is accepted. */
function runSuite(suite: string): readonly string[] {
  const { stdout } = spawnSync('bash', [join(here, 'run.sh'), folder, suite], {
    encoding: 'utf8',
    env: { ...userEnvironment, SHOW_ALL: '1' },
    maxBuffer: 2 ** 28,
  })
  const lines = stdout.trimEnd().split('\n')
  const last = lines.at(-1) ?? ''
  console.log(`${suite}: ${last}`)
  if (!/^\d+ passed, \d+ failed/.test(last)) return [`${suite} did not end: ${last}`]

  const failing = lines.filter((line) => line.startsWith('FAIL ')).map((line) => line.slice('FAIL '.length))
  const known = accepted[suite] ?? []
  const cases = known.flatMap((entry) => entry.cases.map((name) => failureOf(name, entry)))
  const strangers = failing.filter((line) => !cases.some((name) => isOf(line, name)))
  const passing = cases.filter((name) => !failing.some((line) => isOf(line, name)))
  return [
    ...strangers.map((line) => `${suite}: fails: ${line}`),
    ...passing.map((name) => `${suite}: is accepted, but passes or fails in another number: ${name}`),
  ]
}

/** How the line of a failing case, or of a group of them, begins. */
function failureOf(name: string, { count }: Accepted): string {
  return count === undefined ? `${name}: ` : `${name}: ${count}`
}

function isOf(line: string, failure: string): boolean {
  return failure.endsWith(' ') ? line.startsWith(failure) : line === failure
}
