import {
  Binary,
  Bool,
  type DataType,
  DateDay,
  DateMillisecond,
  Decimal,
  Dictionary,
  DurationMillisecond,
  DurationNanosecond,
  DurationSecond,
  Field,
  Float32,
  Float64,
  Int8,
  Int32,
  Int64,
  List,
  Map_,
  Struct,
  type Table,
  TimeMillisecond,
  TimeSecond,
  TimestampMillisecond,
  TimestampNanosecond,
  TimestampSecond,
  Uint8,
  Utf8,
} from 'apache-arrow'
import { describe, expect, it } from 'vitest'
import { PandasParameterType, type PandasParameterTypeOptions } from '../../src/index.js'
import { cellsOf, nullsOf, oneColumn } from '../support/arrow.js'
import { messages, validate } from '../support/decode.js'

const list = (type: DataType) => new List(new Field('item', type, true))
const struct = (...members: readonly (readonly [string, DataType])[]) =>
  new Struct(members.map(([name, type]) => new Field(name, type, true)))
const map = (key: DataType, value: DataType) =>
  new Map_(new Field('entries', new Struct([new Field('key', key, false), new Field('value', value, true)]), false) as never)

function received(type: PandasParameterType<unknown>, given: unknown): unknown[] | undefined {
  const { value, issues } = validate(type, { data: given })
  expect(issues.map((issue) => issue.message)).toEqual([])
  return cellsOf(value as Table)['c']
}

const ofType = (type: DataType, options: PandasParameterTypeOptions = {}) => new PandasParameterType<unknown>(oneColumn(type, []), options)
const withNulls = (type: DataType) => new PandasParameterType<unknown>(oneColumn(type, nullsOf(type)))

describe('what is nested is converted as columns are', () => {
  it.each<[DataType, unknown[], DataType, unknown[]]>([
    [list(new Int64()), [[9007199254740993n, null], []], list(new Decimal(2, 38)), [[900719925474099300n, null], []]],
    [list(new Decimal(2, 38)), [[900719925474099300n, -100n]], list(new Int64()), [[9007199254740993n, -1n]]],
    [list(new Int32()), [[1]], list(new Float64()), [[1]]],
    [list(new Float64()), [[Number.POSITIVE_INFINITY, Number.NaN, 1]], list(new Float32()), [[Number.POSITIVE_INFINITY, Number.NaN, 1]]],
    [struct(['a', new Int64()]), [{ a: 9007199254740993n }], struct(['a', new Decimal(0, 38)]), [{ a: 9007199254740993n }]],
    [map(new Utf8(), new DateDay()), [[['k', 1n]]], map(new Utf8(), new TimestampSecond()), [[['k', 86_400n]]]],
    [list(list(new TimestampSecond('UTC'))), [[[1n]]], list(list(new TimestampMillisecond('UTC'))), [[[1000n]]]],
  ])('%s, %o, to %s', (from, cells, to, expected) => {
    expect(received(withNulls(to), oneColumn(from, cells))).toEqual(expected)
  })

  it.each<[DataType, DataType]>([
    [new Int64(), new TimestampSecond()],
    [new Binary(), new Utf8()],
    [new Utf8(), new Binary()],
    [new TimestampSecond('Europe/Berlin'), new TimestampSecond()],
    [new Bool(), new Int8()],
  ])('but not from %s to %s, with or without rows', (from, to) => {
    for (const [given, wanted] of [
      [list(from), list(to)],
      [struct(['a', from]), struct(['a', to])],
      [map(new Utf8(), from), map(new Utf8(), to)],
    ] as const) {
      for (const cells of [[], [null]]) {
        const refused = messages(ofType(wanted), oneColumn(given, cells))
        expect(refused).toHaveLength(1)
        expect(refused[0]).toMatch(/^data\.c is a column of .*, expected a column of /)
      }
    }
  })

  it.each<[DataType, unknown, DataType, string]>([
    [list(new Decimal(2, 9)), [100n, 150n], list(new Int64()), 'data.c[0][1] is '],
    [list(new Int64()), [1n, 9007199254740993n], list(new Float64()), 'data.c[0][1] is 9007199254740993, expected a number (float64)'],
    [struct(['a', new TimestampMillisecond()]), { a: 1n }, struct(['a', new TimestampSecond()]), 'data.c[0].a is '],
  ])('nor where a value would change: %s %o to %s', (from, cell, to, place) => {
    const refused = messages(ofType(to), oneColumn(from, [cell]))
    expect(refused).toHaveLength(1)
    expect(refused[0]).toContain(place)
  })
})

