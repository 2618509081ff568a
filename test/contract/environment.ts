import { spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { userEnvironment } from '../package/packed.js'

/** Where the programs of others are installed, and what they make; git ignores it. */
const environment = fileURLToPath(new URL('.environment', import.meta.url))

/** The programs, in the versions that the exceptions are about. */
const python = ['schemathesis==4.32.5']

/** What a command printed, and how it ended. */
export interface Ran {
  readonly output: string
  readonly code: number
}

/** Runs a program, and gives what it printed, whatever that was. */
export async function run(command: string, args: readonly string[], cwd: string): Promise<Ran> {
  const child = spawn(command, args, { cwd, env: userEnvironment, stdio: ['ignore', 'pipe', 'pipe'] })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text
    })
  }
  const code = await new Promise<number>((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (ended) => resolve(ended ?? 1))
  })
  return { output, code }
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
  if (existsSync(done)) return
  mkdirSync(environment, { recursive: true })
  await mustRun('python3', ['-m', 'venv', folder], environment)
  await mustRun(join(folder, 'bin/pip'), ['install', '--quiet', ...python], environment)
  writeFileSync(done, list)
}

/** The path of a program that {@link installPython} installs. */
export function pythonTool(name: string): string {
  return join(environment, 'python/bin', name)
}
