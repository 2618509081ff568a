import type { FastifyInstance } from 'fastify'
import { jsonPattern } from '../adapters/endpoint.js'
import { inflaterOf } from '../adapters/inflaters.js'
import { collect } from '../adapters/read-stream.js'
import { arrowStreamType } from '../json/media-types.js'

/** Which bodies a run takes. */
export type BodyKind = 'any' | 'json' | 'json or arrow'

/**
 * Bodies as bytes: they are decoded by the schemas of `run`, not by JSON.parse, which would lose digits of 64-bit integers.
 * Compressed ones are inflated while they come, within the same limit.
 */
export function addBodies(server: FastifyInstance, kind: BodyKind): void {
  server.removeAllContentTypeParsers()
  const types = kind === 'any' ? ['*'] : [jsonPattern, ...(kind === 'json' ? [] : [arrowStreamType])]
  for (const type of types) {
    server.addContentTypeParser(type, (request, payload, done) => collect(payload, request.headers, request.routeOptions.bodyLimit, done))
  }

  server.addHook('onRequest', ({ headers }, _reply, done) => {
    // It throws for encodings that nobody reads, before the body comes.
    inflaterOf(headers['content-encoding'])
    done()
  })
}
