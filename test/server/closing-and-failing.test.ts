import { once } from 'node:events'
import { type AddressInfo, connect, type Socket } from 'node:net'
import { text } from 'node:stream/consumers'
import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { inputSchema, type RunFunction, StandardPythonParameterType } from '../../src/index.js'
import { createServer, rawHttp } from '../../src/server/index.js'

async function listening(run: RunFunction) {
  const server = await createServer({ run }, { logger: { level: 'silent' } })
  await server.listen({ port: 0, host: '127.0.0.1' })
  return { server, port: (server.server.address() as AddressInfo).port }
}

async function connected(port: number): Promise<Socket> {
  const socket = connect(port, '127.0.0.1')
  socket.on('error', () => {})
  await once(socket, 'connect')
  return socket
}

const number = inputSchema('x', new StandardPythonParameterType(1))

describe('what run throws', () => {
  it.each([
    [
      'has a member that cannot be read, and throws something with a status',
      () => {
        const error = new Error('x')
        const get = () => {
          throw Object.assign(new Error('secret'), { statusCode: 404 })
        }
        return Object.defineProperty(error, 'detail', { enumerable: true, get })
      },
    ],
    [
      'cannot be asked what it is',
      () =>
        new Proxy(
          {},
          {
            getPrototypeOf: () => {
              throw new Error('secret')
            },
          },
        ),
    ],
  ])('does not choose the answer, when it %s', async (_, thrown) => {
    const run = number((x: number) => {
      throw x === 1 ? thrown() : undefined
    })
    const server = await createServer({ run }, { logger: { level: 'error', stream: { write: () => {} } } })
    const answer = await server.inject({ method: 'POST', url: '/score', payload: { x: 1 } })
    expect([answer.statusCode, answer.body.includes('secret')]).toEqual([500, false])
  })
})

describe('a closing server', () => {
  it('does not wait for connections on which nothing was asked', async () => {
    const { server, port } = await listening(number((x: number) => x))
    const socket = await connected(port)
    const start = performance.now()
    await server.close()
    expect(performance.now() - start).toBeLessThan(2000)
    await (socket.destroyed || once(socket, 'close'))
  })
})

describe('what comes after a request on its connection', () => {
  it('cannot put an answer into one that is under way', async () => {
    async function* items() {
      for (let item = 0; item < 3; item++) {
        yield `item ${item}\n`
        await sleep(80)
      }
    }
    const { server, port } = await listening(rawHttp(() => items()))
    const socket = await connected(port)
    socket.write('POST /score HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n')
    const answer = text(socket).catch(() => '')
    await sleep(120)
    socket.write('garbage\r\n\r\n')
    expect((await answer).match(/HTTP\/1\.1/g)?.length ?? 1).toBe(1)
    await server.close()
  })
})

describe('a path that cannot be read', () => {
  it('is refused with the ids of any other answer, and not repeated', async () => {
    const server = await createServer({ run: number((x: number) => x) })
    const answer = await server.inject({ url: '/%zz?secret=1', headers: { 'x-request-id': 'A' } })
    expect(answer.statusCode).toBe(400)
    expect(answer.headers).toMatchObject({ 'x-request-id': 'A', 'x-ms-run-function-failed': 'False' })
    expect(answer.body).not.toContain('secret')
  })
})

describe('a query', () => {
  it('is held to the depth that bodies are', async () => {
    const server = await createServer({ run: number((x: number, y: unknown) => y ?? x) })
    const answer = await server.inject(`/score?x=1&y=${'['.repeat(3000)}${']'.repeat(3000)}`)
    expect([answer.statusCode, answer.json().issues[0]]).toMatchObject([400, { path: ['y'], code: 'too_deep' }])
  })
})
