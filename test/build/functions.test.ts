import { execFile } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import { build } from '../support/build.js'
import { makeProject } from '../support/project.js'
import { doubleClass, doubleScript } from '../support/scripts.js'

const { BuildError, BuildOptionError, checkDocuments, readBuildConfig, watchDocuments, writeDocuments } = build

const mixedScript = doubleScript.replace('(1.5)', "(['text', 1])")
const read = (folder: string, file: string) => JSON.parse(readFileSync(join(folder, file), 'utf8'))
const versionIn = (folder: string, file: string) => read(folder, file).swagger ?? read(folder, file).openapi

describe.concurrent('writeDocuments', () => {
  it('writes all versions into a folder, by the names that the server looks for', async () => {
    const cwd = makeProject({ 'score.mjs': doubleScript })
    const { files, notes } = await writeDocuments({ entries: 'score.mjs', versions: 'all', output: 'docs/', cwd })
    expect(files.map(({ file, version, isChanged }) => [file, version, isChanged])).toEqual([
      ['docs/swagger.json', '2.0', true],
      ['docs/swagger2.json', '2.0', true],
      ['docs/swagger3.json', '3.0', true],
      ['docs/swagger3.1.json', '3.1', true],
    ])
    expect(notes).toEqual([])
    expect(['swagger', 'swagger2', 'swagger3', 'swagger3.1'].map((name) => versionIn(cwd, `docs/${name}.json`))).toEqual([
      '2.0',
      '2.0',
      '3.0.3',
      '3.1.1',
    ])
  })

  it('takes the lowest version that can say the samples as the default, and says so', async () => {
    const cwd = makeProject({ 'score.mjs': mixedScript, 'swagger2.json': '{}' })
    const { files, notes } = await writeDocuments({ entries: 'score.mjs', versions: 'all', cwd })
    expect(files.map(({ file, version }) => [file, version])).toEqual([
      ['swagger.json', '3.0'],
      ['swagger3.json', '3.0'],
      ['swagger3.1.json', '3.1'],
    ])
    expect(notes).toEqual([
      'score.mjs: Swagger 2.0 cannot say what the samples show, so that OpenAPI 3.0 is the default document',
      'swagger2.json is left from before, when it could be said: remove it',
    ])
  })

  it('fails where a version that was asked for cannot say the samples', async () => {
    const cwd = makeProject({ 'score.mjs': mixedScript })
    await expect(writeDocuments({ entries: 'score.mjs', versions: ['2.0', '3.1'], output: 'docs/', cwd })).rejects.toThrow(
      'score.mjs cannot be described: Swagger 2.0 cannot say what the samples show, because one holds a list of mixed types; 3.0 or 3.1 can',
    )
  })

  it.each<[string | string[], string[]]>([
    ['2.0', ['swagger.json']],
    ['3.1', ['swagger3.1.json']],
    [
      ['3.1', '2.0'],
      ['swagger.json', 'swagger2.json', 'swagger3.1.json'],
    ],
    [
      ['3.1', '3.0'],
      ['swagger3.json', 'swagger3.1.json'],
    ],
  ])('of %j writes %j', async (versions, expected) => {
    const cwd = makeProject({ 'score.mjs': doubleScript })
    const { files } = await writeDocuments({ entries: 'score.mjs', versions: versions as '2.0', output: 'docs/', cwd })
    expect(files.map(({ file }) => file)).toEqual(expected.map((name) => `docs/${name}`))
    expect(readdirSync(join(cwd, 'docs')).sort()).toEqual(expected.toSorted())
  })

  it('leaves a file alone that holds the document already', async () => {
    const cwd = makeProject({ 'score.mjs': doubleScript })
    await writeDocuments({ entries: 'score.mjs', cwd })
    utimesSync(join(cwd, 'swagger.json'), 1, 1)
    const { files } = await writeDocuments({ entries: 'score.mjs', cwd })
    expect(files[0]?.isChanged).toBe(false)
    expect(statSync(join(cwd, 'swagger.json')).mtimeMs).toBe(1000)
  })

  it('finds scripts by globs, each with its own compiler settings, and leaves out what is told', async () => {
    const cwd = makeProject({
      'services/a/score.ts': doubleClass,
      'services/a/tsconfig.json': { compilerOptions: { experimentalDecorators: true } },
      'services/b/score.ts': doubleClass,
      'services/b/package.json': { type: 'module' },
      'services/old/score.ts': 'throw new Error("old")',
      'services/b/node_modules/x/score.ts': 'throw new Error("installed")',
    })
    const { files } = await writeDocuments({ entries: ['services/**/score.ts', '!services/old/**'], output: '{dir}/docs/{name}.yaml', cwd })
    expect(files.map(({ entry, file }) => [entry, file])).toEqual([
      ['services/a/score.ts', 'services/a/docs/score.yaml'],
      ['services/b/score.ts', 'services/b/docs/score.yaml'],
    ])
    expect(readFileSync(join(cwd, 'services/a/docs/score.yaml'), 'utf8')).toMatch(/^swagger: "2\.0"\n/)
  })

  it('takes a file that has the name of a pattern for that file', async () => {
    const cwd = makeProject({ '[id]/score.mjs': doubleScript })
    const { files } = await writeDocuments({ entries: '[id]/score.mjs', cwd })
    expect(files.map(({ file }) => file)).toEqual(['[id]/swagger.json'])
  })

  it('writes what can be written, and then tells of all that failed', async () => {
    const cwd = makeProject({ 'a/score.mjs': 'throw new Error("no a")', 'b/score.mjs': doubleScript, 'c/score.mjs': 'process.exit(5)' })
    const error = await writeDocuments({ entries: '*/score.mjs', cwd }).catch((error: unknown) => error)
    expect(error).toBeInstanceOf(BuildError)
    const { failures, files, message } = error as InstanceType<typeof BuildError>
    expect(files.map(({ file }) => file)).toEqual(['b/swagger.json'])
    expect(failures.map(({ entry, isScript }) => [entry, isScript])).toEqual([
      ['a/score.mjs', true],
      ['c/score.mjs', true],
    ])
    expect(message).toBe('a/score.mjs cannot be loaded: no a\nc/score.mjs: the entry script ended the process with code 5')
  })

  it('is not disturbed by what a script sends to its parent', async () => {
    const cwd = makeProject({ 'score.mjs': `process.send?.('ready')\nprocess.send?.({ documents: [] })\n${doubleScript}` })
    const { files } = await writeDocuments({ entries: 'score.mjs', cwd })
    expect(files.map(({ file }) => file)).toEqual(['swagger.json'])
  })

  it('runs the script, not the program of a process that has no file', async () => {
    const cwd = makeProject({ 'score.mjs': doubleScript })
    const program = `import { writeDocuments } from 'inference-schema/build'
      console.log((await writeDocuments({ entries: 'score.mjs' })).files[0].file)`
    const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', program], { cwd, timeout: 20_000 })
    expect(stdout).toBe('swagger.json\n')
  })

  it('gives a script options of its own', async () => {
    const cwd = makeProject({ 'a.mjs': doubleScript, 'b.mjs': doubleScript })
    await writeDocuments({
      entries: ['a.mjs', { entry: 'b.mjs', serviceName: 'B', versions: '3.1', output: 'b/openapi.json' }],
      serviceName: 'A',
      cwd,
    })
    expect([read(cwd, 'swagger.json').info.title, read(cwd, 'b/openapi.json').info.title]).toEqual(['A', 'B'])
    expect(versionIn(cwd, 'b/openapi.json')).toBe('3.1.1')
  })
})

