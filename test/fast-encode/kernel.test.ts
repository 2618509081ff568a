import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { buildKernel, generated } from './build-kernel.js'

it('is what its source compiles to', async () => {
  expect(await buildKernel()).toBe(readFileSync(generated, 'utf8'))
})
