import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll } from 'vitest'
import type { RunFunction } from '../../../src/run/run-schema.js'
import { type PageServer, type PageServerOptions, startServer } from './server.js'

/** An open page, and what it asked its server and everybody else for. */
export interface Opened {
  readonly page: Page
  readonly server: PageServer
  /** The addresses of all requests, those to other hosts among them. */
  readonly requested: readonly string[]
  /** What the browser complained about: violations of the policy, failures of the script. */
  readonly complaints: readonly string[]
}

export interface OpenOptions extends PageServerOptions {
  readonly context?: BrowserContextOptions
}

const flags = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking']
flags.push('--disable-component-update', '--disable-sync')

/** For a file of tests: one browser, and a page for each test. */
export function useBrowser(): (run: RunFunction, options?: OpenOptions) => Promise<Opened> {
  let browser: Browser
  const closing: (() => Promise<void>)[] = []

  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium', args: flags })
  })
  afterEach(async () => {
    for (const close of closing.splice(0)) await close()
  })
  afterAll(() => browser?.close())

  return async (run, { context: contextOptions, ...options } = {}) => {
    const server = await startServer(run, options)
    const context = await browser.newContext({ ...contextOptions })
    closing.push(
      () => context.close(),
      () => server.close(),
    )
    context.setDefaultTimeout(5000)
    const page = await context.newPage()
    const requested: string[] = []
    const complaints: string[] = []
    page.on('request', (request) => requested.push(request.url()))
    page.on('pageerror', (error) => complaints.push(error.message))
    page.on('console', (message) => {
      // The answers 4xx that tests provoke are none of the page's mistakes.
      if (message.type() === 'error' && !message.text().startsWith('Failed to load resource')) complaints.push(message.text())
    })
    await page.goto(server.url)
    return { page, server, requested, complaints }
  }
}

/** Sends the form, and waits for the answer. */
export async function score(page: Page): Promise<string> {
  await page.getByRole('button', { name: 'Score' }).click()
  await page.waitForFunction(() => /\bms\b|Not sent|no answer/.test(document.getElementById('status')?.textContent ?? ''))
  return (await page.getByRole('status').textContent()) ?? ''
}
