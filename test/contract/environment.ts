import { spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { userEnvironment } from '../package/packed.js'

/** Where the programs of others are installed, and what they make; git ignores it. */
const environment = fileURLToPath(new URL('.environment', import.meta.url))

/** The programs, in the versions that the exceptions are about; openapi-generator is a jar, and the others what its clients import. */
const python = ['schemathesis==4.32.5', 'openapi-generator-cli==7.17.0', 'pydantic>=2', 'urllib3', 'python-dateutil', 'typing-extensions']

/** Packages of npm, apart where they want other versions of the same one. */
const npmFolders = {
  spectral: ['@stoplight/spectral-cli@6.16.3'],
  orval: ['orval@7.13.0', 'typescript@5.9.3', '@types/node@20.19.43'],
  // Later versions of hey-api and orval need Node 22.
  tools: [
    ...['@redocly/cli@2.20.0', 'openapi-typescript@7.13.0', 'openapi-fetch@0.17.0', '@hey-api/openapi-ts@0.95.0'],
    ...['typescript@5.9.3', '@types/node@20.19.43'],
  ],
} as const

/** A folder of {@link npmFolders}. */
export type NpmFolder = keyof typeof npmFolders

/** What a command printed, and how it ended. */
export interface Ran {
  /** Both of its streams. */
  readonly output: string
  readonly stdout: string
  readonly code: number
}

/** Runs a program, and gives what it printed, whatever that was. */
export async function run(command: string, args: readonly string[], cwd: string): Promise<Ran> {
  const child = spawn(command, args, { cwd, env: userEnvironment, stdio: ['ignore', 'pipe', 'pipe'] })
  let output = ''
  let stdout = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text
    stdout += text
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    output += text
  })
  const code = await new Promise<number>((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (ended) => resolve(ended ?? 1))
  })
  return { output, stdout, code }
}

/** Runs a program that must succeed. */
export async function mustRun(command: string, args: readonly string[], cwd: string): Promise<string> {
  const { output, code } = await run(command, args, cwd)
  if (code !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${code}:\n${output.slice(-6000)}`)
  return output
}

/** Whether a program is there to be called. */
export function isThere(command: string, args: readonly string[] = ['--version']): boolean {
  return spawnSync(command, args, { stdio: 'ignore' }).status === 0
}

/** An empty folder for what a program makes. */
export function workFolder(...names: readonly string[]): string {
  const folder = join(environment, 'work', ...names)
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  return folder
}

/** Installs the programs in Python, once. */
export async function installPython(): Promise<void> {
  const folder = join(environment, 'python')
  const list = `${python.join('\n')}\n`
  const done = join(folder, 'installed.txt')
  if (existsSync(done) && readFileSync(done, 'utf8') === list) return
  mkdirSync(environment, { recursive: true })
  await mustRun('python3', ['-m', 'venv', folder], environment)
  await mustRun(join(folder, 'bin/pip'), ['install', '--quiet', ...python], environment)
  writeFileSync(done, list)
}

/** The path of a program that {@link installPython} installs. */
export function pythonTool(name: string): string {
  return join(environment, 'python/bin', name)
}

/** Installs a folder of packages of npm, once; and gives its path. */
export async function installNpm(name: NpmFolder): Promise<string> {
  const folder = join(environment, 'npm', name)
  if (existsSync(join(folder, 'package-lock.json'))) return folder
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ private: true, type: 'module' }))
  await mustRun('npm', ['install', '--no-audit', '--no-fund', '--prefer-offline', ...npmFolders[name]], folder)
  return folder
}

/** The jar of openapi-generator, which its package for Python brings along. */
export async function openapiGenerator(): Promise<string> {
  await installPython()
  const where = 'import openapi_generator_cli, os; print(os.path.dirname(openapi_generator_cli.__file__))'
  return join((await mustRun(pythonTool('python'), ['-c', where], environment)).trim(), 'openapi-generator.jar')
}
