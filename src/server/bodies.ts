import type { IncomingMessage } from 'node:http'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { type BodyTypes, checkBodyType, jsonPattern } from '../adapters/body-types.js'
import { hideContentType, restoreContentType } from '../adapters/fastify-content-type.js'
import { inflaterOf } from '../adapters/inflaters.js'
import { collect } from '../adapters/read-stream.js'
import { jsonType } from '../json/media-types.js'

type Done = (error: Error | null, body?: unknown) => void

/**
 * Bodies as bytes: they are decoded by the schemas of `run`, not by JSON.parse, which would lose digits of 64-bit integers.
 * Compressed ones are inflated while they come, within the same limit.
 *
 * @param accepted the content types of bodies; `any` leaves them to the run
 */
export function addBodies(server: FastifyInstance, accepted: BodyTypes | 'any'): void {
  server.removeAllContentTypeParsers()
  const parse = (request: FastifyRequest, payload: IncomingMessage, done: Done) =>
    collect(payload, request.headers, request.routeOptions.bodyLimit, done)
  if (typeof accepted === 'string') addAnyType(server, accepted, parse)
  else for (const type of accepted) server.addContentTypeParser(type === jsonType ? jsonPattern : type, parse)

  server.addHook('onRequest', ({ headers }, _reply, done) => {
    // It throws for encodings that nobody reads, before the body comes.
    inflaterOf(headers['content-encoding'])
    done()
  })
}

/** Bodies of all types, as far as the run takes them. */
function addAnyType(
  server: FastifyInstance,
  accepted: 'text' | 'any',
  parse: (request: FastifyRequest, payload: IncomingMessage, done: Done) => void,
): void {
  server.addHook('preParsing', (request, _reply, payload, done) => {
    if (request.method === 'POST') hideContentType(request)
    done(null, payload)
  })
  server.addContentTypeParser('*', (request, payload, done) => {
    restoreContentType(request)
    try {
      if (accepted === 'text') checkBodyType(accepted, request.headers['content-type'])
    } catch (error) {
      // What still comes is read and thrown away: a client that is still sending does not read the answer.
      payload.resume()
      done(error as Error)
      return
    }
    parse(request, payload, done)
  })
}
