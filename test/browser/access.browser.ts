import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { score, useBrowser } from './support/browser.js'
import { peopleRun } from './support/runs.js'

const open = useBrowser()

/** axe's source, where it is installed: AXE names another place. */
function axeSource(): string | undefined {
  try {
    return readFileSync(process.env['AXE'] ?? createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
  } catch {
    return undefined
  }
}
const axe = axeSource()

async function refuse(page: Page): Promise<void> {
  await page.getByLabel('age, row 0').fill('1.5')
  await page.getByLabel('factor', { exact: true }).fill('"x"')
  await score(page)
  await page.getByText('curl', { exact: true }).click()
}

/** Where SHOTS names a folder, a picture to look at. */
async function shoot(page: Page, name: string): Promise<void> {
  const folder = process.env['SHOTS']
  if (folder !== undefined) await page.screenshot({ path: `${folder}/${name}.png`, fullPage: true })
}

test('the form can be used with the keyboard alone', async () => {
  const { page, server } = await open(peopleRun())
  const press = async (key: string, until: string) => {
    for (let presses = 0; presses < 60; presses++) {
      await page.keyboard.press(key)
      const name = await page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.textContent)
      if (name === until) return
    }
    throw new Error(`${key} does not lead to ${until}`)
  }
  await page.keyboard.press('Tab')
  expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Skip to the form')
  await page.keyboard.press('Enter')
  await press('Tab', 'age, row 0')
  const outline = await page.evaluate(() => getComputedStyle(document.activeElement as Element).outlineStyle)
  expect(outline).toBe('solid')
  await page.keyboard.press('Control+A')
  await page.keyboard.type('41')
  await press('Tab', 'member, row 0')
  await page.keyboard.press('ArrowDown')
  await press('Tab', 'Add a row')
  await page.keyboard.press('Enter')
  await page.keyboard.press('Control+A')
  await page.keyboard.type('Eve')
  await press('Tab', 'Score')
  await page.keyboard.press('Enter')
  await page.getByText(/^200 OK/).waitFor()
  expect(await page.locator('#answer-body').textContent()).toBe('["Sarah 61.5 false", "Eve 61.5 false"]')

  // Enter in a cell sends, as in any form.
  await press('Shift+Tab', 'age, row 1')
  await page.keyboard.press('Control+A')
  await page.keyboard.type('old')
  await page.keyboard.press('Enter')
  await page.getByText(/^400 Bad Request/).waitFor()
  expect(server.received.length).toBe(2)
})

test('every control has a name, and the answer is announced', async () => {
  const { page } = await open(peopleRun())
  const unnamed = await page.locator('input, select, textarea, button').evaluateAll((controls) =>
    controls
      .filter((control) => {
        const { labels } = control as HTMLInputElement
        return !control.getAttribute('aria-label') && (labels?.length ?? 0) === 0 && !control.textContent?.trim()
      })
      .map((control) => control.outerHTML),
  )
  expect(unnamed).toEqual([])
  expect(await page.getByRole('status').textContent()).toBe('Nothing has been sent yet.')
  for (const landmark of ['banner', 'main', 'navigation'] as const) expect(await page.getByRole(landmark).count()).toBe(1)
  const ids = await page.locator('[id]').evaluateAll((found) => found.map(({ id }) => id))
  expect(new Set(ids).size).toBe(ids.length)
})

for (const colorScheme of ['light', 'dark'] as const) {
  test.skipIf(axe === undefined)(`axe finds nothing, ${colorScheme}`, async () => {
    const { page } = await open(peopleRun(), { context: { colorScheme, bypassCSP: true } })
    await refuse(page)
    await page.locator('details').evaluateAll((found) => {
      for (const one of found) one.setAttribute('open', '')
    })
    await page.evaluate(axe ?? '')
    const violations = await page.evaluate(async () => {
      const { axe: checker } = globalThis as unknown as {
        axe: { run(): Promise<{ violations: { id: string; nodes: { html: string; failureSummary: string }[] }[] }> }
      }
      return (await checker.run()).violations.flatMap(({ id, nodes }) =>
        nodes.map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary}`),
      )
    })
    expect(violations).toEqual([])
    await shoot(page, colorScheme)
  })
}

test('it is dark where that is preferred', async () => {
  const ground = async (colorScheme: 'light' | 'dark') => {
    const { page } = await open(peopleRun(), { context: { colorScheme } })
    return page.evaluate(() => getComputedStyle(document.body).backgroundColor)
  }
  expect(await ground('light')).toBe('rgb(255, 255, 255)')
  expect(await ground('dark')).toBe('rgb(20, 23, 27)')
})

test('a window of 360 px has all of it', async () => {
  const { page } = await open(peopleRun(), { context: { viewport: { width: 360, height: 740 } } })
  await refuse(page)
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(360)
  await page.locator('#problems a').first().click()
  const box = await page.getByLabel('age, row 0').boundingBox()
  expect(box && box.x >= 0 && box.x + box.width <= 360).toBe(true)
  await shoot(page, 'narrow')
})
