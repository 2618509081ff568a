import fastify from 'fastify'
import { payloadSchema } from 'inference-schema'
import { document, type InferenceSchemaTypeProvider, inferenceSchema, score } from 'inference-schema/fastify'
import { run } from './score.js'

const app = fastify().withTypeProvider<InferenceSchemaTypeProvider>()
await app.register(inferenceSchema)
const payload = payloadSchema(run)
app.post('/farthest', { schema: { body: payload } }, async ({ body }) => Math.max(...run(body)))
app.register(score(run), { prefix: '/score' })
app.get('/swagger.json', document(run, { serviceName: 'distances' }))

console.log(await app.listen({ port: Number(process.env['PORT'] ?? 3000) }))
