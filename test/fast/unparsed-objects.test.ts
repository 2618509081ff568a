import { Float64, Table, Utf8, vectorFromArray } from 'apache-arrow'
import { describe, expect, it } from 'vitest'
import { decodePayload, type NdArray, NumpyParameterType, PandasParameterType, validatePayload } from '../../src/index.js'
import { frozen, runOf } from './both-ways.js'
import { atOnce, oneByOne } from './one-by-one.js'

/** Rows enough to be read many at a time, of which the fifth is another. */
const withFifth = (fifth: unknown): unknown[] => Array.from({ length: 12 }, (_, row) => (row === 5 ? fifth : { a: row, b: `t${row}` }))
const expected = withFifth({ a: 5, b: 't5' })

class Row {
  a = 5
  get b(): string {
    return 't5'
  }
}

describe('records that no parser gives', () => {
  const types = {
    records: new PandasParameterType([{ a: 1, b: 'x' }]),
    columns: new PandasParameterType({ a: [1], b: ['x'] }),
    bigints: new PandasParameterType([{ a: 1, b: 'x' }], { dtypes: { a: 'int64' } }),
    arrow: new PandasParameterType(new Table({ a: vectorFromArray([1], new Float64()), b: vectorFromArray(['x'], new Utf8()) })),
  }
  const frames = Object.entries(types).map(([name, type]) => [name, runOf(type)] as const)

  const rowWith = (b: PropertyDescriptor) => Object.defineProperty({ a: 5 }, 'b', { enumerable: true, ...b })
  const complete: Readonly<Record<string, unknown>> = {
    'a getter': rowWith({ get: () => 't5' }),
    'a Proxy': new Proxy({ a: 5, b: 't5' }, {}),
    'no prototype': Object.assign(Object.create(null) as object, { a: 5, b: 't5' }),
    'another order': { b: 't5', a: 5 },
    'something inherited': Object.assign(Object.create({ more: 1 }) as object, { a: 5, b: 't5' }),
    'a column inherited and its own': Object.assign(Object.create({ b: 'other', a: 6 }) as object, { a: 5, b: 't5' }),
    'what cannot be seen': Object.defineProperty({ a: 5, b: 't5' }, 'more', { value: 1, enumerable: false }),
    'a column that cannot be seen': rowWith({ value: 't5', enumerable: false }),
    'a symbol': { a: 5, b: 't5', [Symbol('more')]: 1 },
    'a frozen row': Object.freeze({ a: 5, b: 't5' }),
  }
  it.each(frames)('are read by what they have: as %s', (_name, run) => {
    const cells = (rows: unknown) => atOnce(run, rows as object[])
    for (const [what, row] of Object.entries(complete)) expect(cells(withFifth(row)), what).toEqual(cells(expected))
  })

  const lacking: Readonly<Record<string, object>> = {
    'an inherited column': Object.assign(Object.create({ b: 't5' }) as object, { a: 5 }),
    'a getter of its class': new Row(),
  }
  it.each(frames)('do not inherit columns: as %s', (_name, run) => {
    for (const [what, row] of Object.entries(lacking)) {
      const issues = validatePayload(run, { data: withFifth(row) }).issues
      expect(
        issues?.map(({ code, path }) => [code, ...path]),
        what,
      ).toEqual([['missing', 'data', 5, 'b']])
    }
  })

  it.each(frames)('do not take columns from what somebody has made of all objects: as %s', (_name, run) => {
    const polluted = Object.prototype as unknown as Record<string, unknown>
    polluted['b'] = 'polluted'
    try {
      expect(validatePayload(run, { data: withFifth({ a: 5 }) }).issues?.map(({ path }) => path)).toEqual([['data', 5, 'b']])
      expect(validatePayload(run, { data: expected }).issues).toBeUndefined()
    } finally {
      delete polluted['b']
    }
  })

  it.each(['toString', 'constructor', '__proto__', 'hasOwnProperty'])('have a column called %s only where they have it', (name) => {
    const row = (cell: string) => JSON.parse(`{"a": 1, ${JSON.stringify(name)}: "${cell}"}`) as object
    const run = runOf(new PandasParameterType([row('x')]))
    const rows = Array.from({ length: 12 }, (_, index) => row(`t${index}`))
    expect(atOnce(run, frozen(rows))).toEqual(oneByOne(run, rows, ['a', name]))
    expect(validatePayload(run, { data: rows.map(() => ({ a: 1 })) }).issues?.map(({ code }) => code)).toEqual(['missing'])
    expect(validatePayload(run, { data: [...rows, { a: 1 }] }).issues?.map(({ path }) => path)).toEqual([['data', 12, name]])
  })

  it('are refused where an array has holes', () => {
    const rows = [...expected]
    delete rows[5]
    const run = runOf(types.records)
    expect(validatePayload(run, { data: rows }).issues?.map(({ path }) => path)).toEqual([['data', 5]])
    const columns = { a: Array.from({ length: 12 }, (_, row) => row), b: expected.map(() => 'x') }
    delete columns.a[5]
    expect(validatePayload(run, { data: columns }).issues?.map(({ code, path }) => [code, ...path])).toEqual([
      ['wrong_type', 'data', 'a', 5],
    ])
  })

  it('are handed on where they are what run is to have, and are copied otherwise', () => {
    const given = frozen({ data: expected.map((row) => ({ ...(row as object) })) })
    expect(decodePayload(runOf(types.records), given)['data']).toBe(given.data)
    const copies = decodePayload(runOf(types.bigints), given)['data'] as { a: bigint; b: string }[]
    expect(copies.map(({ a }) => a)).toEqual(given.data.map((_, row) => BigInt(row)))
    for (const copy of copies) copy.b = 'changed'
    const columns = decodePayload(runOf(types.columns), given)['data'] as { b: string[] }
    columns.b[0] = 'changed'
    expect(given.data).toEqual(expected)
  })
})

describe('arrays that no parser gives', () => {
  const run = runOf(new NumpyParameterType([[1, 2, 3]]))
  const whole = [
    [1, 2, 3],
    [4, 5, 6],
  ]
  const elements = (data: unknown) => Array.from((decodePayload(run, { data })['data'] as NdArray<Float64Array>).data)

  class Numbers extends Array<number> {}

  it.each<[string, unknown[]]>([
    ['a Proxy', [whole[0], new Proxy([4, 5, 6], {})]],
    ['a typed array', [whole[0], Float32Array.of(4, 5, 6)]],
    ['a class of its own', [whole[0], Numbers.of(4, 5, 6)]],
    ['more than elements', Object.assign([...whole], { more: 1 })],
    ['a getter', [whole[0], Object.defineProperty([4, 0, 6], 1, { get: () => 5 })]],
  ])('are read by their elements: %s', (_name, data) => {
    expect(elements(data)).toEqual([1, 2, 3, 4, 5, 6])
  })

  it('are refused where they have holes', () => {
    const row = [4, 5, 6]
    delete row[1]
    expect(validatePayload(run, { data: [whole[0], row] }).issues?.map(({ path }) => path)).toEqual([['data', 1, 1]])
  })

  it('are not what run gets', () => {
    const given = { data: whole.map((row) => [...row]) }
    ;(decodePayload(run, given)['data'] as NdArray<Float64Array>).data.fill(7)
    expect(given.data).toEqual(whole)
  })
})
