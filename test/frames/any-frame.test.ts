import { Int32, Table, tableToIPC, vectorFromArray } from 'apache-arrow'
import { describe, expect, it } from 'vitest'
import { decodePayload, encodeResult, generateSwagger, inputSchema, outputSchema, PandasParameterType } from '../../src/index.js'
import { orients } from '../support/arbitraries.js'
import { messages, validate } from '../support/decode.js'
import { exampleProblem } from '../support/schemas.js'

const anyOf = (sample: unknown, options: object = {}) => new PandasParameterType<unknown>(sample, { enforceShape: false, ...options })

/** A frame in each orient. */
const layouts = {
  records: [
    { a: 1, b: null },
    { a: 2, b: 'x' },
  ],
  columns: { a: { 0: 1, 1: 2 }, b: { 0: null, 1: 'x' } },
  index: { 0: { a: 1, b: null }, 1: { a: 2, b: 'x' } },
  split: {
    columns: ['a', 'b'],
    index: [0, 1],
    data: [
      [1, null],
      [2, 'x'],
    ],
  },
  values: [
    [1, null],
    [2, 'x'],
  ],
  table: {
    schema: { fields: [{ name: 'a' }, { name: 'b' }] },
    data: [
      { index: 0, a: 1, b: null },
      { index: 1, a: 2, b: 'x' },
    ],
  },
}

describe('a sample frame without columns or rows, where the shape is free,', () => {
  it.each(orients)('takes any frame of orient %s', (orient) => {
    const text = `{"data": ${JSON.stringify(layouts[orient])}}`
    const expected =
      orient === 'values'
        ? [
            { 0: 1, 1: null },
            { 0: 2, 1: 'x' },
          ]
        : layouts.records
    for (const payload of [text, new TextEncoder().encode(text), JSON.parse(text)]) {
      const { value, issues } = validate(anyOf([], { orient }), payload)
      expect(issues).toEqual([])
      expect(value).toEqual(expected)
    }
  })

  it('takes frames without rows, and refuses what is no frame', () => {
    expect(anyOf([]).deserializeInput([])).toEqual([])
    for (const wrong of [5, 'x', null, [1]]) expect(messages(anyOf([]), wrong)).toHaveLength(1)
  })

  it('is received as the sample is: as records, columns or an Arrow Table', () => {
    expect(anyOf({}).deserializeInput(layouts.records)).toEqual({ a: [1, 2], b: [null, 'x'] })
    const table = anyOf(new Table()).deserializeInput(layouts.records) as Table
    expect([table.schema.names, table.numRows]).toEqual([['a', 'b'], 2])
  })

  it('takes Arrow bodies', () => {
    const body = tableToIPC(new Table({ a: vectorFromArray([1, 2], new Int32()) }), 'stream')
    const run = inputSchema('data', anyOf([]))((data: unknown) => data)
    expect(decodePayload(run, body, { contentType: 'application/vnd.apache.arrow.stream' })).toEqual({ data: [{ a: 1 }, { a: 2 }] })
  })

  it.each(orients)('is documented with an example that it takes, in orient %s and every version', (orient) => {
    const type = anyOf([], { orient })
    const schema = type.inputToSwagger()
    expect(exampleProblem(schema)).toBeUndefined()
    expect(messages(type, schema.example)).toEqual([])
    const run = inputSchema('data', type)((data: unknown) => data)
    for (const version of ['2.0', '3.0', '3.1'] as const) expect(() => generateSwagger(run, { version })).not.toThrow()
  })

  it('writes any frame as a result', () => {
    expect(
      encodeResult(
        outputSchema(anyOf([], { orient: 'split' }))(() => undefined),
        [{ a: 1, b: 'x' }],
      ),
    ).toBe('{"columns":["a","b"],"index":[0],"data":[[1,"x"]]}')
  })

  it('is refused where the shape is enforced, with the way to mean it', () => {
    for (const sample of [[], {}])
      expect(() => new PandasParameterType<unknown>(sample)).toThrow('give `dtypes`, or `enforceShape: false` for any frame')
  })
})
