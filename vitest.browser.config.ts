import { defineConfig } from 'vitest/config'

// Apart from the other tests: these need a browser, Debian's chromium or the one that CHROMIUM names.
export default defineConfig({
  test: {
    name: 'browser',
    include: ['test/browser/**/*.browser.ts'],
    globalSetup: ['test/build.setup.ts'],
    fileParallelism: false,
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
})
