import { createServer as createHttpServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'
import { createServer } from '../../../src/server/index.js'

type Run = Parameters<typeof createServer>[0]['run']

/** Serves a run for as long as the test goes; gives its scoring URL. */
export async function serve(run: Run): Promise<string> {
  const server = await createServer({ run })
  onTestFinished(() => server.close())
  return `${await server.listen({ host: '127.0.0.1', port: 0 })}/score`
}

/** What a run makes of one request, and no longer served then: for properties, which ask for many runs. */
export async function serveOnce<T>(run: Run, ask: (url: string) => Promise<T>): Promise<T> {
  const server = await createServer({ run })
  try {
    return await ask(`${await server.listen({ host: '127.0.0.1', port: 0 })}/score`)
  } finally {
    await server.close()
  }
}

export interface Reply {
  readonly status?: number
  readonly headers?: Readonly<Record<string, string>>
  /** Text, or anything else as JSON. */
  readonly body?: unknown
  /** `begun` sends a piece of the body and no more; `none` sends nothing; `cut` closes the connection in the midst of the body. */
  readonly ends?: 'begun' | 'none' | 'cut'
}

export interface Seen {
  readonly method: string | undefined
  readonly url: string | undefined
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

/** A service that answers as it is told, request by request; the last reply stays. */
export async function scripted(replies: readonly Reply[], onRequest: () => void = () => {}): Promise<{ url: string; seen: Seen[] }> {
  const seen: Seen[] = []
  const server = createHttpServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const { status = 200, headers = {}, body = '', ends } = replies[Math.min(seen.length, replies.length - 1)] as Reply
    seen.push({ method: request.method, url: request.url, headers: request.headers, body: Buffer.concat(chunks).toString() })
    const text = typeof body === 'string' ? body : JSON.stringify(body)
    if (ends === undefined) response.writeHead(status, headers).end(text)
    else if (ends !== 'none') {
      response.writeHead(status, { ...headers, 'content-length': String(text.length + 1) })
      response.write(text, () => (ends === 'cut' ? response.destroy() : undefined))
    }
    onRequest()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/score`, seen }
}

/** What a promise rejects with. */
export async function rejection(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    (value) => {
      throw new Error(`it resolved to ${JSON.stringify(value)}`)
    },
    (error: unknown) => error,
  )
}
