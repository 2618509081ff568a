/**
 * Measures what the types cost the compiler: `tsc --noEmit` over 50 runs whose types follow from their samples, over the same
 * functions with types written by hand and no samples, and over those with only an import of the package, interleaved. What is
 * measured is the package as it is installed: its declarations, built from the sources as they are now.
 */
import { execFileSync, spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'

const rounds = Number(process.argv[2] ?? 9)
const runCount = 50
const root = join(import.meta.dirname, '..')
const tsc = join(root, 'node_modules/.bin/tsc')

/** A function in both ways: with samples, and with types written by hand. */
interface Pair {
  readonly sampled: string
  readonly plain: string
}

const columnCount = 20
const columns = Array.from({ length: columnCount }, (_, column) => ({ name: `c${column}`, isText: column % 3 === 0 }))
const row = `{ ${columns.map(({ name, isText }) => `${name}: ${isText ? "'x'" : 1.5}`).join(', ')} }`
const rowType = `{ ${columns.map(({ name, isText }) => `${name}: ${isText ? 'string' : 'number'}`).join('; ')} }`

const kinds: readonly ((id: number) => Pair)[] = [
  (id) => ({
    sampled: `
const data${id} = new NumpyParameterType([[1, 2, 3]], { dtype: 'float32' })
const scale${id} = new StandardPythonParameterType(1.5)
const scores${id} = new NumpyParameterType([0.5])
export const run${id} = defineRun({ inputs: { data: data${id}, scale: scale${id} }, output: scores${id} }, ({ data, scale }) =>
  Array.from({ length: data.shape[0] ?? 0 }, (_, row) => data.get(row, 0) * scale),
)`,
    plain: `
export const run${id} = ({ data, scale }: { data: NdArray<Float32Array>; scale: number }): number[] =>
  Array.from({ length: data.shape[0] ?? 0 }, (_, row) => data.get(row, 0) * scale)`,
  }),
  (id) => ({
    sampled: `
const people${id} = new PandasParameterType([${row}], { dtypes: { c1: 'int64', c2: 'int32' } })
const result${id} = new PandasParameterType([${row}])
export const run${id} = defineRun({ inputs: { people: people${id} }, output: result${id} }, ({ people }) =>
  people.map((person) => ({ ...person, c1: Number(person.c1) * ${id} })),
)`,
    plain: `
export const run${id} = ({ people }: { people: (Omit<${rowType}, 'c1'> & { c1: bigint })[] }): ${rowType}[] =>
  people.map((person) => ({ ...person, c1: Number(person.c1) * ${id} }))`,
  }),
  (id) => ({
    sampled: `
const settings${id} = new StandardPythonParameterType({
  name: 'cat', at: new Date(0), nested: { list: [{ id: 5n, tags: ['a'], place: { x: 1, y: 2 } }], flags: { a: true, b: false } },
  image: new NumpyParameterType([[1, 2]], { dtype: 'uint8' }),
})
const answer${id} = new StandardPythonParameterType({ Results: [{ label: 'cat', scores: [0.5] }] })
export const run${id} = defineRun({ inputs: { settings: settings${id} }, output: answer${id} }, async ({ settings }) => ({
  Results: settings.nested.list.map((item) => ({ label: item.tags.join() + settings.name, scores: [item.place.x, settings.image.size] })),
}))`,
    plain: `
interface Settings${id} {
  name: string; at: Date; nested: { list: { id: bigint; tags: string[]; place: { x: number; y: number } }[]; flags: { a: boolean; b: boolean } }
  image: NdArray<Uint8Array>
}
export const run${id} = async ({ settings }: { settings: Settings${id} }): Promise<{ Results: { label: string; scores: number[] }[] }> => ({
  Results: settings.nested.list.map((item) => ({ label: item.tags.join() + settings.name, scores: [item.place.x, settings.image.size] })),
})`,
  }),
  (id) => ({
    sampled: `
const frame${id} = new PandasParameterType([${row}])
const factor${id} = new StandardPythonParameterType(1.5)
const sums${id} = new NumpyParameterType([0.5])
export class Service${id} {
  @inputSchema('frame', frame${id})
  @inputSchema('factor', factor${id}, { optional: true })
  @outputSchema(sums${id})
  run(frame: ${rowType}[], factor = 1) {
    return frame.map((row) => row.c1 * factor)
  }
}`,
    plain: `
export class Service${id} {
  run(frame: ${rowType}[], factor = 1): number[] {
    return frame.map((row) => row.c1 * factor)
  }
}`,
  }),
  (id) => ({
    sampled: `
const matrix${id} = new NumpyParameterType([[1, 2]])
const best${id} = new StandardPythonParameterType({ label: 'cat', score: 0.5 })
export class Model${id} {
  @inputSchema('matrix', matrix${id}, { index: 0 })
  @outputSchema(best${id})
  async run(matrix: NdArray<Float64Array>) {
    return { label: String(matrix.shape), score: matrix.get(0, 0) }
  }
}`,
    plain: `
export class Model${id} {
  async run(matrix: NdArray<Float64Array>): Promise<{ label: string; score: number }> {
    return { label: String(matrix.shape), score: matrix.get(0, 0) }
  }
}`,
  }),
]

const pairs = Array.from({ length: runCount }, (_, id) => (kinds[id % kinds.length] as (id: number) => Pair)(id))
const names = ['defineRun', 'inputSchema', 'NumpyParameterType', 'outputSchema', 'PandasParameterType', 'StandardPythonParameterType']
const plainSource = pairs.map((pair) => pair.plain).join('\n')

const sources: Readonly<Record<string, string>> = {
  'types by hand': `import type { NdArray } from 'ndarray'\n${plainSource}`,
  'and an import': `import type { NdArray } from 'inference-schema'\n${plainSource}`,
  'types of the samples': `import { ${names.join(', ')}, type NdArray } from 'inference-schema'\n${pairs.map((pair) => pair.sampled).join('\n')}`,
}

interface Measured {
  readonly seconds: number[]
  readonly checks: number[]
  readonly megabytes: number[]
  instantiations: number
}

/** A package's folder of its own, inside this one's, so that dependencies are found. */
function prepare(): string {
  const cache = join(root, 'node_modules/.cache')
  mkdirSync(cache, { recursive: true })
  const folder = mkdtempSync(join(cache, 'types-'))
  const installed = join(folder, 'node_modules/inference-schema')
  mkdirSync(installed, { recursive: true })
  cpSync(join(root, 'package.json'), join(installed, 'package.json'))
  execFileSync(tsc, ['-p', join(root, 'tsconfig.json'), '--outDir', join(installed, 'dist'), '--sourceMap', 'false'])
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }')
  for (const [index, source] of Object.values(sources).entries()) writeFileSync(join(folder, `${index}.ts`), source)
  return folder
}

