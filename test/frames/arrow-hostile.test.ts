import {
  Binary,
  BinaryView,
  Bool,
  Data,
  type DataType,
  Decimal,
  Dictionary,
  Field,
  FixedSizeBinary,
  FixedSizeList,
  Int8,
  Int32,
  LargeUtf8,
  List,
  Map_,
  Struct,
  TimeSecond,
  Utf8,
  Utf8View,
  Vector,
} from 'apache-arrow'
import { describe, expect, it } from 'vitest'
import { encodeResult, PandasParameterType, ResultError, SchemaDefinitionError } from '../../src/index.js'
import { bitmapOf, dataOf, dictionaryData, oneColumn, tableOf, tableOfData } from '../support/arrow.js'
import { messages } from '../support/decode.js'

/** A column's data as somebody claims them: the buffers are offsets, values and validity. */
function claimed(type: DataType, length: number, buffers: readonly unknown[], rest: Partial<Rest> = {}): Data {
  const { children = [], nullCount = 0, dictionary, variadic } = rest
  return new Data(type, 0, length, nullCount, [...buffers] as never, [...children] as never, dictionary, variadic)
}

interface Rest {
  readonly children: readonly Data[]
  readonly nullCount: number
  readonly dictionary: Vector
  readonly variadic: Uint8Array[]
}

function refusals(data: Data, nullable = true): string[] {
  const type = new PandasParameterType(tableOf([['c', data.type, nullable]], [[]]), { dtypes: { c: { nullable } } })
  return messages(type, tableOfData([['c', data.type, nullable]], [data]))
}

const ascii = (text: string) => new TextEncoder().encode(text)
const list = new List(new Field('item', new Int8(), true))
const struct = new Struct([new Field('a', new Int8(), true)])
const entries = new Struct([new Field('key', new Utf8(), false), new Field('value', new Int8(), true)])
const map = new Map_(new Field('entries', entries, false) as never)
const colours = new Dictionary(new Utf8(), new Int8())

/** A view of a length that claims to stand in a buffer. */
function view(length: number, buffer = 0, offset = 0): Uint8Array {
  const bytes = new DataView(new ArrayBuffer(16))
  bytes.setInt32(0, length, true)
  bytes.setInt32(8, buffer, true)
  bytes.setInt32(12, offset, true)
  return new Uint8Array(bytes.buffer)
}

