import { expect, test } from 'vitest'
import { inputSchema, outputSchema, PandasParameterType, StandardPythonParameterType } from '../../src/index.js'
import type { RunFunction } from '../../src/run/run-schema.js'
import { score, useBrowser } from './support/browser.js'
import { peopleRun } from './support/runs.js'

const open = useBrowser()
const hostile = '</script><img src=x onerror="document.title=\'taken\'">'

test('names and samples of the script are text, whatever is in them', async () => {
  const record = { [hostile]: hostile, '\'"&lt;': '<b>', ['__proto__']: 'proto', constructor: '<!--', '\u202eback': '\u2028' }
  const run: RunFunction = (__proto__: unknown, data: unknown) => data
  const withResult = outputSchema(new StandardPythonParameterType({ [hostile]: 1 }))(run)
  const withData = inputSchema('data', new PandasParameterType([record]))(withResult)
  const { page, server, complaints } = await open(withData, { info: { serviceName: hostile, serviceVersion: '<i>', versions: ['"><i>'] } })
  expect(await page.title()).toBe(hostile)
  expect(await page.locator('img, b, i').count()).toBe(0)
  expect(await page.locator('.grid thead code').allTextContents()).toEqual(Object.keys(record))
  expect(await page.getByLabel(`${hostile}, row 0`, { exact: true }).inputValue()).toBe(hostile)

  await page.getByLabel('__proto__, row 0', { exact: true }).fill('changed')
  await score(page)
  const sent = JSON.parse(server.received[0]?.body ?? '')
  expect(Object.entries(sent.data[0])).toEqual(Object.entries({ ...record, ['__proto__']: 'changed' }))
  expect(Object.keys(sent)).toEqual(['__proto__', 'data'])
  expect(complaints).toEqual([])
})

test('an answer is text', async () => {
  const { page, complaints } = await open(peopleRun(), {
    answer: () => ({
      status: 400,
      type: 'application/json',
      body: JSON.stringify({ message: hostile, issues: [{ path: ['data', 0, 'age'], message: hostile }] }),
    }),
  })
  await score(page)
  expect(await page.locator('img').count()).toBe(0)
  expect(await page.locator('#problems').textContent()).toBe(hostile)
  expect(complaints).toEqual([])
})

test('nothing is asked of others, and the policy has nothing to complain about', async () => {
  const { page, server, requested, complaints } = await open(peopleRun())
  await page.getByRole('button', { name: 'Add a row' }).click()
  await page.getByLabel('age, row 1').fill('x')
  await score(page)
  await page.getByRole('button', { name: 'Back to the sample' }).click()
  await score(page)
  expect(complaints).toEqual([])
  expect(requested.filter((url) => !url.startsWith('data:'))).toEqual([
    server.url,
    server.url.replace('docs', 'score'),
    server.url.replace('docs', 'score'),
  ])
})

test('the policy stops scripts and requests that are not the page’s', async () => {
  const { page, complaints } = await open(peopleRun())
  const isReached = await page.evaluate(() =>
    fetch('https://example.com/').then(
      () => true,
      () => false,
    ),
  )
  expect(isReached).toBe(false)
  const refused = await page.evaluate(() => {
    const attempts = [
      () => document.body.setAttribute('onclick', 'document.title = "taken"'),
      () => document.body.insertAdjacentHTML('beforeend', '<i></i>'),
      () => document.body.append(Object.assign(document.createElement('script'), { textContent: 'document.title = "taken"' })),
    ]
    return attempts.map((attempt) => {
      try {
        attempt()
        return 'done'
      } catch (error) {
        return (error as Error).name
      }
    })
  })
  expect(refused).toEqual(['TypeError', 'TypeError', 'TypeError'])
  expect(await page.title()).toBe('ML service')
  expect(complaints.length).toBeGreaterThan(0)
})