describe('an integer', () => {
  it('that a float cannot hold is refused, with its row', () => {
    const { issues } = validate(ofType(new Float64()), { data: oneColumn(new Int64(), [1n, 9007199254740993n]) })
    expect(issues).toEqual([expect.objectContaining({ path: ['data', 'c', 1], code: 'not_exact', received: '9007199254740993' })])
  })

  it('that a float can hold is kept, however large', () => {
    expect(received(ofType(new Float64()), oneColumn(new Int64(), [9007199254740994n, -(2n ** 63n)]))).toEqual([
      9007199254740994,
      -(2 ** 63),
    ])
  })
})

describe('a date in milliseconds', () => {
  it.each([1n, -1n, 86_399_999n])('that is no whole day is refused: %s', (count) => {
    const { issues } = validate(ofType(new DateMillisecond()), { data: oneColumn(new DateMillisecond(), [0n, count]) })
    expect(issues).toHaveLength(1)
    expect(issues[0]).toMatchObject({ path: ['data', 'c', 1], code: 'out_of_range' })
    expect(issues[0]?.received).toContain(`${count} milliseconds`)
    expect(messages(ofType(new DateDay()), oneColumn(new DateMillisecond(), [count]))).toHaveLength(1)
  })
})

describe('times and dates', () => {
  const [year10183, year11476] = [3_000_000n, 300_000_000_000n]

  it.each<[DataType, bigint, DataType, bigint]>([
    [new DateDay(), year10183, new TimestampSecond(), year10183 * 86_400n],
    [new DateDay(), year10183, new DateMillisecond(), year10183 * 86_400_000n],
    [new DateDay(), -year10183, new TimestampMillisecond(), year10183 * -86_400_000n],
    [new DateMillisecond(), year10183 * 86_400_000n, new DateDay(), year10183],
    [new TimestampSecond(), year11476, new TimestampMillisecond(), year11476 * 1000n],
    [new TimestampMillisecond('UTC'), year11476 * 1000n, new TimestampSecond('UTC'), year11476],
    [new TimestampMillisecond(), -1000n, new TimestampSecond(), -1n],
    [new TimeMillisecond(), 86_399_000n, new TimeSecond(), 86_399n],
    [new DurationSecond(), -5n, new DurationNanosecond(), -5_000_000_000n],
  ])('are counted in the other unit: %s %s to %s', (from, count, to, expected) => {
    expect(received(withNulls(to), oneColumn(from, [count, null]))?.map(toCount)).toEqual([expected, null])
  })

  it.each<[DataType, bigint, DataType, string]>([
    [new TimestampMillisecond(), 1n, new TimestampSecond(), 'in whole seconds'],
    [new TimestampMillisecond(), -1n, new TimestampSecond(), 'in whole seconds'],
    [new TimestampNanosecond('UTC'), 1_000_001n, new TimestampMillisecond('UTC'), 'in whole milliseconds'],
    [new TimeMillisecond(), 1n, new TimeSecond(), 'in whole seconds'],
    [new DurationNanosecond(), 1n, new DurationMillisecond(), 'in whole milliseconds'],
  ])('that the other unit cannot count are refused: %s %s to %s', (from, count, to, expected) => {
    const { issues } = validate(withNulls(to), { data: oneColumn(from, [null, count]) })
    expect(issues).toHaveLength(1)
    expect(issues[0]).toMatchObject({ path: ['data', 'c', 1], code: 'not_exact' })
    expect(issues[0]?.expected).toContain(expected)
  })

  it('that 64 bits cannot count in the other unit are refused', () => {
    const { issues } = validate(ofType(new TimestampNanosecond()), { data: oneColumn(new TimestampSecond(), [2n ** 40n]) })
    expect(issues).toEqual([expect.objectContaining({ path: ['data', 'c', 0], code: 'out_of_range' })])
  })
})

