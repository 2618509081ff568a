import {
  Bool,
  Float16,
  Float32,
  Float64,
  Int8,
  Int32,
  Int64,
  Table,
  tableFromIPC,
  tableToIPC,
  Uint64,
  Utf8,
  vectorFromArray,
} from 'apache-arrow'
import { describe, expect, it } from 'vitest'
import { columnsOf, toNumpy } from '../src/index.js'

const table = new Table({
  a: vectorFromArray([1, 2, 3, 4], new Int32()),
  f: vectorFromArray([0.5, null, 2.5, 3.5], new Float64()),
  b: vectorFromArray([true, false, null, true], new Bool()),
  l: vectorFromArray([1n, 2n, 3n, 4n], new Int64()),
})
const records = [
  { name: 'Sarah', age: 25, weight: 61.5, member: true },
  { name: 'John', age: 31, weight: null, member: false },
]
const columns = { name: ['Sarah', 'John'], age: [25, 31], weight: [61.5, null], member: [true, false] }

async function danfojs(rows: object[]): Promise<object> {
  // Its types need those of packages that it does not bring: the compiler is not to follow the name.
  const name: string = 'danfojs-node'
  const { DataFrame } = (await import(name)) as { DataFrame: new (rows: object[]) => object }
  return new DataFrame(rows)
}

const arrowOfRecords = new Table({
  name: vectorFromArray(columns.name, new Utf8()),
  age: vectorFromArray(columns.age, new Int8()),
  weight: vectorFromArray(columns.weight, new Float64()),
  member: vectorFromArray(columns.member, new Bool()),
})

const frames: readonly (readonly [string, () => unknown])[] = [
  ['records', () => records],
  ['columns', () => columns],
  ['an Arrow Table', () => arrowOfRecords],
  ['a danfojs DataFrame', () => danfojs(records)],
]

describe('columnsOf', () => {
  it.each(frames)('gives the columns of %s', async (_, frame) => {
    const given = columnsOf(await frame())
    expect(Object.keys(given)).toEqual(['name', 'age', 'weight', 'member'])
    expect(Object.fromEntries(Object.entries(given).map(([name, cells]) => [name, Array.from(cells)]))).toEqual(columns)
  })

  it.each<readonly [string, Int32 | Float32 | Float64 | Int64 | Uint64, ArrayBufferView]>([
    ['int32', new Int32(), Int32Array.of(1, 2)],
    ['float32', new Float32(), Float32Array.of(1, 2)],
    ['float64', new Float64(), Float64Array.of(1, 2)],
    ['int64', new Int64(), BigInt64Array.of(1n, 2n)],
    ['uint64', new Uint64(), BigUint64Array.of(1n, 2n)],
  ])('gives the very buffer of Arrow’s %s without nulls', (_, type, expected) => {
    const vector = vectorFromArray(Array.from(expected as unknown as ArrayLike<unknown>), type)
    const { c } = columnsOf(new Table({ c: vector }))
    expect(c).toEqual(expected)
    expect((c as unknown as ArrayBufferView).buffer).toBe((vector.toArray() as ArrayBufferView).buffer)
  })

  it('gives the numbers of Arrow’s float16', () => {
    const { c } = columnsOf(new Table({ c: vectorFromArray([0.5, 1.5], new Float16()) }))
    expect(Array.from(c as ArrayLike<unknown>)).toEqual([0.5, 1.5])
  })

  it('gives the columns themselves where the frame is an object of columns', () => {
    const frame = { a: [1, 2], b: Float32Array.of(1, 2) }
    const given = columnsOf(frame)
    expect([given['a'] === frame.a, given['b'] === frame.b]).toEqual([true, true])
  })

  it('has null where Arrow has', () => {
    expect(columnsOf(table)).toEqual({
      a: Int32Array.of(1, 2, 3, 4),
      f: [0.5, null, 2.5, 3.5],
      b: [true, false, null, true],
      l: BigInt64Array.of(1n, 2n, 3n, 4n),
    })
  })

  it('reads a slice of a table, from its own rows on', () => {
    expect(columnsOf(table.slice(1, 3))).toEqual({
      a: Int32Array.of(2, 3),
      f: [null, 2.5],
      b: [false, null],
      l: BigInt64Array.of(2n, 3n),
    })
  })

  it('reads several batches, and a slice across them', () => {
    expect(columnsOf(table.concat(table).slice(3, 6))).toEqual({
      a: [4, 1, 2],
      f: [3.5, 0.5, null],
      b: [true, true, false],
      l: [4n, 1n, 2n],
    })
  })

  it('reads a table that came as a stream', () => {
    expect(columnsOf(tableFromIPC(tableToIPC(table, 'stream')))).toEqual(columnsOf(table))
  })

  it('has null for a cell that a record lacks', () => {
    expect(columnsOf([{ a: 1 }, { b: 2 }])).toEqual({ a: [1, null], b: [null, 2] })
  })

  it('keeps columns of awkward names', () => {
    const frame = Object.fromEntries(['__proto__', 'constructor', '0'].map((name) => [name, [1]]))
    expect(Object.entries(columnsOf([JSON.parse('{"__proto__": 1, "constructor": 1, "0": 1}')]))).toEqual(Object.entries(frame))
  })

  it.each<readonly [string, unknown, object]>([
    ['records', [], {}],
    ['columns', { a: [] }, { a: [] }],
    ['a table', table.select(['a']).slice(0, 0), { a: new Int32Array() }],
  ])('reads %s without rows', (_, frame, expected) => {
    expect(columnsOf(frame)).toEqual(expected)
  })
})

