import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { runCli, startCli, startServer } from '../support/cli.js'
import { makeProject } from '../support/project.js'
import { doubleScript } from '../support/scripts.js'

const read = (folder: string, file: string) => JSON.parse(readFileSync(join(folder, file), 'utf8'))

describe.concurrent('swagger in several versions and formats', () => {
  it('writes a folder that the server serves from', async () => {
    const cwd = makeProject({ 'score.mjs': doubleScript })
    const written = await runCli(['swagger', 'score.mjs', '--version', 'all', '-o', './', '--service-name', 'Written'], { cwd })
    expect(written).toEqual({ code: 0, stdout: '', stderr: '' })
    const server = await startServer(['score.mjs'], { cwd })
    for (const [asked, version] of Object.entries({ '2.0': '2.0', '3.0': '3.0.3', '3.1': '3.1.1' })) {
      const document = (await (await fetch(`${server.address}/swagger.json?version=${asked}`)).json()) as Record<string, unknown>
      expect([document['swagger'] ?? document['openapi'], document['info']]).toEqual([
        version,
        expect.objectContaining({ title: 'Written' }),
      ])
    }
  })

  it('says on standard error which version stands in for one that cannot say the samples', async () => {
    const cwd = makeProject({ 'score.mjs': doubleScript.replace('(1.5)', "(['text', 1])") })
    const { code, stderr } = await runCli(['swagger', 'score.mjs', '--version', 'all', '-o', 'docs/'], { cwd })
    expect({ code, stderr }).toEqual({
      code: 0,
      stderr: 'score.mjs: Swagger 2.0 cannot say what the samples show, so that OpenAPI 3.0 is the default document\n',
    })
  })

  it('writes YAML, to standard output too', async () => {
    const cwd = makeProject({ 'score.mjs': doubleScript })
    const { stdout } = await runCli(['swagger', 'score.mjs', '--format', 'yaml', '--version', '3.1'], { cwd })
    expect(stdout).toMatch(/^openapi: 3\.1\.1\ninfo:\n {2}title: ML service\n/)
    await runCli(['swagger', 'score.mjs', '--version', '3.1', '-o', 'openapi.yml'], { cwd })
    expect(readFileSync(join(cwd, 'openapi.yml'), 'utf8')).toBe(stdout)
  })

  it('writes the same bytes each time', async () => {
    const cwd = makeProject({ 'score.mjs': doubleScript })
    const [one, other] = await Promise.all([runCli(['swagger', 'score.mjs'], { cwd }), runCli(['swagger', 'score.mjs'], { cwd })])
    expect(one.stdout).toBe(other.stdout)
    expect(one.stdout.endsWith('}\n')).toBe(true)
  })
})

