import { readFile } from 'node:fs/promises'
import { expect, it } from 'vitest'
import { compileReader } from '../../tools/build-wasm.js'

it('the compiled reader is what its source compiles to', async () => {
  const committed = await readFile(new URL('../../src/fast/wasm/reader-binary.ts', import.meta.url), 'utf8')
  expect(await compileReader()).toBe(committed)
})
