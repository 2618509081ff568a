import { AsyncLocalStorage } from 'node:async_hooks'
import { format } from 'node:util'
import type { FastifyBaseLogger } from 'fastify'

/** The log of the request that is being scored. */
const current = new AsyncLocalStorage<FastifyBaseLogger>()

const levels = { debug: 'debug', log: 'info', info: 'info', warn: 'warn', error: 'error' } as const

/** What the script prints while it scores goes to the log, with the request's id; everything else is printed as ever. */
export function tagConsole(): () => void {
  const own = { ...console }
  for (const [method, level] of Object.entries(levels) as [keyof typeof levels, (typeof levels)[keyof typeof levels]][]) {
    console[method] = (...values: unknown[]) => {
      const log = current.getStore()
      if (log === undefined) own[method](...values)
      else log[level]({ source: 'script' }, format(...values))
    }
  }
  return () => void Object.assign(console, own)
}

/** Scores with the console tagged. */
export function withLog<T>(log: FastifyBaseLogger, score: () => T): T {
  return current.run(log, score)
}