describe.concurrent('options that cannot be are refused before anything is run', () => {
  it.each<[object, string]>([
    [{ entries: 'none/*.ts' }, 'no file matches none/*.ts'],
    [{ entries: [] }, 'entries is empty, expected paths of scripts'],
    [{ entries: 5 }, 'entries is 5, expected a text'],
    [{ entries: ['a.mjs', 'b.mjs'] }, 'a.mjs and b.mjs would be written to the same place, ./; put {dir} or {name} into the output'],
    [
      { entries: 'a.mjs', versions: 'all', output: 'x.json' },
      'several versions need a folder with a slash at its end, not the file x.json',
    ],
    [{ entries: 'a.mjs', versions: ['4'] }, 'versions is "4", expected 2.0, 3.0, 3.1 or all'],
    [{ entries: 'a.mjs', format: 'xml' }, 'format is "xml", expected json or yaml'],
    [{ entries: 'a.mjs', allow: 'txt' }, 'allow is "txt", expected text or compatible'],
    [{ entries: 'a.mjs', outptu: 'x' }, 'the object of options has no option "outptu"; did you mean output?'],
    [{ entry: 'a.mjs' }, 'the object of options has no option "entry"; did you mean entries?'],
    [{ entries: { entry: 'a.mjs', servicename: 'x' } }, 'entries has no option "servicename"; did you mean serviceName?'],
  ])('%j', async (options, message) => {
    const cwd = makeProject({ 'a.mjs': 'throw new Error("it was run")', 'b.mjs': '' })
    const error = await writeDocuments({ ...(options as { entries: string }), cwd }).catch((error: unknown) => error)
    expect(error).toBeInstanceOf(BuildOptionError)
    expect((error as Error).message).toBe(message)
  })
})