describe('toNumpy', () => {
  it.each([
    ['records', []],
    ['columns', { a: [], b: [] }],
    [
      'pairs',
      [
        ['a', []],
        ['b', []],
      ],
    ],
    ['an Arrow Table', new Table({ a: vectorFromArray([], new Float64()), b: vectorFromArray([], new Float64()) })],
  ])('makes a matrix without rows of %s without rows', (_, frame) => {
    expect(toNumpy(frame, { columns: ['b'] }).shape).toEqual([0, 1])
  })

  it.each(frames)('gives the numbers of %s, row by row', async (_, frame) => {
    const matrix = toNumpy(await frame(), { columns: ['weight', 'age', 'member'] })
    expect([matrix.shape, matrix.data]).toEqual([[2, 3], Float64Array.of(61.5, 25, 1, Number.NaN, 31, 0)])
  })

  it('takes all columns where none are chosen', () => {
    const matrix = toNumpy(table)
    expect(matrix.shape).toEqual([4, 4])
    expect([matrix.get(1, 0), matrix.get(1, 1), matrix.get(1, 2), matrix.get(1, 3)]).toEqual([2, Number.NaN, 0, 2])
  })

  it('takes a column as often as it is chosen', () => {
    expect(toNumpy({ a: [1, 2] }, { columns: ['a', 'a'] }).data).toEqual(Float64Array.of(1, 1, 2, 2))
  })

  it.each([
    ['float32', Float32Array.of(0.1)],
    ['float64', Float64Array.of(0.1)],
  ] as const)('gives %s', (dtype, expected) => {
    expect(toNumpy([{ a: 0.1 }], { dtype }).data).toEqual(expected)
  })

  it('gives float64 where no dtype is chosen', () => {
    expect(toNumpy([{ a: 0.1 }]).data).toEqual(Float64Array.of(0.1))
  })

  it.each<readonly [string, unknown, number]>([
    ['a bigint', 2n ** 53n + 1n, 2 ** 53],
    ['true', true, 1],
    ['false', false, 0],
    ['null', null, Number.NaN],
    ['undefined', undefined, Number.NaN],
    ['NaN', Number.NaN, Number.NaN],
    ['infinity', Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY],
  ])('turns %s into a number', (_, cell, expected) => {
    expect(toNumpy([{ a: cell }]).data).toEqual(Float64Array.of(expected))
  })

  it('has NaN for a cell that a record lacks', () => {
    expect(toNumpy([{ a: 1 }, { b: 2 }]).data).toEqual(Float64Array.of(1, Number.NaN, Number.NaN, 2))
  })

  it('reads slices and batches of a table', () => {
    expect(toNumpy(table.concat(table).slice(3, 6), { columns: ['l', 'a'] }).data).toEqual(Float64Array.of(4, 4, 1, 1, 2, 2))
  })

  it.each<readonly [string, unknown, readonly number[]]>([
    ['records', [], [0, 0]],
    ['columns', { a: [], b: [] }, [0, 2]],
    ['a table', table.slice(0, 0), [0, 4]],
  ])('gives a matrix without rows for %s without rows', (_, frame, shape) => {
    expect(toNumpy(frame).shape).toEqual(shape)
  })

  it.each<readonly [string, unknown, string]>([
    ['text', [{ a: 1 }, { a: 'x' }], 'the column "a" has "x" in row 1, expected a number'],
    ['text of digits', [{ a: '5' }], 'the column "a" has "5" in row 0, expected a number'],
    ['a list', { a: [1, [2]] }, 'the column "a" has an array of 1 value in row 1, expected a number'],
    ['Arrow’s text', new Table({ t: vectorFromArray(['x'], new Utf8()) }), 'the column "t" has "x" in row 0, expected a number'],
  ])('names column and row of %s', (_, frame, message) => {
    expect(() => toNumpy(frame)).toThrow(new TypeError(message))
  })

  it('lists the columns that there are where one is not', () => {
    expect(() => toNumpy(table, { columns: ['a', 'z'] })).toThrow(new TypeError('the frame has no column "z"; it has a, f, b and l'))
  })

  it.each([
    ['column', 'there is no option "column"; did you mean columns?'],
    ['Dtype', 'there is no option "Dtype"; did you mean dtype?'],
    ['order', 'there is no option "order", expected columns or dtype'],
  ])('refuses the option %s, which it does not have', (name, message) => {
    expect(() => toNumpy(records, { [name]: ['age'] } as object)).toThrow(new TypeError(message))
  })

  it('refuses other dtypes', () => {
    expect(() => toNumpy(records, { dtype: 'int8' as 'float32' })).toThrow(
      new TypeError('the option dtype is "int8", expected "float32" or "float64"'),
    )
  })
})

