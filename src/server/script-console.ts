import { AsyncLocalStorage } from 'node:async_hooks'
import { format } from 'node:util'
import type { FastifyBaseLogger } from 'fastify'

/** The log of the request that is being scored. */
const current = new AsyncLocalStorage<FastifyBaseLogger>()

/** Whether anything asks for it: to keep it costs every promise of the process something. */
let isTagged = false

const levels = { debug: 'debug', log: 'info', info: 'info', warn: 'warn', error: 'error' } as const

/** What the script prints while it scores goes to the log, with the request's id; everything else is printed as ever. */
export function tagConsole(): () => void {
  const own = { ...console }
  isTagged = true
  for (const [method, level] of Object.entries(levels) as [keyof typeof levels, (typeof levels)[keyof typeof levels]][]) {
    console[method] = (...values: unknown[]) => {
      const log = current.getStore()
      if (log === undefined) own[method](...values)
      else log[level]({ source: 'script' }, format(...values))
    }
  }
  return () => {
    Object.assign(console, own)
    isTagged = false
  }
}

/** Scores with the console tagged. */
export function withLog<T>(log: FastifyBaseLogger, score: () => T): T {
  return isTagged ? current.run(log, score) : score()
}