it('an option of watching that does not exist is refused, too', async () => {
  const watching = watchDocuments({ entries: 'a.mjs', logg: () => {} } as never)
  await expect(watching).rejects.toThrow(new BuildOptionError('the object of options has no option "logg"; did you mean log?'))
})

describe.concurrent('checkDocuments', () => {
  const script = (sample: string) => doubleScript.replace("'x', number", `'x', new StandardPythonParameterType(${sample})`)
  const options = { entries: 'score.mjs', versions: '3.1', output: 'openapi.json' } as const

  async function changed(before: string, after: string): Promise<string> {
    const cwd = makeProject({ 'score.mjs': script(before) })
    await writeDocuments({ ...options, cwd })
    writeFileSync(join(cwd, 'score.mjs'), script(after))
    return cwd
  }

  it('finds what breaks, and writes nothing', async () => {
    const cwd = await changed('{ a: 1, b: 2 }', '{ a: 1 }')
    const found = readFileSync(join(cwd, 'openapi.json'), 'utf8')
    const { ok, files } = await checkDocuments({ ...options, allow: 'compatible', cwd })
    expect(ok).toBe(false)
    expect(files[0]?.changes[0]).toEqual({
      kind: 'breaking',
      place: 'x.b',
      pointer: '/components/schemas/ServiceInput/properties/x/properties/b',
      change: 'removed',
      before: 'number (double)',
    })
    expect(readFileSync(join(cwd, 'openapi.json'), 'utf8')).toBe(found)
  })

  it.each([
    ['text', '1', '2', true],
    ['compatible', '1', '2', true],
    [undefined, '1', '2', false],
    ['text', 'int(1)', '1', false],
    ['compatible', '1', "'text'", false],
  ] as const)('allowing %s: from %s to %s', async (allow, before, after, ok) => {
    const withInt = (sample: string) => sample.replace('int(1)', '1n')
    const cwd = await changed(withInt(before), after)
    expect(await checkDocuments({ ...options, ...(allow === undefined ? {} : { allow }), cwd })).toMatchObject({ ok })
  })

  it('tells of scripts that fail beside files that differ', async () => {
    const cwd = makeProject({ 'a/score.mjs': 'throw new Error("no")', 'b/score.mjs': doubleScript })
    const { ok, files, failures } = await checkDocuments({ entries: '*/score.mjs', cwd })
    expect({ ok, problem: files[0]?.problem, failure: failures[0]?.message }).toEqual({
      ok: false,
      problem: 'does not exist',
      failure: 'a/score.mjs cannot be loaded: no',
    })
  })

  it('finds a document of a version that cannot say the samples any more', async () => {
    const cwd = makeProject({ 'score.mjs': mixedScript })
    const all = { entries: 'score.mjs', versions: 'all', cwd } as const
    await writeDocuments(all)
    expect((await checkDocuments(all)).ok).toBe(true)
    writeFileSync(join(cwd, 'swagger2.json'), '{}')
    expect((await checkDocuments(all)).files.find(({ ok }) => !ok)).toMatchObject({
      file: 'swagger2.json',
      problem: expect.stringMatching(/remove it$/),
    })
  })

  it('reads YAML', async () => {
    const cwd = makeProject({ 'score.mjs': doubleScript })
    const yaml = { entries: 'score.mjs', output: 'swagger.yaml', cwd }
    await writeDocuments(yaml)
    expect((await checkDocuments(yaml)).ok).toBe(true)
    writeFileSync(join(cwd, 'swagger.yaml'), 'a: [')
    expect((await checkDocuments(yaml)).files[0]?.problem).toMatch(/^is no YAML: /)
  })
})

