import { expect, test } from 'vitest'
import { defineRun, inputSchema, NumpyParameterType, PandasParameterType, StandardPythonParameterType } from '../../src/index.js'
import { score, useBrowser } from './support/browser.js'
import { largeRun, peopleRun } from './support/runs.js'

const open = useBrowser()

test('says what the service takes and gives', async () => {
  const { page } = await open(peopleRun(), { info: { serviceName: 'People', serviceVersion: '2.5', versions: ['2.0', '3.1'] } })
  expect(await page.title()).toBe('People')
  expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('People')
  expect(await page.getByText('Version 2.5').count()).toBe(1)
  const columns = page.getByRole('region', { name: 'Columns of data' })
  const rows = await columns.getByRole('row').allInnerTexts()
  expect(rows.map((row) => row.split('\t').map((cell) => cell.trim()))).toEqual([
    ['Column', 'Type', 'Example'],
    ['name', 'a string', '"Sarah"'],
    ['age', 'an integer (int64)', '25'],
    ['weight', 'a number (float64)', '60.5'],
    ['member', 'a boolean', 'true'],
    ['since', 'a date as text', '"2024-02-29"'],
    ['note', 'a string, or null', '"likes \\"tea\\""'],
  ])
  expect(await page.getByText('A list, each a string.').count()).toBe(1)
  const links = await page.locator('nav a[href^=swagger]').evaluateAll((found) => found.map((link) => link.getAttribute('href')))
  expect(links).toEqual(['swagger.json', 'swagger.json?version=3.1'])
})

test('scores the sample as it is', async () => {
  const { page, server } = await open(peopleRun())
  expect(await score(page)).toMatch(/^200 OK, [\d.]+ ms$/)
  expect(JSON.parse(server.received[0]?.body ?? '')).toEqual({
    data: [{ name: 'Sarah', age: 25, weight: 60.5, member: true, since: '2024-02-29', note: 'likes "tea"' }],
    factor: 1.5,
  })
  expect(await page.getByRole('region', { name: 'Body of the answer' }).textContent()).toBe('["Sarah 37.5 true"]')
})

test('scores what is typed into the cells, each as its column says', async () => {
  const { page, server } = await open(peopleRun())
  await page.getByLabel('name, row 0').fill('"Ann"\\')
  await page.getByLabel('age, row 0').fill(' 40 ')
  await page.getByLabel('weight, row 0').fill('')
  await page.getByRole('combobox', { name: 'member, row 0' }).selectOption('false')
  await page.getByRole('button', { name: 'null: note, row 0' }).click()
  await page.getByLabel('send factor').uncheck()
  expect(await score(page)).toMatch(/^200 OK/)
  expect(JSON.parse(server.received[0]?.body ?? '')).toEqual({
    data: [{ name: '"Ann"\\', age: 40, weight: null, member: false, since: '2024-02-29', note: null }],
  })
})

test('an empty text and null are two values', async () => {
  const { page, server } = await open(peopleRun())
  const note = page.getByLabel('note, row 0', { exact: true })
  const isNull = page.getByRole('button', { name: 'null: note, row 0' })
  await note.fill('')
  await score(page)
  expect(await isNull.getAttribute('aria-pressed')).toBe('false')
  await isNull.click()
  expect(await isNull.getAttribute('aria-pressed')).toBe('true')
  await score(page)
  await note.fill('back')
  expect(await isNull.getAttribute('aria-pressed')).toBe('false')
  await score(page)
  expect(server.received.map(({ body }) => JSON.parse(body).data[0].note)).toEqual(['', null, 'back'])
})

