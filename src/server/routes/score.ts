import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { Context } from '../../adapters/context.js'
import { callWith, type Given, makeEndpoint, readGiven, resultAnswer } from '../../adapters/endpoint.js'
import { sendAnswer } from '../../adapters/fastify-reply.js'
import { RequestError } from '../../adapters/request-error.js'
import { proceed } from '../../decode/promise.js'
import { isPayloadError } from '../../errors/payload-error.js'
import type { Redact } from '../../errors/redact.js'
import type { RequestHeaders } from '../../run/payload.js'
import type { Query } from '../../run/query.js'
import { sendRefusal } from '../answers.js'
import type { Scorer } from '../options.js'
import { failed, Patience, runFailed, type Scored, type ScoringOptions } from '../scoring.js'
import { withLog } from '../script-console.js'

/** `POST /score` with a body, `GET /score` with a query; `OPTIONS` tells which there are. */
export function addScore(server: FastifyInstance, script: Scorer, options: ScoringOptions & { readonly redact: Redact | undefined }): void {
  const { run } = script
  const endpoint = makeEndpoint(run, options.limits, options.redact)

  server.options('/score', (_request, reply) => reply.header('allow', 'GET, OPTIONS, POST').code(200).send())

  server.route({
    method: ['GET', 'POST'],
    url: '/score',
    // Scoring without an answer is of use to nobody; to the Python server HEAD is a method that it does not take.
    exposeHeadRoute: false,
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
        if (isPayloadError(error)) options.refused(error)
        else if (!(error instanceof RequestError)) return failed(request, reply, error)
        sendRefusal(reply, error)
      },
    )
  }

  function answer(given: Given, request: FastifyRequest, reply: FastifyReply, type: string): Scored {
    const patience = new Patience(reply)
    const { headers } = request as { headers: RequestHeaders }
    const invoked = { thisArg: script.thisArg, context: new Context(patience, request.id, headers), headers }
    const running = () => withLog(request.log, () => options.observe('run', () => callWith(run, given, invoked)))
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
    return readGiven(endpoint, { method, headers: headers as RequestHeaders, query: query as Query }, () => bytesOf(body))
  }
}

function bytesOf(body: unknown): Uint8Array {
  return body instanceof Uint8Array ? body : new Uint8Array()
}
