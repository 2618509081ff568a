import { createServer } from 'node:http'
import type { Express, NextFunction, Request, Response } from 'express'
import { document, score, validate } from '../../src/adapters/express.js'
import { type Harness, opened } from './suite/harness.js'

/** Express 4 and 5 differ in what a request's body is before it is read, and in promises; the adapter does not. */
export function expressHarness(express: { (): Express; json(): ReturnType<typeof validate> }): Harness {
  return {
    parser: 'loses digits',
    endpoint: score,
    document,
    async serve({ run, options, handle, handleError }) {
      const app = express()
      // Express logs the stack of what nobody handles, except in tests.
      app.set('env', 'test')
      const handing = handleError === undefined ? {} : { errors: 'throw' as const }
      const { thisArg: _, onError: __, ...validateOptions } = options
      const answer = (request: Request, response: Response) => void response.json(handle(request.body as never))
      app.get('/validated', validate(run, { ...validateOptions, ...handing }), answer)
      app.post('/validated', validate(run, { ...validateOptions, ...handing }), answer)
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
