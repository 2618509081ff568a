import { expect, test } from 'vitest'
import { inputSchema, NumpyParameterType, StandardPythonParameterType } from '../../src/index.js'
import { score, useBrowser } from './support/browser.js'
import { peopleRun } from './support/runs.js'

const open = useBrowser()

test('what the server refuses is said at its cell', async () => {
  const { page } = await open(peopleRun())
  await page.getByRole('button', { name: 'Add a row' }).click()
  const cell = page.getByLabel('age, row 1')
  await cell.fill('1.5')
  await page.getByLabel('weight, row 0').fill('heavy')
  expect(await score(page)).toMatch(/^400 Bad Request, [\d.]+ ms, 2 problems:$/)
  expect(await cell.getAttribute('aria-invalid')).toBe('true')
  const described = await cell.evaluate((control) => document.getElementById(control.getAttribute('aria-describedby') ?? '')?.textContent)
  expect(described).toBe('data[1].age is 1.5, expected an integer (int64)')
  expect(await page.getByLabel('weight, row 0').getAttribute('aria-invalid')).toBe('true')
  expect(await page.locator('[aria-invalid]').count()).toBe(2)
  expect(await page.getByText('needs a change').filter({ visible: true }).count()).toBe(1)

  const links = page.locator('#problems a')
  expect(await links.allTextContents()).toEqual([
    'data[1].age is 1.5, expected an integer (int64)',
    'data[0].weight is "heavy", expected a number (float64)',
  ])
  await links.nth(0).click()
  expect(await cell.evaluate((control) => control === document.activeElement)).toBe(true)

  // Who changes the cell is no longer told of it.
  await page.keyboard.type('0')
  expect(await cell.getAttribute('aria-invalid')).toBe(null)
  expect(await cell.getAttribute('aria-describedby')).toBe(null)
})

test('what is wrong with a whole parameter is said at its field', async () => {
  const run = inputSchema('data', new NumpyParameterType([[1, 2]]))((data: unknown) => data)
  const { page } = await open(run)
  const area = page.getByLabel('data', { exact: true })
  await area.fill('[[1, 2, 3], [1, "x"]]')
  await score(page)
  expect(await area.getAttribute('aria-invalid')).toBe('true')
  const described = await area.evaluate((control) =>
    (control.getAttribute('aria-describedby') ?? '').split(' ').map((id) => document.getElementById(id)?.textContent),
  )
  expect(described[0]).toBe('an array of shape [any, 2], each a number (float64)')
  expect(described[1]).toContain('data[0] has 3 values on axis 1, expected 2')
})

test.each([
  ['[1, 2', 'line 1, column 6: expected , or ], but the text ends'],
  ['[1,\n  2 3]', 'line 2, column 5: expected , or ]'],
  ['{"a": 01}', 'line 1, column 8: expected , or }'],
  ["{'a': 1}", 'line 1, column 2: expected a name in double quotes'],
  ['["a\nb"]', 'line 1, column 4: a text cannot have a line break or control character, write \\n'],
  ['["\\x"]', 'line 1, column 3: expected one of \\" \\\\ \\/ \\b \\f \\n \\r \\t \\u0000'],
  ['[1] [2]', 'line 1, column 5: expected the end'],
  ['', 'line 1, column 1: expected a value, but the text ends'],
  ['[NaN]', 'line 1, column 2: expected a value'],
])('text that is not JSON is not sent: %j', async (text, problem) => {
  const run = inputSchema('value', new StandardPythonParameterType([1.5]))((value: unknown) => value)
  const { page, server } = await open(run)
  const area = page.getByLabel('value', { exact: true })
  await area.fill(text)
  expect(await score(page)).toBe('Not sent: something in the form is not JSON.')
  expect(server.received).toEqual([])
  expect(await page.locator('.problem:visible').allTextContents()).toEqual([`Not JSON at ${problem}`])
  expect(await area.evaluate((control) => control === document.activeElement)).toBe(true)
  await area.fill('[2.5]')
  expect(await area.getAttribute('aria-invalid')).toBe(null)
  expect(await score(page)).toMatch(/^200 OK/)
})

test('further problems are counted, and problems of no field are listed', async () => {
  const body = JSON.stringify({
    status_code: 400,
    message: 'much is wrong',
    issues: [
      { path: ['elsewhere', 1], message: 'elsewhere[1] is missing' },
      { path: ['data', 7, 'age'], message: 'data[7].age is missing' },
      { path: ['data', 0, 'height'], message: 'data[0].height is unexpected' },
    ],
    moreIssues: 4,
  })
  const { page } = await open(peopleRun(), { answer: () => ({ status: 400, type: 'application/json', body }) })
  expect(await score(page)).toMatch(/7 problems:$/)
  expect(await page.locator('#problems li').allTextContents()).toEqual([
    'elsewhere[1] is missing',
    'data[7].age is missing',
    'data[0].height is unexpected',
    '… and 4 more',
  ])
  expect(await page.locator('.problem:visible p').allTextContents()).toEqual([
    'data[7].age is missing',
    'data[0].height is unexpected',
    'elsewhere[1] is missing',
  ])
})

test('errors without a place, and servers that are gone, are said too', async () => {
  const failure = { status_code: 500, message: 'The scoring script failed; its log says why' }
  const { page, server } = await open(peopleRun(), {
    answer: () => ({ status: 500, type: 'application/json', body: JSON.stringify(failure) }),
  })
  expect(await score(page)).toMatch(/^500 Internal Server Error, .*1 problem:$/)
  expect(await page.locator('#problems').textContent()).toBe(failure.message)
  await server.close()
  expect(await score(page)).toMatch(/^There is no answer: /)
})