describe.concurrent('swagger of several scripts', () => {
  const services = { 'services/a/score.mjs': doubleScript, 'services/b/score.mjs': doubleScript }

  it('writes beside each of them', async () => {
    const cwd = makeProject(services)
    expect(await runCli(['swagger', 'services/*/score.mjs'], { cwd })).toEqual({ code: 0, stdout: '', stderr: '' })
    expect(['a', 'b'].map((name) => read(cwd, `services/${name}/swagger.json`).swagger)).toEqual(['2.0', '2.0'])
  })

  it('tells of all that failed, and ends as the worst of them', async () => {
    const cwd = makeProject({
      ...services,
      'services/c/score.mjs': 'throw new Error("no c")',
      'services/d/score.mjs': 'process.exit(0)',
      'services/a/swagger.json/x': '',
    })
    const { code, stdout, stderr } = await runCli(['swagger', 'services/*/score.mjs', '-o', '{dir}/swagger.json'], { cwd })
    expect({ code, stdout }).toEqual({ code: 3, stdout: '' })
    expect(stderr).toMatch(
      /^inference-schema: services\/a\/score\.mjs: services\/a\/swagger\.json cannot be written: .*\ninference-schema: services\/c\/score\.mjs cannot be loaded: no c\ninference-schema: services\/d\/score\.mjs: the entry script ended the process with code 0\n$/,
    )
    expect(existsSync(join(cwd, 'services/b/swagger.json'))).toBe(true)
  })

  it('ends with 1 where only a file cannot be written', async () => {
    const cwd = makeProject({ ...services, 'services/a/swagger.json/x': '' })
    expect(await runCli(['swagger', 'services/*/score.mjs'], { cwd })).toMatchObject({ code: 1 })
  })

  it('takes scripts, versions and names from the project when none are named, and flags over them', async () => {
    const config = {
      swagger: { entries: [{ entry: 'services/a/score.mjs', serviceName: 'A' }, 'services/b/*.mjs'], versions: '3.1', serviceName: 'All' },
    }
    const cwd = makeProject({ ...services, 'inference-schema.config.json': config })
    expect(await runCli(['swagger'], { cwd })).toEqual({ code: 0, stdout: '', stderr: '' })
    expect(['a', 'b'].map((name) => read(cwd, `services/${name}/swagger3.1.json`).info.title)).toEqual(['A', 'All'])
    expect(await runCli(['swagger', '--check'], { cwd })).toEqual({ code: 0, stdout: '', stderr: '' })
    await runCli(['swagger', '--service-name', 'Flag'], { cwd })
    expect(['a', 'b'].map((name) => read(cwd, `services/${name}/swagger3.1.json`).info.title)).toEqual(['Flag', 'Flag'])
    expect(await runCli(['swagger', '--check'], { cwd })).toMatchObject({ code: 1, stdout: '' })
    expect(await runCli(['swagger', '--check', '--allow', 'text'], { cwd })).toMatchObject({ code: 0, stdout: '' })
  })
})

describe.concurrent('swagger --check of what breaks', () => {
  const script = (sample: string) => doubleScript.replace("'x', number", `'x', new StandardPythonParameterType(${sample})`)
  const flags = ['swagger', 'score.mjs', '-o', 'openapi.json', '--version', '3.1']

  async function changed(before: string, after: string): Promise<string> {
    const cwd = makeProject({ 'score.mjs': script(before) })
    await runCli(flags, { cwd })
    writeFileSync(join(cwd, 'score.mjs'), script(after))
    return cwd
  }

  it('tells each change in a line, what breaks first', async () => {
    const { code, stdout, stderr } = await runCli([...flags, '--check'], { cwd: await changed('{ age: 1.5 }', "{ age: 'old' }") })
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
    const at = '/components/schemas/ServiceInput'
    expect(stderr).toBe(`openapi.json is out of date (1 breaking, 1 change of text); write it again with -o
  breaking   x.age: type number → string (${at}/properties/x/properties/age)
  text       the input: examples [{"x":{"age":1.5}}] → [{"x":{"age":"old"}}] (${at}/examples)
`)
  })

  it('shows the first twenty, and counts the rest', async () => {
    const many = (value: string) => `Object.fromEntries(Array.from({ length: 30 }, (_, i) => ['c' + i, ${value}]))`
    const { stderr } = await runCli([...flags, '--check'], { cwd: await changed(many('1'), many('"a"')) })
    expect(stderr.split('\n')).toHaveLength(23)
    expect(stderr).toMatch(
      /^openapi\.json is out of date \(30 breaking, 1 change of text\)[\s\S]* and 11 more \(10 breaking, 1 change of text\)\n$/,
    )
  })

  it('says it all in JSON for machines', async () => {
    const { code, stdout, stderr } = await runCli([...flags, '--check', '--json'], { cwd: await changed('1.5', "'text'") })
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' })
    expect(JSON.parse(stdout)).toMatchObject({
      ok: false,
      files: [
        {
          file: 'openapi.json',
          ok: false,
          changes: [{ kind: 'breaking', place: 'x', change: 'type', before: 'number', after: 'string' }, {}],
        },
      ],
      failures: [],
    })
  })

  it('lets through what is compatible when that is allowed, and says what it is', async () => {
    const { code, stdout, stderr } = await runCli([...flags, '--check', '--allow', 'compatible'], { cwd: await changed('1.5', '2.5') })
    expect({ code, stdout }).toEqual({ code: 0, stdout: '' })
    expect(stderr).toMatch(/^openapi\.json is behind in what is allowed \(1 change of text\)\n {2}text {7}the input: examples /)
  })

  it('does not let a document move the cursor of a terminal', async () => {
    const { stderr } = await runCli([...flags, '--check'], { cwd: await changed("{ '\\u001b[31m': 1, '\\u009b': 1 }", '{ a: 1 }') })
    expect(stderr).toMatch(/^[ -~\n→…]+$/)
  })
})

