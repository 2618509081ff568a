import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { documentAt } from '../readers/support/live-server.js'
import type { Version } from '../readers/support/services.js'
import { pythonTool, run, workFolder } from './environment.js'

/** A request that schemathesis made, what was answered, and which of its checks that fails. */
export interface Failure {
  readonly script: string
  readonly version: Version
  readonly check: string
  /** What the check says. */
  readonly message: string
  /** POST /score */
  readonly operation: string
  readonly sent: { readonly method: string; readonly headers: Readonly<Record<string, string>>; readonly body: string }
  readonly status: number
  readonly answer: string
}

export interface Held {
  readonly cases: number
  readonly failures: readonly Failure[]
  /** What schemathesis could not do. */
  readonly errors: readonly string[]
}

/** A line of schemathesis's report. */
interface Line {
  readonly ScenarioFinished?: { readonly recorder: Recorder }
  readonly NonFatalError?: unknown
  readonly FatalError?: unknown
}

interface Recorder {
  readonly label: string
  readonly cases?: Readonly<Record<string, unknown>>
  readonly checks?: Readonly<Record<string, readonly Check[]>>
  readonly interactions?: Readonly<Record<string, Interaction>>
}

interface Check {
  readonly name: string
  readonly status: 'success' | 'failure'
  readonly failure_info?: { readonly failure: { readonly title: string; readonly message: string } }
}

interface Interaction {
  readonly request: { readonly method: string; readonly headers: Readonly<Record<string, readonly string[]>>; readonly body?: Bytes | null }
  readonly response?: { readonly status_code: number; readonly content?: Bytes | null } | null
}

interface Bytes {
  readonly $base64: string
}

/**
 * The checks' own settings. A header that is too long is refused with 431, which the document says; schemathesis does not count that as
 * refused.
 */
const settings = `
[checks.negative_data_rejection]
expected-statuses = [400, 404, 405, 413, 415, 431]
`

/** Holds a served document against the service: requests that fit it, requests that do not, and requests at the edges of both. */
export async function holdAgainst(script: string, version: Version, address: string, examples: number): Promise<Held> {
  const folder = workFolder('schemathesis', `${script}-${version}`)
  writeFileSync(join(folder, 'schemathesis.toml'), settings)
  const { output } = await run(
    pythonTool('schemathesis'),
    [
      ...['--no-color', 'run', documentAt(address, version), '--url', address],
      ...['--mode', 'all', '--phases', 'examples,coverage,fuzzing', '--max-examples', String(examples)],
      // The same requests each time; all that fail, as they are.
      ...['--seed', '1', '--continue-on-failure', '--no-shrink', '--generation-database', 'none'],
      // The service leaves authorization to what stands in front of it.
      ...['--exclude-checks', 'ignored_auth', '--generation-with-security-parameters', 'false'],
      ...['--report', 'ndjson', '--report-ndjson-path', 'report.ndjson', '--warnings', 'off'],
    ],
    folder,
  )
  const held = read(script, version, folder)
  if (held.cases === 0) throw new Error(`schemathesis tried nothing of ${script} ${version}:\n${output}`)
  return held
}

function read(script: string, version: Version, folder: string): Held {
  const lines = readdirSync(folder)
    .filter((name) => name.endsWith('.ndjson'))
    .flatMap((name) => readFileSync(join(folder, name), 'utf8').trimEnd().split('\n'))
    .map((line) => JSON.parse(line) as Line)
  const recorders = lines.flatMap(({ ScenarioFinished }) => (ScenarioFinished === undefined ? [] : [ScenarioFinished.recorder]))
  const errors = lines.flatMap((line) =>
    (line.NonFatalError ?? line.FatalError) === undefined ? [] : [JSON.stringify(line).slice(0, 2000)],
  )
  rmSync(join(folder, '.schemathesis'), { recursive: true, force: true })
  return {
    cases: recorders.reduce((sum, { cases = {} }) => sum + Object.keys(cases).length, 0),
    failures: recorders.flatMap((recorder) => failuresOf(script, version, recorder)),
    errors,
  }
}

function failuresOf(script: string, version: Version, { label, checks = {}, interactions = {} }: Recorder): readonly Failure[] {
  return Object.entries(checks).flatMap(([id, all]) =>
    all
      .filter(({ status }) => status === 'failure')
      .map(({ name, failure_info: info }) => {
        const { request, response } = interactions[id] as Interaction
        return {
          script,
          version,
          check: name,
          message: `${info?.failure.title}\n${info?.failure.message}`,
          operation: label,
          sent: {
            method: request.method,
            headers: Object.fromEntries(
              Object.entries(request.headers).map(([header, values]) => [header.toLowerCase(), values.join(', ')]),
            ),
            body: text(request.body),
          },
          status: response?.status_code ?? 0,
          answer: text(response?.content),
        }
      }),
  )
}

function text(bytes: Bytes | null | undefined): string {
  return Buffer.from(bytes?.$base64 ?? '', 'base64').toString()
}
