import { createRequire } from 'node:module'
import {
  Binary,
  BinaryView,
  Bool,
  type DataType,
  DateDay,
  DateMillisecond,
  Decimal,
  DenseUnion,
  Dictionary,
  DurationMicrosecond,
  DurationMillisecond,
  DurationNanosecond,
  DurationSecond,
  Field,
  FixedSizeBinary,
  FixedSizeList,
  Float16,
  Float32,
  Float64,
  Int8,
  Int16,
  Int32,
  Int64,
  IntervalDayTime,
  IntervalMonthDayNano,
  IntervalYearMonth,
  LargeBinary,
  LargeList,
  LargeUtf8,
  List,
  Map_,
  Null,
  Schema,
  SparseUnion,
  Struct,
  Table,
  TimeMicrosecond,
  TimeMillisecond,
  TimeNanosecond,
  TimeSecond,
  TimestampMicrosecond,
  TimestampMillisecond,
  TimestampNanosecond,
  TimestampSecond,
  Uint8,
  Uint16,
  Uint32,
  Uint64,
  Utf8,
  Utf8View,
} from 'apache-arrow'
import { describe, expect, it } from 'vitest'
import { PandasParameterType, SchemaDefinitionError } from '../../src/index.js'
import { cellsOf, nullsOf, oneColumn, tableOf } from '../support/arrow.js'
import { decodeText, validate } from '../support/decode.js'

const list = (type: DataType, nullable = true) => new List(new Field('item', type, nullable))
const struct = (members: Record<string, DataType>, nullable = true) =>
  new Struct(Object.entries(members).map(([name, type]) => new Field(name, type, nullable)))
const map = (key: DataType, value: DataType, nullable = true) =>
  new Map_(new Field('entries', new Struct([new Field('key', key, false), new Field('value', value, nullable)]), false) as never)
const fixedList = (size: number, type: DataType) => new FixedSizeList(size, new Field('item', type, true))
const bytes = (...items: number[]) => Uint8Array.from(items)

/** What some JSON texts give in a column of a type. */
function read(sample: Table, ...cells: string[]): unknown[] | undefined {
  const table = decodeText(new PandasParameterType(sample), `[${cells.map((cell) => `{"c": ${cell}}`).join(',')}]`)
  return cellsOf(table as Table)['c']
}

function refusals(sample: Table, cell: string): string[] {
  return validate(new PandasParameterType(sample), `{"data": [{"c": ${cell}}]}`).issues.map((issue) => issue.message)
}

const long = '"a text that does not stand in its view"'

