import type { ServerResponse } from 'node:http'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { failureMessage } from '../adapters/problem.js'
import { isPromise } from '../decode/promise.js'
import type { PayloadError } from '../errors/payload-error.js'
import { failedHeader, sendError } from './answers.js'
import type { ServerLimits } from './options.js'
import type { StageObserver } from './stages.js'

/** What the routes that score have in common. */
export interface ScoringOptions {
  readonly gate: Gate
  readonly limits: Required<ServerLimits>
  /** Milliseconds. */
  readonly timeout: number
  readonly observe: StageObserver
  /** Told of each payload that does not fit. */
  readonly refused: (error: PayloadError) => void
}

/** A request that is answered: at once, or when the promise is kept. */
export type Scored = void | Promise<void>

/** Lets as many requests be scored at a time as the server takes; the others are to come again. */
export class Gate {
  private readonly most: number
  private inside = 0

  constructor(most: number) {
    this.most = most
  }

  pass(reply: FastifyReply, score: () => Scored): Scored {
    if (this.inside >= this.most) {
      sendError(reply.header('retry-after', '1'), 503, `${this.inside} requests are being scored, which is as many as the server takes`)
      return
    }
    const scored = score()
    // What is done already has taken nobody's place.
    if (!isPromise(scored)) return
    this.inside++
    const leave = () => {
      this.inside--
    }
    scored.then(leave, leave)
    return scored
  }
}

/** What the script throws is for the log, not for the caller; and it may be anything. */
export function failed(request: FastifyRequest, reply: FastifyReply, error: unknown): void {
  try {
    request.log.error({ err: error }, 'the scoring script failed')
  } catch {
    request.log.error('the scoring script failed, and threw something that cannot be shown')
  }
  sendError(reply, 500, failureMessage)
}

/** `run` itself failed, or took too long. */
export function runFailed(request: FastifyRequest, reply: FastifyReply, error: unknown, timeout: number): void {
  reply.header(failedHeader, 'True')
  if (isTimeUp(error)) sendError(reply, 500, `The scoring script took longer than ${timeout} ms`)
  else failed(request, reply, error)
}

/** The time for a request is up. */
export class TimeUp extends Error {}

function isTimeUp(error: unknown): boolean {
  try {
    return error instanceof TimeUp
  } catch {
    return false
  }
}

/** Watches who waits for an answer, and how long. */
export class Patience {
  private readonly raw: ServerResponse
  private controller: AbortController | undefined
  /** Why nobody waits any more. */
  private reason: Error | undefined
  private start = 0

  constructor({ raw }: FastifyReply) {
    this.raw = raw
  }

  /** Aborted when nobody waits any more: the client is gone, or the time is up. Made for those alone who ask for it. */
  get signal(): AbortSignal {
    if (this.controller === undefined) {
      this.controller = new AbortController()
      if (this.reason !== undefined) this.controller.abort(this.reason)
      else if (this.raw.closed) this.leave()
      else this.raw.once('close', () => this.leave())
    }
    return this.controller.signal
  }

  /** The connection is closed, perhaps before the answer was. */
  private leave(): void {
    if (!this.raw.writableFinished) this.giveUp(new Error('the client is gone'))
  }

  private giveUp(reason: Error): void {
    this.reason ??= reason
    this.controller?.abort(reason)
  }

  /** Milliseconds since the work began that is waited for, with three decimals. */
  get elapsed(): string {
    const microseconds = Math.round((performance.now() - this.start) * 1000)
    // What toFixed does, in less time.
    return `${Math.floor(microseconds / 1000)}.${String(microseconds % 1000).padStart(3, '0')}`
  }

  /** What comes of some work, if it comes in time. */
  until<T>(work: () => T | Promise<T>, milliseconds: number): T | Promise<T> {
    this.start = performance.now()
    const begun = work()
    // What is done already needs no watch: nothing could have stopped it.
    if (!isPromise(begun)) return begun
    return new Promise<T>((resolve, reject) => {
      const timeIsUp = () => {
        const error = new TimeUp('the time for scoring is up')
        this.giveUp(error)
        reject(error)
      }
      // Longer times than this overflow, and the timer would fire at once.
      const timer = setTimeout(timeIsUp, Math.min(milliseconds, 2 ** 31 - 1))
      const stop = () => clearTimeout(timer)
      begun.then(resolve, reject)
      begun.then(stop, stop)
    })
  }
}
