import { Readable } from 'node:stream'
import type { FastifyInstance, FastifyReply, FastifyRequest, RouteHandlerMethod, RouteOptions } from 'fastify'
import { proceed } from '../decode/promise.js'
import { isPayloadError } from '../errors/payload-error.js'
import { redactError } from '../errors/redact.js'
import { arrowStreamType, jsonType } from '../json/media-types.js'
import { isBytes } from '../json/typed-array.js'
import { arrowPattern } from '../run/arrow-payload.js'
import type { RequestHeaders } from '../run/payload.js'
import type { Query } from '../run/query.js'
import { type BodyTypes, checkBodyType, jsonPattern } from './body-types.js'
import type { ValidateOptions } from './endpoint.js'
import { hideContentType, restoreContentType } from './fastify-content-type.js'
import { errorSchema, errorStatuses, fastifyError, typeOfProblem } from './fastify-errors.js'
import { type OwnSchema, type PayloadReader, payloadReader, splitSchema, writeResult } from './fastify-schemas.js'
import { readStream } from './read-stream.js'
import { RequestError, readAlready } from './request-error.js'

type Part = 'body' | 'querystring'

/** The bodies of requests as they came, from when they are read until they are decoded. */
const bodies = new WeakMap<FastifyRequest, Uint8Array>()

/**
 * Takes what is ours out of the schema of a route, and puts hooks in its place: Fastify's compilers see the rest alone. Hooks can do what a
 * compiler's functions cannot: wait for asynchronous types, and read the bytes and headers of a request.
 *
 * @param readerOf what reads the payload that a schema describes
 * @throws SchemaDefinitionError for a schema of ours in a place where it says nothing
 */
export function prepareRoute(
  app: FastifyInstance,
  route: RouteOptions,
  options: ValidateOptions,
  readerOf: typeof payloadReader = payloadReader,
): void {
  const split = splitSchema(route)
  if (split === undefined) return
  const { own, others } = split
  const { body, querystring, responses } = own
  const { redact, ...limited } = options
  /** Does a part of the work, whose errors are told in Fastify's manner. */
  const told = async <T>(request: FastifyRequest, part: Part, work: () => Promise<T>): Promise<T> => {
    try {
      return await work()
    } catch (error) {
      if (isPayloadError(error)) throw fastifyError(redactError(error, redact), request, part)
      throw error instanceof RequestError ? fastifyError(error, request, part) : error
    }
  }
  const validate = (part: Part, reader: PayloadReader) => async (request: FastifyRequest) => {
    try {
      await told(request, part, () => decodePart(part, reader, request))
    } catch (error) {
      if (route.attachValidation !== true || !isPayloadError(error)) throw error
      Object.assign(request, { validationError: error })
    }
  }

  if (body !== undefined) {
    const reader = readerOf(body, limited)
    route.preParsing = after(route.preParsing, (request: FastifyRequest, _reply: FastifyReply, payload: unknown) =>
      told(request, 'body', () => keepBody(reader, request, payload as Readable)),
    )
    route.preValidation = after(route.preValidation, validate('body', reader))
    const limit = options.limits?.body
    if (limit !== undefined) route.bodyLimit ??= limit
    addParsers(app, reader.types)
  }
  if (querystring !== undefined) route.preValidation = after(route.preValidation, validate('querystring', readerOf(querystring, limited)))
  const isRead = body !== undefined || querystring !== undefined
  if (isRead) route.onSend = after(route.onSend, typeOfProblem)
  if (responses.size > 0) {
    route.handler = writingHandler(route.handler, responses)
    route.preSerialization = after(route.preSerialization, writerOf(responses))
  }
  const response = { ...(isRead ? errorResponses(others) : {}), ...(others as { response?: object }).response }
  route.schema = { ...others, response }
}

/** A route's own hook after those that it has. */
function after<Hook>(hooks: Hook | Hook[] | undefined, hook: Hook): Hook[] {
  return [...(hooks === undefined ? [] : ([hooks].flat() as Hook[])), hook]
}

/** What the errors of a route look like, for the statuses of which it does not say so itself. */
function errorResponses({ response = {} }: { response?: object }): object {
  const said = Object.keys(response).map((status) => status.toLowerCase())
  if (said.includes('4xx') || said.includes('default')) return {}
  return Object.fromEntries(errorStatuses.filter((status) => !said.includes(status)).map((status) => [status, errorSchema]))
}

