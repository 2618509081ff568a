import type { Socket } from 'node:net'
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'
import { arrowStreamType } from '../arrow/ipc.js'
import { oneOf } from '../errors/show.js'

export const jsonType = 'application/json'

/** The header that says whether `run` failed, on every answer, in Python's spelling. */
export const failedHeader = 'x-ms-run-function-failed'

/** An error as the server tells it: JSON, with one sentence. */
export function sendError(reply: FastifyReply, status: number, message: string): FastifyReply {
  return sendJson(reply, status, JSON.stringify({ status_code: status, message }))
}

export function sendJson(reply: FastifyReply, status: number, json: string): FastifyReply {
  return reply.code(status).type('application/json; charset=utf-8').send(json)
}

/** Answers what Fastify refuses before the script sees it. */
export function refuse(error: FastifyError, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  // Others' errors may say a status, too, and are nothing for the caller.
  const status = error.code?.startsWith('FST_') ? (error.statusCode ?? 500) : 500
  if (status === 415) {
    const expected = request.server.hasContentTypeParser(arrowStreamType) ? [jsonType, arrowStreamType] : [jsonType]
    return sendError(reply, 415, `The body's content-type is ${contentType(request)}, expected ${oneOf(expected)}`)
  }
  if (status === 413) return sendError(reply, 413, `The body is too large, expected at most ${request.routeOptions.bodyLimit} bytes`)
  if (error.code === 'FST_ERR_BAD_URL') return sendError(reply, status, 'The path cannot be read: it has a % that stands for no character')
  if (status < 500) return sendError(reply, status, error.message)
  request.log.error(error)
  return sendError(reply, 500, 'The server failed; its log says why')
}

function contentType({ headers }: FastifyRequest): string {
  return headers['content-type']?.slice(0, 100) ?? 'missing'
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
