import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { inputSchema, StandardPythonParameterType } from '../../src/index.js'
import type { RunFunction } from '../../src/run/run-schema.js'
import { score, useBrowser } from './support/browser.js'

const open = useBrowser()
const awkward = `it's "quoted" \\ $HOME \`id\` %s\n@é\u2028🙂 \${x}`
const textRun = () => inputSchema('text', new StandardPythonParameterType(awkward))((text: string) => text)

test('the calls send what the form sends', async () => {
  const { page, server } = await open(textRun())
  await page.getByLabel('text', { exact: true }).fill(JSON.stringify(awkward))
  await score(page)
  const shown = async (id: string) => (await page.locator(`#call-${id}`).textContent()) ?? ''
  await promisify(execFile)('/bin/sh', ['-c', await shown('curl')])
  const AsyncFunction = (async () => undefined).constructor as new (code: string) => () => Promise<void>
  await new AsyncFunction((await shown('fetch')).replace(/^console.*$/m, ''))()
  const bodies = server.received.map(({ body }) => body)
  expect(bodies.length).toBe(3)
  expect(new Set(bodies).size).toBe(1)
  expect(JSON.parse(bodies[0] ?? '')).toEqual({ text: awkward })
  expect(server.received.map(({ contentType }) => contentType)).toEqual(Array(3).fill('application/json'))
})

test('a call can be copied, with a clipboard and without', async () => {
  const { page } = await open(textRun(), { context: { permissions: ['clipboard-read', 'clipboard-write'] } })
  await page.getByText('curl', { exact: true }).click()
  const copy = page.getByTitle('Copy the curl call')
  await copy.click()
  await page.getByRole('button', { name: 'Copied' }).waitFor()
  const shown = await page.locator('#call-curl').textContent()
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(shown)
  await page.evaluate(async () => {
    await navigator.clipboard.writeText('')
    navigator.clipboard.writeText = () => Promise.reject(new Error('none'))
  })
  await page.getByRole('button', { name: 'Copy', exact: true }).waitFor()
  await copy.click()
  await page.getByRole('button', { name: 'Copied' }).waitFor()
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(shown)
})

test('a script that reads HTTP itself gets a method, a query and a body', async () => {
  const key = 'inference-schema:run'
  const run: RunFunction = () => undefined
  const schema = {
    parameters: [],
    hasHiddenParameters: false,
    inputs: [],
    output: undefined,
    style: 'positional',
    target: run,
    convertedByTarget: [],
  }
  Reflect.defineMetadata(key, { ...schema, isRaw: true }, run)
  const { page, server } = await open(run, { answer: ({ method }) => ({ type: 'text/plain', body: method }) })
  await page.getByLabel('Query').fill('?a=1&b=ü')
  await page.getByLabel('Content type').fill('text/csv')
  await page.getByLabel('Body', { exact: true }).fill('a,b\n1,2')
  await score(page)
  await page.getByLabel('Method').selectOption('GET')
  expect(await page.getByLabel('Body', { exact: true }).isVisible()).toBe(false)
  await score(page)
  expect(server.received).toEqual([
    { method: 'POST', url: '/score?a=1&b=%C3%BC', contentType: 'text/csv', body: 'a,b\n1,2' },
    { method: 'GET', url: '/score?a=1&b=%C3%BC', contentType: undefined, body: '' },
  ])
  expect(await page.locator('#call-curl').textContent()).toMatch(/^curl -X GET 'http:.*\/score\?a=1&b=ü'$/)
})
