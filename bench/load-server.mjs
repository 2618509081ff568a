/**
 * One of the servers of load.ts, in a process of its own: `node load-server.mjs ours "two rows of ten numbers"`. It tells its parent its
 * address and the body to send, then, whenever it is asked, what it has used. It runs the built package, as users do: what tsx makes of
 * the sources names each closure anew at every request.
 */
import { PerformanceObserver } from 'node:perf_hooks'
import fastify from 'fastify'
import { inputSchema, NumpyParameterType, PandasParameterType } from 'inference-schema'
import { createServer } from 'inference-schema/server'

/** 1.6 MB as JSON. */
const people = Array.from({ length: 10_000 }, (_, row) => ({
  s0: `name ${row}`,
  s1: 'état',
  s2: `${Math.sin(row)}`,
  i0: row,
  i1: (row * 69_069) % 1e9,
  i2: 7,
  f0: Math.cos(row),
  f1: row / 7,
  f2: 0.5,
  b0: row % 3 === 0,
}))

/** `run` of our server, the same of what JSON.parse gives, and what is sent. */
const loads = {
  'two rows of ten numbers': {
    run: inputSchema('data', new NumpyParameterType([Array(10).fill(0.5)]))((data) => data.shape[0]),
    plain: (data) => Float64Array.from(data.flat()).length / 10,
    data: [Array(10).fill(0.5), Array(10).fill(1.25)],
  },
  'a frame of 10,000 rows': {
    run: inputSchema('data', new PandasParameterType(people.slice(0, 2)))((data) => data.length),
    plain: (data) => data.map((row) => ({ ...row })).length,
    data: people,
  },
}

function bareServer(plain) {
  const server = fastify({ bodyLimit: 100 * 1024 * 1024 })
  server.removeAllContentTypeParsers()
  server.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, body, done) => done(null, JSON.parse(body)))
  server.post('/score', async (request) => JSON.stringify(plain(request.body.data)))
  return server
}

const [, , kind, name] = process.argv
const { run, plain, data } = loads[name]
const server = kind === 'bare' ? bareServer(plain) : await createServer({ run })
const address = await server.listen({ port: 0, host: '127.0.0.1' })

let collecting = 0
new PerformanceObserver((list) => {
  for (const { duration } of list.getEntries()) collecting += duration
}).observe({ entryTypes: ['gc'] })

process.on('message', (asked) => {
  // A full collection throws compiled code away, too.
  if (asked === 'memory') globalThis.gc?.()
  const { user, system } = process.cpuUsage()
  process.send({ cpu: user + system, collecting: collecting * 1000, memory: process.memoryUsage().rss })
})
process.on('disconnect', () => process.exit())
process.send({ url: `${address}/score`, body: JSON.stringify({ data }) })
