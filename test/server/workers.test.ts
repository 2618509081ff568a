import { writeFileSync } from 'node:fs'
import { request as httpRequest } from 'node:http'
import { join } from 'node:path'
import { json } from 'node:stream/consumers'
import { describe, expect, it } from 'vitest'
import { runCli, startServer } from '../support/cli.js'
import { makeProject } from '../support/project.js'

const script = `
  import { value } from './lib.mjs'
  export const run = async (body) => {
    if (body === 'die') process.exit(9)
    if (body === 'wait') await new Promise((go) => setTimeout(go, 600))
    return { pid: process.pid, value }
  }`

interface Answer {
  readonly pid: number
  readonly value: number
  readonly message?: string
}

/** Scores on a connection of its own: one that is kept stays with the process that it came to first. */
function score(address: string, body = 'x'): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const request = httpRequest(`${address}/score`, { method: 'POST', agent: false }, async (response) => {
      resolve((await json(response)) as Answer)
    })
    request.on('error', reject).end(body)
  })
}

/** The processes that answer, out of some requests. */
async function pidsOf(address: string): Promise<Set<number>> {
  const answers = await Promise.all(Array.from({ length: 12 }, () => score(address)))
  return new Set(answers.map(({ pid }) => pid))
}

describe('serve --workers', () => {
  it('answers from several processes on one port, adds their metrics up, and ends with 0', async () => {
    const cwd = makeProject({ 'score.mjs': script, 'lib.mjs': 'export const value = 1' })
    const server = await startServer(['score.mjs', '--workers', '2', '--metrics', '--log-level', 'error'], { cwd })
    await expect.poll(async () => (await pidsOf(server.address)).size, { timeout: 10_000 }).toBe(2)
    const scored = /http_requests_total\{method="POST",route="\/score",status="200"\} (\d+)/
    const metrics = await (await fetch(`${server.address}/metrics`)).text()
    expect(Number(scored.exec(metrics)?.[1])).toBeGreaterThanOrEqual(12)
    expect(await server.stop()).toMatchObject({ code: 0, stdout: '' })
  })

  it('starts another process where one dies, without a loss to the others', async () => {
    const cwd = makeProject({ 'score.mjs': script, 'lib.mjs': 'export const value = 1' })
    const server = await startServer(['score.mjs', '--workers', '2', '--log-level', 'error'], { cwd })
    await expect.poll(async () => (await pidsOf(server.address)).size, { timeout: 10_000 }).toBe(2)
    const before = await pidsOf(server.address)
    const waiting = Array.from({ length: 4 }, () => score(server.address, 'wait').catch((error: unknown) => error as Error))
    const dead = await score(server.address, 'die').catch((error: unknown) => error as Error)
    expect(dead).toBeInstanceOf(Error)
    const answers = (await Promise.all(waiting)).filter((answer) => !(answer instanceof Error))
    expect(answers.length).toBeGreaterThan(0)
    await expect.poll(server.stderr, { timeout: 10_000 }).toMatch(/worker \d+ ended \(.*\); another one starts in 200 ms/)
    await expect.poll(async () => [...(await pidsOf(server.address))].some((pid) => !before.has(pid)), { timeout: 10_000 }).toBe(true)
    expect(await server.stop()).toMatchObject({ code: 0 })
  })

  it('ends with 3 and one sentence when the script cannot be started', async () => {
    const cwd = makeProject({ 'score.mjs': `export const init = () => { throw new Error('no model') }; export const run = () => 1` })
    const { code, stderr } = await runCli(['serve', 'score.mjs', '--workers', '3', '--port', '0'], { cwd })
    expect([code, stderr]).toEqual([3, 'inference-schema: init of score.mjs failed: no model\n'])
  })
})

describe('serve --watch', () => {
  it('serves what is changed on the same port, and shows what cannot be started', async () => {
    const cwd = makeProject({ 'score.mjs': script, 'lib.mjs': 'export const value = 1' })
    const server = await startServer(['score.mjs', '--watch', '--log-level', 'error'], { cwd })
    const change = (text: string) => writeFileSync(join(cwd, 'lib.mjs'), text)
    const answer = () => score(server.address).then(({ value, message }) => message ?? value)
    expect(await answer()).toBe(1)
    change('export const value = 2')
    await expect.poll(answer, { timeout: 15_000 }).toBe(2)
    change('export const value =')
    await expect.poll(answer, { timeout: 15_000 }).toBe('score.mjs cannot be loaded: Unexpected end of input')
    change('export const value = 3')
    await expect.poll(answer, { timeout: 15_000 }).toBe(3)
    expect(await server.stop()).toMatchObject({ code: 0 })
  })

  it('watches what is imported from elsewhere, too', async () => {
    const cwd = makeProject({
      'app/score.mjs': `import { value } from '../shared/lib.mjs'; export const run = () => ({ value })`,
      'shared/lib.mjs': 'export const value = 1',
    })
    const server = await startServer(['app/score.mjs', '--watch', '--log-level', 'error'], { cwd })
    expect((await score(server.address)).value).toBe(1)
    writeFileSync(join(cwd, 'shared/lib.mjs'), 'export const value = 2')
    await expect.poll(async () => (await score(server.address)).value, { timeout: 15_000 }).toBe(2)
    expect(await server.stop()).toMatchObject({ code: 0 })
  })
})
