import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Bool, Float64, Int8, Int64, Utf8 } from 'apache-arrow'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { encodeResult, outputSchema, PandasParameterType } from '../../src/index.js'
import { orients } from '../support/arbitraries.js'
import { cellsOf, tableOf } from '../support/arrow.js'
import { decodeText, messages, validate } from '../support/decode.js'
import { exampleProblem } from '../support/schemas.js'

interface Frame {
  readonly columns: readonly string[]
  readonly dtypes: readonly string[]
  readonly index: readonly (string | number)[]
  readonly values: readonly (readonly unknown[])[]
}

// Its own declarations name packages that it does not bring.
const dfd = createRequire(import.meta.url)('danfojs-node') as {
  readonly DataFrame: new (rows: readonly (readonly unknown[])[], options: Partial<Frame>) => Frame
}

const root = fileURLToPath(new URL('../..', import.meta.url))
const rows = [
  [1, 'a', true, 0.1],
  [2, 'b', false, 2.5],
]
const columns = ['i', 's', 'b', 'f']
const people = new dfd.DataFrame(rows, { columns, index: ['x', 'y'] })

function shown(frame: unknown): { columns: unknown; dtypes: unknown; index: unknown; values: unknown } {
  expect(frame).toBeInstanceOf(dfd.DataFrame)
  const { columns: names, dtypes, index, values } = frame as Frame
  return { columns: names, dtypes, index, values }
}

function encode(type: PandasParameterType<unknown>, result: unknown): string {
  return encodeResult(
    outputSchema(type)(() => undefined),
    result,
  )
}

describe('a frame', () => {
  it('is received as an instance of the sample’s class, with its columns in the sample’s order', () => {
    expect(shown(decodeText(new PandasParameterType(people), '[{"f": 0.1, "b": true, "s": "q", "i": 7}]'))).toEqual({
      columns,
      dtypes: ['int32', 'string', 'boolean', 'float32'],
      index: [0],
      values: [[7, 'q', true, 0.1]],
    })
  })

  it('is handed on as the same object', () => {
    const { value } = validate(new PandasParameterType(people), { data: people })
    expect(value).toBe(people)
  })

  it('is put into the sample’s order, with its labels', () => {
    const other = new dfd.DataFrame([[0.5, false, 'q', 3]], { columns: [...columns].reverse(), index: ['z'] })
    expect(shown(validate(new PandasParameterType(people), { data: other }).value)).toMatchObject({
      columns,
      index: ['z'],
      values: [[3, 'q', false, 0.5]],
    })
  })

  it('is described by what danfojs says that it holds', () => {
    expect(new PandasParameterType(people).inputToSwagger()).toHaveProperty('items.properties', {
      i: { type: 'integer', format: 'int64' },
      s: { type: 'string' },
      b: { type: 'boolean' },
      f: { type: 'number', format: 'double' },
    })
  })

  it.each<[string, unknown, string]>([
    ['an integer column that gets a fraction', { i: 1.5, s: 'a', b: true, f: 1 }, 'data[0].i is 1.5, expected an integer (int32)'],
    [
      'an integer column that gets null',
      { i: null, s: 'a', b: true, f: 1 },
      'data[0].i is null, expected an integer (int32); null only with dtypes: { "i": { dtype: "int32", nullable: true } }',
    ],
    [
      'a boolean column that gets null',
      { i: 1, s: 'a', b: null, f: 1 },
      'data[0].b is null, expected a boolean; null only with dtypes: { "b": { dtype: "bool", nullable: true } }',
    ],
    ['a text column that gets a number', { i: 1, s: 5, b: true, f: 1 }, 'data[0].s is 5, expected a string'],
    ['a number column that gets text', { i: 1, s: 'a', b: true, f: 'x' }, 'data[0].f is "x", expected a number (float64)'],
    ['a missing column', { s: 'a', b: true, f: 1 }, 'data[0].i is missing, expected the column "i", each an integer (int32)'],
  ])('is refused for %s', (_, record, message) => {
    expect(messages(new PandasParameterType(people), [record])).toEqual([message])
  })

  it('takes the dtypes that its author gives it instead', () => {
    const type = new PandasParameterType(people, { dtypes: { i: 'int64', f: 'float32', b: 'boolean' } })
    expect(shown(decodeText(type, '[{"i": 9007199254740993, "s": "a", "b": null, "f": 0.1}]')).values).toEqual([
      [9007199254740993n, 'a', null, Math.fround(0.1)],
    ])
  })

  it('keeps null where the sample shows one', () => {
    const type = new PandasParameterType(
      new dfd.DataFrame(
        [
          [1.5, 'a'],
          [null, null],
        ] as never,
        { columns: ['f', 's'] },
      ),
    )
    expect(shown(decodeText(type, '[{"f": null, "s": null}, {"f": 0.5, "s": "x"}]')).values).toEqual([
      [null, null],
      [0.5, 'x'],
    ])
  })

  it('has no rows for an empty request', () => {
    expect(shown(decodeText(new PandasParameterType(people), '[]'))).toMatchObject({ columns, values: [] })
  })
})

