import cluster from 'node:cluster'

/** What a worker is told when it is started: the port, which must be the same for all, and why there is nothing to serve. */
export const portVariable = 'INFERENCE_SCHEMA_PORT'
export const failureVariable = 'INFERENCE_SCHEMA_FAILURE'

/** What a worker tells its supervisor. */
export type WorkerMessage = (
  | { readonly screen: string }
  | { readonly failure: string }
  | { readonly metricsFor: number }
  | Record<never, never>
) & {
  readonly 'watch:import'?: readonly string[]
  readonly 'watch:require'?: readonly string[]
}

/** Tells the supervisor something, where there is one. */
export function tellSupervisor(message: WorkerMessage): void {
  if (cluster.isWorker && process.connected) process.send?.(message)
}

const waiting = new Map<number, (text: string) => void>()
let asked = 0

/** The metrics of all workers together. */
export function metricsOfAll(): Promise<string> {
  if (asked === 0) {
    process.on('message', (message: { readonly metrics?: string; readonly id?: number }) => {
      if (message.metrics === undefined || message.id === undefined) return
      waiting.get(message.id)?.(message.metrics)
      waiting.delete(message.id)
    })
  }
  const id = ++asked
  return new Promise((resolve) => {
    waiting.set(id, resolve)
    tellSupervisor({ metricsFor: id })
  })
}
