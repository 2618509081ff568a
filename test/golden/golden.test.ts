import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { checkCase } from './check-case.js'
import type { GoldenCase, GoldenFile } from './golden-file.js'

const { cases } = JSON.parse(readFileSync(new URL('golden.json', import.meta.url), 'utf8')) as GoldenFile

async function problemsOf(golden: GoldenCase, frames: 'records' | 'columns' = 'records'): Promise<string[]> {
  return (await checkCase(golden, frames)).flatMap(({ title, problem }) => (problem === undefined ? [] : [`${title}: ${problem}`]))
}

describe.each(['records', 'columns'] as const)('the goldens of the Python package, frames shown as %s', (frames) => {
  it.each(cases.map((golden) => [golden.id, golden] as const))('%s', async (_, golden) => {
    expect(await problemsOf(golden, frames)).toEqual([])
  })
})

const array: GoldenCase = {
  id: 'array',
  parameters: ['data'],
  inputs: [['data', { type: 'numpy', dtype: 'int32', shape: [1, 2], data: [[1, 2]] }]],
  output: null,
  inputSchema: {
    type: 'object',
    properties: {
      data: { type: 'array', items: { type: 'array', items: { type: 'integer', format: 'int32' } }, format: 'numpy.ndarray' },
    },
    example: { data: [[1, 2]] },
  },
  outputSchema: { type: 'object' },
  versions: ['2.0', '3.0', '3.1'],
  calls: [
    {
      json: '{"data": [[3, 4]]}',
      expect: 'same',
      python: { values: { data: { kind: 'ndarray', dtype: 'int32', shape: [1, 2], data: [3, 4] } } },
    },
  ],
}

const frame: GoldenCase = {
  id: 'frame',
  parameters: ['data'],
  inputs: [['data', { type: 'pandas', columns: [['a', 'int64', [1]]] }]],
  output: null,
  inputSchema: {
    type: 'object',
    properties: {
      data: {
        type: 'array',
        items: { type: 'object', required: ['a'], properties: { a: { type: 'integer', format: 'int64' } } },
        format: 'pandas.DataFrame:records',
      },
    },
    example: { data: [{ a: 1 }] },
  },
  outputSchema: { type: 'object' },
  versions: ['2.0', '3.0', '3.1'],
  calls: [
    {
      json: '{"data": [{"a": 7}]}',
      expect: 'same',
      python: { values: { data: { kind: 'dataframe', columns: ['a'], dtypes: ['int64'], data: [[7]] } } },
    },
  ],
}

/** A copy of a case in which one text of its JSON is another. */
function mutate(golden: GoldenCase, from: string, to: string): GoldenCase {
  const text = JSON.stringify(golden)
  if (text.split(from).length !== 2) throw new Error(`${from} does not stand once in ${text}`)
  return JSON.parse(text.replace(from, to)) as GoldenCase
}

describe('the runner', () => {
  it('accepts the cases that the mutations start from', async () => {
    expect([...(await problemsOf(array)), ...(await problemsOf(frame))]).toEqual([])
  })

  it.each([
    ['an array value', array, '"data":[3,4]', '"data":[3,5]', /data\[1\]/],
    ['an array dtype', array, '"dtype":"int32","shape":[1,2],"data":[3', '"dtype":"int16","shape":[1,2],"data":[3', /Int32Array/],
    ['an array shape', array, '"shape":[1,2],"data":[3,4]', '"shape":[2,1],"data":[3,4]', /shape/],
    ['a format', array, '"format":"int32"', '"format":"int64"', /inputSchema/],
    ['a type', array, '"type":"integer"', '"type":"number"', /inputSchema/],
    ['an example', array, '"example":{"data":[[1,2]]}', '"example":{"data":[[1,3]]}', /inputSchema/],
    ['an output schema', array, '"outputSchema":{"type":"object"}', '"outputSchema":{"type":"array"}', /outputSchema/],
    ['the versions', array, '["2.0","3.0","3.1"]', '["3.0","3.1"]', /versions/],
    ['an expectation of acceptance', array, '"expect":"same"', '"expect":"refuse"', /accepted/],
    ['an expectation of refusal', array, '[[3, 4]]', '[[3, 4, 5]]', /refused/],
    ['a frame value', frame, '"data":[[7]]', '"data":[[8]]', /a is 7/],
    ['a frame dtype', frame, '"dtypes":["int64"]', '"dtypes":["bool"]', /data\[0\]\.a/],
    ['a column name', frame, '"columns":["a"]', '"columns":["b"]', /column/],
    ['a row count', frame, '"data":[[7]]', '"data":[[7],[7]]', /row/],
  ])('reports a mutation of %s', async (_, golden, from, to, problem) => {
    expect((await problemsOf(mutate(golden, from, to))).join()).toMatch(problem)
  })
})

describe('npm run golden', () => {
  function runGolden(golden: GoldenCase): { status: number; stdout: string } {
    const file = join(mkdtempSync(join(tmpdir(), 'golden-')), 'cases.json')
    writeFileSync(file, JSON.stringify({ cases: [golden] }))
    const cwd = fileURLToPath(new URL('../..', import.meta.url))
    try {
      return { status: 0, stdout: execFileSync('npm', ['run', '-s', 'golden', '--', file], { cwd, encoding: 'utf8' }) }
    } catch (error) {
      return error as { status: number; stdout: string }
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
})

describe('a schema that differs in one place is reported, whether the example still fits it or not:', () => {
  it.each(['string', 'boolean', 'object', 'array'])('the type "%s" for an integer', async (type) => {
    expect(await problemsOf(mutate(array, '"type":"integer"', `"type":"${type}"`))).toHaveLength(1)
    expect(await problemsOf(mutate(frame, '"type":"integer"', `"type":"${type}"`))).toHaveLength(1)
  })

  it.each([
    ['a required column more', '"required":["a"]', '"required":["a","b"]'],
    ['no required column', '"required":["a"],', ''],
    ['another format', '"format":"int64"', '"format":"int32"'],
    ['another example', '"example":{"data":[{"a":1}]}', '"example":{"data":[{"a":"one"}]}'],
  ])('%s', async (_, from, to) => {
    expect(await problemsOf(mutate(frame, from, to))).toHaveLength(1)
  })
})

it('reports a case that it cannot build, and goes on', async () => {
  const broken = { ...array, inputs: [['data', { type: 'numpy', dtype: 'no dtype', shape: [1], data: [1] }]] } as unknown as GoldenCase
  expect(await problemsOf(broken)).toHaveLength(3)
})
