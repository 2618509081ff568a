import { createReadStream } from 'node:fs'
import { createRequire } from 'node:module'
import type { AddressInfo } from 'node:net'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import fastify, { type FastifyInstance } from 'fastify'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type RunningServer, startServer } from '../support/cli.js'
import { usePages } from './support/browser.js'

const assets = dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'))
const entry = fileURLToPath(new URL('../fixtures/every-kind/score.ts', import.meta.url))

const allModels = { defaultModelsExpandDepth: 10, defaultModelExpandDepth: 10 }

const openPage = usePages()

// The service allows the page of another origin, as it must for any page of documentation that stands elsewhere.
let service: RunningServer
let pages: FastifyInstance
beforeAll(async () => {
  service = await startServer([entry, '--cors', '*'])
  pages = fastify({ forceCloseConnections: true })
  for (const file of ['swagger-ui.css', 'swagger-ui-bundle.js']) {
    const type = file.endsWith('.css') ? 'text/css' : 'text/javascript'
    pages.get(`/${file}`, (_request, reply) => reply.type(`${type}; charset=utf-8`).send(createReadStream(join(assets, file))))
  }
  pages.get('/', (request, reply) => {
    const { version } = request.query as { version: string }
    const options = { url: `${service.address}/swagger.json?version=${version}`, dom_id: '#ui', validatorUrl: null, ...allModels }
    return reply.type('text/html; charset=utf-8').send(`<!doctype html><link rel="icon" href="data:,">
      <link rel="stylesheet" href="swagger-ui.css"><div id="ui"></div><script src="swagger-ui-bundle.js"></script>
      <script>SwaggerUIBundle(${JSON.stringify(options)})</script>`)
  })
  await pages.listen({ port: 0, host: '127.0.0.1' })
})
afterAll(async () => {
  await pages?.close()
  await service?.stop()
})

async function show(page: Page, version: string): Promise<void> {
  await page.goto(`http://127.0.0.1:${(pages.server.address() as AddressInfo).port}/?version=${version}`)
  await page.locator('.opblock').nth(2).waitFor()
}

/** What Swagger UI itself says is wrong. */
function mistakes(page: Page): Promise<string[]> {
  return page.locator('.errors-wrapper, :text("Could not render"), :text("Resolver error")').allInnerTexts()
}

describe.each(['2.0', '3.0', '3.1'])('Swagger UI shows the %s document', (version) => {
  it('without a mistake: each operation opens, and the sample is shown', async () => {
    const { page, complaints } = await openPage()
    await show(page, version)
    const operations = page.locator('.opblock')
    expect(await operations.locator('.opblock-summary-path').allInnerTexts()).toEqual(['/', '/score', '/swagger.json'])
    for (let index = 0; index < 3; index++) {
      await operations.nth(index).locator('.opblock-summary-control').click()
      await operations.nth(index).locator('.responses-table').first().waitFor()
    }
    const sample = await page
      .locator('.opblock-post .body-param__example, .opblock-post .opblock-section-request-body .example')
      .first()
      .innerText()
    expect(sample).toContain('"the \\"size\\"/m~2 📏"')
    const input = page.locator('.models').getByText('the "size"/m~2 📏').first()
    // Before 3.1, models open when they are asked for.
    if (version !== '3.1') await page.locator('.models .model-container button').first().click()
    await input.waitFor()
    expect(await mistakes(page)).toEqual([])
    expect(complaints).toEqual([])
  })

  it('and scores its sample with "Try it out"', async () => {
    const { page, complaints } = await openPage()
    await show(page, version)
    // It takes the first of the schemes that Swagger 2.0 lists; the others have none.
    if (version === '2.0') await page.locator('.schemes select').selectOption('http')
    const score = page.locator('.opblock-post')
    await score.locator('.opblock-summary-control').click()
    await score.locator('.try-out__btn').click()
    await score.locator('.execute').click()
    const answer = score.locator('.live-responses-table .response')
    await answer.waitFor()
    expect(await answer.locator('.response-col_status').innerText()).toMatch(/^200/)
    expect(await answer.innerText()).toContain('"a/b ~\\"c\\" 😀"')
    expect(await mistakes(page)).toEqual([])
    expect(complaints).toEqual([])
  })
})
