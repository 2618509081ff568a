import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { getInputSchema, invoke } from '../../src/index.js'
import { EntryScriptError, loadEntryScript } from '../../src/server/index.js'
import { makeProject } from '../support/project.js'

function load(content: string, name = 'score.mjs') {
  return loadEntryScript(join(makeProject({ [name]: content }), name))
}

/** What loading a script fails with; throws when it does not fail. */
async function failure(content: string, name = 'score.mjs'): Promise<EntryScriptError> {
  const error = await load(content, name).then(
    () => new Error('it was loaded'),
    (reason: unknown) => reason,
  )
  if (!(error instanceof EntryScriptError)) throw error
  return error
}

const methods = 'factor = 2; init() { this.factor = 3 } run(x) { return x * this.factor }'
const object = '{ factor: 2, init() { this.factor = 3 }, run(x) { return x * this.factor } }'

describe('an entry script', () => {
  it.each([
    ['exports run and init', 'score.mjs', 'let factor = 2; export const init = () => { factor = 3 }; export const run = (x) => x * factor'],
    ['exports a class by default', 'score.mjs', `export default class { ${methods} }`],
    ['exports an object by default', 'score.mjs', `export default ${object}`],
    ['exports an instance by default', 'score.mjs', `class Model { ${methods} }; export default new Model()`],
    [
      'exports a class with static methods by default',
      'score.mjs',
      'export default class { static factor = 2; static init() { this.factor = 3 } static run(x) { return x * this.factor } }',
    ],
    ['exports a subclass by default', 'score.mjs', `class Base { ${methods} }; export default class extends Base {}`],
    ['sets exports of CommonJS', 'score.cjs', 'let factor = 2; exports.init = () => { factor = 3 }; exports.run = (x) => x * factor'],
    ['sets module.exports to an object', 'score.cjs', `module.exports = ${object}`],
    ['sets module.exports to a class', 'score.cjs', `module.exports = class { ${methods} }`],
    ['was compiled to CommonJS', 'score.cjs', `exports.__esModule = true; exports.default = class { ${methods} }`],
  ])('that %s has its run and init, on what they belong to', async (_what, name, content) => {
    const script = await load(content, name)
    expect(await invoke(script.run, { x: 5 }, { thisArg: script.thisArg })).toBe(10)
    await script.init?.()
    expect(await invoke(script.run, { x: 5 }, { thisArg: script.thisArg })).toBe(15)
  })

  it('need not have init', async () => {
    expect((await load('export const run = () => 1')).init).toBeUndefined()
  })

  it('makes its class once, without calling init', async () => {
    const script = await load(
      'export let made = 0; export default class { constructor() { this.made = ++made } run() { return this.made } init() { made = 99 } }',
    )
    expect(script.run.call(script.thisArg)).toBe(1)
    expect(script.run.call(script.thisArg)).toBe(1)
  })

  it('is taken by its own run, before its default export', async () => {
    const script = await load('export const run = () => "named"; export default { run: () => "default" }')
    expect(script.run()).toBe('named')
  })

  it('keeps the schemas of its run', async () => {
    const { run } = await load(
      `import { inputSchema, StandardPythonParameterType } from 'inference-schema'
       export const run = inputSchema('x', new StandardPythonParameterType(1.5))((x) => x)`,
    )
    expect(getInputSchema(run).example).toEqual({ x: 1.5 })
  })
})

describe('an entry script is refused', () => {
  it.each([
    ['exports nothing', '', 'score.mjs has no function run; it exports nothing'],
    ['exports other names', 'export const a = 1, score = 2', 'score.mjs has no function run; it exports a and score'],
    ['exports a run that is no function', 'export const run = 5', 'score.mjs has no function run; its run is 5'],
    ['exports a class without run', 'export default class {}', 'score.mjs has no function run; it exports default'],
  ])('that %s', async (_what, content, message) => {
    expect((await failure(content)).message).toBe(message)
  })

  it.each([
    ['throws', 'throw new Error("no model")', 'no model'],
    ['throws more than a line', 'throw new Error("no model\\nat all")', 'no model'],
    ['throws an error without a message', 'throw new RangeError()', 'RangeError'],
    ['throws a text', 'throw "no model"', 'no model'],
    ['throws undefined', 'throw undefined', 'undefined'],
    ['throws what has no text', 'throw Object.create(null)', 'something that cannot be shown was thrown'],
    ['imports what is not there', 'import "./nowhere.mjs"', 'Cannot find module'],
  ])('that %s when it is loaded, saying why', async (_what, content, reason) => {
    const { message } = await failure(content)
    expect(message).toContain(`score.mjs cannot be loaded: ${reason}`)
    expect(message).not.toContain('\n')
  })

  it('whose class cannot be made, with the cause', async () => {
    const error = await failure('export default class { constructor() { throw new Error("no gpu") } run() {} }')
    expect(error.message).toMatch(/^the class that .*score\.mjs exports cannot be made: no gpu$/)
    expect(error.cause).toMatchObject({ message: 'no gpu' })
  })

  it('that is not there', async () => {
    await expect(loadEntryScript('nowhere.mjs')).rejects.toThrow(new EntryScriptError('nowhere.mjs does not exist'))
  })

  it('that is a folder', async () => {
    const folder = join(makeProject({ 'score.mjs/x': '' }), 'score.mjs')
    await expect(loadEntryScript(folder)).rejects.toThrow(new EntryScriptError(`${folder} is not a file`))
  })

  it.each(['score.py', 'score', 'score.json', 'score.tsx'])('that is called %s', async (name) => {
    expect((await failure('', name)).message).toMatch(
      / is no entry script, expected a file that ends with \.ts, \.mts, \.js, \.mjs or \.cjs$/,
    )
  })
})