describe('readBuildConfig', () => {
  const section = { swagger: { entries: 'services/*/score.mjs', versions: ['3.1'], output: '{dir}/openapi.json' } }

  it.each([
    ['a file of its own', { 'inference-schema.config.json': section }],
    ['package.json', { 'package.json': { type: 'module', 'inference-schema': section } }],
  ])('gives what writeDocuments takes, from %s', async (_where, files) => {
    const cwd = makeProject({ ...files, 'services/a/score.mjs': doubleScript })
    const options = readBuildConfig(cwd)
    expect(options).toEqual({ entries: ['services/*/score.mjs'], versions: ['3.1'], output: '{dir}/openapi.json', cwd })
    await writeDocuments(options ?? { entries: [] })
    expect(versionIn(cwd, 'services/a/openapi.json')).toBe('3.1.1')
  })

  it('gives nothing where there is nothing', () => {
    expect(readBuildConfig(makeProject({ 'package.json': {} }))).toBeUndefined()
    expect(readBuildConfig(makeProject({ 'inference-schema.config.json': {} }))).toBeUndefined()
  })

  it.each<[unknown, string]>([
    [{ sagger: {} }, 'inference-schema.config.json has no option "sagger"; did you mean swagger?'],
    [{ swagger: { entry: 'a.ts' } }, 'swagger in inference-schema.config.json has no option "entry"; did you mean entries?'],
    [
      { swagger: { entries: 'a', zzz: 1 } },
      'swagger in inference-schema.config.json has no option "zzz", expected entries, allow, output, versions, format, serviceName, serviceVersion or pathPrefix',
    ],
    [{ swagger: {} }, 'swagger in inference-schema.config.json has no entries, expected paths of scripts'],
    [{ swagger: [] }, 'swagger in inference-schema.config.json is an empty array, expected an object'],
    [{ swagger: { entries: [1] } }, 'swagger in inference-schema.config.json: entries[0] is 1, expected a text'],
    [{ swagger: { entries: 'a', versions: 3 } }, 'swagger in inference-schema.config.json: versions is 3, expected 2.0, 3.0, 3.1 or all'],
    [{ swagger: { entries: 'a', allow: 'all' } }, 'swagger in inference-schema.config.json: allow is "all", expected text or compatible'],
    [
      { swagger: { entries: [{ entry: 'a', outpt: 'x' }] } },
      'swagger in inference-schema.config.json: entries[0] has no option "outpt"; did you mean output?',
    ],
    ['{', "inference-schema.config.json cannot be read: Expected property name or '}' in JSON at position 1"],
  ])('refuses %j', (config, message) => {
    const cwd = makeProject({ 'inference-schema.config.json': config })
    expect(() => readBuildConfig(cwd)).toThrow(message)
  })

  it('refuses two of them, and one that is not there', () => {
    const cwd = makeProject({ 'inference-schema.config.json': section, 'package.json': { 'inference-schema': section } })
    expect(() => readBuildConfig(cwd)).toThrow(
      'inference-schema.config.json and "inference-schema" in package.json both say what to do; keep one',
    )
    expect(() => readBuildConfig(cwd, 'none.json')).toThrow('none.json does not exist')
  })
})

describe.concurrent('watchDocuments', () => {
  async function watched(files: Record<string, unknown>, entries = 'score.mjs') {
    const cwd = makeProject(files)
    const lines: string[] = []
    const watch = await watchDocuments({ entries, cwd, log: (line) => void lines.push(line) })
    await watch.ready
    return { cwd, lines, watch }
  }

  it('writes again when a file that the script imports changes, from elsewhere too', async () => {
    const sampleOf = (value: number) => `export const sample = ${value}\n`
    const { cwd, lines, watch } = await watched(
      {
        'lib/sample.mjs': sampleOf(1.5),
        'service/score.mjs': `import { sample } from '../lib/sample.mjs'\n${doubleScript.replace('(1.5)', '(sample)')}`,
      },
      'service/score.mjs',
    )
    expect(lines).toEqual(['service/swagger.json is written'])
    writeFileSync(join(cwd, 'lib/sample.mjs'), sampleOf(2.5))
    await expect.poll(() => read(cwd, 'service/swagger.json').definitions.ServiceInput.example, { timeout: 15_000 }).toEqual({ x: 2.5 })
    await watch.close()
  })

  it('tells of a script that fails, and waits until it does not', async () => {
    const { cwd, lines, watch } = await watched({ 'score.mjs': 'throw new Error("not yet")' })
    expect(lines).toEqual(['score.mjs cannot be loaded: not yet'])
    mkdirSync(join(cwd, 'node_modules/x'))
    writeFileSync(join(cwd, 'score.mjs'), doubleScript)
    await expect.poll(() => lines.at(-1), { timeout: 15_000 }).toBe('swagger.json is written')
    await watch.close()
  })

  it('gives up a script that never ends, when it changes and when the watch is closed', async () => {
    const hanging = 'setInterval(() => {}, 1000)\nawait new Promise(() => {})'
    const cwd = makeProject({ 'score.mjs': hanging })
    const lines: string[] = []
    const watch = await watchDocuments({ entries: 'score.mjs', cwd, log: (line) => void lines.push(line) })
    writeFileSync(join(cwd, 'score.mjs'), doubleScript)
    await expect.poll(() => lines.at(-1), { timeout: 15_000 }).toBe('swagger.json is written')
    writeFileSync(join(cwd, 'score.mjs'), hanging)
    await expect.poll(() => lines.filter((line) => line === 'score.mjs has changed').length, { timeout: 15_000 }).toBe(2)
    await watch.close()
    expect(lines.at(-1)).toBe('score.mjs has changed')
  })
})
