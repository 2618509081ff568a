import { createRequire } from 'node:module'
import {
  Binary,
  Bool,
  type DataType,
  DateDay,
  DateMillisecond,
  Decimal,
  Dictionary,
  DurationSecond,
  Field,
  FixedSizeList,
  Float32,
  Float64,
  Int8,
  Int32,
  Int64,
  LargeUtf8,
  List,
  Null,
  Struct,
  Table,
  TimeNanosecond,
  TimeSecond,
  TimestampMicrosecond,
  TimestampNanosecond,
  TimestampSecond,
  Uint64,
  Utf8,
  Utf8View,
} from 'apache-arrow'
import { describe, expect, it } from 'vitest'
import { encodeResult, outputSchema, PandasParameterType } from '../../src/index.js'
import { cellsOf, dataOf, dictionaryData, nullsOf, oneColumn, tableOf, tableOfBatches, tableOfData } from '../support/arrow.js'
import { decodeText, messages, validate } from '../support/decode.js'

function received(type: PandasParameterType<unknown>, given: unknown): unknown {
  const { value, issues } = validate(type, { data: given })
  expect(issues.map((issue) => issue.message)).toEqual([])
  return value
}

const listOf = (type: DataType) => new List(new Field('item', type, true))
const fields = [
  ['id', new Int64(), false],
  ['name', new Utf8()],
] as const
const people = tableOf(fields, [
  [1n, 2n],
  ['Sarah', null],
])

describe('a table for a parameter that was shown one', () => {
  const type = new PandasParameterType(people)

  it('is handed on as it is where its schema is the sample’s', () => {
    const given = tableOfBatches(fields, [
      [[5n], ['x']],
      [[6n], [null]],
    ])
    expect(received(type, given)).toBe(given)
  })

  it('is put into the sample’s order without a copy', () => {
    const given = tableOf([...fields].reverse(), [['x'], [5n]])
    const table = received(type, given) as Table
    expect(table.schema).toBe(people.schema)
    expect(table.getChildAt(0)?.data[0]?.values.buffer).toBe(given.getChildAt(1)?.data[0]?.values.buffer)
    expect(cellsOf(table)).toEqual({ id: [5n], name: ['x'] })
  })

  it('of another copy of apache-arrow becomes one of the sample’s without a copy of its buffers', () => {
    const other = createRequire(import.meta.url)('apache-arrow') as typeof import('apache-arrow')
    const sample = tableOf([['a', new Int32()]], [[1, null]])
    const given = new other.Table({ a: other.vectorFromArray([7, null], new other.Int32()) })
    const table = received(new PandasParameterType(sample), given) as Table
    expect([table.constructor, table.schema]).toEqual([Table, sample.schema])
    expect(table.getChildAt(0)?.data[0]?.values.buffer).toBe(given.getChildAt(0)?.data[0]?.values.buffer)
  })

  it('keeps its batches where one of its columns is converted', () => {
    const given = tableOfBatches(
      [
        ['id', new Int32(), false],
        ['name', new Utf8()],
      ],
      [
        [
          [1, 2],
          ['a', 'b'],
        ],
        [[3], ['c']],
      ],
    )
    const table = received(type, given) as Table
    expect(table.batches.map((batch) => batch.numRows)).toEqual([2, 1])
    expect(cellsOf(table)).toEqual({ id: [1n, 2n, 3n], name: ['a', 'b', 'c'] })
  })

  it.each<[string, Table, string]>([
    ['a missing column', tableOf([['id', new Int64()]], [[1n]]), 'data.name is missing, expected the column "name", each a string'],
    [
      'an extra column',
      tableOf([...fields, ['x', new Int8()]], [[1n], ['x'], [1]]),
      'data.x is a column that the sample does not have, expected only the columns id and name',
    ],
    [
      'a column twice',
      tableOf([...fields, fields[1]], [[1n], ['x'], ['x']]),
      'data.name is a column that is there twice, expected each column once',
    ],
    [
      'a type that does not convert',
      tableOf([fields[0], ['name', new Int8()]], [[1n], [1]]),
      'data.name is a column of int8, expected a column of str',
    ],
    [
      'a null where the field has none',
      tableOf([['id', new Int64()], fields[1]], [[null], ['x']]),
      'data.id[0] is null, expected an integer (int64); null only where the schema says nullable',
    ],
  ])('is refused for %s', (_, given, message) => {
    expect(messages(type, given)).toEqual([message])
  })

  it('is never changed', () => {
    const given = tableOf(
      [
        ['name', new LargeUtf8()],
        ['id', new Uint64()],
      ],
      [['x'], [5n]],
    )
    const before = structuredClone(given.batches[0]?.data.children.map(({ buffers }) => buffers))
    received(type, given)
    expect(given.batches[0]?.data.children.map(({ buffers }) => buffers)).toEqual(before)
  })
})

