import type { Socket } from 'node:net'
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'
import { sendAnswer } from '../adapters/fastify-reply.js'
import { errorAnswer } from '../adapters/problem.js'
import { RequestError, tooLarge, unsupportedType } from '../adapters/request-error.js'
import { arrowStreamType, jsonType } from '../json/media-types.js'

/** The header that says whether `run` failed, on every answer, in Python's spelling. */
export const failedHeader = 'x-ms-run-function-failed'

/** An error as the server tells it: JSON, with one sentence. */
export function sendError(reply: FastifyReply, status: number, message: string): FastifyReply {
  return sendRefusal(reply, { status, message })
}

/** An error that knows its status. */
export function sendRefusal(reply: FastifyReply, error: Parameters<typeof errorAnswer>[0]): FastifyReply {
  return sendAnswer(reply, errorAnswer(error, reply.request.headers.accept))
}

/** Answers what Fastify refuses before the script sees it. */
export function refuse(error: FastifyError, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  // Others' errors may say a status, too, and are nothing for the caller.
  if (error instanceof RequestError) return sendRefusal(reply, error)
  const status = error.code?.startsWith('FST_') ? (error.statusCode ?? 500) : 500
  if (status === 415) {
    const expected = request.server.hasContentTypeParser(arrowStreamType) ? [jsonType, arrowStreamType] : [jsonType]
    return sendRefusal(reply, unsupportedType(request.headers['content-type'], expected))
  }
  if (status === 413) return sendRefusal(reply, tooLarge(request.routeOptions.bodyLimit))
  if (error.code === 'FST_ERR_BAD_URL') return sendError(reply, status, 'The path cannot be read: it has a % that stands for no character')
  if (status < 500) return sendError(reply, status, error.message)
  request.log.error(error)
  return sendError(reply, 500, 'The server failed; its log says why')
}

const statuses: Readonly<Record<string, readonly [number, string, string]>> = {
  ERR_HTTP_REQUEST_TIMEOUT: [408, 'Request Timeout', 'The request took too long to come'],
  HPE_HEADER_OVERFLOW: [431, 'Request Header Fields Too Large', 'The headers are too large'],
}

/** Answers what is no HTTP, or too slow or too large to become a request. */
export function refuseConnection(error: NodeJS.ErrnoException, socket: Socket): void {
  // Whoever is gone needs no answer; and one that is under way cannot be taken back.
  const { _httpMessage: underWay } = socket as { _httpMessage?: { headersSent?: boolean } | null }
  if (error.code === 'ECONNRESET' || socket.destroyed || underWay?.headersSent === true) {
    socket.destroy()
    return
  }
  const [status, reason, message] = statuses[error.code ?? ''] ?? [400, 'Bad Request', 'The request is no HTTP/1.1']
  const body = JSON.stringify({ status_code: status, message })
  if (socket.writable) {
    socket.write(
      `HTTP/1.1 ${status} ${reason}\r\nConnection: close\r\nContent-Type: application/json; charset=utf-8\r\n` +
        `Content-Length: ${Buffer.byteLength(body)}\r\n${failedHeader}: False\r\n\r\n${body}`,
    )
  }
  socket.destroySoon()
}
