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

/** Lets as many requests be scored at a time as the server takes; the others are to come again. */
export class Gate {
  private readonly most: number
  private inside = 0

  constructor(most: number) {
    this.most = most
  }

  async pass(reply: FastifyReply, score: () => Promise<FastifyReply>): Promise<FastifyReply> {
    if (this.inside >= this.most)
      return sendError(
        reply.header('retry-after', '1'),
        503,
        `${this.inside} requests are being scored, which is as many as the server takes`,
      )
    this.inside++
    try {
      return await score()
    } finally {
      this.inside--
    }
  }
}

/** What the script throws is for the log, not for the caller; and it may be anything. */
export function failed(request: FastifyRequest, reply: FastifyReply, error: unknown): FastifyReply {
  try {
    request.log.error({ err: error }, 'the scoring script failed')
  } catch {
    request.log.error('the scoring script failed, and threw something that cannot be shown')
  }
  return sendError(reply, 500, failureMessage)
}

/** `run` itself failed, or took too long. */
export function runFailed(request: FastifyRequest, reply: FastifyReply, error: unknown, timeout: number): FastifyReply {
  reply.header(failedHeader, 'True')
  return isTimeUp(error) ? sendError(reply, 500, `The scoring script took longer than ${timeout} ms`) : failed(request, reply, error)
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
  private controller: AbortController | undefined
  /** Why nobody waits any more. */
  private reason: Error | undefined
  private start: bigint = process.hrtime.bigint()

  constructor(reply: FastifyReply) {
    reply.raw.once('close', () => {
      if (!reply.raw.writableFinished) this.giveUp(new Error('the client is gone'))
    })
  }

  /** Aborted when nobody waits any more: the client is gone, or the time is up. Made for those alone who ask for it. */
  get signal(): AbortSignal {
    this.controller ??= new AbortController()
    if (this.reason !== undefined) this.controller.abort(this.reason)
    return this.controller.signal
  }

  private giveUp(reason: Error): void {
    this.reason ??= reason
    this.controller?.abort(reason)
  }

  /** Milliseconds since the work began that is waited for, with three decimals. */
  get elapsed(): string {
    return (Number(process.hrtime.bigint() - this.start) / 1e6).toFixed(3)
  }

  /** What comes of some work, if it comes in time. */
  async until<T>(work: () => T | Promise<T>, milliseconds: number): Promise<T> {
    this.start = process.hrtime.bigint()
    const begun = work()
    // What is done already needs no watch: nothing could have stopped it.
    if (!isPromise(begun)) return begun
    let timer: NodeJS.Timeout | undefined
    const timeUp = new Promise<never>((_, reject) => {
      const timeIsUp = () => {
        const error = new TimeUp('the time for scoring is up')
        this.giveUp(error)
        reject(error)
      }
      // Longer times than this overflow, and the timer would fire at once.
      timer = setTimeout(timeIsUp, Math.min(milliseconds, 2 ** 31 - 1))
    })
    try {
      return await Promise.race([begun, timeUp])
    } finally {
      clearTimeout(timer)
    }
  }
}
