/**
 * Measures the server under load: a scoring route against a bare Fastify route that parses the same body with JSON.parse and runs the
 * same function, in turns, each in this process. Shown are requests per second, latency, and the ratio; then the memory over a longer
 * time (`--minutes 10`).
 */
import { parseArgs } from 'node:util'
import autocannon from 'autocannon'
import fastify from 'fastify'
import { inputSchema, NumpyParameterType, PandasParameterType, type RunFunction } from 'inference-schema'
import { createServer } from 'inference-schema/server'

const { values } = parseArgs({ options: { seconds: { type: 'string', default: '5' }, minutes: { type: 'string', default: '0' } } })

const people = Array.from({ length: 10_000 }, (_, row) => ({ name: `name ${row}`, age: row % 90, weight: row / 7, member: row % 2 === 0 }))

interface Load {
  readonly name: string
  readonly run: RunFunction
  /** The same, of what JSON.parse gives. */
  readonly plain: (data: never) => unknown
  readonly body: string
}

const loads: readonly Load[] = [
  {
    name: 'two rows of ten numbers',
    run: inputSchema('data', new NumpyParameterType([Array(10).fill(0.5)]))((data: { shape: number[] }) => data.shape[0]),
    plain: (data: number[][]) => Float64Array.from(data.flat()).length / 10,
    body: JSON.stringify({ data: [Array(10).fill(0.5), Array(10).fill(1.25)] }),
  },
  {
    name: 'a frame of 10,000 rows',
    run: inputSchema('data', new PandasParameterType(people.slice(0, 2)))((data: unknown[]) => data.length),
    plain: (data: object[]) => data.map((row) => ({ ...row })).length,
    body: JSON.stringify({ data: people }),
  },
]

async function measure(url: string, body: string, seconds: number): Promise<autocannon.Result> {
  return autocannon({ url, method: 'POST', headers: { 'content-type': 'application/json' }, body, connections: 16, duration: seconds })
}

async function bareServer(plain: Load['plain']) {
  const server = fastify({ bodyLimit: 100 * 1024 * 1024 })
  server.removeAllContentTypeParsers()
  server.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, body, done) => done(null, JSON.parse(body as string)))
  server.post('/score', async (request) => JSON.stringify(plain((request.body as { data: never }).data)))
  return server
}

const seconds = Number(values.seconds)
console.log(`Node ${process.version}\n\n| body | server | requests/s | p50 ms | p99 ms | ratio |\n|---|---|---|---|---|---|`)
for (const { name, run, plain, body } of loads) {
  const servers = { bare: await bareServer(plain), ours: await createServer({ run }) }
  const urls = Object.fromEntries(
    await Promise.all(
      Object.entries(servers).map(async ([key, server]) => [key, `${await server.listen({ port: 0, host: '127.0.0.1' })}/score`]),
    ),
  ) as Record<keyof typeof servers, string>
  for (const url of Object.values(urls)) await measure(url, body, 1)
  const results = { bare: await measure(urls.bare, body, seconds), ours: await measure(urls.ours, body, seconds) }
  for (const [key, { requests, latency, non2xx }] of Object.entries(results)) {
    if (non2xx > 0) throw new Error(`${non2xx} answers of ${key} were no 200`)
    const ratio = (requests.average / results.bare.requests.average).toFixed(2)
    console.log(`| ${name} | ${key} | ${requests.average.toFixed(0)} | ${latency.p50} | ${latency.p99} | ${ratio} |`)
  }
  if (Number(values.minutes) > 0 && body.length < 1000) {
    console.log(`\nmemory under load: ${(await memoryUnderLoad(urls.ours, body, Number(values.minutes))).join(' → ')} MB\n`)
  }
  await Promise.all(Object.values(servers).map((server) => server.close()))
}

/** The memory in use after each tenth of a time under load. */
async function memoryUnderLoad(url: string, body: string, minutes: number): Promise<number[]> {
  const memory: number[] = []
  for (let part = 0; part < 10; part++) {
    await measure(url, body, minutes * 6)
    globalThis.gc?.()
    memory.push(Math.round(process.memoryUsage().rss / 1e6))
  }
  return memory
}