describe.concurrent('swagger --watch', () => {
  it.each(['SIGTERM', 'SIGINT'] as const)('writes again what changes until it is told to end by %s', async (signal) => {
    const cwd = makeProject({ 'score.mjs': doubleScript })
    const command = startCli(['swagger', 'score.mjs', '-o', 'swagger.json', '--watch'], { cwd })
    await expect.poll(command.stderr, { timeout: 15_000 }).toBe('swagger.json is written\nwaiting for changes\n')
    writeFileSync(join(cwd, 'score.mjs'), 'throw new Error("half done")')
    await expect.poll(command.stderr, { timeout: 15_000 }).toMatch(/score\.mjs has changed\nscore\.mjs cannot be loaded: half done\n$/)
    writeFileSync(join(cwd, 'score.mjs'), doubleScript.replace('(1.5)', '(3n)'))
    await expect.poll(command.stderr, { timeout: 15_000 }).toMatch(/score\.mjs has changed\nswagger\.json is written\n$/)
    expect(read(cwd, 'swagger.json').definitions.ServiceInput.example).toEqual({ x: 3 })
    expect(await command.stop(signal)).toMatchObject({ code: 0, stdout: '' })
  })
})

describe.concurrent('wrong use of swagger is one sentence, and exit 1', () => {
  it.each<[string[], string]>([
    [['none/*.mjs'], 'no file matches none/*.mjs'],
    [['score.mjs', 'other.mjs'], 'score.mjs and other.mjs would be written to the same place, ./; put {dir} or {name} into the output'],
    [['score.mjs', '--version', 'all'], 'several versions need -o DIR/, the folder to write to'],
    [
      ['score.mjs', '--version', '2', '--version', '3', '-o', 'x.json'],
      'several versions need a folder with a slash at its end, not the file x.json',
    ],
    [['score.mjs', '--format', 'xml'], '--format is xml, expected json or yaml'],
    [['score.mjs', '-o', 'x.json', '--check', '--allow', 'all'], '--allow is all, expected text or compatible'],
    [['score.mjs', '--allow', 'text'], '--allow goes with --check'],
    [['score.mjs', '--json'], '--json goes with --check'],
    [['score.mjs', '--watch'], '--watch needs -o FILE, the file to write'],
    [['score.mjs', '-o', 'x.json', '--watch', '--check'], '--watch writes, and --check writes nothing: take one of them'],
    [['score.mjs', '--config-file', 'x.json'], '--config-file says which scripts there are: leave out ENTRY'],
    [['--config-file', 'none.json'], 'none.json does not exist'],
    [['--config-file', 'config.json'], 'config.json has no option "swager"; did you mean swagger?'],
  ])('%j', async (args, message) => {
    const cwd = makeProject({ 'score.mjs': doubleScript, 'other.mjs': doubleScript, 'config.json': { swager: {} } })
    const result = await runCli(['swagger', ...args], { cwd })
    expect(result).toEqual({ code: 1, stdout: '', stderr: `inference-schema: ${message} (--help says more)\n` })
  })
})
