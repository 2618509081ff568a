import { execFile } from 'node:child_process'
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const run = promisify(execFile)
const root = join(import.meta.dirname, '../..')
const tsc = join(root, 'node_modules/.bin/tsc')

/** What TypeScript writes for a decorator differs by these; what comes of it must not. */
const settings = {
  standard: [],
  legacy: ['--experimentalDecorators'],
  'legacy with metadata': ['--experimentalDecorators', '--emitDecoratorMetadata'],
} satisfies Record<string, string[]>

type Setting = keyof typeof settings

const script = `
import { getInputSchema, getOutputSchema, invoke } from 'inference-schema'
const { Service } = await import(process.argv[2])
const service = new Service()
const payload = { rows: { age: [31, 30], name: ['John', 'Ann'] }, data: [[3, 4]] }
const refusal = await invoke(service.run, { ...payload, data: [[1, 2, 3]] }, { thisArg: service }).catch((error) => error.message)
console.log(JSON.stringify({
  input: getInputSchema(service.run),
  fromPrototype: getInputSchema(Service.prototype.run),
  output: getOutputSchema(service.run),
  staticInput: getInputSchema(Service.year),
  result: await invoke(service.run, JSON.stringify(payload), { thisArg: service }),
  staticResult: Service.year('2024-02-29T12:30:00Z'),
  refusal,
}))
`

/** A package's folder of its own, inside this one's, so that its dependencies are found: built from the sources as they are now. */
let folder: string

beforeAll(async () => {
  const cache = join(root, 'node_modules/.cache')
  await mkdir(cache, { recursive: true })
  folder = await mkdtemp(join(cache, 'compiled-'))
  const installed = join(folder, 'node_modules/inference-schema')
  await cp(join(root, 'package.json'), join(installed, 'package.json'))
  await run(tsc, ['-p', join(root, 'tsconfig.json'), '--outDir', join(installed, 'dist'), '--sourceMap', 'false'], { cwd: root })
  await cp(join(import.meta.dirname, '../fixtures/compiled-service.ts'), join(folder, 'service.ts'))
  await writeFile(join(folder, 'package.json'), '{ "type": "module" }')
  await writeFile(join(folder, 'call.js'), script)
}, 60_000)

afterAll(() => rm(folder, { recursive: true, force: true }))

const outcomes = new Map<Setting, Promise<string>>()

function outcomeOf(setting: Setting): Promise<string> {
  const known = outcomes.get(setting) ?? compileAndCall(setting)
  outcomes.set(setting, known)
  return known
}

async function compileAndCall(setting: Setting): Promise<string> {
  const out = join(folder, setting.replaceAll(' ', '-'))
  const options = ['--target', 'ES2022', '--module', 'NodeNext', '--strict', '--lib', 'ES2023,DOM,ESNext.Decorators', '--outDir', out]
  await run(tsc, ['service.ts', '--ignoreConfig', ...options, ...settings[setting]], { cwd: folder }).catch((error: { stdout: string }) => {
    throw new Error(error.stdout)
  })
  const { stdout } = await run(process.execPath, ['call.js', pathToFileURL(join(out, 'service.js')).href], { cwd: folder })
  return stdout
}

describe('a class compiled by tsc', () => {
  it('has its schemas, converts and refuses under standard decorators', async () => {
    const outcome = JSON.parse(await outcomeOf('standard'))
    expect(outcome.input.example).toEqual({ data: [[1, 2]], rows: [{ name: 'Sarah', age: 25 }], scale: 2 })
    expect(outcome.fromPrototype).toEqual(outcome.input)
    expect(outcome.output.example).toEqual({ sum: 0.5, names: ['Sarah'] })
    expect(outcome.staticInput.properties).toEqual({ when: { type: 'string', format: 'date-time' } })
    expect(outcome.result).toEqual({ sum: 210, names: ['John', 'Ann'] })
    expect(outcome.staticResult).toBe(2024)
    expect(outcome.refusal).toBe('data[0] has 3 values on axis 1, expected 2')
  })

  it.each(['legacy', 'legacy with metadata'] as const)('does the same under %s decorators', async (setting) => {
    expect(await outcomeOf(setting)).toBe(await outcomeOf('standard'))
  })
})
