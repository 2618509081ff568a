/**
 * Measures the server under load: a scoring route against a bare Fastify route that parses the same body with JSON.parse and runs the
 * same function. Each server is a process of its own, and so is the client; they are measured in turns of a second, `--seconds` of them,
 * whose medians are shown: requests per second, their ratio, latency, and the processor time of a request with how much of it was
 * garbage collection. Then the memory over a longer time (`--minutes 10`).
 */
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import autocannon from 'autocannon'
import { machine, table } from './measure.js'

const { values } = parseArgs({ options: { seconds: { type: 'string', default: '10' }, minutes: { type: 'string', default: '0' } } })

interface Server {
  readonly process: ChildProcess
  readonly url: string
  readonly body: string
}

/** Microseconds of processor time, those of them spent collecting garbage, and bytes. */
interface Usage {
  readonly cpu: number
  readonly collecting: number
  readonly memory: number
}

interface Round {
  readonly rate: number
  readonly p50: number
  readonly p99: number
  readonly cpu: number
  readonly collecting: number
}

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url))

async function message<T>(from: ChildProcess): Promise<T> {
  const [value] = await once(from, 'message')
  return value as T
}

async function start(kind: string, load: string): Promise<Server> {
  const process = fork(path('load-server.mjs'), [kind, load], { execArgv: ['--expose-gc'] })
  return { process, ...(await message<Pick<Server, 'url' | 'body'>>(process)) }
}

function usage({ process }: Server, asked: 'times' | 'memory' = 'times'): Promise<Usage> {
  process.send(asked)
  return message<Usage>(process)
}

async function measure(server: Server, seconds: number): Promise<Round> {
  const { url, body } = server
  const headers = { 'content-type': 'application/json' }
  const before = await usage(server)
  const { requests, latency, non2xx } = await autocannon({ url, method: 'POST', headers, body, connections: 16, duration: seconds })
  const after = await usage(server)
  if (non2xx > 0) throw new Error(`${non2xx} answers of ${url} were no 200`)
  const each = (what: 'cpu' | 'collecting') => (after[what] - before[what]) / requests.total
  return { rate: requests.average, p50: latency.p50, p99: latency.p99, cpu: each('cpu'), collecting: each('collecting') }
}

function median(rounds: readonly Round[], of: keyof Round): number {
  const sorted = rounds.map((round) => round[of]).sort((a, b) => a - b)
  return sorted[sorted.length >> 1] ?? Number.NaN
}

const rows: string[][] = []
for (const load of ['two rows of ten numbers', 'a frame of 10,000 rows']) {
  const servers = [await start('bare', load), await start('ours', load)]
  const rounds = servers.map((): Round[] => [])
  for (const server of servers) await measure(server, 2)
  for (let round = 0; round < Number(values.seconds); round++) {
    for (const [index, server] of servers.entries()) rounds[index]?.push(await measure(server, 1))
  }
  const [bare = [], ours = []] = rounds
  for (const [kind, all] of Object.entries({ bare, ours })) {
    const [rate, p50, p99, cpu, collecting] = (['rate', 'p50', 'p99', 'cpu', 'collecting'] as const).map((of) => median(all, of).toFixed(0))
    const ratios = [median(all, 'rate') / median(bare, 'rate'), median(bare, 'cpu') / median(all, 'cpu')].map((ratio) => ratio.toFixed(2))
    rows.push([load, kind, rate, ratios[0], p50, p99, cpu, collecting, ratios[1]].map(String))
  }
  const [, scoring] = servers
  if (Number(values.minutes) > 0 && scoring !== undefined && scoring.body.length < 1000) {
    console.error(`memory under load: ${(await memoryUnderLoad(scoring, Number(values.minutes))).join(' → ')} MB`)
  }
  for (const { process } of servers) process.disconnect()
}

console.log(`## The server

The server (ours) and a bare Fastify route with \`JSON.parse\` and a copy, in turns: medians of ${values.seconds} seconds each, 16 connections. Latency is in
ms, processor time in µs for each request. ${machine}.

${table(['body', 'server', 'requests/s', 'ratio', 'p50', 'p99', 'processor time', 'of it garbage collection', 'ratio'], rows)}`)

/** The memory in use after each tenth of a time under load. */
async function memoryUnderLoad(server: Server, minutes: number): Promise<number[]> {
  const memory: number[] = []
  for (let part = 0; part < 10; part++) {
    await measure(server, minutes * 6)
    memory.push(Math.round((await usage(server, 'memory')).memory / 1e6))
  }
  return memory
}
