import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { runSchemaOf } from '../../run/payload.js'
import { failedHeader } from '../answers.js'
import type { Scorer } from '../options.js'
import { describeRaw, sendRaw } from '../raw/answer.js'
import { toRequest } from '../raw/web-request.js'
import { failed, Patience, runFailed, type ScoringOptions } from '../scoring.js'
import { withLog } from '../script-console.js'

/** `/score` of a run that reads requests and writes answers itself. */
export function addRaw(server: FastifyInstance, script: Scorer, options: ScoringOptions): void {
  const { run, thisArg } = script
  const { target } = runSchemaOf(run)

  server.route({
    method: ['GET', 'POST', 'OPTIONS'],
    url: '/score',
    exposeHeadRoute: false,
    handler: (request, reply) => options.gate.pass(reply, () => score(request, reply)),
  })

  async function score(request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const patience = new Patience(reply)
    let result: unknown
    try {
      const body = request.body instanceof Uint8Array ? request.body : undefined
      const web = toRequest(request, body, patience.signal)
      const running = () => withLog(request.log, () => options.observe('run', () => target.call(thisArg, web)))
      result = await patience.until(running, options.timeout)
    } catch (error) {
      return runFailed(request, reply, error, options.timeout)
    }
    reply.header('x-ms-run-fn-exec-ms', patience.elapsed)
    try {
      const answer = describeRaw(run, result)
      reply.header(failedHeader, answer.failed ? 'True' : 'False')
      // What a stream prints while it is pulled belongs to the request, too.
      await withLog(request.log, () => options.observe('encode', () => sendRaw(reply, answer)))
    } catch (error) {
      failed(request, reply.header(failedHeader, 'True'), error)
    }
  }
}
