import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import SwaggerClient, { type ClientResponse } from 'swagger-client'
import { assertCloseTo } from './support/close-to.js'
import { documentAt, type LiveServer, serve } from './support/live-server.js'
import { payloadsOf, services, type Version } from './support/services.js'

/** An operation's arguments: in Swagger 2.0 the body is one of its parameters. */
function argumentsOf(version: Version, payload: unknown) {
  return version === '2.0' ? { ...plain, parameters: { serviceInputPayload: payload } } : { requestBody: payload }
}

/** Of a document's schemes it takes the first, which is https; in the versions after 2.0 there are none. */
const plain = { scheme: 'http' }

for (const service of services) {
  describe(`swagger-client: ${service.name}`, () => {
    let server: LiveServer
    before(async () => {
      server = await serve(service.entry)
    })
    after(() => server.stop())

    for (const version of service.versions) {
      it(`reads the ${version} document where it is served, and runs its operations`, async () => {
        const client = await SwaggerClient({ url: documentAt(server.address, version) })
        assert.deepEqual(client.errors, [])

        const health = await client.execute({ operationId: 'ServiceHealthCheck', ...plain })
        assert.equal(health.status, 200)

        const operationId = 'RunMLService'
        const { payload, wrong } = await payloadsOf(service)
        const { status, body } = await client.execute({ operationId, ...argumentsOf(version, payload) })
        assert.equal(status, 200)
        assertCloseTo(body, service.answer)

        const refused: unknown = await client.execute({ operationId, ...argumentsOf(version, wrong) }).catch((error) => error.response)
        const refusal = refused as ClientResponse & { readonly body: { readonly issues: readonly { readonly pointer: string }[] } }
        assert.equal(refusal.status, 400)
        assert.equal(refusal.body.issues[0]?.pointer, service.pointer)
      })
    }
  })
}
