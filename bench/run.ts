/**
 * Measures everything, one after the other, and writes it into results.md; the table that compares into the README, the one of all forms
 * of payloads into docs/speed.md. With the names of some (`npm run bench -- decode growth`), only these are measured, and nothing is written.
 */
import { spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { cpus, loadavg } from 'node:os'
import { machine } from './measure.js'

const parts: Readonly<Record<string, readonly string[]>> = {
  decode: [],
  encode: [],
  memory: ['--expose-gc', '--max-semi-space-size=512'],
  growth: [],
  load: ['--expose-gc'],
  start: [],
  size: [],
}

function measure(part: string): string {
  const script = new URL(`${part}.ts`, import.meta.url).pathname
  const [load = 0] = loadavg()
  if (load > 0.7) console.error(`the machine has other work (load ${load.toFixed(1)}): ${part} may be measured too slow`)
  const { status, stdout } = spawnSync(process.execPath, [...process.execArgv, ...(parts[part] ?? []), script], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
    maxBuffer: 2 ** 26,
  })
  if (status !== 0) throw new Error(`${part} failed`)
  // Libraries greet on the same stream.
  const text = stdout.slice(stdout.indexOf('## ')).trim()
  console.log(`${text}\n`)
  return text
}

function setBetween(file: URL, name: string, text: string): void {
  const [start, end] = [`<!-- ${name} -->`, `<!-- /${name} -->`]
  const old = readFileSync(file, 'utf8')
  const [from, to] = [old.indexOf(start), old.indexOf(end)]
  if (from < 0 || to < from) throw new Error(`${file.pathname} has no place for ${name}`)
  writeFileSync(file, `${old.slice(0, from)}${start}\n${text}\n${old.slice(to)}`)
}

/** The table of a section, with what it was measured on. */
function tableOf(section: string, text: string): string {
  const start = text.indexOf(`## ${section}\n`)
  const [, , table = ''] = text.slice(start).split('\n\n')
  return `${table}\n\n${machine}.`
}

const wanted = process.argv.slice(2)
for (const part of wanted) if (!(part in parts)) throw new Error(`there is no ${part}; there are ${Object.keys(parts).join(', ')}`)
const measured = (wanted.length > 0 ? wanted : Object.keys(parts)).map(measure)
if (wanted.length === 0) {
  const [{ model = '' } = {}] = cpus()
  const head = `# Results\n\nWritten by \`npm run bench\`. ${model.trim()}, ${cpus().length} cores, Node.js ${process.version.slice(1)}.`
  writeFileSync(new URL('results.md', import.meta.url), `${[head, ...measured].join('\n\n')}\n`)
  const [decoding = ''] = measured
  setBetween(new URL('../README.md', import.meta.url), 'bench', tableOf('Decoding, against others', decoding))
  setBetween(new URL('../docs/speed.md', import.meta.url), 'bench', tableOf('Decoding, each form of payload', decoding))
}
