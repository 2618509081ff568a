import { beforeAll, describe, expect, it } from 'vitest'
import { runCli } from '../support/cli.js'
import { makeProject } from '../support/project.js'

/** Somebody else's decorator goes around ours, in whichever form decorators have: the schemas must be found all the same. */
const typeScript = `
import { readFileSync } from 'node:fs'
import { inputSchema, type NdArray, NumpyParameterType, outputSchema, StandardPythonParameterType } from 'inference-schema'
import { type Row, sample } from './lib/sample.js'
import { around } from './lib/around.ts'

const output = JSON.parse(readFileSync(new URL('./output.json', import.meta.url), 'utf8'))
enum Axis { First = 0 }

export default class Model {
  private readonly axis: Axis = Axis.First

  @around
  @inputSchema('data', new NumpyParameterType(sample))
  @outputSchema(new StandardPythonParameterType(output))
  run(data: NdArray<Float64Array>): Row {
    return [data.get(this.axis, 0)]
  }
}
`

const besides = {
  'lib/sample.ts': 'export const sample = [[1, 2]]\nexport type Row = number[]\n',
  'lib/around.ts': `
export function around(first: any, second: any, third?: any): any {
  const wrap = (fn: any) => function (this: unknown, ...args: unknown[]) { return fn.apply(this, args) }
  return third === undefined ? wrap(first) : { ...third, value: wrap(third.value) }
}
`,
  'output.json': [1.5],
  'bad.json': { data: [[1, 2, 3]] },
}

const names = '{ inputSchema, NumpyParameterType, outputSchema, StandardPythonParameterType }'
const decorated = `inputSchema('data', new NumpyParameterType([[1, 2]]))(
  outputSchema(new StandardPythonParameterType([1.5]))((data) => [data.get(0, 0)])
)`
const modern = `import ${names} from 'inference-schema'\nexport const run = ${decorated}\nsetInterval(() => {}, 1000)\n`
const commonJs = `const ${names} = require('inference-schema')\nexports.run = ${decorated}\nsetInterval(() => {}, 1000)\n`

async function documentOf(script: string, files: Readonly<Record<string, unknown>>): Promise<string> {
  const { code, stdout, stderr } = await runCli(['swagger', script], { cwd: makeProject({ ...besides, ...files }) })
  expect(code, stderr).toBe(0)
  return stdout
}

const packages = { 'type module': { type: 'module' }, 'type commonjs': { type: 'commonjs' }, 'no type': {} }
const settings = {
  'no tsconfig.json': undefined,
  'standard decorators': { strict: true, target: 'es2022', module: 'nodenext' },
  experimentalDecorators: { experimentalDecorators: true },
  emitDecoratorMetadata: { experimentalDecorators: true, emitDecoratorMetadata: true },
}

describe('one service has the same document', () => {
  let reference: string

  beforeAll(async () => {
    reference = await documentOf('score.mjs', { 'score.mjs': modern })
    const { definitions } = JSON.parse(reference)
    expect(definitions.ServiceInput.example).toEqual({ data: [[1, 2]] })
    expect(definitions.ServiceOutput.example).toEqual([1.5])
  })

  it.each(Object.entries(packages))('in TypeScript with %s and each decorator setting', async (_type, manifest) => {
    for (const [setting, compilerOptions] of Object.entries(settings)) {
      const tsconfig = compilerOptions === undefined ? {} : { 'tsconfig.json': { compilerOptions } }
      const document = await documentOf('score.ts', { 'score.ts': typeScript, 'package.json': manifest, ...tsconfig })
      expect(document, setting).toBe(reference)
    }
  })

  it.each([
    ['score.mts', { type: 'commonjs' }, typeScript],
    ['score.js', { type: 'module' }, modern],
    ['score.js', { type: 'commonjs' }, commonJs],
    ['score.js', {}, modern],
    ['score.js', {}, commonJs],
    ['score.cjs', { type: 'module' }, commonJs],
  ])('as %s with %j', async (script, manifest, content) => {
    expect(await documentOf(script, { [script]: content, 'package.json': manifest })).toBe(reference)
  })
})

it('a CommonJS script in TypeScript refuses what does not fit, with a decorator of somebody else around', async () => {
  const tsconfig = { compilerOptions: settings.experimentalDecorators }
  const cwd = makeProject({ ...besides, 'score.ts': typeScript, 'package.json': packages['type commonjs'], 'tsconfig.json': tsconfig })
  expect(await runCli(['validate', 'score.ts', 'bad.json'], { cwd })).toEqual({
    code: 1,
    stdout: 'bad.json does not fit\n  data[0] has 3 values on axis 1, expected 2\n',
    stderr: '',
  })
})

describe('await at the top level', () => {
  const content = 'await new Promise((done) => setTimeout(done, 10))\nexport const run = (x: number) => x\n'

  it.each([
    ['score.mts', {}],
    ['score.ts', { type: 'module' }],
  ])('is waited for in %s with %j', async (script, manifest) => {
    const cwd = makeProject({ [script]: content, 'package.json': manifest })
    expect(await runCli(['swagger', script], { cwd })).toMatchObject({ code: 0, stderr: '' })
  })

  it('is refused in CommonJS, telling how to make the script a module', async () => {
    const cwd = makeProject({ 'score.ts': content, 'package.json': {} })
    const { code, stderr } = await runCli(['swagger', 'score.ts'], { cwd })
    expect(code).toBe(3)
    expect(stderr).toMatch(/^inference-schema: score\.ts cannot be loaded: .*; name it \.mts, or set "type": "module" in package\.json\n$/)
  })
})
