import type { AddressInfo } from 'node:net'
import fastify from 'fastify'
import { isPayloadError } from '../../../src/errors/payload-error.js'
import { invoke } from '../../../src/run/invoke.js'
import { encodeResult } from '../../../src/run/result.js'
import type { RunFunction } from '../../../src/run/run-schema.js'
import { type DocsPageInfo, docsPage, docsPagePolicy } from '../../../src/server/docs-page/index.js'

export interface PageServerOptions {
  readonly info?: Partial<DocsPageInfo>
  /** What stands before the paths. */
  readonly prefix?: string
  /** Answers in the place of the script. */
  readonly answer?: (request: ReceivedRequest) => { readonly status?: number; readonly type: string; readonly body: string | Buffer }
}

export interface ReceivedRequest {
  readonly method: string
  readonly url: string
  readonly contentType: string | undefined
  readonly body: string
}

export interface PageServer {
  /** Where the page is. */
  readonly url: string
  /** The requests that were to be scored, in order. */
  readonly received: readonly ReceivedRequest[]
  close(): Promise<void>
}

/** A server with the page and a place to score, which keeps what it was sent. */
export async function startServer(run: RunFunction, { info, prefix = '', answer }: PageServerOptions = {}): Promise<PageServer> {
  const received: ReceivedRequest[] = []
  const server = fastify({ forceCloseConnections: true })
  server.removeAllContentTypeParsers()
  server.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => done(null, body))
  const html = await docsPage(run, { versions: ['2.0', '3.0', '3.1'], ...info })

  server.get(`${prefix}/docs`, (_request, reply) =>
    reply.type('text/html; charset=utf-8').header('content-security-policy', docsPagePolicy()).send(html),
  )
  server.all(`${prefix}/score`, async (request, reply) => {
    const { method, url, headers } = request
    const one = { method, url, contentType: headers['content-type'], body: typeof request.body === 'string' ? request.body : '' }
    received.push(one)
    if (answer !== undefined) {
      const { status = 200, type, body } = answer(one)
      return reply.code(status).type(type).send(body)
    }
    try {
      const result = await invoke(run, one.body)
      return reply.type('application/json').send(encodeResult(run, result))
    } catch (error) {
      if (isPayloadError(error)) return reply.code(error.status).type('application/json').send(JSON.stringify(error))
      throw error
    }
  })

  await server.listen({ port: 0, host: '127.0.0.1' })
  const { port } = server.server.address() as AddressInfo
  return { url: `http://127.0.0.1:${port}${prefix}/docs`, received, close: () => server.close() }
}
