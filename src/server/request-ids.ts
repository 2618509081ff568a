import { readFileSync } from 'node:fs'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { longestId } from '../adapters/request-id.js'
import { failedHeader, sendError } from './answers.js'

const names = ['x-request-id', 'x-ms-request-id', 'x-ms-client-request-id'] as const

/**
 * Gives every answer its ids, as the Python server does: that of the request (its own, or a new one), Azure's, which a client
 * may choose by either of two names, and the client's. A trace id is sent back as it came.
 *
 * @returns what gives them to an answer that no hook sees: of a path that cannot be read
 */
export function addRequestIds(server: FastifyInstance, showsVersion: boolean): (request: FastifyRequest, reply: FastifyReply) => void {
  const version = showsVersion ? `inference-schema/${packageVersion()}` : undefined
  const setIds = (request: FastifyRequest, reply: FastifyReply) => {
    reply.header(failedHeader, 'False')
    if (version !== undefined) reply.header('x-ms-server-version', version)
    const traceId = header(request, 'traceid')
    if (traceId !== undefined) reply.header('TraceId', traceId)
    for (const [name, id] of Object.entries(idsOf(request))) if (id.length <= longestId) reply.header(name, id)
  }
  // Hooks that wait for nothing are given `done`: a promise for each of them would cost a small request a tenth of its time.
  server.addHook('onRequest', (request, reply, done) => {
    setIds(request, reply)
    const long = names.find((name) => (header(request, name)?.length ?? 0) > longestId)
    if (long === undefined) done()
    else sendError(reply, 431, `The header ${long} has more than ${longestId} characters`)
  })
  return setIds
}

function idsOf(request: FastifyRequest): Record<string, string> {
  const client = header(request, 'x-ms-client-request-id') ?? header(request, 'x-ms-request-id')
  return {
    'x-request-id': request.id,
    'x-ms-request-id': header(request, 'x-ms-request-id') ?? client ?? request.id,
    ...(client === undefined ? {} : { 'x-ms-client-request-id': client }),
  }
}

function header({ headers }: FastifyRequest, name: string): string | undefined {
  const value = headers[name]
  return typeof value === 'string' && value !== '' ? value : undefined
}

function packageVersion(): string {
  const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as { version: string }
  return version
}
