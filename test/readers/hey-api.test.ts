import assert from 'node:assert/strict'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { createClient } from '@hey-api/openapi-ts'
import { assertCloseTo } from './support/close-to.js'
import { compileClient, makeFolder } from './support/compile.js'
import { documentAt, type LiveServer, serve } from './support/live-server.js'
import { services } from './support/services.js'

for (const service of services) {
  describe(`@hey-api/openapi-ts: ${service.name}`, () => {
    let server: LiveServer
    before(async () => {
      server = await serve(service.entry)
    })
    after(() => server.stop())

    for (const version of service.versions) {
      it(`makes a client of the ${version} document, which gets the answer and a 400`, async () => {
        const folder = makeFolder('hey-api', service, version)
        await createClient({
          input: documentAt(server.address, version),
          output: join(folder, 'sdk'),
          plugins: ['@hey-api/client-fetch', '@hey-api/typescript', '@hey-api/sdk'],
          logs: { level: 'silent', file: false },
        })
        const call = await compileClient(folder)
        const { answer, shown, ...refusal } = await call(server.address)
        assertCloseTo([answer, shown], [service.answer, service.shown])
        assert.deepEqual(refusal, { status: 400, pointer: service.pointer })
      })
    }
  })
}
