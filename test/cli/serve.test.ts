import { createServer } from 'node:net'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { runCli, startServer } from '../support/cli.js'
import { makeProject } from '../support/project.js'
import { doubleScript } from '../support/scripts.js'

async function post(address: string, body: string): Promise<{ status: number; body: unknown }> {
  const answer = await fetch(`${address}/score`, { method: 'POST', headers: { 'content-type': 'application/json' }, body })
  return { status: answer.status, body: await answer.json() }
}

describe.concurrent('serve', () => {
  it('calls init once, with the model folder in the environment, before the first request', async () => {
    const cwd = makeProject({
      'models/model.txt': 'm',
      'score.mjs': `
        let calls = 0
        export async function init() { await new Promise((go) => setTimeout(go, 50)); calls++ }
        export const run = () => ({ calls, folder: process.env.AZUREML_MODEL_DIR })`,
    })
    const server = await startServer(['score.mjs', '--model-dir', 'models'], { cwd })
    expect(await post(server.address, '{}')).toEqual({ status: 200, body: { calls: 1, folder: join(cwd, 'models') } })
    expect(await post(server.address, '{}')).toMatchObject({ body: { calls: 1 } })
  })

  it('describes the service by the options', async () => {
    const cwd = makeProject({ 'score.mjs': doubleScript })
    const server = await startServer(['score.mjs', '--service-name', 'Double', '--path-prefix', '/api'], { cwd })
    const { info, paths } = (await (await fetch(`${server.address}/swagger.json`)).json()) as { info: object; paths: object }
    expect(info).toMatchObject({ title: 'Double' })
    expect(Object.keys(paths)).toContain('/api/score')
  })

  it.each(['SIGTERM', 'SIGINT'] as const)('finishes the requests that run when it is told to stop by %s', async (signal) => {
    const cwd = makeProject({
      'score.mjs': `export const run = async () => {
        console.log('running')
        await new Promise((go) => setTimeout(go, 300))
        return 'done'
      }`,
    })
    const server = await startServer(['score.mjs'], { cwd })
    const answer = post(server.address, '{}')
    await expect.poll(server.stderr).toContain('running')
    expect(await server.stop(signal)).toMatchObject({ code: 0, stdout: '' })
    expect(await answer).toEqual({ status: 200, body: 'done' })
  })

  it('logs why run failed, and goes on', async () => {
    const cwd = makeProject({
      'score.mjs': `export const run = (x) => { if (JSON.parse(x).x === 1) throw new Error('secret path'); return JSON.parse(x).x }`,
    })
    const server = await startServer(['score.mjs'], { cwd })
    const { status, body } = await post(server.address, '{"x": 1}')
    expect(status).toBe(500)
    expect(JSON.stringify(body)).not.toContain('secret')
    await expect.poll(server.stderr).toMatch(/secret path.*score\.mjs/)
    expect(await post(server.address, '{"x": 2}')).toEqual({ status: 200, body: 2 })
  })

  it.each([
    ['throws', 'throw new Error("model missing\\nin a folder")', 'init of score.mjs failed: model missing'],
    ['rejects', 'return Promise.reject("no luck")', 'init of score.mjs failed: no luck'],
    ['waits for ever', 'return new Promise(() => {})', 'the entry script waits for something that never comes'],
  ])('does not start when init %s: exit 3', async (_how, body, message) => {
    const cwd = makeProject({ 'score.mjs': `export const run = (x) => x\nexport function init() { ${body} }` })
    const result = await runCli(['serve', 'score.mjs', '--port', '0'], { cwd })
    expect(result).toEqual({ code: 3, stdout: '', stderr: `inference-schema: ${message}\n` })
  })

  it('says so when the port is taken: exit 1', async ({ onTestFinished }) => {
    const taken = createServer()
    onTestFinished(() => void taken.close())
    const port = await new Promise<number>((resolve) => {
      taken.listen(0, '127.0.0.1', () => resolve((taken.address() as { port: number }).port))
    })
    const cwd = makeProject({ 'score.mjs': doubleScript })
    const { code, stderr } = await runCli(['serve', 'score.mjs', '--port', String(port)], { cwd })
    expect(code).toBe(1)
    expect(stderr).toMatch(new RegExp(`^inference-schema: cannot listen on 127\\.0\\.0\\.1:${port}: .*EADDRINUSE.*\\n$`))
  })

  it('keeps what the script prints out of standard output', async () => {
    const cwd = makeProject({ 'score.mjs': `process.stdout.write('hello\\n')\n${doubleScript}` })
    const server = await startServer(['score.mjs'], { cwd })
    expect(server.stderr()).toMatch(/^hello\n/)
    expect((await server.stop()).stdout).toBe('')
  })
})
