import { describe, expect, it } from 'vitest'
import { runCli } from '../support/cli.js'
import { makeProject } from '../support/project.js'
import { doubleClass, doubleCommonJs, doubleScript } from '../support/scripts.js'

const doubleInput = { type: 'object', properties: { x: { type: 'number', format: 'double' } }, example: { x: 1.5 } }

async function inputOf(files: Record<string, unknown>, script: string): Promise<unknown> {
  const { code, stdout, stderr } = await runCli(['swagger', script], { cwd: makeProject(files) })
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  return JSON.parse(stdout).definitions.ServiceInput
}

describe.concurrent('an entry script runs as it is', () => {
  it.each<[string, string, Record<string, unknown>]>([
    ['score.mjs', doubleScript, {}],
    ['score.js', doubleScript, { 'package.json': { type: 'module' } }],
    ['score.cjs', doubleCommonJs, { 'package.json': { type: 'module' } }],
    ['score.js', doubleCommonJs, { 'package.json': { type: 'commonjs' } }],
    ['folder with space/score é.mjs', doubleScript, {}],
  ])('%s', async (script, source, files) => {
    expect(await inputOf({ [script]: source, ...files }, script)).toEqual(doubleInput)
  })

  const settings = {
    'no tsconfig.json': undefined,
    'a tsconfig.json without decorator settings': { compilerOptions: { target: 'es2022', module: 'nodenext' } },
    experimentalDecorators: { compilerOptions: { experimentalDecorators: true } },
    emitDecoratorMetadata: { compilerOptions: { experimentalDecorators: true, emitDecoratorMetadata: true } },
  }
  const types = { 'type module': { type: 'module' }, 'type commonjs': { type: 'commonjs' }, 'no package.json': undefined }
  const cases = Object.entries(settings).flatMap(([setting, tsconfig]) =>
    Object.entries(types).map(([type, manifest]) => ({
      setting,
      type,
      files: {
        ...(tsconfig === undefined ? {} : { 'tsconfig.json': tsconfig }),
        ...(manifest === undefined ? {} : { 'package.json': manifest }),
      },
    })),
  )
  it.each(cases)('score.ts with $setting and $type', async ({ files }) => {
    expect(await inputOf({ 'score.ts': doubleClass, ...files }, 'score.ts')).toEqual(doubleInput)
  })

  it('score.mts beside CommonJS files, with the settings of a folder above', async () => {
    const files = {
      'tsconfig.json': { compilerOptions: { experimentalDecorators: true } },
      'package.json': { type: 'commonjs' },
      'src/score.mts': doubleClass,
    }
    expect(await inputOf(files, 'src/score.mts')).toEqual(doubleInput)
  })
})

describe.concurrent.each(['module', 'commonjs'])('a TypeScript script of type %s', (type) => {
  it('imports other files, and finds what lies beside it', async () => {
    const cwd = makeProject({
      'package.json': { type },
      'factor.ts': 'export enum Factor { Double = 2 }',
      'columns.txt': 'age',
      'score.ts': `
        import { readFileSync } from 'node:fs'
        import { join } from 'node:path'
        import { inputSchema, PandasParameterType } from 'inference-schema'
        import { Factor } from './factor.ts'
        import { Factor as Same } from './factor.js'
        const column = readFileSync(new URL('columns.txt', import.meta.url), 'utf8')
        const again = readFileSync(join(import.meta.dirname, 'columns.txt'), 'utf8')
        export const run = inputSchema('people', new PandasParameterType([{ [column]: Factor.Double, [again]: Same.Double }]))((people) => people)`,
    })
    const { code, stdout } = await runCli(['validate', 'score.ts', '-'], { cwd, input: '{"people": [{"age": "old"}]}' })
    expect({ code, stdout }).toEqual({
      code: 1,
      stdout: 'standard input does not fit\n  people[0].age is "old", expected a number (float64)\n',
    })
  })

  it("keeps its schemas when somebody else's legacy decorator stands around", async () => {
    const files = {
      'package.json': { type },
      'tsconfig.json': { compilerOptions: { experimentalDecorators: true } },
      'score.ts': doubleClass.replace(
        '  @inputSchema',
        `  @((_holder: object, _key: string, descriptor: PropertyDescriptor) => {
            const { value } = descriptor
            return { ...descriptor, value(...args: unknown[]) { return value.apply(this, args) } }
          })
          @inputSchema`,
      ),
    }
    expect(await inputOf(files, 'score.ts')).toEqual(doubleInput)
  })

  it('shares its errors with the command line, so that places in custom types are told', async () => {
    const cwd = makeProject({
      'package.json': { type },
      'score.ts': `
        import { inputSchema, StandardPythonParameterType } from 'inference-schema'
        class Person extends StandardPythonParameterType<{ age: number }> {
          override deserializeInput(input: unknown) { return super.deserializeInput(input) }
        }
        export const run = inputSchema('person', new Person({ age: 1.5 }))((person) => person)`,
    })
    const { stdout } = await runCli(['validate', 'score.ts', '-'], { cwd, input: '{"person": {"age": "old"}}' })
    expect(stdout).toBe('standard input does not fit\n  person.age is "old", expected a number\n')
  })
})

