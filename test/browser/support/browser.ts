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

/** A page that nothing is shown in yet, and what it asks for and complains about. */
export interface Blank extends Pick<Opened, 'page' | 'requested' | 'complaints'> {
  /** Has something done after the test. */
  readonly atEnd: (close: () => Promise<void>) => void
}

/** For a file of tests: one browser, and an empty page for each test. */
export function usePages(): (options?: BrowserContextOptions) => Promise<Blank> {
  let browser: Browser
  const closing: (() => Promise<void>)[] = []

  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium', args: flags })
  })
  afterEach(async () => {
    for (const close of closing.splice(0)) await close()
  })
  afterAll(() => browser?.close())

  return async (options) => {
    const context = await browser.newContext({ ...options })
    closing.push(() => context.close())
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
    return { page, requested, complaints, atEnd: (close) => closing.push(close) }
  }
}

/** The same, with the page of a run in each. */
export function useBrowser(): (run: RunFunction, options?: OpenOptions) => Promise<Opened> {
  const openPage = usePages()
  return async (run, { context, ...options } = {}) => {
    const { atEnd, ...blank } = await openPage(context)
    const server = await startServer(run, options)
    atEnd(() => server.close())
    await blank.page.goto(server.url)
    return { ...blank, server }
  }
}

/** Sends the form, and waits for the answer. */
export async function score(page: Page): Promise<string> {
  await page.getByRole('button', { name: 'Score' }).click()
  await page.waitForFunction(() => /\bms\b|Not sent|no answer/.test(document.getElementById('status')?.textContent ?? ''))
  return (await page.getByRole('status').textContent()) ?? ''
}
