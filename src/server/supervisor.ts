import cluster, { type Worker } from 'node:cluster'
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { AggregatorRegistry } from 'prom-client'
import { failureVariable, portVariable, type WorkerMessage } from './worker-messages.js'

export interface SupervisorOptions {
  readonly workers: number
  /** The port that they share. */
  readonly port: number
  /** How long a worker may take to end when it is told to, in milliseconds. */
  readonly grace: number
  /** Whether workers tell which files they have loaded, so that these can be watched. */
  readonly reportsFiles: boolean
  /** Whether a script that cannot be started is told to whoever asks, instead of ending everything. */
  readonly survivesFailure: boolean
  readonly log: (line: string) => void
  readonly onFile?: (file: string) => void
}

const [firstDelay, longestDelay, steadyAfter] = [200, 30_000, 60_000]

/**
 * Runs the processes that share a port: starts them, starts another where one dies (later and later where they die at once),
 * replaces them by new ones, and stops them.
 */
export class Supervisor {
  private readonly options: SupervisorOptions
  private readonly metrics = new AggregatorRegistry()
  private readonly current = new Set<Worker>()
  private delay = firstDelay
  private isStopping = false
  private hasScreen = false
  /** Settles when the processes end for good: the exit code. */
  readonly ended: Promise<number>
  private end: (code: number) => void = () => {}

  constructor(options: SupervisorOptions) {
    this.options = options
    this.ended = new Promise((resolve) => {
      this.end = resolve
    })
  }

  /** Starts all workers; resolves when they listen, or when none of them can: the first one shows it. */
  async start(): Promise<void> {
    await this.startOne()
    if (this.isStopping) return
    await Promise.all(Array.from({ length: this.options.workers - 1 }, () => this.startOne()))
  }

  /** Starts new workers, then lets the old ones finish what they do. */
  async replace(): Promise<void> {
    const old = [...this.current]
    this.current.clear()
    await this.start()
    for (const worker of old) worker.process.kill('SIGTERM')
  }

  /** Tells the workers to stop, and waits until they have. */
  async stop(): Promise<number> {
    this.isStopping = true
    const workers = Object.values(cluster.workers ?? {}).filter((worker): worker is Worker => worker !== undefined)
    const all = Promise.all(
      workers.map(async (worker) => {
        if (worker.isDead()) return
        worker.process.kill('SIGTERM')
        await once(worker, 'exit')
      }),
    )
    const late = new AbortController()
    await Promise.race([all, sleep(this.options.grace + 1000, undefined, { signal: late.signal }).catch(() => {})])
    late.abort()
    for (const worker of workers) if (!worker.isDead()) worker.process.kill('SIGKILL')
    return 0
  }

  private startOne(failure?: string): Promise<void> {
    const worker = cluster.fork({
      [portVariable]: String(this.options.port),
      ...(failure === undefined ? {} : { [failureVariable]: failure }),
      // Node's own watch mode has its processes told by this which files to watch.
      ...(this.options.reportsFiles ? { WATCH_REPORT_DEPENDENCIES: '1' } : {}),
    })
    this.current.add(worker)
    const started = Date.now()
    let reason: string | undefined
    let isListening = false
    worker.on('message', (message: WorkerMessage) => {
      if ('screen' in message) this.showScreen(message.screen)
      else if ('failure' in message) reason = message.failure
      else if ('metricsFor' in message) this.sendMetrics(worker, message.metricsFor)
      for (const file of [...(message['watch:import'] ?? []), ...(message['watch:require'] ?? [])])
        if (typeof file === 'string') this.options.onFile?.(file)
    })
    return new Promise((resolve) => {
      worker.once('listening', () => {
        isListening = true
        resolve()
      })
      worker.once('exit', (code, signal) => {
        const isOurs = this.current.delete(worker) && !this.isStopping
        if (isOurs && isListening) void this.restart(worker, Date.now() - started, signal ?? `code ${code}`)
        // Who waits for the start waits for what stands in for it: then the old workers can go.
        if (isOurs && !isListening) void this.failedToStart(code, reason).then(resolve)
        else resolve()
      })
    })
  }

  private async failedToStart(code: number, reason: string | undefined): Promise<void> {
    if (this.options.survivesFailure) return this.startOne(reason ?? `the entry script ended the process with code ${code}`)
    // What cannot start once cannot start again: whoever runs this is to know at once.
    if (this.current.size === 0 || !this.hasScreen) void this.stop().then(() => this.end(code || 3))
    else void this.restart(undefined, 0, `code ${code}`)
  }

  private async restart(worker: Worker | undefined, lived: number, how: string): Promise<void> {
    if (lived > steadyAfter) this.delay = firstDelay
    const name = worker === undefined ? 'a worker' : `worker ${worker.process.pid}`
    this.options.log(`${name} ended (${how}); another one starts in ${this.delay} ms`)
    const delay = this.delay
    this.delay = Math.min(this.delay * 2, longestDelay)
    await sleep(delay)
    if (!this.isStopping) await this.startOne()
  }

  private showScreen(screen: string): void {
    if (this.hasScreen) return
    this.hasScreen = true
    this.options.log(this.options.workers > 1 ? `${screen}\n  ${this.options.workers} workers` : screen)
  }

  private sendMetrics(worker: Worker, id: number): void {
    this.metrics.clusterMetrics().then(
      (text) => worker.isConnected() && worker.send({ metrics: text, id }),
      (error: unknown) => worker.isConnected() && worker.send({ metrics: `# ${String(error)}\n`, id }),
    )
  }
}
