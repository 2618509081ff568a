import { resolve } from 'node:path'
import { swaggerVersions } from '../description/swagger-schema.js'
import { FileWatch } from '../server/watch-files.js'
import { failureOf, lineOf } from './build-error.js'
import type { BuildOptions } from './options.js'
import { filesOf, type Target, targetsOf } from './targets.js'
import { writeTarget } from './write-documents.js'

export interface WatchOptions extends BuildOptions {
  /** Told in one line what was written, what has changed and what failed. */
  readonly log?: (line: string) => void
}

export interface DocumentWatch {
  /** Settles when each script has been run once, well or not. */
  readonly ready: Promise<void>
  /** Ends it, whatever runs. */
  close(): Promise<void>
}

/**
 * Writes the documents of scripts, and again whenever a script, or a file that it imports, changes. A script that fails is told of and
 * waited for.
 *
 * @throws BuildOptionError when options are wrong
 */
export async function watchDocuments(options: WatchOptions): Promise<DocumentWatch> {
  const { log = () => {}, cwd = process.cwd() } = options
  const targets = await targetsOf(options, ['log'])
  // What is written because of a change is none itself; nor is what another script has written.
  const written = new Set(targets.flatMap((target) => filesOf(target, swaggerVersions).map(({ path }) => resolve(cwd, path))))
  const isWritten = (path: string) => written.has(path.replace(/\.\d+\.tmp$/, ''))
  const watches = targets.map((target) => new TargetWatch(target, cwd, log, isWritten))
  return {
    ready: firstRuns(watches),
    close: async () => {
      await Promise.all(watches.map((watch) => watch.close()))
    },
  }
}

/** One after the other, as where nothing is watched. */
async function firstRuns(watches: readonly TargetWatch[]): Promise<void> {
  for (const watch of watches) await watch.run()
}

class TargetWatch {
  private readonly target: Target
  private readonly cwd: string
  private readonly log: (line: string) => void
  private readonly files: FileWatch
  private controller = new AbortController()
  private running: Promise<void> = Promise.resolve()
  private isClosed = false

  constructor(target: Target, cwd: string, log: (line: string) => void, isIgnored: (path: string) => boolean) {
    this.target = target
    this.cwd = cwd
    this.log = log
    this.files = new FileWatch(resolve(cwd, target.entry), (file) => this.changed(file), isIgnored)
  }

  /** Runs the script; what is still running is of before the change and is given up. */
  run(): Promise<void> {
    this.controller.abort()
    const controller = new AbortController()
    this.controller = controller
    this.running = this.running.then(() => this.write(controller.signal))
    return this.running
  }

  close(): Promise<void> {
    this.isClosed = true
    this.files.close()
    this.controller.abort()
    return this.running
  }

  private changed(file: string): void {
    this.log(`${file} has changed`)
    void this.run()
  }

  private async write(signal: AbortSignal): Promise<void> {
    if (signal.aborted || this.isClosed) return
    try {
      const { files, notes } = await writeTarget(this.target, { cwd: this.cwd, signal, onFile: (file) => this.files.addFile(file) })
      for (const { file, isChanged } of files) this.log(`${file} ${isChanged ? 'is written' : 'stays as it is'}`)
      for (const note of notes) this.log(note)
    } catch (error) {
      if (!signal.aborted) this.log(lineOf(failureOf(this.target.entry, error)))
    }
  }
}
