import { writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { installNpm, run, workFolder } from './environment.js'
import type { Report } from './report.js'
import { writeDocuments } from './scripts.js'

/** What linters say of our documents, and why it stays. */
const accepted: readonly { readonly rule: string; readonly why: string; readonly versions?: RegExp }[] = [
  {
    rule: 'array-items',
    versions: /3\.1/,
    why: 'JSON Schema 2020-12 has prefixItems for lists whose items have their places; items is about those after them',
  },
  { rule: 'info-contact', why: 'Whose service it is, the package does not know' },
  { rule: 'info-license', why: 'Which licence a service is under, the package does not know' },
  { rule: 'oas2-api-host', why: 'A document that is no server’s answer knows no host' },
  { rule: 'operation-4xx-response', why: 'GET / takes nothing that could be wrong' },
]

interface Finding {
  readonly rule: string
  readonly file: string
  readonly what: string
}

/** Has Spectral and Redocly read every document, with the rules that they recommend. */
export async function checkLinters(report: Report, names: readonly string[]): Promise<void> {
  const folder = workFolder('documents')
  await writeDocuments(folder, names)
  for (const [linter, lint] of [
    ['Spectral', spectral],
    ['Redocly', redocly],
  ] as const) {
    const findings = await lint(folder)
    const left = findings.filter(({ rule, file }) => !accepted.some((entry) => entry.rule === rule && (entry.versions ?? /./).test(file)))
    console.log(`${linter}: ${findings.length - left.length} exceptions, ${left.length} failures`)
    for (const { rule, file, what } of left) report.failure(`${linter} ${basename(file)}`, `${rule}: ${what}`)
  }
}

async function spectral(folder: string): Promise<readonly Finding[]> {
  const rules = join(folder, '.spectral.yaml')
  writeFileSync(rules, 'extends: ["spectral:oas"]\n')
  const program = join(await installNpm('spectral'), 'node_modules/.bin/spectral')
  const { stdout } = await run(program, ['lint', '--ruleset', rules, '--format', 'json', '--quiet', join(folder, '*.json')], folder)
  const found = valuesIn(stdout).flat() as { code: string; source: string; message: string; path: readonly string[] }[]
  return found.map(({ code, source, message, path }) => ({ rule: code, file: basename(source), what: `${message} at ${path.join('/')}` }))
}

async function redocly(folder: string): Promise<readonly Finding[]> {
  writeFileSync(join(folder, 'redocly.yaml'), 'extends: [recommended]\n')
  const program = join(await installNpm('tools'), 'node_modules/.bin/redocly')
  const { stdout } = await run(
    program,
    ['lint', '*.json', '--config', 'redocly.yaml', '--format', 'json', '--max-problems', '1000'],
    folder,
  )
  const found = valuesIn(stdout) as { problems?: readonly Problem[] }[]
  return found
    .flatMap(({ problems = [] }) => problems)
    .map(({ ruleId, message, location }) => ({
      rule: ruleId,
      file: location[0]?.source.ref ?? '',
      what: `${message} at ${location[0]?.pointer}`,
    }))
}

interface Problem {
  readonly ruleId: string
  readonly message: string
  readonly location: readonly { readonly source: { readonly ref: string }; readonly pointer?: string }[]
}

/** The JSON values that a program printed, one after another, with other lines between. */
function valuesIn(output: string): readonly unknown[] {
  const blocks = output.replaceAll('}{', '}\n{').match(/^[[{][\s\S]*?^[\]}]/gm)
  if (blocks === null) {
    if (/^\[\]/m.test(output)) return []
    throw new Error(`A linter says nothing that can be read:\n${output.slice(0, 3000)}`)
  }
  return blocks.map((block) => JSON.parse(block) as unknown)
}
