import { pipeline, type Readable, Transform } from 'node:stream'
import type { FastifyInstance } from 'fastify'
import { jsonPattern } from '../adapters/endpoint.js'
import { inflaterOf } from '../adapters/inflaters.js'
import { notInflatable } from '../adapters/request-error.js'
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
  for (const type of types) server.addContentTypeParser(type, { parseAs: 'buffer' }, (_request, body, done) => done(null, body))

  server.addHook('onRequest', (request, _reply, done) => {
    // It throws for encodings that nobody reads, before the body comes.
    inflaterOf(request.headers['content-encoding'])
    done()
  })
  server.addHook('preParsing', (request, _reply, payload, done) => {
    const inflater = inflaterOf(request.headers['content-encoding'])
    done(null, inflater === undefined ? payload : inflated(payload as Readable, inflater()))
  })
}

type Counted = Readable & { receivedEncodedLength?: number }

function inflated(payload: Readable, inflater: Transform): Counted {
  const body: Counted = inflater
  let received = 0
  const counted = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      received += chunk.length
      // Fastify compares it with the content-length.
      body.receivedEncodedLength = received
      done(null, chunk)
    },
  })
  // What cannot be inflated is the client's mistake, which Fastify's reader of bodies reports by this.
  inflater.on('error', (error) =>
    Object.assign(error, { code: 'FST_ERR_INFLATE', statusCode: 400, message: notInflatable(error.message).message }),
  )
  pipeline(payload, counted, inflater, () => {})
  return body
}
