/**
 * Measures what a process takes before it can score: starting Node.js, importing the package as it is installed (run `npm run build`
 * first), and its first call, which compiles what is WebAssembly, against the calls after it. Each start is a process of its own.
 */
import { execFileSync } from 'node:child_process'
import { machine, table } from './measure.js'

const entry = new URL('../dist/index.js', import.meta.url).href
const starts = 11

interface Start {
  readonly imported: number
  readonly calls: readonly number[]
}

const decorated = 'inputSchema("data", new NumpyParameterType([Array(10).fill(0.5)]))((data) => data)'
const modules: Readonly<Record<string, string>> = {
  'a script of nothing': '',
  'reflect-metadata, ndarray and apache-arrow': 'await import("reflect-metadata"); await import("ndarray"); await import("apache-arrow")',
  'inference-schema': `const { inputSchema, NumpyParameterType, decodePayload } = await import(${JSON.stringify(entry)})`,
}
const bodies: Readonly<Record<string, string>> = {
  'two rows of ten': '[[1.25,2,3,4,5,6,7,8,9,10],[1.25,2,3,4,5,6,7,8,9,10]]',
  '1000 rows of ten': `[${Array.from({ length: 1000 }, (_, row) => `[${Array.from({ length: 10 }, (_, column) => row + column / 8)}]`)}]`,
}

/** Runs a script in a process of its own. It has \`now()\`, in milliseconds since the process was started. */
function start(script: string): Start {
  const source = `const now = () => performance.now(); const calls = []; ${script}; console.log(JSON.stringify({ imported, calls }))`
  return JSON.parse(
    execFileSync(process.execPath, ['--input-type=module', '-e', source], { cwd: import.meta.dirname, encoding: 'utf8' }),
  ) as Start
}

function median(values: readonly number[]): number {
  return [...values].sort((one, other) => one - other)[values.length >> 1] ?? Number.NaN
}

const imports = Object.entries(modules).map(([name, script]) => {
  const times = Array.from({ length: starts }, () => start(`${script}; const imported = now()`).imported)
  return [name, Math.min(...times).toFixed(0), median(times).toFixed(0)]
})

const calls = Object.entries(bodies).map(([name, data]) => {
  const script = `${modules['inference-schema']}; const imported = now(); const run = ${decorated}
    const body = new TextEncoder().encode(${JSON.stringify(`{"data":${data}}`)})
    for (let call = 0; call < 2000; call++) { const before = now(); decodePayload(run, body); calls.push(now() - before) }`
  const all = Array.from({ length: starts }, () => start(script).calls)
  const nth = (call: number): string => median(all.map((one) => one[call] ?? Number.NaN)).toFixed(3)
  return [name, nth(0), nth(1), nth(10), nth(100), nth(1999)]
})

console.log(`## Start

Milliseconds from the start of the process to the end of the import: fastest / median of ${starts} starts. ${machine}.

${table(['process', 'fastest', 'median'], imports)}

Milliseconds of the first calls of \`decodePayload\`, medians of ${starts} starts.

${table(['body', '1st call', '2nd', '11th', '101st', '2000th'], calls)}`)
