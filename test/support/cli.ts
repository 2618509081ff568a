import { type ChildProcess, type ChildProcessByStdio, spawn } from 'node:child_process'
import { once } from 'node:events'
import type { Readable, Writable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import { afterAll } from 'vitest'

/** The built command line, or that of a package that was packed and installed elsewhere. */
export const main = process.env['PACKED_CLI'] ?? fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url))

const children = new Set<ChildProcess>()

// At the end of the file, not of each test: tests that run at the same time cannot say which of them has ended.
afterAll(() => {
  for (const child of children) child.kill('SIGKILL')
})

export interface CliOptions {
  readonly cwd?: string
  /** What standard input holds. Default nothing. */
  readonly input?: string
  readonly env?: Readonly<Record<string, string>>
}

export interface CliResult {
  /** The exit code; null when a signal ended the process. */
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

/** Runs the built command line to its end. */
export async function runCli(args: readonly string[], options: CliOptions = {}): Promise<CliResult> {
  const { child, ended } = start(args, options)
  child.stdin.end(options.input ?? '')
  return ended
}

export interface RunningCommand {
  /** What it has written to standard error so far. */
  readonly stderr: () => string
  /** Asks it to end, and waits until it has. */
  readonly stop: (signal?: 'SIGTERM' | 'SIGINT') => Promise<CliResult>
}

export interface RunningServer extends RunningCommand {
  /** Where it listens: http://127.0.0.1:54321 */
  readonly address: string
}

/** Starts the built command line, which goes on until it is told to end. */
export function startCli(args: readonly string[], options: CliOptions = {}): RunningCommand {
  const { child, ended, stderr } = start(args, options)
  const stop = (signal: 'SIGTERM' | 'SIGINT' = 'SIGTERM') => {
    child.kill(signal)
    return ended
  }
  return { stderr, stop }
}

/** Starts `serve` on a free port and waits until it says where it answers. */
export async function startServer(args: readonly string[], options: CliOptions = {}): Promise<RunningServer> {
  const { child, ended, stderr } = start(['serve', ...args, '--port', '0'], options)
  const address = await new Promise<string>((resolve, reject) => {
    child.stderr.on('data', () => {
      const found = / answers at (http:\/\/\S+)\/score/.exec(stderr())?.[1]
      if (found !== undefined) resolve(found)
    })
    ended.then(({ code }) => reject(new Error(`the server ended with ${code}: ${stderr()}`)))
  })
  const stop = (signal: 'SIGTERM' | 'SIGINT' = 'SIGTERM') => {
    child.kill(signal)
    return ended
  }
  return { address, stderr, stop }
}

function start(args: readonly string[], { cwd, env }: CliOptions) {
  const child: ChildProcessByStdio<Writable, Readable, Readable> = spawn(process.execPath, [main, ...args], {
    ...(cwd === undefined ? {} : { cwd }),
    env: { ...environment(), ...env },
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  // A command may end without having read its input.
  child.stdin.on('error', () => {})
  let stdout = ''
  let stderr = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text
  })
  const ended = once(child, 'close').then(([code]): CliResult => ({ code: code as number | null, stdout, stderr }))
  children.add(child)
  ended.finally(() => children.delete(child))
  return { child, ended, stderr: () => stderr }
}

/** This process's environment without what would change how a script is loaded or how Node words its messages. */
function environment(): NodeJS.ProcessEnv {
  const { NODE_OPTIONS: _, TSX_TSCONFIG_PATH: __, AZUREML_MODEL_DIR: ___, FORCE_COLOR: ____, ...rest } = process.env
  return rest
}
