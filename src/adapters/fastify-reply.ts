import type { FastifyReply } from 'fastify'
import type { Answer } from './problem.js'

/** Sends an answer that is written already. */
export function sendAnswer(reply: FastifyReply, { status, headers, body }: Answer): FastifyReply {
  for (const name in headers) reply.header(name, headers[name])
  return reply.code(status).send(typeof body === 'string' ? body : Buffer.from(body.buffer, body.byteOffset, body.byteLength))
}
