import type { Server } from 'node:http'
import { createAdaptorServer } from '@hono/node-server'
import { document, errorResponse, score, validate } from '../../src/adapters/fetch.js'
import { type Harness, opened } from './suite/harness.js'
import { double } from './suite/runs.js'
import { adapterSuite } from './suite.js'

const harness: Harness = {
  parser: 'keeps the text',
  endpoint: score,
  validating: async (run) => validate(run),
  document,
  async serve({ run, options, handle, validates = true }) {
    const { thisArg: _, onError: __, ...validateOptions } = options
    const [payloadOf, scored, documented] = [validate(validates ? run : double, validateOptions), score(run, options), document(run)]
    const app = async (request: Request): Promise<Response> => {
      switch (new URL(request.url).pathname) {
        case '/validated':
          return payloadOf(request).then(
            (payload) => Response.json(handle(payload as never) ?? null),
            (error) => errorResponse(error, request),
          )
        case '/drained':
          await request.text()
          return scored(request)
        case '/swagger.json':
          return documented(request)
        default:
          return scored(request)
      }
    }
    // It makes Requests and sends Responses, and does nothing else here.
    return opened(createAdaptorServer({ fetch: app }) as Server)
  },
  without: {
    brotli: 'DecompressionStream, which every runtime has, inflates gzip and deflate alone',
    parser: 'a Request has no parser before it: its body is read once',
    'error handler': 'there is no framework that could have it',
  },
}

adapterSuite('fetch', harness)
