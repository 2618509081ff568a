import {
  Binary,
  type DataType,
  DateDay,
  Decimal,
  Field,
  Float64,
  Int64,
  List,
  type Table,
  TimeSecond,
  TimestampNanosecond,
  Utf8,
} from 'apache-arrow'
import { describe, expect, it } from 'vitest'
import { encodeResult, PandasParameterType } from '../../src/index.js'
import { orients } from '../support/arbitraries.js'
import { cellsOf, tableOf } from '../support/arrow.js'
import { decodeText, messages, validate } from '../support/decode.js'
import { exampleProblem } from '../support/schemas.js'

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

describe('a table and other kinds of frames', () => {
  const records = [
    { id: 1n, name: 'Sarah' },
    { id: 2n, name: null },
  ]

  it('is taken as records where the sample is records', () => {
    expect(received(new PandasParameterType(records), people)).toEqual(records)
  })

  it('is taken as columns where the sample is columns', () => {
    const type = new PandasParameterType({ id: new BigInt64Array(1), name: ['x'] }, { dtypes: { name: { dtype: 'str', nullable: true } } })
    expect(received(type, people)).toEqual({ id: BigInt64Array.of(1n, 2n), name: ['Sarah', null] })
  })

  it.each<[string, unknown]>([
    ['records', records],
    ['columns', { name: ['Sarah', null], id: [1n, 2n] }],
  ])('takes %s where the sample is a table', (_, given) => {
    expect(cellsOf(received(new PandasParameterType(people), given) as Table)).toEqual({ id: [1n, 2n], name: ['Sarah', null] })
  })
})

describe('where the shape is not enforced', () => {
  const type = new PandasParameterType(people, { enforceShape: false })

  it('columns that the sample does not have are kept with the type that they show', () => {
    const table = decodeText(type, '[{"id": 1, "name": "x", "n": 5, "f": 0.5, "t": "a", "l": [{"x": [true, null]}], "u": null}]') as Table
    expect(table.schema.fields.map(({ name, type: shown }) => `${name}: ${shown}`)).toEqual([
      'id: Int64',
      'name: Utf8',
      'n: Int64',
      'f: Float64',
      't: Utf8',
      'l: List<Struct<{x:List<Bool>}>>',
      'u: Null',
    ])
    expect(cellsOf(table)).toEqual({ id: [1n], name: ['x'], n: [5n], f: [0.5], t: ['a'], l: [[{ x: [true, null] }]], u: [null] })
  })

  it('columns of a table that the sample does not have are kept as they are', () => {
    const given = tableOf([['x', new TimeSecond()], ...fields], [[5n], [1n], ['x']])
    const table = received(type, given) as Table
    expect(table.schema.fields.map((field) => field.name)).toEqual(['id', 'name', 'x'])
    expect(table.getChild('x')?.type).toBe(given.getChild('x')?.type)
  })

  it('columns of mixed kinds are refused by name', () => {
    expect(
      messages(type, [
        { id: 1, name: 'x', odd: 1 },
        { id: 1, name: 'x', odd: 'a' },
      ]),
    ).toEqual(['data[1].odd is "a", expected an integer like the values before: an Arrow column holds one type'])
  })

  it('columns may be missing', () => {
    expect(cellsOf(decodeText(type, '[{"name": "x"}]') as Table)).toEqual({ name: ['x'] })
  })
})

it('takes columns of any type where types are not enforced', () => {
  const table = decodeText(new PandasParameterType(people, { enforceColumnType: false }), '[{"id": "x", "name": 5}]') as Table
  expect(table.schema.fields.map(({ name, type }) => `${name}: ${type}`)).toEqual(['id: Utf8', 'name: Int64'])
  expect(cellsOf(table)).toEqual({ id: ['x'], name: [5n] })
})

describe.each(orients)('orient %s', (orient) => {
  const cells = [
    [1n, 2n],
    ['Sarah', 'John'],
    [19782n, -1n],
    [[1n], []],
  ]
  const sampleFields = [...fields, ['day', new DateDay(), true], ['list', listOf(new Decimal(1, 9)), true]] as const

  it('describes a table by an example that is the table again', () => {
    const type = new PandasParameterType(tableOf(sampleFields, cells), { orient })
    const schema = type.inputToSwagger()
    expect(exampleProblem(schema)).toBeUndefined()
    expect(cellsOf(received(type, schema.example) as Table)).toEqual({ id: cells[0], name: cells[1], day: cells[2], list: cells[3] })
  })

  it('describes a table without rows', () => {
    const type = new PandasParameterType(tableOf(sampleFields, [[], [], [], []]), { orient })
    const schema = type.inputToSwagger()
    expect(exampleProblem(schema)).toBeUndefined()
    expect(messages(type, schema.example)).toEqual([])
  })
})

it('writes a table without an output type as records', () => {
  const table = tableOf(
    [
      ['at', new TimestampNanosecond('UTC')],
      ['price', new Decimal(2, 9)],
      ['bytes', new Binary()],
      ['n', new Float64()],
    ],
    [[1n], [150n], [Uint8Array.of(255)], [Number.NaN]],
  )
  expect(JSON.parse(encodeResult(() => undefined, table))).toEqual([
    { at: '1970-01-01T00:00:00.000000001Z', price: '1.50', bytes: '/w==', n: null },
  ])
})
