import type { Server } from 'node:http'
import { createAdaptorServer } from '@hono/node-server'
import { type Context, Hono, type MiddlewareHandler } from 'hono'
import { document, score, validate } from '../../src/adapters/hono.js'
import { type Harness, opened } from './suite/harness.js'
import { double } from './suite/runs.js'
import { adapterSuite } from './suite.js'

/** Middleware that reads the body in one way or another. */
function reads(read: (c: Context) => Promise<unknown>): MiddlewareHandler {
  return async (c, next) => {
    await read(c)
    await next()
  }
}

const harness: Harness = {
  parser: 'keeps the text',
  endpoint: score,
  validating: async (run) => validate(run),
  document,
  async serve({ run, options, handle, handleError, validates = true }) {
    const { thisArg: _, onError: __, ...validateOptions } = options
    const app = new Hono()
      .on(['GET', 'POST'], '/validated', validate(validates ? run : double, validateOptions), (c) =>
        c.json(handle(c.req.valid('json') as never) ?? null),
      )
      .all('/score', score(run, options))
      .post(
        '/parsed',
        reads((c) => c.req.json()),
        score(run, options),
      )
      .post(
        '/drained',
        reads((c) => c.req.raw.text()),
        score(run, options),
      )
      .get('/swagger.json', document(run))
    if (handleError !== undefined) app.onError((error, c) => c.json(handleError(error) as object, 418))
    return opened(createAdaptorServer({ fetch: app.fetch }) as Server)
  },
  without: { brotli: 'DecompressionStream, which every runtime has, inflates gzip and deflate alone' },
}

adapterSuite('Hono', harness)
