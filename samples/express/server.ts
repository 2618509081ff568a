import type { AddressInfo } from 'node:net'
import express from 'express'
import { document, score, validate } from 'inference-schema/express'
import { run } from './score.js'

const app = express()
app.all('/score', score(run))
app.post('/names', validate(run), (request, response) => response.json(request.body.people.map(({ name }) => name)))
app.get('/swagger.json', document(run, { serviceName: 'body-mass-index' }))

const server = app.listen(Number(process.env['PORT'] ?? 3000), () => {
  console.log(`http://localhost:${(server.address() as AddressInfo).port}`)
})
