import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'

const run = promisify(execFile)
const root = join(import.meta.dirname, '../..')

/** What the compiler says of the files in this folder; nothing when all is as they expect, errors included. */
async function complaintsUnder(options: readonly string[]): Promise<string> {
  const args = ['-p', join(import.meta.dirname, 'tsconfig.json'), '--noEmit', '--pretty', 'false', ...options]
  return run(join(root, 'node_modules/.bin/tsc'), args, { cwd: root }).then(
    () => '',
    (error: { stdout: string }) => error.stdout,
  )
}

// The project "types" checks the same files under standard decorators and the settings of test/tsconfig.json.
describe('the compiler refuses and accepts the same', () => {
  it.each([
    ['experimentalDecorators', ['--experimentalDecorators']],
    ['experimentalDecorators and emitDecoratorMetadata', ['--experimentalDecorators', '--emitDecoratorMetadata']],
    ['standard decorators, with optional properties that may be undefined', ['--exactOptionalPropertyTypes', 'false']],
    [
      'experimentalDecorators, with optional properties that may be undefined and indexes that are always there',
      ['--experimentalDecorators', '--exactOptionalPropertyTypes', 'false', '--noUncheckedIndexedAccess', 'false'],
    ],
  ])('under %s', async (_, options) => {
    expect(await complaintsUnder(options)).toBe('')
  })
})