describe('a table is refused, with its column, whose', () => {
  it.each<[string, Data]>([
    ['values are too few', claimed(new Int32(), 3, [undefined, Int32Array.of(1, 2)])],
    ['values are missing', claimed(new Int32(), 3, [])],
    ['booleans are too few', claimed(new Bool(), 9, [undefined, Uint8Array.of(1)])],
    ['fixed-size values are too few', claimed(new FixedSizeBinary(4), 2, [undefined, new Uint8Array(7)])],
    ['decimals are too few', claimed(new Decimal(0, 38), 2, [undefined, new Uint32Array(7)])],
    ['views are too few', claimed(new BinaryView(), 2, [undefined, new Uint8Array(16)])],
    ['validity bitmap is too short', claimed(new Int8(), 9, [undefined, new Int8Array(9), Uint8Array.of(0)], { nullCount: 9 })],
    ['validity bitmap is missing', claimed(new Int8(), 9, [undefined, new Int8Array(9)], { nullCount: 1 })],
    ['offsets are too few', claimed(new Utf8(), 2, [Int32Array.of(0, 3), ascii('abc')])],
    ['offsets are missing', claimed(new Utf8(), 1, [undefined, ascii('abc')])],
    ['items are too few', claimed(list, 1, [Int32Array.of(0, 5)], { children: [claimed(new Int8(), 5, [undefined, new Int8Array(2)])] })],
    [
      'fixed-size lists are too few',
      claimed(new FixedSizeList(2, list.children[0] as Field), 2, [], { children: [dataOf(new Int8(), [1, 2, 3])] }),
    ],
    ['members are too few', claimed(struct, 2, [], { children: [dataOf(new Int8(), [1])] })],
    ['members are missing', claimed(struct, 2, [])],
    ['dictionary is missing', claimed(colours, 1, [undefined, Int8Array.of(0)])],
    [
      'dictionary is broken',
      claimed(colours, 1, [undefined, Int8Array.of(0)], {
        dictionary: new Vector([claimed(new Utf8(), 1, [Int32Array.of(0, 9), ascii('a')])]),
      }),
    ],
  ])('%s', (_, data) => {
    const refused = refusals(data)
    expect(refused).toHaveLength(1)
    expect(refused[0]).toMatch(/^data\.c is /)
  })

  it.each<[string, Data, number | string]>([
    ['offsets go back', claimed(new Utf8(), 2, [Int32Array.of(0, 3, 1), ascii('abc')]), '1'],
    ['offsets go beyond the end', claimed(new Binary(), 2, [Int32Array.of(0, 3, 4), ascii('abc')]), '1'],
    ['offsets begin before the start', claimed(new Utf8(), 1, [Int32Array.of(-1, 3), ascii('abc')]), '0'],
    ['large offsets go beyond the end', claimed(new LargeUtf8(), 1, [BigInt64Array.of(0n, 2n ** 62n), ascii('abc')]), '0'],
    ['lists go beyond their items', claimed(list, 2, [Int32Array.of(0, 1, 3)], { children: [dataOf(new Int8(), [1, 2])] }), '1'],
    ['views go beyond their buffer', claimed(new Utf8View(), 1, [undefined, view(100)], { variadic: [new Uint8Array(99)] }), '0'],
    ['views begin before their buffer', claimed(new Utf8View(), 1, [undefined, view(20, 0, -1)], { variadic: [new Uint8Array(99)] }), '0'],
    ['views point into no buffer', claimed(new BinaryView(), 1, [undefined, view(20, 7)], { variadic: [new Uint8Array(99)] }), '0'],
    ['views have a negative length', claimed(new BinaryView(), 1, [undefined, view(-1)]), '0'],
    ['text is no UTF-8', claimed(new Utf8(), 2, [Int32Array.of(0, 1, 2), Uint8Array.of(97, 0xff)]), '1'],
    ['text begins within a character', claimed(new Utf8(), 1, [Int32Array.of(1, 2), Uint8Array.of(0xc3, 0xa9)]), '0'],
    [
      'text in a view is no UTF-8',
      claimed(new Utf8View(), 1, [undefined, Uint8Array.of(1, 0, 0, 0, 0xff, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)]),
      '0',
    ],
    ['index is beyond the dictionary', dictionaryData(colours, ['red'], [0, 1]), '1'],
    ['index is negative', dictionaryData(colours, ['red'], [0, -1]), '1'],
    [
      'nested index is beyond the dictionary',
      claimed(new List(new Field('item', colours, true)), 2, [Int32Array.of(0, 0, 2)], {
        children: [dictionaryData(colours, ['red'], [0, 5])],
      }),
      '1][1',
    ],
    ['decimal has more digits than its type', dataOf(new Decimal(0, 2), [99n, 100n]), '1'],
    ['time of day is past midnight', dataOf(new TimeSecond(), [86_399n, 86_400n]), '1'],
    [
      'nested decimal has more digits than its type',
      dataOf(new List(new Field('item', new Decimal(0, 2), true)), [[1n], [2n, 100n]]),
      '1][1',
    ],
    [
      'map has a null for a key',
      claimed(map, 1, [Int32Array.of(0, 1)], { children: [dataOf(entries, [{ key: null, value: 1 }])] }),
      '0][0',
    ],
  ])('%s, with the row', (_, data, row) => {
    const refused = refusals(data)
    expect(refused).toHaveLength(1)
    expect(refused[0]).toContain(`data.c[${row}] is `)
  })

  it('texts each end within a character, though all of them together are UTF-8', () => {
    expect(refusals(claimed(new Utf8(), 2, [Int32Array.of(0, 1, 2), Uint8Array.of(0xc3, 0xa9)]))).toHaveLength(2)
  })

  it('field has no null and whose column has one', () => {
    expect(refusals(dataOf(new Int8(), [1, null]), false)).toEqual([
      'data.c[1] is null, expected an integer (int8); null only where the schema says nullable',
    ])
  })

  it('batches claim more rows than their columns have', () => {
    const type = new PandasParameterType(oneColumn(new Int8(), [1]))
    expect(messages(type, tableOfData([['c', new Int8()]], [dataOf(new Int8(), [1])], 5))).toHaveLength(1)
  })
})

describe('what stands under a null is not looked at', () => {
  const hidden = { nullCount: 1 }

  it.each<[string, Data]>([
    ['text', claimed(new Utf8(), 2, [Int32Array.of(0, 1, 2), Uint8Array.of(97, 0xff), bitmapOf([true, false])], hidden)],
    ['a view', claimed(new Utf8View(), 1, [undefined, view(100, 9), bitmapOf([false])], hidden)],
    [
      'an index',
      claimed(colours, 1, [undefined, Int8Array.of(9), bitmapOf([false])], {
        ...hidden,
        dictionary: new Vector([dataOf(new Utf8(), ['a'])]),
      }),
    ],
    ['a decimal', claimed(new Decimal(0, 1), 1, [undefined, Uint32Array.of(99, 0, 0, 0), bitmapOf([false])], hidden)],
  ])('%s', (_, data) => {
    expect(refusals(data)).toEqual([])
  })
})

describe('a broken table', () => {
  const broken = tableOfData([['c', new Utf8()]], [claimed(new Utf8(), 1, [Int32Array.of(0, 9), ascii('abc')])])

  it('is refused as a sample', () => {
    expect(() => new PandasParameterType(broken)).toThrow(SchemaDefinitionError)
  })

  it('is refused as a result', () => {
    expect(() => encodeResult(() => undefined, broken)).toThrow(ResultError)
  })

  it('is refused where the sample is plain', () => {
    expect(messages(new PandasParameterType([{ c: 'x' }]), broken)).toHaveLength(1)
  })

  it('is refused in a column whose type nobody enforces', () => {
    expect(messages(new PandasParameterType(oneColumn(new Utf8(), []), { enforceColumnType: false }), broken)).toHaveLength(1)
  })
})
