import type { IncomingHttpHeaders } from 'node:http'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import Negotiator from 'negotiator'
import { arrowStreamType } from '../../arrow/ipc.js'
import { isPayloadError, PayloadError } from '../../errors/payload-error.js'
import { oneOf } from '../../errors/show.js'
import { setOwn } from '../../json/own.js'
import { encodeArrow, hasArrowResult } from '../../run/arrow-result.js'
import {
  callPlain,
  callRun,
  decodePayload,
  type InvokeOptions,
  type NamedArguments,
  type RequestHeaders,
  runSchemaOf,
} from '../../run/payload.js'
import { readQuery } from '../../run/query.js'
import { encodeResult } from '../../run/result.js'
import { isSchemaDecorated } from '../../run/schemas.js'
import { failedHeader, jsonType, sendError, sendJson } from '../answers.js'
import type { Scorer, ServerLimits } from '../options.js'
import { withLog } from '../script-console.js'
import type { StageObserver } from '../stages.js'

export interface ScoreOptions {
  readonly limits: Required<ServerLimits>
  readonly timeout: number
  readonly observe: StageObserver
  /** Told of each payload that does not fit. */
  readonly refused: (error: PayloadError) => void
}

/** What a request gives `run`: its values by name, or, for a run that nobody decorated, the body as it is. */
type Given = { readonly values: NamedArguments } | { readonly plain: unknown }

/** `POST /score` with a body, `GET /score` with a query; `OPTIONS` tells which there are. */
export function addScore(server: FastifyInstance, script: Scorer, options: ScoreOptions): void {
  const { run } = script
  const isPlain = !isSchemaDecorated(run)
  const produced = hasArrowResult(run) ? [jsonType, arrowStreamType] : [jsonType]
  let scoring = 0

  server.options('/score', (_request, reply) => reply.header('allow', 'GET, HEAD, OPTIONS, POST').code(200).send())

  server.route({
    method: ['GET', 'POST'],
    url: '/score',
    handler: async (request, reply) => {
      const type = new Negotiator(request.raw).mediaType(produced)
      if (type === undefined) return sendError(reply, 406, `The answer can be ${oneOf(produced)}; accept it`)
      if (scoring >= options.limits.concurrency) {
        return sendError(
          reply.header('retry-after', '1'),
          503,
          `${scoring} requests are being scored, which is as many as the server takes`,
        )
      }
      scoring++
      try {
        return await score(request, reply, type)
      } finally {
        scoring--
      }
    },
  })

  async function score(request: FastifyRequest, reply: FastifyReply, type: string): Promise<FastifyReply> {
    const signal = signalOf(reply)
    const given = await options.observe('decode', async () => decode(request)).catch((error: unknown) => error as Error)
    if (isPayloadError(given)) {
      options.refused(given)
      return sendJson(reply, given.status, JSON.stringify(given))
    }
    if (given instanceof Error) return failed(request, reply, given)
    const { headers } = request as { headers: RequestHeaders }
    const context = { signal: signal.controller.signal, requestId: request.id, headers }
    const start = process.hrtime.bigint()
    const running = withLog(request.log, () =>
      options.observe('run', async () => call(given, { thisArg: script.thisArg, context, headers })),
    )
    let result: unknown
    try {
      result = await signal.until(running, options.timeout)
    } catch (error) {
      reply.header(failedHeader, 'True')
      if (error instanceof TimeUp) return sendError(reply, 500, `The scoring script took longer than ${options.timeout} ms`)
      return failed(request, reply, error)
    }
    reply.header('x-ms-run-fn-exec-ms', (Number(process.hrtime.bigint() - start) / 1e6).toFixed(3))
    try {
      return await options.observe('encode', async () => {
        if (type === arrowStreamType)
          return reply
            .code(200)
            .type(type)
            .send(Buffer.from(encodeArrow(run, result)))
        return sendJson(reply, 200, result === undefined || result === null ? '{}' : encodeResult(run, result))
      })
    } catch (error) {
      return failed(request, reply, error)
    }
  }

  function decode(request: FastifyRequest): Given | Promise<Given> {
    const { headers } = request as { headers: IncomingHttpHeaders }
    const query = request.query as Record<string, unknown>
    const limits = { depth: options.limits.depth, elements: options.limits.elements }
    const isQuery = request.method === 'GET' || request.method === 'HEAD'
    const payload = isQuery ? objectOf(readQuery(query, runSchemaOf(run))) : bodyOf(request)
    if (isPlain) return { plain: payload instanceof Uint8Array ? textOf(payload) : payload }
    const values = decodePayload(run, payload, { contentType: headers['content-type'], query, limits, headers }) as unknown
    return Promise.resolve(values).then((settled) => ({ values: settled as NamedArguments }))
  }

  function call(given: Given, invoked: InvokeOptions): unknown {
    return 'plain' in given ? callPlain(run, given.plain, invoked) : callRun(run, given.values, invoked)
  }
}

/** What the script throws is for the log, not for the caller. */
function failed(request: FastifyRequest, reply: FastifyReply, error: unknown): FastifyReply {
  request.log.error({ err: error }, 'the scoring script failed')
  return sendError(reply, 500, 'The scoring script failed; its log says why')
}

function bodyOf({ body }: FastifyRequest): Uint8Array {
  return body instanceof Uint8Array ? body : new Uint8Array()
}

function objectOf(values: ReadonlyMap<string, unknown>): Record<string, unknown> {
  const object: Record<string, unknown> = {}
  for (const [name, value] of values) setOwn(object, name, value)
  return object
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

function textOf(bytes: Uint8Array): string {
  try {
    return utf8.decode(bytes)
  } catch {
    const message = 'the payload is bytes that are not UTF-8, expected text in UTF-8'
    const [expected, received] = ['text in UTF-8', 'bytes that are not UTF-8']
    throw new PayloadError([{ path: [], pointer: '', code: 'invalid_utf8', expected, received, message }], 0)
  }
}

/** The time for a request is up. */
class TimeUp extends Error {}

/** A signal that is aborted when nobody waits any more: the client is gone, or the time is up. */
function signalOf(reply: FastifyReply) {
  const controller = new AbortController()
  reply.raw.once('close', () => {
    if (!reply.raw.writableFinished) controller.abort(new Error('the client is gone'))
  })
  return {
    controller,
    /** What comes of some work, if it comes in time. */
    async until<T>(work: Promise<T>, milliseconds: number): Promise<T> {
      let timer: NodeJS.Timeout | undefined
      const timeUp = new Promise<never>((_, reject) => {
        timer = setTimeout(
          () => {
            const error = new TimeUp('the time for scoring is up')
            controller.abort(error)
            reject(error)
          },
          Math.min(milliseconds, 2 ** 31 - 1),
        )
      })
      try {
        return await Promise.race([work, timeUp])
      } finally {
        clearTimeout(timer)
      }
    },
  }
}