test('rows can be added and removed', async () => {
  const { page, server } = await open(peopleRun())
  await page.getByRole('button', { name: 'Add a row' }).click()
  expect(await page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toBe('name, row 1')
  await page.keyboard.type('+')
  await page.getByLabel('age, row 1').fill('7')
  await score(page)
  await page.getByRole('button', { name: 'Remove row 0' }).click()
  expect(await page.getByRole('status').textContent()).toBe('Row 0 removed, 1 left.')
  expect(await page.getByLabel('age, row 0').inputValue()).toBe('7')
  await score(page)
  await page.getByRole('button', { name: 'Remove row 0' }).click()
  expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Add a row')
  await score(page)
  expect(server.received.map(({ body }) => JSON.parse(body).data.map((row: { age: number }) => row.age))).toEqual([[25, 7], [7], []])
})

test('large integers keep their digits, typed or not, there and back', async () => {
  const { page, server } = await open(largeRun())
  await score(page)
  expect(server.received[0]?.body).toContain('"id": 9007199254740993,')
  expect(server.received[0]?.body).toContain('[9223372036854775807]')
  expect(await page.locator('#answer-body').textContent()).toBe('[9007199254740993, 9223372036854775807]')
  await page.getByLabel('id, row 0').fill('-9007199254740995')
  await page.getByLabel('codes', { exact: true }).fill('[9007199254740997]')
  await score(page)
  expect(await page.locator('#answer-body').textContent()).toBe('[-9007199254740995, 9007199254740997]')
  for (const name of ['curl call', 'JavaScript (fetch) call', 'Python (requests) call']) {
    const text = await page.locator(`pre[aria-label="${name}"]`).textContent()
    expect(text).toContain('-9007199254740995')
    expect(text).toContain('9007199254740997')
  }
})

test('objects around tables get a field for each member', async () => {
  const run = defineRun(
    {
      inputs: {
        Inputs: new StandardPythonParameterType({
          houses: new PandasParameterType([{ street: 'Mill Lane', area: 95.5 }]),
          sales: new NumpyParameterType([[80, 240_000]]),
        }),
      },
    },
    ({ Inputs }) => Inputs.houses.length,
  )
  const { page, server } = await open(run)
  expect(await page.getByRole('row', { name: 'houses[].area' }).innerText()).toContain('95.5')
  await page.getByLabel('area, row 0').fill('1e2')
  await page.getByLabel('sales', { exact: true }).fill('[[1, "x"]]')
  expect(await score(page)).toMatch(/^400 Bad Request, .*1 problem:$/)
  expect(server.received[0]?.body.replace(/\s+/g, '')).toBe('{"Inputs":{"houses":[{"street":"MillLane","area":1e2}],"sales":[[1,"x"]]}}')
  expect(await page.getByLabel('sales', { exact: true }).getAttribute('aria-invalid')).toBe('true')
})

test('rows that are lists stay lists', async () => {
  const run = inputSchema('data', new PandasParameterType([{ a: 1, b: 'x' }], { orient: 'values' }))((data: unknown) => data)
  const { page, server } = await open(run)
  await page.getByLabel('a, row 0').fill('none')
  await score(page)
  expect(JSON.parse(server.received[0]?.body ?? '')).toEqual({ data: [['none', 'x']] })
  expect(await page.getByLabel('a, row 0').getAttribute('aria-invalid')).toBe('true')
})

test('a run that nobody described takes one text of JSON', async () => {
  const { page, server } = await open((first: number, second = 2) => first + second)
  const body = page.getByLabel('Body (JSON)')
  expect(await body.inputValue()).toBe('{"first": null}')
  await body.fill('{"first": 40}')
  await score(page)
  expect(server.received[0]).toMatchObject({ method: 'POST', contentType: 'application/json', body: '{"first": 40}' })
  expect(await page.locator('#answer-body').textContent()).toBe('42')
})

test('the page works behind a prefix', async () => {
  const { page, server } = await open(peopleRun(), { prefix: '/api/v1/people' })
  await score(page)
  expect(server.received[0]?.url).toBe('/api/v1/people/score')
})

test('answers that are no JSON are shown as what they are', async () => {
  let type = 'text/plain'
  const { page } = await open((data: unknown) => data, { answer: () => ({ type, body: 'one\ntwo' }) })
  await score(page)
  expect(await page.locator('#answer-body').textContent()).toBe('one\ntwo')
  type = 'image/png'
  await score(page)
  expect(await page.locator('#answer-body').textContent()).toBe('7 bytes of image/png')
})
