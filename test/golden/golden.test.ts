import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { frameForms } from './build-frame.js'
import type { GoldenCase, GoldenFile } from './golden-file.js'
import { shownFrames } from './shown-frames.js'
import { array, frame, mutate, problemsOf } from './small-cases.js'

const { cases } = JSON.parse(readFileSync(new URL('golden.json', import.meta.url), 'utf8')) as GoldenFile
const titled = (some: readonly GoldenCase[]) => some.map((golden) => [golden.id, golden] as const)
const hasFrames = (golden: GoldenCase) => shownFrames(golden).length > 0

describe('the goldens of the Python package without frames', () => {
  it.each(titled(cases.filter((golden) => !hasFrames(golden))))('%s', async (_, golden) => {
    expect(await problemsOf(golden)).toEqual([])
  })
})

describe.each(frameForms)('the goldens of the Python package with frames, shown as %s', (frames) => {
  it.each(titled(cases.filter(hasFrames)))('%s', async (_, golden) => {
    expect(await problemsOf(golden, frames)).toEqual([])
  })
})

describe('npm run golden', () => {
  function runGolden(golden: GoldenCase, ...options: string[]): { status: number; stdout: string } {
    const folder = mkdtempSync(join(tmpdir(), 'golden-'))
    const file = join(folder, 'cases.json')
    writeFileSync(file, JSON.stringify({ cases: [golden] }))
    const cwd = fileURLToPath(new URL('../..', import.meta.url))
    try {
      const args = ['run', '-s', 'golden', '--', ...options, file]
      return { status: 0, stdout: execFileSync('npm', args, { cwd, encoding: 'utf8', stdio: 'pipe' }) }
    } catch (error) {
      return error as { status: number; stdout: string }
    } finally {
      rmSync(folder, { recursive: true })
    }
  }

  it('ends with the count and exits 0 when nothing fails', () => {
    expect(runGolden(array)).toEqual({ status: 0, stdout: '3 passed, 0 failed\n' })
  })

  it('prints a line with id and reason for each failure and exits 1', () => {
    const { status, stdout } = runGolden(mutate(array, '"data":[3,4]', '"data":[3,5]'))
    expect(status).toBe(1)
    expect(stdout).toMatch(/^array call 0 \(safe\): .+\narray call 0 \(unsafe\): .+\n1 passed, 2 failed\n$/)
  })

  it('shows frames in the form that is asked for', () => {
    expect(runGolden(frame, '--frames', 'danfojs')).toEqual({ status: 0, stdout: '3 passed, 0 failed\n' })
  })

  it('says how many samples Arrow has no types for', () => {
    const mixed = mutate(frame, '["a","int64",[1]]', '["a","object",[1,"one"]]')
    const { stdout } = runGolden(mixed, '--frames', 'arrow')
    expect(stdout).toMatch(/\n1 sample has no Arrow form and was shown as records\n\d+ passed, \d+ failed\n$/)
  })

  it('refuses a form that it does not know', () => {
    expect(runGolden(array, '--frames', 'spark')).toMatchObject({ status: 1, stdout: '' })
  })
})

it('reports a case that it cannot build, and goes on', async () => {
  const broken = { ...array, inputs: [['data', { type: 'numpy', dtype: 'no dtype', shape: [1], data: [1] }]] } as unknown as GoldenCase
  expect(await problemsOf(broken)).toHaveLength(3)
})