describe.each(orients)('orient %s', (orient) => {
  const type = new PandasParameterType<unknown>(people, { orient })

  it('describes a frame by an example that its schema accepts', () => {
    const schema = type.inputToSwagger()
    expect(exampleProblem(schema)).toBeUndefined()
    expect(shown(decodeText(type, JSON.stringify(schema.example))).values).toEqual(rows)
  })

  it('writes a frame with its labels where it has a place for them, and reads them again', () => {
    const isLabelled = orient !== 'records' && orient !== 'values'
    expect(shown(decodeText(type, encode(type, people)))).toEqual({
      columns,
      dtypes: ['int32', 'string', 'boolean', 'float32'],
      index: isLabelled ? ['x', 'y'] : [0, 1],
      values: rows,
    })
  })

  it('describes a frame without rows', () => {
    const empty = new dfd.DataFrame([], { columns: ['a', 'b'] })
    const unsampled = new PandasParameterType<unknown>(empty, { orient, dtypes: { a: 'int32', b: 'str' } })
    const schema = unsampled.inputToSwagger()
    expect(exampleProblem(schema)).toBeUndefined()
    expect(shown(decodeText(unsampled, encode(unsampled, empty)))).toMatchObject({ columns: ['a', 'b'], values: [] })
  })
})

describe('row labels', () => {
  const split = (index: string) => `{"columns": ["i"], "index": ${index}, "data": [[1], [2]]}`
  const type = new PandasParameterType(new dfd.DataFrame([[1]], { columns: ['i'] }), { orient: 'split' })

  it.each([['["a", "b"]'], ['[10, 20]'], ['[0.5, -1]']])('are kept: %s', (index) => {
    expect(shown(decodeText(type, split(index))).index).toEqual(JSON.parse(index))
  })

  it.each([
    ['twice', '["a", "a"]', '"a", which is there twice'],
    ['null', '["a", null]', 'null'],
    ['a list', '[[1], 2]', 'an array of 1 value'],
  ])('are refused where one is %s', (_, index, received) => {
    const { issues } = validate(type, `{"data": ${split(index)}}`)
    expect(issues).toHaveLength(1)
    expect(issues[0]).toMatchObject({ received, expected: 'a row label that is text or a number, each once' })
    expect(issues[0]?.message).toMatch(/^data\.index/)
  })
})

describe('a frame and other kinds of frames', () => {
  const fields = [
    ['f', new Float64()],
    ['i', new Int64(), false],
    ['s', new Utf8()],
    ['b', new Bool()],
  ] as const

  it('becomes a table where the sample is one', () => {
    const { value } = validate(new PandasParameterType(tableOf(fields, [[], [], [], []])), { data: people })
    expect(cellsOf(value as never)).toEqual({ f: [0.1, 2.5], i: [1n, 2n], s: ['a', 'b'], b: [true, false] })
  })

  it('is refused by place where the table’s types do not hold its cells', () => {
    const type = new PandasParameterType(tableOf([['i', new Int8()]], [[]]))
    expect(messages(type, new dfd.DataFrame([[1], [128]], { columns: ['i'] }))).toEqual([
      'data[1].i is 128, expected an integer (int8) from -128 to 127',
    ])
  })

  it('takes a table', () => {
    const { value } = validate(new PandasParameterType(people), { data: tableOf(fields, [[0.5], [7n], ['q'], [true]]) })
    expect(shown(value)).toMatchObject({ columns, values: [[7, 'q', true, 0.5]] })
  })

  it('becomes records where the sample is records', () => {
    const { value } = validate(new PandasParameterType([{ i: 1, s: 'x', b: true, f: 1 }]), { data: people })
    expect(value).toEqual(rows.map(([i, s, b, f]) => ({ i, s, b, f })))
  })
})

it('gives a frame back from the JSON that it is written as', () => {
  const cells = fc.tuple(fc.integer(), fc.string({ unit: 'binary' }), fc.boolean(), fc.double({ noNaN: true, noDefaultInfinity: true }))
  fc.assert(
    fc.property(fc.array(cells, { minLength: 1, maxLength: 4 }), fc.constantFrom(...orients), (given, orient) => {
      const frame = new dfd.DataFrame(
        given.map(([i, s, b, f]) => [i, s, b, f + 0]),
        { columns, dtypes: ['int32', 'string', 'boolean', 'float32'] },
      )
      const type = new PandasParameterType<unknown>(frame, { orient })
      expect(shown(decodeText(type, encode(type, frame)))).toEqual(shown(frame))
    }),
  )
})

describe('danfojs-node', () => {
  it('is imported by no module of the package', () => {
    const files = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'))
    expect(files.length).toBeGreaterThan(50)
    const importing = files.filter((file) => /(from|import\(|require\()\s*['"]danfojs/.test(readFileSync(join(root, 'src', file), 'utf8')))
    expect(importing).toEqual([])
  })

  it('is not loaded by a program that uses the package', () => {
    const program = `
      import { createRequire } from 'node:module'
      import { PandasParameterType } from ${JSON.stringify(new URL('../../dist/index.js', import.meta.url).href)}
      new PandasParameterType([{ a: 1 }]).deserializeInput([{ a: 2 }])
      console.log(Object.keys(createRequire(import.meta.url).cache).filter((file) => /danfojs|tensorflow/.test(file)).length)`
    const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', program], { cwd: root, encoding: 'utf8' })
    expect([stderr, stdout.trim()]).toEqual(['', '0'])
  })
})
