import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import type { Consumer, ConsumerReport } from '../../src/index.js'
import { runCli } from '../support/cli.js'
import { makeProject } from '../support/project.js'
import { doubleScript } from '../support/scripts.js'

const powerBiScript = `
import { defineRun, PandasParameterType, powerBi } from 'inference-schema'
const houses = new PandasParameterType([{ area: 95.5 }])
export const run = defineRun(powerBi({ inputs: { houses }, results: [0.5] }), ({ Inputs }) => ({ Results: [] }))
`

const misspeltScript = `
import { inputSchema, outputSchema, PandasParameterType, StandardPythonParameterType } from 'inference-schema'
const inputs = new StandardPythonParameterType({ houses: new PandasParameterType([{ area: 95.5 }], { orient: 'split' }) })
const results = new StandardPythonParameterType({ Results: [0.5] })
export const run = inputSchema('inputs', inputs)(outputSchema(results)((inputs) => ({ Results: [] })))
`

describe.concurrent('check', () => {
  it('says in a line of each consumer whether it can read the script, and exits with 0', async () => {
    const cwd = makeProject({ 'score.mjs': misspeltScript })
    const { code, stdout, stderr } = await runCli(['check', 'score.mjs'], { cwd })
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout.split('\n')).toEqual([
      expect.stringMatching(/^power-bi {10}no: inputs is not called Inputs; Power BI needs .+; did you mean Inputs\? Rename it$/),
      expect.stringMatching(/^automl {12}no: inputs is not called Inputs; .+$/),
      expect.stringMatching(/^stream-analytics {2}no: inputs is an object; .+$/),
      expect.stringMatching(/^power-platform {4}yes, with \d warnings$/),
      '',
    ])
  })

  it('exits with 0 for a consumer that can', async () => {
    const cwd = makeProject({ 'score.mjs': powerBiScript })
    expect(await runCli(['check', 'score.mjs', '--for', 'power-bi'], { cwd })).toEqual({
      code: 0,
      stdout: expect.stringMatching(/^power-bi can read score\.mjs\n\nnote: .+\n$/),
      stderr: '',
    })
  })

  it('exits with 1 for one that cannot, with a block for each point', async () => {
    const cwd = makeProject({ 'score.mjs': misspeltScript })
    const { code, stdout, stderr } = await runCli(['check', 'score.mjs', '--for', 'power-bi'], { cwd })
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' })
    expect(stdout.split('\n\n').slice(0, 2)).toEqual([
      'power-bi cannot read score.mjs',
      [
        'error inputs_missing',
        '  what    inputs is not called Inputs',
        '  where   /definitions/ServiceInput/properties/inputs',
        '  needs   all input in one parameter called Inputs, in this very case',
        '  mend    did you mean Inputs? Rename it',
        '  source  https://learn.microsoft.com/azure/machine-learning/how-to-deploy-advanced-entry-script#power-bi-compatible-endpoint',
      ].join('\n'),
    ])
  })

  it('prints the report as JSON', async () => {
    const cwd = makeProject({ 'score.mjs': misspeltScript })
    const { code, stdout } = await runCli(['check', 'score.mjs', '--for', 'power-bi', '--json'], { cwd })
    expect(code).toBe(1)
    expect(JSON.parse(stdout)).toMatchObject({ consumer: 'power-bi', ok: false, problems: [{ code: 'inputs_missing' }] })
  })

  it('checks a document in a file', async () => {
    const cwd = makeProject({ 'score.mjs': powerBiScript })
    const { stdout } = await runCli(['swagger', 'score.mjs'], { cwd })
    const project = makeProject({ 'swagger.json': stdout, 'broken.json': stdout.replace('"2.0"', '"1.2"'), 'list.json': '[]' })
    const results = await Promise.all(
      ['swagger.json', 'broken.json', 'list.json', 'none.json'].map((file) =>
        runCli(['check', file, '--for', 'power-bi'], { cwd: project }),
      ),
    )
    expect(results.map(({ code }) => code)).toEqual([0, 1, 1, 1])
    expect(results[1]?.stdout).toContain('\nerror not_swagger_2\n  what    swagger is "1.2"\n')
    expect(results[2]?.stdout).toContain('\nerror not_a_document\n  what    the document is an empty array\n')
    expect(results[3]).toMatchObject({
      stdout: '',
      stderr: expect.stringMatching(/^inference-schema: none\.json cannot be read: ENOENT.*\n$/),
    })
  })

  it('counts points that are too many to list', async () => {
    const properties = Object.fromEntries(Array.from({ length: 30 }, (_, index) => [`c${index}`, {}]))
    const cwd = makeProject({ 'swagger.json': { swagger: '2.0', definitions: { Rows: { type: 'object', properties } } } })
    const { stdout } = await runCli(['check', 'swagger.json', '--for', 'power-platform'], { cwd })
    expect(stdout).toContain('\n\nand 10 more\n\n')
  })

  it('waits for types that describe themselves asynchronously, and names what failed', async () => {
    const script = (step: string) => `
      import { AbstractParameterType, inputSchema } from 'inference-schema'
      class Door extends AbstractParameterType {
        deserializeInput(input) { return input }
        async inputToSwagger() { ${step} }
      }
      export const run = inputSchema('data', new Door('open'))((data) => data)`
    const cwd = makeProject({
      'score.mjs': script("return { type: 'array', items: { type: 'object', properties: { a: { type: 'number' } } }, example: [] }"),
      'bad.mjs': script("throw new Error('the door is shut')"),
    })
    expect(await runCli(['check', 'score.mjs', '--for', 'automl'], { cwd })).toMatchObject({ code: 0 })
    expect(await runCli(['check', 'bad.mjs'], { cwd })).toEqual({
      code: 3,
      stdout: '',
      stderr: 'inference-schema: bad.mjs cannot be described: the door is shut\n',
    })
  })

  it('a script without Power BI’s shape is told how to get it', async () => {
    const cwd = makeProject({ 'score.mjs': doubleScript })
    const { stdout } = await runCli(['check', 'score.mjs', '--for', 'power-bi'], { cwd })
    expect(stdout).toContain('\n  mend    put them into an object called Inputs, or describe it with powerBi()\n')
  })
})

const samples = fileURLToPath(new URL('../../samples', import.meta.url))

describe.concurrent('the samples', () => {
  it.each<[string, readonly Consumer[]]>([
    ['container/score.ts', ['stream-analytics', 'power-platform']],
    ['diabetes/score.ts', ['stream-analytics', 'power-platform']],
    ['mixed-frame/score.ts', ['power-bi', 'automl', 'stream-analytics', 'power-platform']],
    ['plain-javascript/score.js', ['stream-analytics', 'power-platform']],
    ['plain-javascript/score-define-run.js', ['stream-analytics', 'power-platform']],
    ['power-bi/score.ts', ['power-bi', 'stream-analytics', 'power-platform']],
  ])('%s is read by %s, and nobody else', async (script, readers) => {
    const { stdout } = await runCli(['check', join(samples, script), '--json'])
    const reports = JSON.parse(stdout) as ConsumerReport[]
    expect(reports.filter(({ ok }) => ok).map(({ consumer }) => consumer)).toEqual(readers)
  })
})
