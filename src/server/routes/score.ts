import type { IncomingHttpHeaders } from 'node:http'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import Negotiator from 'negotiator'
import { arrowStreamType } from '../../arrow/ipc.js'
import { IssueLog } from '../../errors/issue-log.js'
import { isPayloadError, PayloadError } from '../../errors/payload-error.js'
import { oneOf } from '../../errors/show.js'
import type { JsonLimits } from '../../json/limits.js'
import { encodeArrow, hasArrowResult } from '../../run/arrow-result.js'
import {
  callPlain,
  callRun,
  decodePayload,
  decodeQuery,
  type InvokeOptions,
  type NamedArguments,
  type RequestHeaders,
  runSchemaOf,
} from '../../run/payload.js'
import { readQuery } from '../../run/query.js'
import { encodeResult } from '../../run/result.js'
import { isSchemaDecorated } from '../../run/schemas.js'
import { jsonType, sendError, sendJson } from '../answers.js'
import type { Scorer } from '../options.js'
import { failed, Patience, runFailed, type ScoringOptions } from '../scoring.js'
import { withLog } from '../script-console.js'

/** What a request gives `run`: its values by name, or, for a run that nobody decorated, the body as it is. */
type Given = { readonly values: NamedArguments } | { readonly plain: unknown }

/** `POST /score` with a body, `GET /score` with a query; `OPTIONS` tells which there are. */
export function addScore(server: FastifyInstance, script: Scorer, options: ScoringOptions): void {
  const { run } = script
  const isPlain = !isSchemaDecorated(run)
  const produced = hasArrowResult(run) ? [jsonType, arrowStreamType] : [jsonType]

  server.options('/score', (_request, reply) => reply.header('allow', 'GET, HEAD, OPTIONS, POST').code(200).send())

  server.route({
    method: ['GET', 'POST'],
    url: '/score',
    handler: async (request, reply) => {
      const type = new Negotiator(request.raw).mediaType(produced)
      if (type === undefined) return sendError(reply, 406, `The answer can be ${oneOf(produced)}; accept it`)
      return options.gate.pass(reply, () => score(request, reply, type))
    },
  })

  async function score(request: FastifyRequest, reply: FastifyReply, type: string): Promise<FastifyReply> {
    const patience = new Patience(reply)
    const given = await options.observe('decode', async () => decode(request)).catch((error: unknown) => error as Error)
    if (isPayloadError(given)) {
      options.refused(given)
      return sendJson(reply, given.status, JSON.stringify(given))
    }
    if (given instanceof Error) return failed(request, reply, given)
    const { headers } = request as { headers: RequestHeaders }
    const context = {
      get signal() {
        return patience.signal
      },
      requestId: request.id,
      headers,
    }
    const invoked = { thisArg: script.thisArg, context, headers }
    const running = () => withLog(request.log, () => options.observe('run', async () => call(given, invoked)))
    let result: unknown
    try {
      result = await patience.until(running, options.timeout)
    } catch (error) {
      return runFailed(request, reply, error, options.timeout)
    }
    reply.header('x-ms-run-fn-exec-ms', patience.elapsed)
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
    if (isPlain) return { plain: isQuery ? plainQuery(query, limits) : textOf(bodyOf(request)) }
    const read = { contentType: headers['content-type'], query, limits, headers }
    const values = (isQuery ? decodeQuery(run, query, read) : decodePayload(run, bodyOf(request), read)) as unknown
    return Promise.resolve(values).then((settled) => ({ values: settled as NamedArguments }))
  }

  function plainQuery(query: Record<string, unknown>, limits: JsonLimits): Record<string, unknown> {
    const log = new IssueLog()
    const values = readQuery(query, runSchemaOf(run), limits, log)
    if (log.failed) throw log.toError()
    return values
  }

  function call(given: Given, invoked: InvokeOptions): unknown {
    return 'plain' in given ? callPlain(run, given.plain, invoked) : callRun(run, given.values, invoked)
  }
}

function bodyOf({ body }: FastifyRequest): Uint8Array {
  return body instanceof Uint8Array ? body : new Uint8Array()
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