describe.concurrent('a script that cannot be used is one sentence, and exit 3', () => {
  const class_ = (body: string) => `export default class { ${body} }`
  it.each<[string, string, string, RegExp]>([
    ['throws', 'score.mjs', 'throw new Error("no model here\\nsecond line")', /score\.mjs cannot be loaded: no model here/],
    ['throws what is no error', 'score.mjs', 'throw "no luck"', /score\.mjs cannot be loaded: no luck/],
    [
      'throws what cannot be text',
      'score.mjs',
      'throw Object.create(null)',
      /score\.mjs cannot be loaded: something that cannot be shown was thrown/,
    ],
    ['throws without a message', 'score.mjs', 'throw new TypeError()', /score\.mjs cannot be loaded: TypeError/],
    ['has no run', 'score.mjs', 'export const score = 1, init = 2', /score\.mjs has no function run; it exports init and score/],
    ['exports nothing', 'score.mjs', '', /score\.mjs has no function run; it exports nothing/],
    ['has a run that is no function', 'score.mjs', 'export const run = 5', /score\.mjs has no function run; its run is 5/],
    [
      'has a class that throws',
      'score.mjs',
      class_('constructor() { throw new Error("no weights") } run(x) {}'),
      /the class that score\.mjs exports cannot be made: no weights/,
    ],
    [
      'names a parameter wrongly',
      'score.mjs',
      doubleScript.replace("'x'", "'y'"),
      /score\.mjs cannot be loaded: .* has no parameter "y"; it has x\..*/,
    ],
    ['imports what is not there', 'score.mjs', 'import "./none.mjs"', /score\.mjs cannot be loaded: Cannot find module .*none\.mjs.*/],
    ['is no JavaScript', 'score.mjs', 'export const run = (', /score\.mjs cannot be loaded: Unexpected end of input/],
    ['is no TypeScript', 'score.ts', 'const a = 1\nconst b = = 2\n', /score\.ts cannot be loaded: .*score\.ts:2:10: .*Unexpected "="/],
    ['ends the process', 'score.mjs', `${doubleScript}; process.exit(0)`, /the entry script ended the process with code 0/],
    ['waits for ever', 'score.mjs', 'await new Promise(() => {})', /the entry script waits for something that never comes/],
    [
      'fails in an event',
      'score.mjs',
      'setTimeout(() => { throw new Error("late") }); await new Promise(() => setInterval(() => {}, 1000))',
      /the entry script failed on its own: late/,
    ],
    [
      'leaves a rejection',
      'score.mjs',
      'Promise.reject(new Error("lost")); await new Promise((go) => setTimeout(go, 1000))',
      /the entry script failed on its own: lost/,
    ],
    ['is not there', 'none.ts', '', /none\.ts does not exist/],
    ['is no script', 'score.py', '', /score\.py is no entry script, expected a file that ends with \.ts, \.mts, \.js, \.mjs or \.cjs/],
  ])('%s', async (_what, script, source, message) => {
    const cwd = makeProject(script === 'none.ts' ? {} : { [script]: source })
    const { code, stdout, stderr } = await runCli(['swagger', script], { cwd })
    expect(stderr).toMatch(new RegExp(`^inference-schema: ${message.source}\\n$`))
    expect({ code, stdout }).toEqual({ code: 3, stdout: '' })
  })

  it('has a tsconfig.json that extends one that is not there', async () => {
    const cwd = makeProject({ 'score.ts': doubleClass, 'tsconfig.json': { extends: 'none' } })
    const { code, stderr } = await runCli(['swagger', 'score.ts'], { cwd })
    expect(stderr).toMatch(/^inference-schema: score\.ts cannot be loaded: File 'none' not found.*\n$/)
    expect(code).toBe(3)
  })

  it('shows where it was thrown with --verbose', async () => {
    const cwd = makeProject({ 'score.mjs': 'throw new Error("no model here")' })
    const { code, stderr } = await runCli(['swagger', 'score.mjs', '--verbose'], { cwd })
    expect(code).toBe(3)
    expect(stderr).toMatch(
      /^inference-schema: score\.mjs cannot be loaded: no model here\nError: no model here\n +at file:.*score\.mjs:1:7\n/,
    )
  })
})
