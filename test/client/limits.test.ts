// How much of an answer is read.
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Readable } from 'node:stream'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import { describe, expect, it, onTestFinished } from 'vitest'
import { type ClientOptions, createClient, EndpointError } from '../../src/client/index.js'
import { rejection } from './support/services.js'

/** A service that answers with what `answer` writes; and how much of it came to be written when the client was gone. */
async function service(answer: (response: ServerResponse) => void): Promise<{ url: string; gone: Promise<number> }> {
  let left: (sent: number) => void
  const gone = new Promise<number>((resolve) => {
    left = resolve
  })
  const server = createServer((request, response) => {
    request.resume()
    response.on('close', () => left(response.socket?.bytesWritten ?? 0))
    answer(response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/score`, gone }
}

const limited: ClientOptions = { limits: { answer: 1000 }, retries: 0 }
const tooLarge = (status: number, limit = 1000) => ({
  name: 'EndpointError',
  status,
  message: `The endpoint answered ${status} with a body that is too large, expected at most ${limit} bytes`,
})
const text = (size: number) => `"${'x'.repeat(size - 2)}"`

/** A body that does not end. */
function endless(response: ServerResponse): void {
  const chunk = Buffer.alloc(64 * 1024, ' ')
  const write = () => {
    while (!response.destroyed && response.write(chunk));
  }
  response.on('drain', write)
  write()
}

describe('an answer that is too large is an error of the endpoint', () => {
  const answers: [string, number, (response: ServerResponse) => void][] = [
    ['with a length', 200, (response) => response.end(text(1001))],
    ['in chunks', 200, (response) => response.write(text(600)) && response.end(text(401))],
    ['in bytes, not in characters', 200, (response) => response.end(`"${'é'.repeat(500)}"`)],
    ['an error', 500, (response) => response.writeHead(500).end(text(1001))],
    [
      'a refusal',
      400,
      (response) => response.writeHead(400).end(JSON.stringify({ message: 'm', issues: [{ message: 'x'.repeat(1000) }] })),
    ],
    ['through a managed endpoint', 500, (response) => response.writeHead(424, inner).end(text(1001))],
    ['when it is inflated', 200, (response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(text(100_000)))],
    [
      'when it is inflated: br',
      200,
      (response) => response.writeHead(200, { 'content-encoding': 'br' }).end(brotliCompressSync(text(100_000))),
    ],
    [
      'an error, when it is inflated',
      500,
      (response) => response.writeHead(500, { 'content-encoding': 'gzip' }).end(gzipSync(text(100_000))),
    ],
    ['without an end', 200, endless],
    ['an error without an end', 500, (response) => endless(response.writeHead(500))],
  ]
  const inner = { 'ms-azureml-model-error-statuscode': '500' }

  it.each(answers)('%s', async (_, status, answer) => {
    const { url } = await service(answer)
    const error = await rejection(createClient(url, limited).score({}))
    expect(error).toBeInstanceOf(EndpointError)
    expect(error).toMatchObject(tooLarge(status))
  })

  it('of a call of Arrow and of a document, too', async () => {
    const { url } = await service((response) => response.end(text(1001)))
    const client = createClient(url, limited)
    expect(await rejection(client.score(new Uint8Array([1])))).toMatchObject(tooLarge(200))
    expect(await rejection(client.document())).toMatchObject(tooLarge(200))
  })

  it('of which no more is read, and the connection is given up', async () => {
    const { url, gone } = await service(endless)
    expect(await rejection(createClient(url, limited).score({}))).toMatchObject(tooLarge(200))
    // What the two sides of a connection hold of it while it is read.
    expect(await gone).toBeLessThan(16 * 1024 * 1024)
  })

  it('of a gigabyte in a megabyte, after the limit of 100 MiB that there is by default', async () => {
    const bomb = gzipSync(Buffer.alloc(64 * 1024 * 1024, ' '), { level: 9 })
    const { url } = await service((response) => {
      response.writeHead(200, { 'content-encoding': 'gzip' })
      Readable.from(Array.from({ length: 16 }, () => bomb)).pipe(response)
    })
    const before = process.memoryUsage().rss
    expect(await rejection(createClient(url, { retries: 0 }).score({}))).toMatchObject(tooLarge(200, 104857600))
    expect(process.memoryUsage().rss - before).toBeLessThan(600 * 1024 * 1024)
  })

  it('is tried again where the service has too much to do', async () => {
    let calls = 0
    const { url } = await service((response) => {
      if (calls++ > 0) response.end('1')
      else response.writeHead(503, { 'retry-after': '0' }).end(text(2000))
    })
    expect(await createClient(url, { limits: { answer: 1000 } }).score({})).toBe(1)
  })

  it('and so it is from a fetch of the caller’s own, whatever its bodies are', async () => {
    const answers = [
      new Response(text(1001)),
      { ok: true, status: 200, type: 'default', headers: new Headers(), body: Readable.from([Buffer.from(text(1001))]) },
      { ok: true, status: 200, type: 'default', headers: new Headers(), text: async () => text(1001) },
    ]
    for (const answer of answers) {
      const client = createClient('http://host/score', { ...limited, fetch: async () => answer as Response })
      expect(await rejection(client.score({}))).toMatchObject(tooLarge(200))
    }
  })
})

describe('an answer is read', () => {
  it('up to its limit', async () => {
    const { url } = await service((response) => response.end(text(1000)))
    expect(await createClient(url, limited).score({})).toBe('x'.repeat(998))
  })

  it('without a limit where that is said', async () => {
    const { url } = await service((response) => response.end(text(2000)))
    expect(await createClient(url, { limits: { answer: Number.POSITIVE_INFINITY } }).score({})).toHaveLength(1998)
  })

  it('in characters that are cut by its chunks, without a byte order mark', async () => {
    const bytes = Buffer.from('\ufeff"é漢😀"')
    const { url } = await service(async (response) => {
      for (const byte of bytes) {
        response.write(Buffer.of(byte))
        await new Promise((resolve) => setImmediate(resolve))
      }
      response.end()
    })
    expect(await createClient(url).score({})).toBe('é漢😀')
  })

  it('of a fetch of the caller’s own whose bodies are no streams of the web', async () => {
    const plain = { ok: true, status: 200, type: 'default', headers: new Headers() }
    for (const answer of [
      { ...plain, body: Readable.from([Buffer.from('[1'), Buffer.from(']')]) },
      { ...plain, text: async () => '[1]' },
    ])
      expect(await createClient('http://host/score', { fetch: async () => answer as unknown as Response }).score({})).toEqual([1])
  })

  it('however deep it is', async () => {
    const deep = 100_000
    const { url } = await service((response) => response.end('['.repeat(deep) + ']'.repeat(deep)))
    expect(await createClient(url).score({})).toHaveLength(1)
  })
})
