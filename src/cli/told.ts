import { once } from 'node:events'

/** Settles when the process is told to stop. */
export function told(): Promise<unknown> {
  return Promise.race([once(process, 'SIGTERM'), once(process, 'SIGINT')])
}
