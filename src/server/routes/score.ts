import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { Context } from '../../adapters/context.js'
import { decodeRequest, hasQueryPayload, makeEndpoint, resultAnswer } from '../../adapters/endpoint.js'
import { sendAnswer } from '../../adapters/fastify-reply.js'
import { isPromise, proceed } from '../../decode/promise.js'
import { IssueLog } from '../../errors/issue-log.js'
import { isPayloadError } from '../../errors/payload-error.js'
import { type Redact, redactError } from '../../errors/redact.js'
import type { JsonLimits } from '../../json/limits.js'
import { callPlain, callRun, type InvokeOptions, type NamedArguments, type RequestHeaders, runSchemaOf } from '../../run/payload.js'
import { type Query, readQuery } from '../../run/query.js'
import { isSchemaDecorated } from '../../run/schemas.js'
import { sendRefusal } from '../answers.js'
import type { Scorer } from '../options.js'
import { failed, Patience, runFailed, type Scored, type ScoringOptions } from '../scoring.js'
import { withLog } from '../script-console.js'

/** What a request gives `run`: its values by name, or, for a run that nobody decorated, the body as it is. */
type Given = { readonly values: NamedArguments } | { readonly plain: unknown }

/** `POST /score` with a body, `GET /score` with a query; `OPTIONS` tells which there are. */
export function addScore(server: FastifyInstance, script: Scorer, options: ScoringOptions & { readonly redact: Redact | undefined }): void {
  const { run } = script
  const isPlain = !isSchemaDecorated(run)
  const { limits, redact } = options
  const endpoint = makeEndpoint(run, limits, redact)

  server.options('/score', (_request, reply) => reply.header('allow', 'GET, HEAD, OPTIONS, POST').code(200).send())

  server.route({
    method: ['GET', 'POST'],
    url: '/score',
    handler: (request, reply) => {
      const type = endpoint.resultType(request.headers.accept)
      return options.gate.pass(reply, () => score(request, reply, type))
    },
  })

  function score(request: FastifyRequest, reply: FastifyReply, type: string): Scored {
    return proceed(
      () => options.observe('decode', () => decode(request)),
      (given) => answer(given, request, reply, type),
      (error) => {
        if (!isPayloadError(error)) return failed(request, reply, error)
        options.refused(error)
        sendRefusal(reply, error)
      },
    )
  }

  function answer(given: Given, request: FastifyRequest, reply: FastifyReply, type: string): Scored {
    const patience = new Patience(reply)
    const { headers } = request as { headers: RequestHeaders }
    const invoked = { thisArg: script.thisArg, context: new Context(patience, request.id, headers), headers }
    const running = () => withLog(request.log, () => options.observe('run', () => call(given, invoked)))
    return proceed(
      () => patience.until(running, options.timeout),
      (result) => {
        reply.header('x-ms-run-fn-exec-ms', patience.elapsed)
        return proceed(
          () => options.observe('encode', () => send(reply, result, type)),
          () => {},
          (error) => failed(request, reply, error),
        )
      },
      (error) => runFailed(request, reply, error, options.timeout),
    )
  }

  function send(reply: FastifyReply, result: unknown, type: string): void {
    sendAnswer(reply, resultAnswer(run, result, type))
  }

  function decode({ method, headers, query, body }: FastifyRequest): Given | Promise<Given> {
    const incoming = { method, headers: headers as RequestHeaders, query: query as Query, hasBody: true }
    if (!isPlain) {
      const values = decodeRequest(endpoint, incoming, bytesOf(body))
      return isPromise(values) ? values.then((settled) => ({ values: settled as NamedArguments })) : { values }
    }
    try {
      return { plain: hasQueryPayload(method) ? plainQuery(incoming.query, limits) : textOf(bytesOf(body)) }
    } catch (error) {
      throw isPayloadError(error) ? redactError(error, redact) : error
    }
  }

  function plainQuery(query: Query, limits: JsonLimits): Record<string, unknown> {
    const log = new IssueLog()
    const values = readQuery(query, runSchemaOf(run), limits, log)
    if (log.failed) throw log.toError()
    return values
  }

  function call(given: Given, invoked: InvokeOptions): unknown {
    return 'plain' in given ? callPlain(run, given.plain, invoked) : callRun(run, given.values, invoked)
  }
}

function bytesOf(body: unknown): Uint8Array {
  return body instanceof Uint8Array ? body : new Uint8Array()
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

function textOf(bytes: Uint8Array): string {
  try {
    return utf8.decode(bytes)
  } catch {
    const log = new IssueLog()
    log.add('invalid_utf8', 'text in UTF-8', 'bytes that are not UTF-8')
    throw log.toError()
  }
}