describe('a column', () => {
  it.each<[DataType, string[], unknown[]]>([
    [new Int8(), ['-128', '127.0'], [-128, 127]],
    [new Int16(), ['-32768', '32767'], [-32768, 32767]],
    [new Int32(), ['-2147483648', '2147483647'], [-2147483648, 2147483647]],
    [new Int64(), ['-9223372036854775808', '9223372036854775807'], [-(2n ** 63n), 2n ** 63n - 1n]],
    [new Uint8(), ['0', '255'], [0, 255]],
    [new Uint16(), ['0', '65535'], [0, 65535]],
    [new Uint32(), ['0', '4294967295'], [0, 4294967295]],
    [new Uint64(), ['0', '18446744073709551615'], [0n, 2n ** 64n - 1n]],
    [new Float16(), ['0.1', '65504'], [0.0999755859375, 65504]],
    [new Float32(), ['0.1', '1'], [Math.fround(0.1), 1]],
    [new Float64(), ['0.1', '1e300'], [0.1, 1e300]],
    [new Bool(), ['true', 'false'], [true, false]],
    [new Utf8(), ['""', '"ä👍"', '"\\ufeffx"'], ['', 'ä👍', '\ufeffx']],
    [new LargeUtf8(), ['""', '"ä👍"'], ['', 'ä👍']],
    [new Utf8View(), ['"short"', long, '"twelve bytes"'], ['short', JSON.parse(long), 'twelve bytes']],
    [new Binary(), ['""', '"AP8="'], [bytes(), bytes(0, 255)]],
    [new LargeBinary(), ['""', '"AP8="'], [bytes(), bytes(0, 255)]],
    [new BinaryView(), ['"AP8="', '"AAECAwQFBgcICQoLDA0="'], [bytes(0, 255), bytes(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13)]],
    [new FixedSizeBinary(2), ['"AP8="'], [bytes(0, 255)]],
    [new DateDay(), ['"1969-12-31"', '"2024-02-29"'], [-1n, 19782n]],
    [new DateMillisecond(), ['"1969-12-31"', '"2024-02-29T00:00:00Z"'], [-86_400_000n, 19782n * 86_400_000n]],
    [new TimeSecond(), ['"00:00:00"', '"23:59:59"', '"07:30"'], [0n, 86399n, 27000n]],
    [new TimeMillisecond(), ['"00:00:00.001"'], [1n]],
    [new TimeMicrosecond(), ['"23:59:59.999999"'], [86_399_999_999n]],
    [new TimeNanosecond(), ['"23:59:59.999999999"'], [86_399_999_999_999n]],
    [new TimestampSecond(), ['"1969-12-31T23:59:59Z"'], [-1n]],
    [new TimestampMillisecond(), ['"1970-01-01T00:00:00.001Z"', '"1970-01-01"'], [1n, 0n]],
    [new TimestampMicrosecond('Europe/Berlin'), ['"1970-01-01T01:00:00.000001+01:00"'], [1n]],
    [new TimestampNanosecond('UTC'), ['"2262-04-11T23:47:16.854775807Z"'], [2n ** 63n - 1n]],
    [new TimestampNanosecond('+05:30'), ['"1970-01-01T00:00:00.000000001Z"'], [1n]],
    [new DurationSecond(), ['"P1DT0H0M1S"', '"3 days"'], [86401n, 259200n]],
    [new DurationMillisecond(), ['"PT0.001S"'], [1n]],
    [new DurationMicrosecond(), ['"-PT0.000001S"'], [-1n]],
    [new DurationNanosecond(), ['"PT9223372036.854775807S"'], [2n ** 63n - 1n]],
    [new Decimal(2, 9, 32), ['"-1234567.89"', '1.5', '"7"'], [-123456789n, 150n, 700n]],
    [new Decimal(2, 18, 64), ['"1234567890123456.78"'], [123456789012345678n]],
    [new Decimal(2, 38), ['"-0.01"', '"1e3"', `"${'9'.repeat(36)}.99"`], [-1n, 100000n, 10n ** 38n - 1n]],
    [new Decimal(6, 76, 256), [`"${'9'.repeat(70)}.999999"`], [10n ** 76n - 1n]],
    [new Null(), ['null'], [null]],
    [list(new Int64()), ['[]', '[9007199254740993, null]'], [[], [9007199254740993n, null]]],
    [new LargeList(new Field('item', new Utf8(), true)), ['["a"]', '[]', '["b", null]'], [['a'], [], ['b', null]]],
    [fixedList(2, new Float64()), ['[1, null]'], [[1, null]]],
    [struct({ a: new Int8(), b: new TimestampNanosecond() }), ['{"b": "1970-01-01", "a": null}'], [{ a: null, b: 0n }]],
    [
      map(new Utf8(), new Decimal(1, 5)),
      ['{}', '{"k": "1.5", "__proto__": null}'],
      [
        [],
        [
          ['k', 15n],
          ['__proto__', null],
        ],
      ],
    ],
    [
      map(new Int32(), new Bool()),
      ['{"1": true, "-2": null}'],
      [
        [
          [1, true],
          [-2, null],
        ],
      ],
    ],
    [map(new DateDay(), list(new Int8())), ['{"1970-01-02": [1]}'], [[[1n, [1]]]]],
    [
      list(struct({ m: map(new Utf8(), list(new Utf8View())) })),
      [`[{"m": {"k": [${long}, null]}}]`],
      [[{ m: [['k', [JSON.parse(long), null]]] }]],
    ],
  ])('of %s holds what the JSON says', (type, cells, expected) => {
    expect(read(oneColumn(type, nullsOf(type)), ...cells)).toEqual(expected)
  })

  it.each([new Int8(), new Uint16(), new Int32(), new Uint32()])(
    'of a dictionary with indexes of %s is coded by the sample’s values',
    (index) => {
      const sample = oneColumn(new Dictionary(new Utf8(), index), ['red', 'green', null])
      const vector = (decodeText(new PandasParameterType(sample), '[{"c": "green"}, {"c": null}, {"c": "red"}]') as Table).getChildAt(0)
      expect(Array.from(vector?.data[0]?.values as ArrayLike<number>)).toEqual([1, 0, 0])
      expect(vector?.toArray()).toEqual(['green', null, 'red'])
    },
  )

  it('of a dictionary of integers is coded by the sample’s values', () => {
    expect(read(oneColumn(new Dictionary(new Int64(), new Int8()), [5n, 7n, null]), '7', '5', 'null')).toEqual([7n, 5n, null])
  })
})

