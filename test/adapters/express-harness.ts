import { createServer } from 'node:http'
import type { Express, NextFunction, Request, Response } from 'express'
import { document, score, validate } from '../../src/adapters/express.js'
import { type Harness, opened } from './suite/harness.js'
import { double } from './suite/runs.js'

/** Express 4 and 5 differ in what a request's body is before it is read, and in promises; the adapter does not. */
export function expressHarness(express: { (): Express; json(): ReturnType<typeof validate> }): Harness {
  return {
    parser: 'loses digits',
    endpoint: score,
    validating: async (run) => validate(run),
    document,
    async serve({ run, options, handle, handleError, validates = true }) {
      const app = express()
      // Express logs the stack of what nobody handles, except in tests.
      app.set('env', 'test')
      const handing = handleError === undefined ? {} : { errors: 'throw' as const }
      const { thisArg: _, onError: __, ...validateOptions } = options
      const answer = (request: Request, response: Response) => void response.json(handle(request.body as never))
      const validated = validate(validates ? run : double, { ...validateOptions, ...handing })
      app.get('/validated', validated, answer)
      app.post('/validated', validated, answer)
      app.all('/score', score(run, { ...options, ...handing }))
      app.post('/parsed', express.json(), score(run, options))
      app.post('/drained', (request, _response, next) => void request.resume().on('end', next), score(run, options))
      app.get('/swagger.json', document(run))
      app.use((error: unknown, _request: Request, response: Response, next: NextFunction) => {
        if (handleError === undefined) next(error)
        else response.status(418).json(handleError(error))
      })
      return opened(createServer(app))
    },
  }
}