describe('a column of another type is converted exactly', () => {
  it.each<[DataType, unknown[], DataType, unknown[]]>([
    [new Int8(), [5, null], new Int64(), [5n, null]],
    [new Uint64(), [5n], new Int8(), [5]],
    [new Float64(), [5], new Int8(), [5]],
    [new Int32(), [5], new Float32(), [5]],
    [new Float64(), [Number.POSITIVE_INFINITY, Number.NaN], new Float32(), [Number.POSITIVE_INFINITY, Number.NaN]],
    [new Int64(), [9007199254740993n], new Decimal(2, 38), [900719925474099300n]],
    [new Decimal(2, 38), [900719925474099300n], new Int64(), [9007199254740993n]],
    [new Decimal(2, 38), [150n], new Decimal(1, 9, 32), [15n]],
    [new Utf8(), ['1.50'], new Decimal(2, 9), [150n]],
    [new Utf8(), ['a', null], new Utf8View(), ['a', null]],
    [new Utf8(), ['2024-02-29'], new DateDay(), [19782n]],
    [new Utf8(), ['P1DT1S'], new DurationSecond(), [86_401n]],
    [new DateDay(), [1n], new DateMillisecond(), [86_400_000n]],
    [new DateDay(), [1n], new TimestampSecond(), [86_400n]],
    [new TimeSecond(), [1n], new TimeNanosecond(), [1_000_000_000n]],
    [new TimestampNanosecond('UTC'), [1_000n, null], new TimestampMicrosecond('UTC'), [1n, null]],
    [new Dictionary(new Utf8(), new Int8()), ['a', null], new Utf8(), ['a', null]],
    [listOf(new Int8()), [[1, null], null], listOf(new Float64()), [[1, null], null]],
    [listOf(new Int8()), [[1, 2]], new FixedSizeList(2, new Field('item', new Int8(), true)), [[1, 2]]],
    [
      new Struct([new Field('b', new Int8(), true), new Field('a', new Utf8(), true)]),
      [{ b: 1, a: 'x' }],
      new Struct([new Field('a', new Utf8(), true), new Field('b', new Int64(), true)]),
      [{ a: 'x', b: 1n }],
    ],
    [new Null(), [null], new Int8(), [null]],
  ])('%s, %o, to %s', (from, given, to, expected) => {
    const sample = oneColumn(to, nullsOf(to))
    const table = received(new PandasParameterType(sample), oneColumn(from, given)) as Table
    expect(table.schema).toBe(sample.schema)
    expect(cellsOf(table)).toEqual({ c: expected })
  })

  it.each<[DataType, unknown, DataType, string]>([
    [new Int64(), 128n, new Int8(), 'data.c[1] is 128, expected an integer (int8) from -128 to 127'],
    [new Float64(), 1.5, new Int8(), 'data.c[1] is 1.5, expected an integer (int8)'],
    [new Float64(), Number.POSITIVE_INFINITY, new Int64(), 'data.c[1] is Infinity, expected an integer (int64)'],
    [new Decimal(2, 9), 150n, new Decimal(0, 9), 'expected a decimal number of at most 9 digits, 0 of them after the point'],
    [new TimestampNanosecond(), 1_500n, new TimestampMicrosecond(), 'in whole microseconds'],
    [new Utf8(), 'x', new DateDay(), 'data.c[1] is "x", expected a date as text'],
    [listOf(new Int64()), [1n, 128n], listOf(new Int8()), 'data.c[1][1] is 128, expected an integer (int8)'],
  ])('or refused cell by cell: %s %s to %s', (from, cell, to, message) => {
    const refused = messages(new PandasParameterType(oneColumn(to, nullsOf(to))), oneColumn(from, [null, cell]))
    expect(refused).toHaveLength(1)
    expect(refused[0]).toContain(message)
  })

  it.each<[DataType, DataType]>([
    [new Bool(), new Int8()],
    [new Int8(), new Bool()],
    [new Int8(), new Utf8()],
    [new Utf8(), new Int8()],
    [new Utf8(), new Binary()],
    [new Binary(), new Utf8()],
    [new TimestampSecond(), new DateDay()],
    [new Int64(), new TimestampSecond()],
    [listOf(new Int8()), new Int8()],
    [new TimestampSecond('UTC'), new TimestampSecond()],
    [new TimestampSecond('UTC'), new TimestampSecond('Europe/Berlin')],
  ])('but not from %s to %s', (from, to) => {
    const refused = messages(new PandasParameterType(oneColumn(to, [])), oneColumn(from, []))
    expect(refused).toHaveLength(1)
    expect(refused[0]).toMatch(/^data\.c is a column of .*, expected a column of /)
  })
})

