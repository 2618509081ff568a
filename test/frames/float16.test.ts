import { Float16Array } from '@petamoriken/float16'
import { Field, FixedSizeList, Float16, List, Struct, Table, tableFromIPC, vectorFromArray } from 'apache-arrow'
import ndarray from 'ndarray'
import { describe, expect, it } from 'vitest'
import {
  columnsOf,
  decodePayload,
  encodeArrow,
  encodeResult,
  inputSchema,
  NumpyParameterType,
  outputSchema,
  PandasParameterType,
  PayloadError,
  type RunFunction,
  StandardPythonParameterType,
  toNumpy,
} from '../../src/index.js'

// Before Node 24 there is no Float16Array but the polyfill's, a Proxy that ArrayBuffer.isView does not take for a view.

/** Few rows and many: they are read in different ways. */
const lengths = [2, 20]
const halves = (length: number) => Array.from({ length }, (_, index) => index + 0.5)
const columns = (length = 2) => ({ x: new Float16Array(halves(length)) })
const sample = new PandasParameterType(columns())
const runOf = (output: PandasParameterType<unknown>): RunFunction => outputSchema(output)(() => undefined)

/** What an Arrow answer has in its only column. */
const cellsOf = (stream: Uint8Array) => Array.from(tableFromIPC(stream).getChildAt(0) as Iterable<unknown>)

function expectHalves(column: unknown, length = 2): void {
  expect([(column as object).constructor.name, Array.from(column as ArrayLike<number>)]).toEqual(['Float16Array', halves(length)])
}

describe('a columns frame with a Float16Array', () => {
  it('is a sample, whose column arrives as one', () => {
    const received = decodePayload(
      inputSchema('data', sample)((data: unknown) => data),
      '{"data": [{"x": 0.5}, {"x": 1.5}]}',
    )
    expectHalves((received['data'] as { x: unknown }).x)
  })

  it('is a sample of float16', () => {
    expect(() => sample.deserializeInput({ x: [70_000] })).toThrow('x[0] is 70000, expected a number (float16) of at most 65504')
  })

  it('passes as it is', () => {
    const given = columns()
    expect(sample.deserializeInput(given)).toBe(given)
  })

  it('passes as it is where its type is not enforced', () => {
    const given = columns()
    const { x } = new PandasParameterType({ x: [1] }, { enforceColumnType: false }).deserializeInput(given) as { x: unknown }
    expect(Array.from(x as ArrayLike<number>)).toEqual(halves(2))
  })

  it.each(lengths)('of %i rows is records where the sample is records', (length) => {
    expect(new PandasParameterType([{ x: 1 }]).deserializeInput(columns(length) as never)).toEqual(halves(length).map((x) => ({ x })))
  })

  it('is an argument of a decorated run', () => {
    const run = inputSchema('data', sample)((data: unknown) => data)
    const given = columns()
    expect(run(given)).toBe(given)
  })

  it.each(lengths)('of %i rows is written as JSON', (length) => {
    const expected = JSON.stringify(halves(length).map((x) => ({ x })))
    expect(encodeResult(runOf(sample), columns(length))).toBe(expected)
    expect(encodeResult(runOf(new PandasParameterType([{ x: 1 }])), columns(length))).toBe(expected)
  })

  it.each([
    ['columns', () => sample],
    ['records of float64', () => new PandasParameterType([{ x: 1 }])],
    ['records of float16', () => new PandasParameterType([{ x: 1 }], { dtypes: { x: 'float16' } })],
    ['an Arrow Table', () => new PandasParameterType(new Table({ x: vectorFromArray([1], new Float16()) }))],
    ['another column', () => new PandasParameterType([{ y: 1 }], { enforceShape: false })],
  ])('keeps its fractions in Arrow, where the output type shows %s', (_, output) => {
    for (const length of lengths) expect(cellsOf(encodeArrow(runOf(output() as never), columns(length)))).toEqual(halves(length))
  })

  it('has columns for columnsOf and toNumpy', () => {
    const given = columns()
    expect(columnsOf(given)['x']).toBe(given.x)
    expect(Array.from(toNumpy(given).data)).toEqual(halves(2))
  })

  it('is written by what it is in a result that nobody described', () => {
    const matrix = ndarray(new Float16Array(halves(2)) as never, [2, 1])
    expect(encodeResult(() => undefined, { frame: columns(), matrix })).toBe('{"frame":{"x":[0.5,1.5]},"matrix":[[0.5],[1.5]]}')
  })
})

describe('a Float16Array as a cell', () => {
  const cell = new Float16Array([0.5, 1.5])
  const item = new Field('item', new Float16(), true)

  it.each([
    ['a list', new List(item), [1]],
    ['a list of a fixed length', new FixedSizeList(2, item), [1, 2]],
  ])('is %s in Arrow', (_, type, shown) => {
    const table = new PandasParameterType(new Table({ x: vectorFromArray([shown], type) })).deserializeInput([{ x: cell }] as never)
    expect(Array.from((table as Table).getChild('x')?.get(0) as Iterable<number>)).toEqual([0.5, 1.5])
  })

  it('is a list in a record', () => {
    const type = new Struct([new Field('list', new List(item), true)])
    const output = new PandasParameterType(new Table({ x: vectorFromArray([{ list: [1] }], type) }))
    expect(JSON.stringify(cellsOf(encodeArrow(runOf(output as never), [{ x: { list: cell } }])))).toBe('[{"list":[0.5,1.5]}]')
  })

  it('is a list in results', () => {
    const run = runOf(new PandasParameterType([{ x: [1] }]) as never)
    expect(encodeResult(run, [{ x: cell }])).toBe('[{"x":[0.5,1.5]}]')
    expect(JSON.stringify(cellsOf(encodeArrow(run, [{ x: cell }])))).toBe('[[0.5,1.5]]')
  })

  it('is a sub-array of a structured dtype', () => {
    const type = new NumpyParameterType([{ a: [1, 2] }], { dtype: [['a', 'float16', [2]]] })
    const [record] = type.deserializeInput([{ a: cell }] as never).data as unknown as [{ a: unknown }]
    expectHalves(record.a)
  })
})

describe('a Float16Array as a tensor', () => {
  const array = new Float16Array([0.5, 1.5])

  it('is a sample, and what a run receives', () => {
    const type = new NumpyParameterType(array as never)
    expectHalves(type.deserializeInput(array as never).data)
    expectHalves(type.deserializeInput([0.5, 1.5]).data)
  })

  it('may be a row', () => {
    expect(Array.from(new NumpyParameterType([[1, 2]]).deserializeInput([array, array] as never).data)).toEqual([0.5, 1.5, 0.5, 1.5])
  })

  it('is called by its name where something else is expected', () => {
    const type = new StandardPythonParameterType(1.5)
    expect(() => type.deserializeInput(array as never)).toThrow(PayloadError)
    expect(() => type.deserializeInput(array as never)).toThrow('is a Float16Array of 4 bytes, expected a number')
  })
})
