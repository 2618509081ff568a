import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import openapiTypescript, { astToString } from 'openapi-typescript'
import { assertCloseTo } from './support/close-to.js'
import { compileClient, makeFolder } from './support/compile.js'
import { documentAt, type LiveServer, serve } from './support/live-server.js'
import { services } from './support/services.js'

for (const service of services) {
  describe(`openapi-typescript and openapi-fetch: ${service.name}`, () => {
    let server: LiveServer
    before(async () => {
      server = await serve(service.entry)
    })
    after(() => server.stop())

    // It does not read Swagger 2.0.
    for (const version of ['3.0', '3.1'] as const) {
      it(`types a client by the ${version} document, which gets the answer and a 400`, async () => {
        const folder = makeFolder('openapi-fetch', service, version)
        // What has a default need not be sent. Without this setting, it takes the types of requests for those of answers.
        const types = await openapiTypescript(new URL(documentAt(server.address, version)), { defaultNonNullable: false })
        writeFileSync(join(folder, 'document.d.ts'), astToString(types))
        const call = await compileClient(folder)
        const { answer, shown, ...refusal } = await call(server.address)
        assertCloseTo([answer, shown], [service.answer, service.shown])
        assert.deepEqual(refusal, { status: 400, pointer: service.pointer })
      })
    }
  })
}
