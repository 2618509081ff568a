import { execFileSync } from 'node:child_process'
import { lstatSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Validator } from '@seriousme/openapi-schema-validator'
import { describe, expect, it } from 'vitest'
import { main, runCli } from '../support/cli.js'
import { makeProject } from '../support/project.js'
import { doubleScript } from '../support/scripts.js'

describe.concurrent('swagger to standard output', () => {
  it('writes a valid document and nothing else, whatever the script prints and leaves open', async () => {
    const cwd = makeProject({
      'score.mjs': `${doubleScript}
        import { Console } from 'node:console'
        console.log('one')
        new Console(process.stdout).log('two')
        process.stdout.write('three\\n')
        setInterval(() => {}, 1000)`,
    })
    const { code, stdout, stderr } = await runCli(['swagger', 'score.mjs'], { cwd })
    expect({ code, stderr }).toEqual({ code: 0, stderr: 'one\ntwo\nthree\n' })
    const document = JSON.parse(stdout)
    expect(await new Validator().validate(document)).toEqual({ valid: true })
    expect(document.definitions.ServiceInput.properties).toEqual({ x: { type: 'number', format: 'double' } })
  })

  it('names the service, its version, and the prefix of its paths', async () => {
    const cwd = makeProject({ 'score.mjs': doubleScript })
    const options = ['--service-name', 'Double "it"', '--service-version', '3.1', '--path-prefix', 'api/v1/']
    const { stdout } = await runCli(['swagger', 'score.mjs', ...options], { cwd })
    const { info, paths } = JSON.parse(stdout)
    expect(info).toMatchObject({ title: 'Double "it"', version: '3.1' })
    expect(Object.keys(paths)).toEqual(['/api/v1/', '/api/v1/score', '/api/v1/swagger.json'])
  })

  it('says which versions could, where Swagger 2.0 cannot', async () => {
    const cwd = makeProject({ 'score.mjs': doubleScript.replace('(1.5)', "(['text', 1])") })
    const { code, stdout, stderr } = await runCli(['swagger', 'score.mjs'], { cwd })
    expect({ code, stdout }).toEqual({ code: 3, stdout: '' })
    expect(stderr).toMatch(/^inference-schema: score\.mjs cannot be described: Swagger 2\.0 cannot .* 3\.0 or 3\.1 can\n$/)
  })

  it('ends quietly when its reader has seen enough', () => {
    const cwd = makeProject({ 'score.mjs': doubleScript.replace('(1.5)', '(Array(50_000).fill(1.5))') })
    const command = `"${process.execPath}" "${main}" swagger score.mjs 2>&1 | head -n 1`
    expect(execFileSync('sh', ['-c', command], { cwd, encoding: 'utf8' })).toBe('{\n')
  })
})

describe.concurrent('swagger to a file', () => {
  it('makes its folders, and leaves nothing else there', async () => {
    const cwd = makeProject({ 'score.mjs': doubleScript })
    expect(await runCli(['swagger', 'score.mjs', '-o', 'build/docs/swagger.json'], { cwd })).toEqual({ code: 0, stdout: '', stderr: '' })
    expect(readdirSync(join(cwd, 'build/docs'))).toEqual(['swagger.json'])
    const written = readFileSync(join(cwd, 'build/docs/swagger.json'), 'utf8')
    expect(written).toBe((await runCli(['swagger', 'score.mjs'], { cwd })).stdout)
  })

  it('keeps a link that the file is, and writes what it points to', async () => {
    const cwd = makeProject({ 'score.mjs': doubleScript, 'real.json': 'old' })
    symlinkSync('real.json', join(cwd, 'swagger.json'))
    expect(await runCli(['swagger', 'score.mjs', '-o', 'swagger.json'], { cwd })).toMatchObject({ code: 0 })
    expect(lstatSync(join(cwd, 'swagger.json')).isSymbolicLink()).toBe(true)
    expect(JSON.parse(readFileSync(join(cwd, 'real.json'), 'utf8')).swagger).toBe('2.0')
  })

  it('writes into a pipe instead of replacing it', async () => {
    const cwd = makeProject({ 'score.mjs': doubleScript })
    execFileSync('mkfifo', [join(cwd, 'pipe')])
    const reader = runCli(['validate', 'score.mjs', 'pipe'], { cwd })
    expect(await runCli(['swagger', 'score.mjs', '-o', 'pipe'], { cwd })).toMatchObject({ code: 0 })
    expect((await reader).stdout).toBe('pipe does not fit\n  x is missing, expected a number\n')
    expect(lstatSync(join(cwd, 'pipe')).isFIFO()).toBe(true)
  })

  it('says why it cannot be written, and leaves no draft', async () => {
    const cwd = makeProject({ 'score.mjs': doubleScript, 'file/inside.txt': '' })
    const { code, stderr } = await runCli(['swagger', 'score.mjs', '-o', 'file'], { cwd })
    expect(code).toBe(1)
    expect(stderr).toMatch(/^inference-schema: file cannot be written: EISDIR.*\n$/)
    expect(readdirSync(cwd).sort()).toEqual(['file', 'node_modules', 'score.mjs'])
  })

  it('leaves the file as it was when the script fails', async () => {
    const cwd = makeProject({ 'score.mjs': 'throw new Error("no")', 'swagger.json': 'old' })
    expect(await runCli(['swagger', 'score.mjs', '-o', 'swagger.json'], { cwd })).toMatchObject({ code: 3 })
    expect(readFileSync(join(cwd, 'swagger.json'), 'utf8')).toBe('old')
  })
})

