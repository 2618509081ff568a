// Starts the apps of samples/ as their READMEs say, and holds them to the answers that are shown there.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { Validator } from '@seriousme/openapi-schema-validator'
import { afterAll, describe, expect, it } from 'vitest'

const root = join(import.meta.dirname, '../..')
const children = new Set<ChildProcess>()
afterAll(() => {
  for (const child of children) child.kill('SIGKILL')
})

/** Starts an app on a free port and waits until it says where it answers. */
async function start(script: string): Promise<{ url: string; child: ChildProcess }> {
  const child = spawn(process.execPath, ['--import', 'tsx', script], {
    cwd: root,
    env: { ...process.env, PORT: '0' },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  children.add(child)
  for await (const line of createInterface({ input: child.stdout })) {
    const [, port] = /^http:\/\/\S+:(\d+)$/.exec(line) ?? []
    if (port !== undefined) return { url: `http://localhost:${port}`, child }
  }
  throw new Error(`${script} ended before it answered`)
}

/** A command of a README, and the answer that is shown below it: the whole of it, or how it begins. */
async function check(url: string, command: string, shown: string): Promise<void> {
  const [, path = '', data] = /^curl '?localhost:3000(\/[^\s']*)'?(?: -H 'content-type: application\/json' -d '(.*)')?$/.exec(command) ?? []
  const init = data === undefined ? {} : { method: 'POST', headers: { 'content-type': 'application/json' }, body: data }
  const answer = await (await fetch(url + path, init)).text()
  const [beginning = ''] = shown.split('…')
  expect(shown.includes('…') ? answer.slice(0, beginning.length) : answer, command).toBe(beginning)
}

describe.concurrent.each(['express', 'fastify', 'hono', 'koa', 'fetch'])('samples/%s', (name) => {
  it('answers as its README shows, and describes itself', async () => {
    const readme = readFileSync(join(root, 'samples', name, 'README.md'), 'utf8')
    const [, script = ''] = /^npx tsx (\S+)$/m.exec(readme) ?? []
    const commands = [...readme.matchAll(/^(curl .*)\n# (.*)$/gm)]
    expect(commands.length).toBeGreaterThan(1)
    const { url, child } = await start(join(root, 'samples', name, script))
    for (const [, command = '', shown = ''] of commands) await check(url, command, shown)
    const document = (await (await fetch(`${url}/swagger.json`)).json()) as Record<string, unknown>
    expect(await new Validator().validate(document)).toEqual({ valid: true })
    child.kill()
    await once(child, 'exit')
  })
})