describe('null', () => {
  const types = [
    new Int8(),
    new Bool(),
    new Utf8(),
    new DateDay(),
    new TimestampSecond(),
    new Decimal(0, 5),
    list(new Int8()),
    struct({ a: new Int8() }),
  ]

  it.each(types)('stands in the validity bitmap of %s', (type) => {
    const table = decodeText(new PandasParameterType(oneColumn(type, [null])), '[{"c": null}, {"c": null}]') as Table
    expect([table.getChildAt(0)?.nullCount, cellsOf(table)['c']]).toEqual([2, [null, null]])
  })

  it.each(types)('is refused in %s where the sample has none, whatever its field says, unless it is declared', (type) => {
    for (const isNullable of [false, true]) {
      const [message, ...rest] = refusals(oneColumn(type, [], isNullable), 'null')
      expect(rest).toEqual([])
      expect(message).toMatch(/^data\[0\]\.c is null, expected /)
    }
    expect(refusals(oneColumn(type, []), 'null')[0]).toMatch(/; null only with dtypes: { "c": { nullable: true } }$/)
    expect(refusals(oneColumn(type, [], false), 'null')[0]).toMatch(/; null only where the schema says nullable$/)
    const declared = new PandasParameterType(oneColumn(type, []), { dtypes: { c: { nullable: true } } })
    expect(cellsOf(decodeText(declared, '[{"c": null}]') as Table)['c']).toEqual([null])
  })

  it('is refused as a declaration of a field that has none', () => {
    expect(() => new PandasParameterType(oneColumn(new Int8(), [], false), { dtypes: { c: { nullable: true } } })).toThrow(
      new SchemaDefinitionError('the column "c" is declared nullable, but its field in the Arrow schema is not'),
    )
  })

  it('is NaN in floats whose field has no null', () => {
    expect(read(oneColumn(new Float32(), [], false), 'null', '1')).toEqual([Number.NaN, 1])
  })

  it('needs no bitmap where there is none', () => {
    const table = decodeText(new PandasParameterType(oneColumn(new Int8(), [])), '[{"c": 1}]') as Table
    expect(table.getChildAt(0)?.data[0]?.nullBitmap).toBeUndefined()
  })

  it.each<[string, DataType, string, string]>([
    ['item', list(new Int8(), false), '[1, null]', 'data[0].c[1] is null, expected an integer (int8)'],
    ['member', struct({ a: new Utf8() }, false), '{"a": null}', 'data[0].c.a is null, expected a string'],
    ['value of a map', map(new Utf8(), new Bool(), false), '{"k": null}', 'data[0].c.k is null, expected a boolean'],
  ])('is refused as an %s that has no null', (_, type, cell, message) => {
    expect(refusals(oneColumn(type, []), cell)).toEqual([`${message}; null only where the sample shows one`])
  })
})

describe('refuses', () => {
  it.each<[string, DataType, string, string]>([
    ['an integer out of range', new Int8(), '128', 'is 128, expected an integer (int8) from -128 to 127'],
    ['a fraction for an integer', new Int32(), '1.5', 'is 1.5, expected an integer (int32)'],
    ['an integer past 64 bits', new Uint64(), '18446744073709551616', 'is 18446744073709551616, expected an integer (uint64) from 0 to'],
    ['a float out of range', new Float16(), '70000', 'is 70000, expected a number (float16) of at most 65504'],
    ['text for a number', new Float64(), '"1"', 'is "1", expected a number (float64)'],
    [
      'a decimal with too many digits',
      new Decimal(2, 4),
      '"123.45"',
      'is "123.45", expected a decimal number of at most 4 digits, 2 of them after the point',
    ],
    [
      'a decimal with too many digits after the point',
      new Decimal(2, 9),
      '"1.005"',
      'is "1.005", expected a decimal number of at most 9 digits, 2 of them',
    ],
    [
      'a number of more digits than a double is sure of',
      new Decimal(9, 38),
      '1234567890.1234567',
      'expected a decimal number of at most 38 digits',
    ],
    ['text that is no decimal', new Decimal(2, 9), '"1,5"', 'is "1,5", expected a decimal number'],
    [
      'a date that does not exist',
      new DateDay(),
      '"2023-02-29"',
      'is "2023-02-29", expected a date as text, like "2024-02-29" (date32[day])',
    ],
    ['a date with a time of day', new DateDay(), '"2024-02-29T01:00:00Z"', 'is "2024-02-29T01:00:00Z", expected a date as text'],
    ['a number for a date', new DateDay(), '5', 'is 5, expected a date as text'],
    ['a time of day with an offset', new TimeSecond(), '"07:30:00Z"', 'is "07:30:00Z", expected a time of day without a zone as text'],
    ['a time of day past midnight', new TimeSecond(), '"24:00:00"', 'is "24:00:00", expected a time of day without a zone as text'],
    ['a time of day finer than its unit', new TimeMillisecond(), '"07:30:00.0001"', 'is "07:30:00.0001", expected a time of day'],
    ['a time stamp finer than its unit', new TimestampMillisecond(), '"1970-01-01T00:00:00.0001Z"', 'in whole milliseconds'],
    ['a time stamp out of range', new TimestampNanosecond(), '"2300-01-01"', 'that 64 bits can count in nanoseconds since 1970'],
    ['a duration finer than its unit', new DurationSecond(), '"PT0.5S"', 'in whole seconds'],
    ['bytes that are not base64', new Binary(), '"*"', 'is "*", which is not base64, expected base64 text'],
    ['bytes of the wrong length', new FixedSizeBinary(2), '"AP8A"', '3 bytes, expected base64 text of 2 bytes'],
    ['a list of the wrong length', fixedList(2, new Int8()), '[1]', 'has 1 value, expected 2 values'],
    ['a list with a wrong item', list(list(new Int8())), '[[1], [2, "x"]]', '[1][1] is "x", expected an integer (int8)'],
    ['what is no list', list(new Int8()), '{}', 'is an empty object, expected a list'],
    [
      'a struct with another member',
      struct({ a: new Int8() }),
      '{"a": 1, "c": 2}',
      '.c is a member that the sample does not have, expected a record with the fields a',
    ],
    [
      'a struct with a wrong member',
      struct({ a: struct({ b: new Int8() }) }),
      '{"a": {"b": "x"}}',
      '.a.b is "x", expected an integer (int8)',
    ],
    ['a wrong value of a map', map(new Utf8(), new Int8()), '{"k": 1, "l": "x"}', '.l is "x", expected an integer (int8)'],
    ['a wrong key of a map', map(new Int8(), new Int8()), '{"k": 1}', 'is "k", expected keys that are each an integer (int8)'],
    ['a value in a column of nothing', new Null(), '1', 'is 1, expected null'],
  ])('%s', (_, type, cell, message) => {
    const refused = refusals(oneColumn(type, []), cell)
    expect(refused).toHaveLength(1)
    expect(refused[0]).toMatch(/^data\[0\]\.c/)
    expect(refused[0]).toContain(message)
  })

  it('a category that the sample does not have, and names those that it has', () => {
    expect(refusals(oneColumn(new Dictionary(new Utf8(), new Int8()), ['red', 'green']), '"blue"')).toEqual([
      'data[0].c is "blue", expected "red" or "green"',
    ])
  })
})

