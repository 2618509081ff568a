/**
 * Tries the packed package as a new user would: `npm pack`, an empty project outside the repository, `npm install` of the
 * tarball, and then the commands, on one Power BI script under each decorator setting and in plain JavaScript, and on the
 * README's own scripts, word for word.
 */
import assert from 'node:assert/strict'
import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { installPacked, npm, userEnvironment } from './packed.js'

const root = fileURLToPath(new URL('../..', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'inference-schema-packed-'))
const servers = new Set<ChildProcess>()

const settings = {
  legacy: { experimentalDecorators: true },
  'legacy-metadata': { experimentalDecorators: true, emitDecoratorMetadata: true },
  standard: {},
} as const

try {
  holdsItsOwn(installPacked(folder))
  loads()
  await tryPowerBi()
  compiles()
  compilesAlone()
  tryAdapters()
  await tryReadme()
  replayExchanges()
  console.log('the packed package works in an empty project')
} finally {
  for (const server of servers) server.kill('SIGKILL')
  rmSync(folder, { recursive: true, force: true })
}

/** What the Python server answered, asked of the packed package's command. */
function replayExchanges(): void {
  cpSync(join(root, 'test/fixtures/http'), join(folder, 'http'), { recursive: true })
  const packed = { PACKED_CLI: join(folder, 'node_modules/inference-schema/dist/cli/main.js'), PACKED_SCRIPTS: join(folder, 'http') }
  const command = ['vitest', 'run', '--project', 'unit', 'test/server/exchanges.test.ts']
  execFileSync('npx', command, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'], env: { ...userEnvironment, ...packed } })
}

function holdsItsOwn(files: readonly string[]): void {
  const strangers = files.filter((path) => !/^(dist|src)\/.+\.(ts|js|map)$|^(package\.json|README\.md|LICENSE|CHANGELOG\.md)$/.test(path))
  assert.deepEqual(strangers, [], 'the tarball holds what belongs to the package alone')
  for (const path of ['dist/index.js', 'dist/index.d.ts', 'dist/cli/main.js', 'README.md', 'LICENSE', 'CHANGELOG.md']) {
    assert.ok(files.includes(path), `the tarball holds ${path}`)
  }
}

function write(path: string, content: unknown): void {
  const file = join(folder, path)
  mkdirSync(join(file, '..'), { recursive: true })
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content))
}

function loads(): void {
  const program = `const names = Object.keys(require('inference-schema'));
    import('inference-schema').then((module) => console.log(names.length > 20 && names.every((name) => name in module)))`
  assert.equal(node(['-e', program], folder).stdout, 'true\n', 'require and import give the same names')
}

function node(args: readonly string[], cwd: string): { status: number | null; stdout: string; stderr: string } {
  return spawnSync(process.execPath, args, { cwd, encoding: 'utf8', env: userEnvironment })
}

function inferenceSchema(args: readonly string[], cwd: string): { status: number | null; stdout: string; stderr: string } {
  return spawnSync('npx', ['--no-install', 'inference-schema', ...args], { cwd, encoding: 'utf8', env: userEnvironment })
}

async function tryPowerBi(): Promise<void> {
  const documents = new Map<string, string>()
  const fixtures = fileURLToPath(new URL('../fixtures/power-bi/', import.meta.url))
  for (const name of [...Object.keys(settings), 'plain-javascript']) {
    const script = name === 'plain-javascript' ? 'score.mjs' : 'score.ts'
    const project = join(folder, name)
    mkdirSync(project)
    cpSync(join(fixtures, script), join(project, script))
    if (name !== 'plain-javascript') write(`${name}/tsconfig.json`, { compilerOptions: settings[name as keyof typeof settings] })
    write(`${name}/good.json`, { Inputs: { input1: [[1, 2]], input2: [{ age: 3, name: 'A' }], input3: 2 }, GlobalParameters: 2 })
    write(`${name}/bad.json`, { Inputs: { input1: [[1, 2, 3]], input2: [], input3: 2 }, GlobalParameters: 2 })

    const { status, stdout, stderr } = inferenceSchema(['swagger', script], project)
    assert.equal(status, 0, stderr)
    documents.set(name, stdout)
    assert.equal(inferenceSchema(['validate', script, 'good.json'], project).status, 0)
    const refused = inferenceSchema(['validate', script, 'bad.json'], project)
    assert.equal(refused.status, 1)
    assert.match(refused.stdout, /Inputs\.input1\[0\] has 3 values on axis 1, expected 2/)

    const answer = await serveAndScore(script, project, [readFileSync(join(project, 'good.json'), 'utf8')])
    assert.deepEqual(answer, [{ Results: [80] }])
  }
  const [first, ...others] = documents.values()
  assert.ok(first?.includes('"GlobalParameters"'))
  for (const other of others) assert.equal(other, first, 'each form of the script has the same document')
}

