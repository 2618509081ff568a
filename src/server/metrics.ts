import cluster from 'node:cluster'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { AggregatorRegistry, Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import { watch } from '../decode/promise.js'
import type { PayloadError } from '../errors/payload-error.js'
import type { StageObserver } from './stages.js'
import { metricsOfAll } from './worker-messages.js'

/** Seconds; models answer within milliseconds or within minutes. */
const buckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300]

export interface Metrics {
  readonly observe: StageObserver
  readonly refused: (error: PayloadError) => void
}

/** Counts what a server does, in a registry of its own, under the names that Prometheus recommends. */
export function createMetrics(server: FastifyInstance): Metrics {
  const registry = new Registry()
  const registers = [registry]
  collectDefaultMetrics({ register: registry })
  // The supervisor of several workers adds their metrics up.
  if (cluster.isWorker) {
    new AggregatorRegistry()
    AggregatorRegistry.setRegistries(registry)
  }
  const requests = new Counter({
    name: 'http_requests_total',
    help: 'Requests by route, method and status.',
    labelNames: ['method', 'route', 'status'],
    registers,
  })
  const duration = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'Time from the request to its answer.',
    labelNames: ['route'],
    buckets,
    registers,
  })
  const stages = new Histogram({
    name: 'scoring_stage_duration_seconds',
    help: 'Time for decoding, running and encoding.',
    labelNames: ['stage'],
    buckets,
    registers,
  })
  const inFlight = new Gauge({ name: 'http_requests_in_flight', help: 'Requests that are not answered yet.', registers })
  const issues = new Counter({
    name: 'scoring_issues_total',
    help: 'What was wrong with payloads, by code.',
    labelNames: ['code'],
    registers,
  })

  server.addHook('onRequest', (_request, reply, done) => {
    inFlight.inc()
    // A client that goes away gets no answer, but has gone all the same.
    reply.raw.once('close', () => inFlight.dec())
    done()
  })
  server.addHook('onResponse', (request, reply, done) => {
    requests.inc({ method: request.method, route: routeOf(request), status: reply.statusCode })
    duration.observe({ route: routeOf(request) }, reply.elapsedTime / 1000)
    done()
  })
  server.get('/metrics', async (_request, reply) =>
    reply.type(registry.contentType).send(await (cluster.isWorker ? metricsOfAll() : registry.metrics())),
  )

  return {
    observe: (stage, work) => {
      const end = stages.startTimer({ stage })
      return watch(work, () => end())
    },
    refused: ({ issues: found }) => {
      for (const { code } of found) issues.inc({ code })
    },
  }
}

/** The route, not the path: paths that anybody can make up would be as many series. */
function routeOf(request: FastifyRequest): string {
  return request.routeOptions.url ?? 'none'
}
