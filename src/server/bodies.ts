import { pipeline, type Readable, Transform } from 'node:stream'
import { constants, createBrotliDecompress, createGunzip, createInflate } from 'node:zlib'
import type { FastifyInstance } from 'fastify'
import { arrowStreamType } from '../arrow/ipc.js'
import { oneOf } from '../errors/show.js'
import { sendError } from './answers.js'

/** Which bodies a run takes. */
export type BodyKind = 'any' | 'json' | 'json or arrow'

const inflaters: Readonly<Record<string, () => Transform>> = {
  gzip: createGunzip,
  'x-gzip': createGunzip,
  deflate: createInflate,
  br: () => createBrotliDecompress({ params: { [constants.BROTLI_DECODER_PARAM_LARGE_WINDOW]: 0 } }),
}

/**
 * Bodies as bytes: they are decoded by the schemas of `run`, not by JSON.parse, which would lose digits of 64-bit integers.
 * Compressed ones are inflated while they come, within the same limit.
 */
export function addBodies(server: FastifyInstance, kind: BodyKind): void {
  server.removeAllContentTypeParsers()
  const types = kind === 'any' ? ['*'] : [/^application\/([\w.+-]+\+)?json\s*(;|$)/i, ...(kind === 'json' ? [] : [arrowStreamType])]
  for (const type of types) server.addContentTypeParser(type, { parseAs: 'buffer' }, (_request, body, done) => done(null, body))

  server.addHook('onRequest', (request, reply, done) => {
    const encoding = encodingOf(request.headers['content-encoding'])
    if (encoding === undefined || Object.hasOwn(inflaters, encoding)) {
      done()
      return
    }
    const known = ['gzip', 'deflate', 'br']
    // RFC 9110, 15.5.16: the answer says which encodings are taken.
    reply.header('accept-encoding', known.join(', '))
    sendError(reply, 415, `The body's content-encoding is ${encoding.slice(0, 100)}, expected ${oneOf(known)}`)
  })
  server.addHook('preParsing', (request, _reply, payload, done) => {
    const encoding = encodingOf(request.headers['content-encoding'])
    done(null, encoding === undefined ? payload : inflated(payload as Readable, (inflaters[encoding] as () => Transform)()))
  })
}

function encodingOf(header: string | undefined): string | undefined {
  const encoding = header?.trim().toLowerCase()
  return encoding === undefined || encoding === '' || encoding === 'identity' ? undefined : encoding
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
    Object.assign(error, { code: 'FST_ERR_INFLATE', statusCode: 400, message: `The body cannot be inflated: ${error.message}` }),
  )
  pipeline(payload, counted, inflater, () => {})
  return body
}
