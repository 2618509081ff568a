import { type ChildProcessByStdio, spawn } from 'node:child_process'
import { once } from 'node:events'
import type { Readable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import build from '../../build.setup.js'
import type { Version } from './services.js'

const main = fileURLToPath(new URL('../../../dist/cli/main.js', import.meta.url))

export interface LiveServer {
  /** Where it answers: http://127.0.0.1:54321 */
  readonly address: string
  stop(): Promise<void>
}

/** Serves an entry script with the built package's own command, until it is stopped. */
export async function serve(entry: string): Promise<LiveServer> {
  build()
  const { NODE_OPTIONS: _, TSX_TSCONFIG_PATH: __, AZUREML_MODEL_DIR: ___, ...env } = process.env
  const child: ChildProcessByStdio<null, null, Readable> = spawn(process.execPath, [main, 'serve', entry, '--port', '0'], {
    env,
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const ended = once(child, 'close')
  let log = ''
  const address = await new Promise<string>((resolve, reject) => {
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      log += text
      const found = / answers at (http:\/\/\S+)\/score/.exec(log)?.[1]
      if (found !== undefined) resolve(found)
    })
    ended.then(() => reject(new Error(`${entry} is not served: ${log}`)))
  })
  const stop = async () => {
    child.kill('SIGTERM')
    await ended
  }
  return { address, stop }
}

/** Where a server's document is. */
export function documentAt(address: string, version: Version): string {
  return `${address}/swagger.json?version=${version}`
}
