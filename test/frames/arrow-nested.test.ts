import {
  Bool,
  type Data,
  type DataType,
  Decimal,
  Dictionary,
  Field,
  FixedSizeList,
  Int8,
  Int32,
  Int64,
  List,
  Map_,
  makeData,
  Schema,
  Struct,
  Table,
  TimestampSecond,
  tableToIPC,
  Utf8,
  Utf8View,
} from 'apache-arrow'
import { describe, expect, it } from 'vitest'
import { decodePayload, encodeResult, inputSchema, outputSchema, PandasParameterType, SchemaDefinitionError } from '../../src/index.js'
import { bitmapOf, cellsOf, dataOf, nullsOf, oneColumn, tableOf, tableOfData } from '../support/arrow.js'
import { decodeText, messages, validate } from '../support/decode.js'
import { exampleProblem } from '../support/schemas.js'

const list = (type: DataType, nullable = true) => new List(new Field('item', type, nullable))
const mapOf = (key: DataType, value: DataType) =>
  new Map_(new Field('entries', new Struct([new Field('key', key, false), new Field('value', value, true)]), false) as never)

function received(type: PandasParameterType<unknown>, given: unknown): Record<string, unknown[]> {
  const { value, issues } = validate(type, { data: given })
  expect(issues.map((issue) => issue.message)).toEqual([])
  return cellsOf(value as Table)
}

/** What is read of a table that is written as JSON. */
function throughJson(table: Table): unknown {
  const type = new PandasParameterType<unknown>(table)
  const text = encodeResult(
    outputSchema(type)(() => undefined),
    table,
  )
  return cellsOf(decodeText(type, text) as Table)
}

describe('a map with a key twice is refused, with its row,', () => {
  const cells = (key: unknown) => [
    [[key, 1]],
    [
      [key, 1],
      [key, 2],
    ],
  ]

  it.each<[DataType, unknown, string]>([
    [new Utf8(), 'k', 'k'],
    [new Int64(), 5n, '5'],
    [new Bool(), true, 'true'],
    [new Decimal(1, 9), 15n, ''],
  ])('by %s', (key, value, shown) => {
    const type = mapOf(key, new Int8())
    for (const sample of [oneColumn(type, []), [{ c: null }]]) {
      const { issues } = validate(new PandasParameterType<unknown>(sample), { data: oneColumn(type, cells(value)) })
      expect(issues).toEqual([expect.objectContaining({ path: ['data', 'c', 1], expected: 'each key once' })])
      expect(issues[0]?.received).toContain(shown)
    }
  })

  it('in a list', () => {
    const type = list(mapOf(new Utf8(), new Int8()))
    const { issues } = validate(new PandasParameterType(oneColumn(type, [])), { data: oneColumn(type, [[], cells('k')]) })
    expect(issues).toEqual([expect.objectContaining({ path: ['data', 'c', 1, 1], received: 'the key k twice' })])
  })

  it.each<[DataType, string]>([
    [new Int32(), '{"1": 1, "01": 2}'],
    [new TimestampSecond(), '{"1970-01-01": 1, "1970-01-01T00:00:00Z": 2}'],
  ])('where two texts of JSON say the same key: %s %s', (key, cell) => {
    const { issues } = validate(new PandasParameterType(oneColumn(mapOf(key, new Int8()), [])), `{"data": [{"c": ${cell}}]}`)
    expect(issues).toEqual([expect.objectContaining({ path: ['data', 0, 'c'], expected: 'each key once' })])
  })

  it('but not where two rows have the same', () => {
    const type = mapOf(new Utf8(), new Int8())
    const given = oneColumn(type, [[['k', 1]], null, [['k', 1]]])
    expect(received(new PandasParameterType(oneColumn(type, [null])), given)).toEqual(cellsOf(given))
  })
})

describe('a type that nothing can be of is refused', () => {
  const twice = new Struct([new Field('a', new Int8(), true), new Field('a', new Utf8(), true)])
  const withoutValue = new Map_(new Field('entries', new Struct([new Field('key', new Utf8(), false)]), false) as never)
  const withoutMembers = new Map_(new Field('entries', new Struct([]), false) as never)
  const types: [string, DataType][] = [
    ['a struct with two members of one name', twice],
    ['a list of such structs', list(twice)],
    ['a decimal of 2^31-1 digits', new Decimal(0, 2 ** 31 - 1)],
    ['a decimal of -1 digits', new Decimal(0, -1)],
    ['a decimal of no digits', new Decimal(0, 0)],
    ['a decimal of a scale of 2^30', new Decimal(2 ** 30, 38)],
    ['a decimal of a scale of -2^30', new Decimal(-(2 ** 30), 38)],
    ['a decimal of more digits than its width has', new Decimal(0, 10, 32)],
    ['a map without values', withoutValue],
    ['a map without keys and values', withoutMembers],
  ]

  it.each(types)('when the sample is %s', (_, type) => {
    for (const wrong of [type, list(type)]) {
      const make = () => new PandasParameterType(new Table(new Schema([new Field('odd', wrong, true)])))
      expect(make).toThrow(SchemaDefinitionError)
      expect(make).toThrow(/^sample\.odd is a column of type /)
    }
  })

  it.each(types)('when a stream is read: %s', (_, type) => {
    const bytes = tableToIPC(new Table(new Schema([new Field('odd', type, true)])), 'stream')
    const run = inputSchema('data', new PandasParameterType([{ odd: 1 }]))((data: unknown) => data)
    const decode = () => decodePayload(run, bytes, { contentType: 'application/vnd.apache.arrow.stream' })
    expect(decode).toThrow(expect.objectContaining({ name: 'PayloadError' }))
  })
})

