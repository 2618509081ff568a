import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { runCli } from '../support/cli.js'
import { makeProject } from '../support/project.js'
import { doubleScript } from '../support/scripts.js'

describe.concurrent('help and version', () => {
  it.each([[['--help']], [['-h']], [['help']], [['swagger', '--help']], [['serve', 'x.ts', '-h']]])('%j shows the usage', async (args) => {
    const { code, stdout, stderr } = await runCli(args)
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    for (const command of ['swagger', 'validate', 'check', 'serve']) expect(stdout).toContain(`inference-schema ${command} ENTRY`)
  })

  it('no arguments at all show the usage and are wrong use', async () => {
    const { code, stdout } = await runCli([])
    expect(code).toBe(1)
    expect(stdout).toContain('inference-schema swagger ENTRY')
  })

  it('--version tells the version of the package', async () => {
    const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'))
    expect(await runCli(['--version'])).toEqual({ code: 0, stdout: `${version}\n`, stderr: '' })
  })
})

describe.concurrent('wrong use is one sentence, and exit 1', () => {
  it.each<[string[], string]>([
    [['nope'], 'there is no command nope, expected swagger, validate, check or serve'],
    [['constructor'], 'there is no command constructor, expected swagger, validate, check or serve'],
    [['swagger'], 'ENTRY is missing, and there is no inference-schema.config.json here'],
    [['validate', 'score.mjs'], 'PAYLOAD.json is missing'],
    [['check'], 'ENTRY is missing'],
    [['check', 'score.mjs', '--for', 'excel'], '--for is excel, expected power-bi, automl, stream-analytics or power-platform'],
    [['validate', 'score.mjs', 'a.json', 'b.json'], 'there is an argument too many: b.json'],
    [['swagger', 'score.mjs', '--nope'], "Unknown option '--nope'"],
    [['serve', 'score.mjs', '--corss', '*'], "Unknown option '--corss'; did you mean --cors?"],
    [['swagger', 'score.mjs', '-o'], "Option '-o, --output <value>' argument missing"],
    [['swagger', 'score.mjs', '--check'], '--check needs -o FILE, the file to compare with'],
    [['swagger', 'score.mjs', '--version', '1.2'], '--version is 1.2, expected 2.0, 3.0, 3.1 or all'],
    [['serve', 'score.mjs', '--port', 'http'], '--port is http, expected a number from 0 to 65535'],
    [['serve', 'score.mjs', '--port', '65536'], '--port is 65536, expected a number from 0 to 65535'],
    [['serve', 'score.mjs', '--port', '-1'], "Option '--port' argument is ambiguous"],
  ])('%j', async (args, message) => {
    const cwd = makeProject({ 'score.mjs': doubleScript })
    const result = await runCli(args, { cwd })
    expect(result).toEqual({ code: 1, stdout: '', stderr: `inference-schema: ${message} (--help says more)\n` })
  })
})