describe('a sample', () => {
  it.each<[string, DataType]>([
    ['DenseUnion', new DenseUnion([0], [new Field('a', new Int32())])],
    ['SparseUnion', new SparseUnion([0], [new Field('a', new Int32())])],
    ['IntervalDayTime', new IntervalDayTime()],
    ['IntervalYearMonth', new IntervalYearMonth()],
    ['IntervalMonthDayNano', new IntervalMonthDayNano()],
  ])('with a column of %s is refused by the column’s name', (_, type) => {
    const table = new Table(new Schema([new Field('odd', type, true)]))
    expect(() => new PandasParameterType(table)).toThrow(SchemaDefinitionError)
    expect(() => new PandasParameterType(table)).toThrow(/^sample\.odd is a column of type (Union|Interval)</)
  })

  it('says the types of its columns itself', () => {
    expect(() => new PandasParameterType(oneColumn(new Int8(), [1]), { dtypes: { c: 'int16' } })).toThrow(
      new SchemaDefinitionError('dtypes names the column "c", but an Arrow Table says the types of its columns itself'),
    )
  })
})

describe('the table that is received', () => {
  const sample = tableOf(
    [
      ['a', new Int64(), false],
      ['b', struct({ x: list(new Utf8()) }), true],
    ],
    [[1n], [{ x: ['y'] }]],
  )

  it('has the sample’s schema and class', () => {
    const table = decodeText(new PandasParameterType(sample), '[{"b": {"x": []}, "a": 2}]') as Table
    expect(table).toBeInstanceOf(Table)
    expect(table.schema).toBe(sample.schema)
  })

  it('is of the CommonJS copy of apache-arrow where the sample is', () => {
    const other = createRequire(import.meta.url)('apache-arrow') as typeof import('apache-arrow')
    expect(other.Table).not.toBe(Table)
    const shown = other.tableFromArrays({ a: Int32Array.of(1), b: Float64Array.of(0.5) })
    const table = decodeText(new PandasParameterType(shown), '[{"b": 2, "a": 3}]') as Table
    expect([table.constructor, table.getChildAt(0)?.constructor]).toEqual([other.Table, other.Vector])
    expect(table.schema).toBe(shown.schema)
    expect(table.toArray().map((row) => row?.toJSON())).toEqual([{ a: 3, b: 2 }])
  })

  it('is empty for an empty request', () => {
    const table = decodeText(new PandasParameterType(sample), '[]') as Table
    expect([table.schema, table.numRows, cellsOf(table)]).toEqual([sample.schema, 0, { a: [], b: [] }])
  })
})