function toCount(cell: unknown): unknown {
  return typeof cell === 'number' ? BigInt(cell) : cell
}

it('a struct is not taken for another whose members are called alike when written together', () => {
  const sample = oneColumn(struct(['a', new Int32()], ['b', new Int32()]), [])
  const wrong = struct(['a:Int32, b', new Int32()])
  expect(String(wrong)).toBe(String(sample.schema.fields[0]?.type))
  expect(messages(new PandasParameterType(sample), oneColumn(wrong, [{ 'a:Int32, b': 1 }]))).toEqual([
    'data.c is a column of records of a:Int32, b, expected a column of records of a, b',
  ])
})

describe('a dictionary that the sample does not show the values of', () => {
  const texts = Array.from({ length: 300 }, (_, index) => `text ${index}`)
  const records = (count: number) => texts.slice(0, count).map((c) => ({ c }))

  it.each([
    ['8 bits', new Int8(), 128],
    ['8 bits without a sign', new Uint8(), 256],
  ])('has as many as indexes of %s tell apart', (_, indexes, most) => {
    const type = ofType(new Dictionary(new Utf8(), indexes))
    expect(received(type, records(most))).toEqual(texts.slice(0, most))
    const { issues } = validate(type, { data: records(most + 2) })
    expect(issues).toEqual([expect.objectContaining({ path: ['data', most, 'c'], code: 'out_of_range' })])
    expect(issues[0]?.expected).toContain(String(most))
  })

  it('says so of a table’s texts, too', () => {
    const { issues } = validate(ofType(new Dictionary(new Utf8(), new Int8())), { data: oneColumn(new Utf8(), texts.slice(0, 130)) })
    expect(issues).toEqual([expect.objectContaining({ path: ['data', 'c', 128], code: 'out_of_range' })])
  })
})

describe('casting "unsafe"', () => {
  const unsafe = { casting: 'unsafe' } as const

  it.each<[DataType, unknown, string]>([
    [new Utf8(), 5, 'data[0].c is 5, expected a string'],
    [list(new Int8()), ['1'], 'data[0].c[0] is "1", expected an integer (int8)'],
    [list(new Utf8()), [5], 'data[0].c[0] is 5, expected a string'],
    [struct(['a', new Int8()]), { a: '1' }, 'data[0].c.a is "1", expected an integer (int8)'],
    [map(new Utf8(), new Int8()), { k: '1' }, 'data[0].c.k is "1", expected an integer (int8)'],
  ])('casts no text, and nothing inside of a cell: %s %o', (type, cell, message) => {
    expect(messages(ofType(type, unsafe), [{ c: cell }])).toEqual([message])
  })

  it.each([list(new Int8()), struct(['a', new Int8()]), map(new Utf8(), new Int8()), new Utf8(), new DateDay(), new TimestampSecond()])(
    'takes null for %s, as pandas does for objects, texts and times',
    (type) => {
      expect(received(ofType(type, unsafe), [{ c: null }])).toEqual([null])
      expect(messages(ofType(type), [{ c: null }])).toHaveLength(1)
    },
  )

  it('casts numbers', () => {
    expect(received(ofType(new Int8(), unsafe), [{ c: '5' }, { c: 1.5 }, { c: true }])).toEqual([5, 1, 1])
  })

  it.each<[DataType, unknown, DataType]>([
    [new Int8(), 5, new Utf8()],
    [list(new Int8()), [5], list(new Utf8())],
    [list(new Utf8()), ['5'], list(new Int8())],
    [struct(['a', new Utf8()]), { a: '5' }, struct(['a', new Int8()])],
  ])('nor does it in a table’s columns: %s %o to %s', (from, cell, to) => {
    const refused = messages(ofType(to, unsafe), oneColumn(from, [cell]))
    expect(refused).toHaveLength(1)
    expect(refused[0]).toMatch(/^data\.c/)
  })
})
