import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { SwaggerVersion } from '../description/swagger-schema.js'
import type { ServiceInfo } from '../document/service-model.js'
import { EntryScriptError } from '../server/entry-script.js'

/** What the process of a script is asked. */
export interface ScriptJob {
  readonly entry: string
  readonly versions: 'all' | readonly SwaggerVersion[]
  readonly info: ServiceInfo
}

/** What it answers; whatever else it sends is the script's. */
export interface ScriptAnswer {
  readonly inferenceSchema: ScriptDocuments | { readonly failure: string; readonly stack?: string }
}

/** The documents that a script has, with bigints where integers are beyond 2^53, and the versions that could be asked for. */
export interface ScriptDocuments {
  readonly documents: readonly (readonly [SwaggerVersion, object])[]
  readonly supported: readonly SwaggerVersion[]
}

export interface ScriptOptions {
  /** The folder that the script is run in. */
  readonly cwd: string
  readonly signal?: AbortSignal | undefined
  /** Told of each file that the script loads: a path, or a file: URL. */
  readonly onFile?: ((file: string) => void) | undefined
}

interface WatchReport {
  readonly 'watch:import'?: readonly unknown[]
  readonly 'watch:require'?: readonly unknown[]
}

/** What a script's process is not to be told of how this one was started: where it is debugged, that its program is no file. */
const notForScripts = /^--(inspect|input-type|watch|test|eval=|print=)/
const withProgram = /^(-e|-p|-pe|--eval|--print)$/

function scriptArguments(given: readonly string[]): string[] {
  return given.filter(
    (argument, index) => !notForScripts.test(argument) && !withProgram.test(argument) && !withProgram.test(given[index - 1] ?? ''),
  )
}

/**
 * Runs a script in a process of its own, and gives its documents.
 *
 * @throws EntryScriptError when the script fails, ends or never comes to an end
 */
export function documentsOfScript(job: ScriptJob, { cwd, signal, onFile }: ScriptOptions): Promise<ScriptDocuments> {
  return new Promise((resolve, reject) => {
    const child = fork(fileURLToPath(new URL('./script-process.js', import.meta.url)), [JSON.stringify(job)], {
      cwd,
      execArgv: scriptArguments(process.execArgv),
      // What a script prints is no result.
      stdio: ['ignore', 2, 2, 'ipc'],
      // JSON has no bigints.
      serialization: 'advanced',
      // Node's own watch mode has its processes told by this which files to watch.
      env: { ...process.env, ...(onFile === undefined ? {} : { WATCH_REPORT_DEPENDENCIES: '1' }) },
      killSignal: 'SIGKILL',
      ...(signal === undefined ? {} : { signal }),
    })
    child.on('message', (message: Partial<ScriptAnswer> & WatchReport) => {
      for (const file of [...(message['watch:import'] ?? []), ...(message['watch:require'] ?? [])])
        if (typeof file === 'string') onFile?.(file)
      const answer = message.inferenceSchema
      if (answer === undefined) return
      if ('failure' in answer) reject(failure(answer.failure, answer.stack))
      else resolve(answer)
    })
    child.on('error', (error) => reject(error))
    child.on('exit', (code, ended) => {
      const giveUp = () => reject(failure(`the entry script ended the process with ${ended ?? `code ${code}`}`))
      // What it sent before may still be on its way.
      if (child.connected) child.once('disconnect', giveUp)
      else giveUp()
    })
  })
}

function failure(message: string, stack?: string): EntryScriptError {
  return new EntryScriptError(message, stack === undefined ? {} : { cause: stack })
}