describe('columns', () => {
  const unnamed = tableOf(
    [
      ['', new Int8()],
      ['b', new Utf8()],
    ],
    [[1], ['x']],
  )
  const type = new PandasParameterType<unknown>(unnamed)

  it('may be called nothing', () => {
    expect(exampleProblem(type.inputToSwagger())).toBeUndefined()
    expect(type.inputToSwagger().example).toEqual([{ '': 1, b: 'x' }])
    expect(received(type, unnamed)).toEqual({ '': [1], b: ['x'] })
    expect(received(type, [{ b: 'x', '': 1 }])).toEqual({ '': [1], b: ['x'] })
    expect(validate(new PandasParameterType([{ '': 5, b: 'y' }]), { data: unnamed }).value).toEqual([{ '': 1, b: 'x' }])
  })

  it.each(['a', ''])('may not be called the same: "%s"', (name) => {
    const twice = tableOf(
      [
        [name, new Int8()],
        [name, new Int8()],
      ],
      [[1], [2]],
    )
    expect(() => new PandasParameterType(twice)).toThrow(SchemaDefinitionError)
    const { issues } = validate(new PandasParameterType(tableOf([[name, new Int8()]], [[]])), { data: twice })
    expect(issues).toEqual([expect.objectContaining({ path: ['data', name], received: 'a column that is there twice' })])
  })
})

describe('what stands under a null', () => {
  it('of a list of one length, whose items have none, comes back as it was', () => {
    const type = new FixedSizeList(2, new Field('item', new Int8(), false))
    const table = oneColumn(type, [[1, 2], null])
    expect(received(new PandasParameterType(oneColumn(type, [null])), table)).toEqual({ c: [[1, 2], null] })
    expect(received(new PandasParameterType(oneColumn(type, [null])), [{ c: [1, 2] }, { c: null }])).toEqual({ c: [[1, 2], null] })
    expect(throughJson(table)).toEqual({ c: [[1, 2], null] })
  })

  it.each<[string, DataType, Data]>([
    ['may be items', new Int8(), dataOf(new Int8(), [1, 2, 3, 4])],
    ['may be null where the items have none', new Int8(), dataOf(new Int8(), [1, null, null, 4])],
    ['may be no decimals', new Decimal(0, 1), dataOf(new Decimal(0, 1), [1n, 99n, 99n, 4n])],
  ])('of a list %s', (_, item, child) => {
    const type = list(item, false)
    // The first list has an item, the second is null over two, the third has the last.
    const data = makeData({
      type,
      length: 3,
      nullCount: 1,
      nullBitmap: bitmapOf([true, false, true]),
      valueOffsets: Int32Array.of(0, 1, 3, 4),
      child,
    } as never) as Data
    const [first, last] = item instanceof Decimal ? [1n, 4n] : [1, 4]
    const table = tableOfData([['c', type]], [data])
    expect(received(new PandasParameterType<unknown>(oneColumn(type, [null])), table)).toEqual({ c: [[first], null, [last]] })
    expect(throughJson(table)).toEqual({ c: [[first], null, [last]] })
    expect(throughJson(table.slice(1, 3))).toEqual({ c: [null, [last]] })
  })
})

