import { serve } from '@hono/node-server'
import { Hono } from 'hono'
import { document, score, validate } from 'inference-schema/hono'
import { run } from './score.js'

const app = new Hono()
app.all('/score', score(run))
app.get('/days', validate(run), (c) => c.json(c.req.valid('json').days))
app.get('/swagger.json', document(run, { serviceName: 'due-dates' }))

serve({ fetch: app.fetch, port: Number(process.env['PORT'] ?? 3000) }, ({ port }) => console.log(`http://localhost:${port}`))
