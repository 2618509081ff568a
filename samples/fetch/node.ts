// Node has no server for fetch handlers of its own.
import { serve } from '@hono/node-server'
import app from './server.js'

serve({ fetch: app.fetch, port: Number(process.env['PORT'] ?? 3000) }, ({ port }) => console.log(`http://localhost:${port}`))