describe('a slice is judged by its own rows only:', () => {
  const colours = new Dictionary(new Utf8(), new Int8())
  const wrongItems = dataOf(new Decimal(0, 1), [1n, 99n, 3n])
  const offsets = { valueOffsets: Int32Array.of(0, 1, 2, 3) }
  const cases: [string, DataType, Data, unknown, unknown][] = [
    ['decimals', new Decimal(0, 1), wrongItems, 1n, 3n],
    [
      'texts',
      new Utf8(),
      makeData({ type: new Utf8(), length: 3, ...offsets, data: Uint8Array.of(97, 0xff, 98) } as never) as Data,
      'a',
      'b',
    ],
    [
      'lists of decimals',
      list(new Decimal(0, 1)),
      makeData({ type: list(new Decimal(0, 1)), length: 3, ...offsets, child: wrongItems } as never) as Data,
      [1n],
      [3n],
    ],
    [
      'lists of one length of decimals',
      new FixedSizeList(1, new Field('item', new Decimal(0, 1), true)),
      makeData({ type: new FixedSizeList(1, new Field('item', new Decimal(0, 1), true)), length: 3, child: wrongItems } as never) as Data,
      [1n],
      [3n],
    ],
    ['lists without null', list(new Int8(), false), dataOf(list(new Int8(), false), [[1], [null], [3]]), [1], [3]],
    [
      'structs without null',
      new Struct([new Field('a', new Int8(), false)]),
      dataOf(new Struct([new Field('a', new Int8(), false)]), [{ a: 1 }, { a: null }, { a: 3 }]),
      { a: 1 },
      { a: 3 },
    ],
    [
      'maps',
      mapOf(new Utf8(), new Int8()),
      dataOf(mapOf(new Utf8(), new Int8()), [
        [['k', 1]],
        [
          ['k', 1],
          ['k', 2],
        ],
        [['k', 3]],
      ]),
      [['k', 1]],
      [['k', 3]],
    ],
    [
      'indexes',
      colours,
      makeData({
        type: colours,
        length: 3,
        data: Int8Array.of(0, 9, 1),
        dictionary: oneColumn(new Utf8(), ['x', 'y']).getChildAt(0),
      } as never) as Data,
      'x',
      'y',
    ],
  ]

  it.each(cases)('%s', (_, type, data, first, last) => {
    const whole = tableOfData([['c', type]], [data])
    const parameter = new PandasParameterType<unknown>(oneColumn(type, [first, last]))
    expect(messages(parameter, whole)).toHaveLength(1)
    expect(messages(parameter, whole.slice(1, 2))).toHaveLength(1)
    expect(received(parameter, whole.slice(0, 1))).toEqual({ c: [first] })
    expect(received(parameter, whole.slice(2, 3))).toEqual({ c: [last] })
  })
})

describe('records with other columns, where the shape is not enforced,', () => {
  const type = new PandasParameterType<unknown>(tableOf([['id', new Int64(), false]], [[1n]]), { enforceShape: false })

  it('have null where they lack a cell', () => {
    const table = decodeText(type, '[{"id": 1}, {"id": 2, "n": 5, "t": "x"}, {"id": 3, "l": [1]}]') as Table
    expect(cellsOf(table)).toEqual({ id: [1n, 2n, 3n], n: [null, 5n, null], t: [null, 'x', null], l: [null, null, [1n]] })
  })

  it('have null where their records lack a member', () => {
    const table = decodeText(type, '[{"id": 1, "r": {"a": 1}}, {"id": 2, "r": {"b": [{"x": "y"}, {"z": true}]}}, {"id": 3}]') as Table
    expect(cellsOf(table)).toEqual({
      id: [1n, 2n, 3n],
      r: [
        { a: 1n, b: null },
        {
          a: null,
          b: [
            { x: 'y', z: null },
            { x: null, z: true },
          ],
        },
        null,
      ],
    })
  })
})

describe('members of a struct', () => {
  const member = new Struct([
    new Field('a', new Int32(), false),
    new Field('b', new Utf8View(), true),
    new Field('s', new Struct([new Field('x', new Int8(), false), new Field('y', new Int8(), true)]), true),
  ])
  const sample = oneColumn(member, nullsOf(member, false), false)
  const type = new PandasParameterType<unknown>(sample)

  it('that the sample shows null may be left out', () => {
    expect(received(type, [{ c: { a: 1 } }, { c: { a: 2, s: { x: 3 } } }])).toEqual({
      c: [
        { a: 1, b: null, s: null },
        { a: 2, b: null, s: { x: 3, y: null } },
      ],
    })
  })

  it.each<[unknown, string]>([
    [{ b: 'x' }, 'data[0].c.a is missing, expected an integer (int32)'],
    [{ a: 1, s: {} }, 'data[0].c.s.x is missing, expected an integer (int8)'],
    [{ a: 1, z: 1 }, 'data[0].c.z is a member that the sample does not have, expected a record with the fields a, b, s'],
    [{ a: 1, s: { x: 1, z: 1 } }, 'data[0].c.s.z is a member that the sample does not have, expected a record with the fields x, y'],
  ])('must be there otherwise, and be known: %o', (cell, message) => {
    expect(messages(type, [{ c: cell }])).toEqual([message])
  })

  it('are required in the document where they may not be null', () => {
    const schema = type.inputToSwagger()
    expect(exampleProblem(schema)).toBeUndefined()
    expect(schema).toMatchObject({ items: { properties: { c: { required: ['a'], properties: { s: { required: ['x'] } } } } } })
  })
})