describe('a dictionary', () => {
  const colours = new Dictionary(new Utf8(), new Int8())
  const sample = oneColumn(colours, ['red', 'green'])
  const type = new PandasParameterType(sample)
  const codesOf = (table: Table) => [Array.from(table.getChildAt(0)?.data[0]?.values as Int8Array), cellsOf(table)['c']]

  it.each<[string, string[], number[]]>([
    ['another order', ['green', 'red'], [1, 0]],
    ['more values than are used', ['blue', 'red', 'green'], [1, 2]],
    ['fewer values', ['red'], [0, 0]],
    ['a value twice', ['red', 'green', 'red'], [2, 1]],
  ])('of %s is coded again by the sample’s', (_, values, codes) => {
    const cells = codes.map((code) => values[code] as string)
    const table = received(type, tableOfData([['c', colours]], [dictionaryData(colours, values, codes)])) as Table
    expect(codesOf(table)).toEqual([cells.map((cell) => (cell === 'red' ? 0 : 1)), cells])
  })

  it('of the sample’s values is handed on as it is', () => {
    const given = tableOfData([['c', colours]], [dictionaryData(colours, ['red', 'green'], [1, 1])])
    expect(received(type, given)).toBe(given)
  })

  it('with a value that the sample does not have is refused where it is used', () => {
    const given = tableOfData([['c', colours]], [dictionaryData(colours, ['red', 'blue'], [0, 1])])
    expect(messages(type, given)).toEqual(['data.c[1] is "blue", expected "red" or "green"'])
  })
})

describe('a slice', () => {
  const member = new Struct([
    new Field('x', new Bool(), true),
    new Field('y', new FixedSizeList(2, new Field('item', new Bool(), true)), true),
  ])
  const whole = tableOf(
    [
      ['flag', new Bool()],
      ['pair', new FixedSizeList(2, new Field('item', new Int8(), true))],
      ['record', member],
      ['list', listOf(new Bool())],
      ['text', new Utf8()],
    ],
    [
      Array.from({ length: 20 }, (_, row) => (row % 3 === 0 ? null : row % 2 === 0)),
      Array.from({ length: 20 }, (_, row) => (row % 4 === 0 ? null : [row, row % 5 === 0 ? null : -row])),
      Array.from({ length: 20 }, (_, row) =>
        row % 5 === 0 ? null : { x: row % 2 === 0, y: row % 7 === 0 ? null : [row % 3 === 0, null] },
      ),
      Array.from({ length: 20 }, (_, row) => Array.from({ length: row % 4 }, (_, item) => (row + item) % 3 === 0)),
      Array.from({ length: 20 }, (_, row) => (row % 6 === 0 ? null : `row ${row}`)),
    ],
  )
  const slice = whole.slice(3, 17)
  const cells = Object.fromEntries(Object.entries(cellsOf(whole)).map(([name, column]) => [name, column.slice(3, 17)]))

  it('is handed on as it is', () => {
    expect(received(new PandasParameterType(whole), slice)).toBe(slice)
  })

  it('is put into another order of columns', () => {
    const sample = whole.select(['text', 'list', 'record', 'pair', 'flag'])
    expect(cellsOf(received(new PandasParameterType(sample), slice) as Table)).toEqual(cells)
  })

  it('is written and read with the cells that it shows', () => {
    const type = new PandasParameterType(whole)
    const text = encodeResult(
      outputSchema(type)(() => undefined),
      slice,
    )
    expect(cellsOf(decodeText(type, text) as Table)).toEqual(cells)
  })
})

it('takes a nested table’s buffers as they are', () => {
  const given = tableOfData(
    [
      ['l', listOf(new Int8())],
      ['k', new Int8()],
    ],
    [dataOf(listOf(new Int8()), [[1], null]), dataOf(new Int8(), [1, 2])],
  )
  const table = received(new PandasParameterType(given.select(['k', 'l'])), given) as Table
  expect(table.getChild('l')?.data[0]?.children[0]?.values.buffer).toBe(given.getChild('l')?.data[0]?.children[0]?.values.buffer)
})