/** A preParsing hook: keeps the body as it came, and leaves Fastify's parser next to nothing to do. */
async function keepBody(reader: PayloadReader, request: FastifyRequest, payload: Readable): Promise<Readable> {
  const headers = request.headers as RequestHeaders
  const type = request.headers['content-type']
  checkBodyType(reader.types, type)
  if (payload.readableDidRead) throw readAlready('register this before what reads it, or let that hand a stream on')
  const bytes = await readStream(payload, headers, request.routeOptions.bodyLimit)
  bodies.set(request, bytes)
  // A body of nothing fits nothing; the parsers would say so in their own words.
  if (reader.types === 'text') hideContentType(request)
  else if (bytes.length === 0 && type !== undefined) await decodePart('body', reader, request)
  const rest = Readable.from([jsonPattern.test(type ?? '') ? Buffer.from('{}') : bytes], { objectMode: false })
  // Fastify compares it with the content-length.
  return Object.assign(rest, { receivedEncodedLength: Number(headers['content-length'] ?? 0) })
}

/** Parsers for the types that Fastify has none for: of our routes' bodies there is nothing left to parse; others are refused as before. */
function addParsers(app: FastifyInstance, types: BodyTypes): void {
  for (const pattern of [jsonPattern, ...(types.includes(arrowStreamType) ? [arrowPattern] : [])]) {
    if (app.hasContentTypeParser(pattern)) continue
    app.addContentTypeParser(pattern, (request, _payload, done) => {
      if (bodies.has(request)) done(null, undefined)
      else done(Object.assign(new Error('Unsupported Media Type'), { code: 'FST_ERR_CTP_INVALID_MEDIA_TYPE', statusCode: 415 }))
    })
  }
}

async function decodePart(part: Part, reader: PayloadReader, request: FastifyRequest): Promise<void> {
  restoreContentType(request)
  const headers = request.headers as RequestHeaders
  const query = request.query as Query
  if (part === 'querystring') {
    request.query = await reader.read({ method: 'GET', headers, query }, nothing)
    return
  }
  const bytes = bodies.get(request) ?? nothing
  bodies.delete(request)
  request.body = await reader.read({ method: 'POST', headers, query }, bytes)
}

const nothing = new Uint8Array()

type Done = (error: null, payload: unknown) => void

type Responses = ReadonlyMap<string, OwnSchema>

function schemaFor(status: number, responses: Responses): OwnSchema | undefined {
  return responses.get(String(status)) ?? responses.get(`${Math.floor(status / 100)}xx`) ?? responses.get('default')
}

/**
 * A handler whose results are written by the route's own schemas also where Fastify would send them as they are, without asking a hook:
 * text, and the memory of typed arrays. Where the handler has said another type than JSON, that is what it wants; text and bytes that it
 * calls JSON are written already.
 */
function writingHandler(handler: RouteHandlerMethod, responses: Responses): RouteHandlerMethod {
  return function (this: FastifyInstance, request, reply) {
    const { send } = reply
    reply.send = (result) => {
      // What is sent after this is no result.
      reply.send = send
      const schema = isSentAsItIs(result, reply.getHeader('content-type')) ? schemaFor(reply.statusCode, responses) : undefined
      if (schema === undefined) return reply.send(result)
      const text = writeResult(schema, result)
      return reply.type(`${jsonType}; charset=utf-8`).send(text)
    }
    return proceed(
      () => handler.call(this, request, reply),
      (result) => result,
      (error) => {
        reply.send = send
        throw error
      },
    )
  }
}

function isSentAsItIs(result: unknown, type: unknown): boolean {
  if (typeof result === 'string' || isBytes(result)) return type === undefined
  // Fastify's own question.
  const isMemory = (result as { buffer?: unknown } | null | undefined)?.buffer instanceof ArrayBuffer
  return isMemory && (type === undefined || jsonPattern.test(String(type)))
}

/** A preSerialization hook: what a route answers is written by its own schema for the status. */
function writerOf(responses: Responses) {
  return (_request: FastifyRequest, reply: FastifyReply, payload: unknown, done: Done): void => {
    const { statusCode } = reply
    const schema = schemaFor(statusCode, responses)
    // What an error handler answers instead, should this fail, is no result.
    if (schema !== undefined)
      reply.serializer((result: unknown) => (reply.statusCode === statusCode ? writeResult(schema, result) : JSON.stringify(result)))
    done(null, payload)
  }
}
