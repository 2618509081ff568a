import { afterEach, expect, it } from 'vitest'
import { defineRun, numpy, PandasParameterType, pandas } from '../../src/index.js'
import { createServer } from '../../src/server/index.js'

const closing: { close(): Promise<unknown> }[] = []
afterEach(() => Promise.all(closing.splice(0).map((server) => server.close())))

/** What the page for people makes its form of. */
async function pageOf(
  inputs: Parameters<typeof defineRun>[0]['inputs'],
): Promise<{ html: string; model: { fields: Record<string, unknown>[] } }> {
  const server = await createServer({ run: defineRun({ inputs }, () => 1) }, { docs: true })
  closing.push(server)
  const url = await server.listen({ host: '127.0.0.1', port: 0 })
  const html = await (await fetch(`${url}/docs`)).text()
  return { html, model: JSON.parse(/<script type="application\/json" id="model">(.*?)<\/script>/s.exec(html)?.[1] ?? '') }
}

it('shows columns in pairs in their order', async () => {
  const type = new PandasParameterType([
    ['lag', [1]],
    ['2010', [0.5]],
  ])
  const { model } = await pageOf({ data: type })
  expect(model.fields[0]).toMatchObject({ kind: 'grid', columns: [{ name: 'lag' }, { name: '2010' }], rows: [['1', '0.5']] })
})

it('sends times as numbers where they may be numbers, and as text elsewhere', async () => {
  const { model, html } = await pageOf({
    data: pandas({ columns: { at: { dtype: 'datetime64[ns]', epoch: 'ms' }, on: 'datetime64[ns]' } }),
  })
  expect(model.fields[0]).toMatchObject({ columns: [{ cell: 'number' }, { cell: 'text' }], rows: [['0', '"1970-01-01T00:00:00.000Z"']] })
  expect(html).toContain('or a whole number of milliseconds since 1970')
})

it('says where null is one of the elements of an array', async () => {
  const { html } = await pageOf({ at: numpy({ dtype: { dtype: 'datetime64[s]', nullable: true }, shape: [null] }) })
  expect(html).toContain('(datetime64[s]), or null')
})

it('has any frame as JSON', async () => {
  const { model } = await pageOf({ data: new PandasParameterType([], { enforceShape: false }) })
  expect(model.fields[0]).toMatchObject({ kind: 'json', text: '[]' })
})
