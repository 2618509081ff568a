import { once } from 'node:events'
import { request as httpRequest, type IncomingMessage, type RequestOptions, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach } from 'vitest'
import type { Issue, RunFunction } from '../../../src/index.js'

export interface SuiteOptions {
  readonly limits?: {
    readonly body?: number
    readonly depth?: number
    readonly elements?: number
    readonly cells?: number
    readonly decodedBytes?: number
  }
  readonly redact?: boolean | ((issue: Issue) => Issue)
  readonly thisArg?: unknown
  readonly onError?: (error: unknown) => void
}

export interface Served {
  readonly port: number
  readonly close: () => unknown
}

/** An app of a framework, with a run. */
export interface AppSpec {
  readonly run: RunFunction
  readonly options: SuiteOptions
  /** What the handler after `validate` answers as JSON. */
  readonly handle: (payload: never) => unknown
  /** The app's own error handler: it answers 418 with what this gives of the error. Without it the framework has its own way. */
  readonly handleError?: (error: unknown) => unknown
  /** Whether there is /validated, for which the run needs schemas. Default true. */
  readonly validates?: boolean
}

export interface Harness {
  /**
   * Serves an app: `/score` scores; `/validated` validates, for GET and POST; `/parsed` scores behind the framework's own JSON parser;
   * `/drained` scores behind something that reads the body and keeps nothing; `/swagger.json` documents.
   *
   * With a handler of errors, `/score` and `/validated` hand them on.
   */
  readonly serve: (app: AppSpec) => Promise<Served>
  /** What a JSON parser before the adapter leaves of large integers. */
  readonly parser: 'loses digits' | 'keeps the text'
  readonly endpoint: (run: RunFunction, options: object) => unknown
  /** Has a run validate requests, and nothing else. */
  readonly validating: (run: RunFunction) => Promise<unknown>
  readonly document: (run: RunFunction, info: object) => unknown
  /** Behaviours that there cannot be, and why. */
  readonly without?: { readonly [Behaviour in 'parser' | 'brotli' | 'error handler']?: string }
}

export interface Answer {
  readonly status: number
  readonly headers: IncomingMessage['headers']
  readonly body: Buffer
  readonly text: string
  readonly json: () => unknown
}

export const json = { 'content-type': 'application/json' }

export interface Client {
  readonly port: number
  readonly send: (
    method: string,
    path: string,
    init?: { readonly headers?: Record<string, string>; readonly body?: string | Uint8Array },
  ) => Promise<Answer>
  readonly get: (path: string, headers?: Record<string, string>) => Promise<Answer>
  /** Posts JSON, unless the headers say otherwise. */
  readonly post: (path: string, body: string | Uint8Array, headers?: Record<string, string>) => Promise<Answer>
}

/** Serves a run until the test ends. */
export type Start = (run: RunFunction, options?: SuiteOptions, app?: Partial<AppSpec>) => Promise<Client>

export function starter(harness: Harness): Start {
  const open = new Set<Served>()
  afterEach(async () => {
    for (const server of open) await server.close()
    open.clear()
  })
  return async (run, options = {}, app = {}) => {
    const server = await harness.serve({ run, options, handle: () => 'handled', ...app })
    open.add(server)
    const send: Client['send'] = (method, path, { headers = {}, body } = {}) => exchange({ port: server.port, method, path, headers }, body)
    return {
      port: server.port,
      send,
      get: (path, headers = {}) => send('GET', path, { headers }),
      post: (path, body, headers = {}) => send('POST', path, { headers: { ...json, ...headers }, body }),
    }
  }
}

export function skipFor(skip: (note: string) => void, why: string | undefined): void {
  if (why !== undefined) skip(why)
}

/** A server on a port of its own. */
export async function opened(server: Server): Promise<Served> {
  if (!server.listening) await once(server.listen(0, '127.0.0.1'), 'listening')
  const close = () => {
    server.closeAllConnections()
    server.close()
  }
  return { port: (server.address() as AddressInfo).port, close }
}

function exchange(options: RequestOptions, body: string | Uint8Array | undefined): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const request = httpRequest({ ...options, host: '127.0.0.1', agent: false }, (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('error', reject)
      response.on('end', () => {
        const all = Buffer.concat(chunks)
        const text = all.toString()
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: all, text, json: () => JSON.parse(text) as unknown })
      })
    })
    request.on('error', reject)
    request.end(body)
  })
}
