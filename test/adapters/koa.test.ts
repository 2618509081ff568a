import { createServer, type IncomingMessage } from 'node:http'
import { json } from 'node:stream/consumers'
import Koa from 'koa'
import { document, score, validate } from '../../src/adapters/koa.js'
import { type Harness, opened } from './suite/harness.js'
import { double } from './suite/runs.js'
import { adapterSuite } from './suite.js'

const harness: Harness = {
  parser: 'loses digits',
  endpoint: score,
  validating: async (run) => validate(run),
  document,
  async serve({ run, options, handle, handleError, validates = true }) {
    const app = new Koa()
    app.silent = true
    const handing = handleError === undefined ? {} : { errors: 'throw' as const }
    const { thisArg: _, onError: __, ...validateOptions } = options
    const [validated, scored, plain, documented] = [
      validate(validates ? run : double, { ...validateOptions, ...handing }),
      score(run, { ...options, ...handing }),
      score(run, options),
      document(run),
    ]
    app.use(async (ctx, next) => {
      try {
        await next()
      } catch (error) {
        if (handleError === undefined) throw error
        ctx.status = 418
        ctx.body = handleError(error)
      }
    })
    app.use(async (ctx, next) => {
      switch (ctx.path) {
        case '/validated':
          return validated(ctx, async () => {
            ctx.body = JSON.stringify(handle((ctx.state as { payload: never }).payload))
          })
        case '/parsed':
          // What koa-bodyparser does, without its rawBody.
          Object.assign(ctx.request, { body: await json(ctx.req as IncomingMessage) })
          return plain(ctx, next)
        case '/drained':
          for await (const _chunk of ctx.req);
          return plain(ctx, next)
        case '/swagger.json':
          return documented(ctx, next)
        default:
          return scored(ctx, next)
      }
    })
    return opened(createServer(app.callback()))
  },
}

adapterSuite('Koa', harness)