describe('columnsOf and toNumpy', () => {
  it.each<readonly [string, unknown]>([
    ['a Date', new Date()],
    ['a Map', new Map([['a', [1]]])],
    ['a Set', new Set([{ a: 1 }])],
    [
      'an instance of a class',
      new (class Frame {
        a = [1]
      })(),
    ],
  ])('refuse %s', (_, frame) => {
    for (const read of [columnsOf, toNumpy]) {
      expect(() => read(frame)).toThrow(TypeError)
      expect(() => read(frame)).toThrow(
        /^the frame is .*, expected records, columns \(an object, or a list of \[name, values\] pairs\), an Arrow Table or a DataFrame$/,
      )
    }
  })

  it.each<readonly [string, unknown, string]>([
    [
      'a number',
      5,
      'the frame is 5, expected records, columns (an object, or a list of [name, values] pairs), an Arrow Table or a DataFrame',
    ],
    [
      'null',
      null,
      'the frame is null, expected records, columns (an object, or a list of [name, values] pairs), an Arrow Table or a DataFrame',
    ],
    [
      'undefined',
      undefined,
      'the frame is undefined, expected records, columns (an object, or a list of [name, values] pairs), an Arrow Table or a DataFrame',
    ],
    [
      'text',
      'x',
      'the frame is "x", expected records, columns (an object, or a list of [name, values] pairs), an Arrow Table or a DataFrame',
    ],
    [
      'a typed array',
      Float32Array.of(1),
      'the frame is a Float32Array of 4 bytes, expected records, columns (an object, or a list of [name, values] pairs), an Arrow Table or a DataFrame',
    ],
    ['a list of numbers', [1], 'not a frame: [0] is 1, expected a record (an object with a value for each column)'],
    ['columns that are none', { a: 5 }, 'not a frame: a is 5, expected an array with the values of the column'],
    ['columns of different length', { a: [1], b: [1, 2] }, 'not a frame: b has 2 values, expected 1 like the first column'],
  ])('refuse %s', (_, frame, message) => {
    expect(() => columnsOf(frame)).toThrow(new TypeError(message))
    expect(() => toNumpy(frame)).toThrow(new TypeError(message))
  })

  it.each(frames)('leave %s as it is', async (_, make) => {
    const frame = await make()
    const before = JSON.stringify(columnsOf(frame))
    columnsOf(frame)
    toNumpy(frame, { columns: ['weight', 'age'] }).set(0, 0, 99)
    expect(JSON.stringify(columnsOf(frame))).toBe(before)
  })

  it('do not let a matrix share memory with the frame', () => {
    const frame = { a: Float64Array.of(1, 2) }
    toNumpy(frame).set(0, 0, 99)
    expect(frame.a).toEqual(Float64Array.of(1, 2))
  })
})
