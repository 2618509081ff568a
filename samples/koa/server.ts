import type { AddressInfo } from 'node:net'
import { document, score } from 'inference-schema/koa'
import Koa from 'koa'
import { run } from './score.js'

const [scored, documented] = [score(run), document(run, { serviceName: 'loans' })]
const app = new Koa()
app.use((ctx, next) => (ctx.path === '/score' ? scored(ctx, next) : next()))
app.use((ctx, next) => (ctx.path === '/swagger.json' ? documented(ctx, next) : next()))

const server = app.listen(Number(process.env['PORT'] ?? 3000), () => {
  console.log(`http://localhost:${(server.address() as AddressInfo).port}`)
})