/** Starts `serve` and gives what it answers to each body; the server must end well when it is told to. */
async function serveAndScore(script: string, cwd: string, bodies: readonly string[]): Promise<unknown[]> {
  // The command itself, not by way of npx: a signal is meant for it.
  const main = join(folder, 'node_modules', 'inference-schema', 'dist', 'cli', 'main.js')
  const server = spawn(process.execPath, [main, 'serve', script, '--port', '0'], {
    cwd,
    stdio: ['ignore', 'ignore', 'pipe'],
    env: userEnvironment,
  })
  servers.add(server)
  const ended = once(server, 'exit')
  const answers: unknown[] = []
  for await (const line of createInterface({ input: server.stderr })) {
    const url = /http:\/\/[\d.]+:\d+/.exec(line)?.[0]
    if (url === undefined) continue
    for (const body of bodies) {
      const answer = await fetch(`${url}/score`, { method: 'POST', headers: { 'content-type': 'application/json' }, body })
      answers.push(await answer.json())
    }
    break
  }
  server.kill('SIGTERM')
  assert.deepEqual(await ended, [0, null], `${script} stops with 0`)
  servers.delete(server)
  return answers
}

/** The types compile in strict projects that check their libraries, under both resolutions and each decorator setting. */
function compiles(): void {
  const tsc = join(root, 'node_modules', '.bin', 'tsc')
  const resolutions = [
    { module: 'nodenext', moduleResolution: 'nodenext' },
    { module: 'esnext', moduleResolution: 'bundler' },
  ]
  const strict = {
    target: 'es2022',
    lib: ['es2023'],
    strict: true,
    exactOptionalPropertyTypes: true,
    skipLibCheck: false,
    noEmit: true,
    types: [],
  }
  for (const [name, setting] of Object.entries(settings)) {
    for (const resolution of resolutions) {
      write(`${name}/tsconfig.json`, { compilerOptions: { ...strict, ...resolution, ...setting }, files: ['score.ts'] })
      write(`${name}/package.json`, { type: 'module' })
      const { status, stdout } = spawnSync(tsc, ['-p', join(folder, name)], { encoding: 'utf8' })
      assert.equal(status, 0, `${name}, ${resolution.moduleResolution}:\n${stdout}`)
    }
  }
}

/** The adapters and the client, with the frameworks beside the package. */
function tryAdapters(): void {
  npm(['install', '--no-audit', '--no-fund', '--prefer-offline', 'express', 'koa', 'hono', 'fastify'], folder)
  cpSync(fileURLToPath(new URL('../fixtures/alone/adapters.mjs', import.meta.url)), join(folder, 'adapters.mjs'))
  const { status, stdout, stderr } = node(['adapters.mjs'], folder)
  assert.equal(status, 0, stdout + stderr)
}

/**
 * A project that has nothing but the package, and checks the types of its libraries, compiles: the core with no types of a platform,
 * the client with those of the web or of Node.
 */
function compilesAlone(): void {
  const tsc = join(root, 'node_modules', '.bin', 'tsc')
  const strict = { strict: true, exactOptionalPropertyTypes: true, skipLibCheck: false, noEmit: true, target: 'es2022', module: 'nodenext' }
  cpSync(fileURLToPath(new URL('../fixtures/alone/', import.meta.url)), join(folder, 'alone'), { recursive: true })
  write('alone/package.json', { type: 'module' })
  const projects = [
    { name: 'core', files: ['core.ts'], lib: ['es2023'], types: [] },
    { name: 'client in browsers', files: ['client.ts'], lib: ['es2023', 'dom', 'dom.iterable'], types: [] },
    { name: 'client in Node', files: ['client.ts'], lib: ['es2023'], types: ['node'] },
  ]
  for (const { name, files, lib, types } of projects) {
    const typeRoots = [join(root, 'node_modules', '@types')]
    write('alone/tsconfig.json', { compilerOptions: { ...strict, lib, types, typeRoots }, files })
    const { status, stdout } = spawnSync(tsc, ['-p', join(folder, 'alone')], { encoding: 'utf8' })
    assert.equal(status, 0, `${name}:\n${stdout}`)
  }
}

async function tryReadme(): Promise<void> {
  const readme = readFileSync(join(folder, 'node_modules', 'inference-schema', 'README.md'), 'utf8')
  const blockOf = (language: string) => new RegExp(`\`\`\`${language}\n([\\s\\S]*?)\`\`\``).exec(readme)?.[1] ?? assert.fail(language)
  write('readme/package.json', { private: true })
  write('readme/score.ts', blockOf('typescript'))
  write('readme/score.mjs', blockOf('javascript'))
  const project = join(folder, 'readme')

  assert.equal(inferenceSchema(['swagger', 'score.ts', '-o', 'swagger.json'], project).status, 0)
  assert.equal(inferenceSchema(['swagger', 'score.ts', '-o', 'swagger.json', '--check'], project).status, 0)
  const bodies = [...readme.matchAll(/curl \S+\/score .* -d '(.*)'\n# (.*)/g)].map(([, body = '', answer = '']) => ({ body, answer }))
  assert.equal(bodies.length, 2)
  const answers = await serveAndScore(
    'score.ts',
    project,
    bodies.map(({ body }) => body),
  )
  for (const [index, { answer }] of bodies.entries()) {
    const [shown = ''] = answer.split('…')
    assert.ok(
      JSON.stringify(answers[index]).startsWith(shown),
      `the README shows ${answer}, the server answers ${JSON.stringify(answers[index])}`,
    )
  }
  assert.deepEqual(await serveAndScore('score.mjs', project, ['{"data": [[1, 2, 3, 4]]}']), [[2]])
}
