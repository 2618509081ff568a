import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { expect, it } from 'vitest'

const root = join(import.meta.dirname, '../..')

it('the Express adapter compiles with the types of Express 4', () => {
  const tsc = join(root, 'node_modules/typescript/bin/tsc')
  const project = join(root, 'test/fixtures/express4-types')
  const compile = () => execFileSync(process.execPath, [tsc, '--noEmit', '-p', project], { encoding: 'utf8', stdio: 'pipe' })
  expect(compile).not.toThrow()
})