const options = '--noEmit --ignoreConfig --extendedDiagnostics --strict --skipLibCheck --target ES2022 --module NodeNext --types node'

function compile(folder: string, file: string, measured: Measured): void {
  const start = performance.now()
  const { status, stdout } = spawnSync(tsc, [file, ...options.split(' ')], { cwd: folder, encoding: 'utf8' })
  measured.seconds.push((performance.now() - start) / 1000)
  if (status !== 0) throw new Error(stdout)
  const figure = (name: string) => Number(new RegExp(`^${name}: +([\\d.]+)`, 'm').exec(stdout)?.[1])
  measured.checks.push(figure('Check time'))
  measured.megabytes.push(figure('Memory used') / 1000)
  measured.instantiations = figure('Instantiations')
}

function minimumAndMedian(values: readonly number[], digits: number): string {
  const sorted = [...values].sort((a, b) => a - b)
  const [least = 0, middle = 0] = [sorted[0], sorted[Math.floor(sorted.length / 2)]]
  return `${least.toFixed(digits)} / ${middle.toFixed(digits)}`
}

const folder = prepare()
try {
  const measured = Object.keys(sources).map((): Measured => ({ seconds: [], checks: [], megabytes: [], instantiations: 0 }))
  for (let round = 0; round < rounds; round++) {
    for (const [index, one] of measured.entries()) compile(folder, `${index}.ts`, one)
  }
  const { stdout } = spawnSync(tsc, ['--version'], { encoding: 'utf8' })
  console.log(
    `TypeScript ${stdout.replace(/\D*/, '').trim()}, Node.js ${process.version}, ${runCount} runs, minimum / median of ${rounds} rounds`,
  )
  console.log('\n| | tsc (s) | of it checking (s) | memory (MB) | instantiations |\n|---|---|---|---|---|')
  for (const [index, name] of Object.keys(sources).entries()) {
    const { seconds, checks, megabytes, instantiations } = measured[index] as Measured
    const cells = [name, minimumAndMedian(seconds, 2), minimumAndMedian(checks, 2), minimumAndMedian(megabytes, 0), instantiations]
    console.log(`| ${cells.join(' | ')} |`)
  }
} finally {
  rmSync(folder, { recursive: true, force: true })
}