describe.concurrent('swagger --check', () => {
  it('accepts a file that is up to date', async () => {
    const cwd = makeProject({ 'score.mjs': doubleScript })
    await runCli(['swagger', 'score.mjs', '-o', 'swagger.json'], { cwd })
    expect(await runCli(['swagger', 'score.mjs', '-o', 'swagger.json', '--check'], { cwd })).toEqual({ code: 0, stdout: '', stderr: '' })
  })

  it.each<[string, (text: string) => string, RegExp]>([
    [
      'differs',
      (text) => text.replace('"ML service"', '"Old"'),
      /^swagger\.json is out of date \(1 change of text\); write it again with -o\n {2}text {7}info: title "Old" → "ML service" \(\/info\/title\)\n$/,
    ],
    ['goes on', (text) => `${text}more`, /^swagger\.json is no JSON: .*; write it again with -o\n$/],
    ['is cut off', (text) => text.slice(0, text.indexOf('\n')), /^swagger\.json is no JSON: .*; write it again with -o\n$/],
    [
      'is laid out in another way',
      (text) => JSON.stringify(JSON.parse(text)),
      /^swagger\.json is out of date .*\n {2}text {7}the file: layout line 1: "\{.* → "\{"\n$/,
    ],
    [
      'is of another version',
      () => '{"openapi": "3.1.0"}',
      /^swagger\.json is of OpenAPI 3\.1, expected Swagger 2\.0; write it again with -o\n$/,
    ],
    [
      'is something else',
      () => '{"name": "x"}',
      /^swagger\.json is no Swagger or OpenAPI document: it has neither "swagger" nor "openapi"; /,
    ],
    [
      'is the document of another service',
      () => '{"swagger": "2.0", "paths": {}}',
      /^swagger\.json is the document of something else: it has no /,
    ],
  ])('says where a file %s, and leaves the file', async (_how, change, message) => {
    const cwd = makeProject({ 'score.mjs': doubleScript })
    const file = join(cwd, 'swagger.json')
    await runCli(['swagger', 'score.mjs', '-o', 'swagger.json'], { cwd })
    const changed = change(readFileSync(file, 'utf8'))
    writeFileSync(file, changed)

    const { code, stdout, stderr } = await runCli(['swagger', 'score.mjs', '-o', 'swagger.json', '--check'], { cwd })
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
    expect(stderr).toMatch(message)
    expect(readFileSync(file, 'utf8')).toBe(changed)
  })

  it('fails on a file that is not there, and does not write it', async () => {
    const cwd = makeProject({ 'score.mjs': doubleScript })
    const result = await runCli(['swagger', 'score.mjs', '-o', 'swagger.json', '--check'], { cwd })
    expect(result).toEqual({ code: 1, stdout: '', stderr: 'swagger.json does not exist; write it with -o\n' })
    expect(readdirSync(cwd)).not.toContain('swagger.json')
  })
})
