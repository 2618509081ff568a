import { describe, expect, it } from 'vitest'
import { runCli } from '../support/cli.js'
import { makeProject } from '../support/project.js'
import { doubleScript } from '../support/scripts.js'

const arrayScript = `
import { inputSchema, NumpyParameterType } from 'inference-schema'
export const run = inputSchema('ids', new NumpyParameterType([[1, 2]], { dtype: 'int64' }))((ids, mode = 'fast') => ids)
`

describe.concurrent('validate', () => {
  it('accepts a payload that fits, and sums up what run would receive', async () => {
    const cwd = makeProject({ 'score.mjs': arrayScript, 'good.json': '{"ids": [[1, 9223372036854775807]], "mode": "slow"}' })
    expect(await runCli(['validate', 'score.mjs', 'good.json'], { cwd })).toEqual({
      code: 0,
      stdout: 'good.json fits\n  ids: an NdArray of shape [1, 2]\n  mode: "slow"\n',
      stderr: '',
    })
  })

  it('lists each issue with its place, and exits with 1', async () => {
    const cwd = makeProject({ 'score.mjs': arrayScript, 'bad.json': '{"ids": [[1, 2.5], ["3", 9223372036854775808]]}' })
    const { code, stdout } = await runCli(['validate', 'score.mjs', 'bad.json'], { cwd })
    expect(code).toBe(1)
    expect(stdout.split('\n')).toEqual([
      'bad.json does not fit',
      expect.stringMatching(/^ {2}ids\[0\]\[1\] is 2\.5, expected /),
      expect.stringMatching(/^ {2}ids\[1\]\[0\] is "3", expected /),
      expect.stringMatching(/^ {2}ids\[1\]\[1\] is 9223372036854775808, expected /),
      '',
    ])
  })

  it('counts the issues that are too many to list', async () => {
    const cwd = makeProject({ 'score.mjs': arrayScript, 'bad.json': { ids: Array(100).fill(['a', 1]) } })
    const { stdout } = await runCli(['validate', 'score.mjs', 'bad.json'], { cwd })
    expect(stdout).toMatch(/\n {2}and 80 more\n$/)
  })

  it.each([
    ['good', '{"x": 2}', { code: 0, stdout: 'standard input fits\n  x: 2\n', stderr: '' }],
    ['bad', '{"x": null}', { code: 1, stdout: 'standard input does not fit\n  x is null, expected a number\n', stderr: '' }],
  ])('reads standard input for - (%s)', async (_kind, input, expected) => {
    const cwd = makeProject({ 'score.mjs': doubleScript })
    expect(await runCli(['validate', 'score.mjs', '-'], { cwd, input })).toEqual(expected)
  })

  it.each([
    ['empty', ''],
    ['cut off', '{"x": '],
    ['no object', '[1]'],
  ])('refuses a payload that is %s', async (_kind, input) => {
    const cwd = makeProject({ 'score.mjs': doubleScript })
    const { code, stdout, stderr } = await runCli(['validate', 'score.mjs', '-'], { cwd, input })
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' })
    expect(stdout).toMatch(/^standard input does not fit\n {2}the payload is .*, expected .*\n$/)
  })

  it('says so when there is no payload file', async () => {
    const cwd = makeProject({ 'score.mjs': doubleScript })
    const result = await runCli(['validate', 'score.mjs', 'none.json'], { cwd })
    expect(result).toEqual({
      code: 1,
      stdout: '',
      stderr: expect.stringMatching(/^inference-schema: none\.json cannot be read: ENOENT.*\n$/),
    })
  })

  it('waits for types that convert asynchronously', async () => {
    const script = `
      import { AbstractParameterType, inputSchema } from 'inference-schema'
      class Door extends AbstractParameterType {
        async deserializeInput(input) { if (input !== 'open') throw new Error('the door is shut'); return input }
        inputToSwagger() { return { type: 'string', example: 'open' } }
      }
      export const run = inputSchema('door', new Door('open'))((door) => door)`
    const cwd = makeProject({ 'score.mjs': script })
    expect(await runCli(['validate', 'score.mjs', '-'], { cwd, input: '{"door": "open"}' })).toMatchObject({ code: 0 })
    const refused = await runCli(['validate', 'score.mjs', '-'], { cwd, input: '{"door": "ajar"}' })
    expect(refused.code).toBe(1)
    expect(refused.stdout).toContain('the door is shut')
  })
})
