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
  const setIds = ({ id, headers }: FastifyRequest, reply: FastifyReply) => {
    const traceId = said(headers['traceid'])
    const own = said(headers['x-ms-request-id'])
    const client = said(headers['x-ms-client-request-id']) ?? own
    reply.header(failedHeader, 'False')
    if (version !== undefined) reply.header('x-ms-server-version', version)
    if (traceId !== undefined) reply.header('TraceId', traceId)
    setId(reply, 'x-request-id', id)
    setId(reply, 'x-ms-request-id', own ?? client ?? id)
    if (client !== undefined) setId(reply, 'x-ms-client-request-id', client)
    if (!isAscii(traceId) || !isAscii(own) || !isAscii(client) || !isAscii(said(headers['x-request-id'])))
      reply.serializer(toBytes as (payload: unknown) => string)
  }
  // Hooks that wait for nothing are given `done`: a promise for each of them would cost a small request a tenth of its time.
  server.addHook('onRequest', (request, reply, done) => {
    setIds(request, reply)
    const { headers } = request
    const long = names.find((name) => (said(headers[name])?.length ?? 0) > longestId)
    if (long === undefined) done()
    else sendError(reply, 431, `The header ${long} has more than ${longestId} characters`)
  })
  return setIds
}

function setId(reply: FastifyReply, name: (typeof names)[number], id: string): void {
  if (id.length <= longestId) reply.header(name, id)
}

/** A header's value, unless there is nothing in it. */
function said(value: string | string[] | undefined): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined
}

function isAscii(value: string | undefined): boolean {
  return value === undefined || /^[\t -~]*$/.test(value)
}

/**
 * Node reads headers as Latin-1, and writes them so before a body of bytes; before a text they would become UTF-8 as that does, and ids
 * others than they were.
 */
function toBytes(payload: unknown): unknown {
  return Buffer.from(typeof payload === 'string' ? payload : JSON.stringify(payload))
}

function packageVersion(): string {
  const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as { version: string }
  return version
}
