import { describe, expect, it } from 'vitest'
import { type Orient, PandasParameterType, SchemaDefinitionError } from '../src/index.js'
import { decodeText, messages } from './support/decode.js'
import { exampleProblem } from './support/schemas.js'

const records = [
  { name: 'Sarah', age: 25 },
  { name: 'John', age: 31 },
]
const columns = { name: ['Sarah', 'John'], age: [25, 31] }

/** The frame in each orient, as pandas writes it. */
const layouts: Record<Orient, unknown> = {
  records,
  columns: { name: { 0: 'Sarah', 1: 'John' }, age: { 0: 25, 1: 31 } },
  index: { 0: records[0], 1: records[1] },
  split: {
    columns: ['name', 'age'],
    index: [0, 1],
    data: [
      ['Sarah', 25],
      ['John', 31],
    ],
  },
  values: [
    ['Sarah', 25],
    ['John', 31],
  ],
  table: { schema: { fields: [], primaryKey: ['index'] }, data: records.map((record, index) => ({ index, ...record })) },
}

describe.each(Object.keys(layouts) as Orient[])('orient %s', (orient) => {
  it('is received as records where the sample is records', () => {
    expect(new PandasParameterType(records, { orient }).deserializeInput(layouts[orient])).toEqual(records)
  })

  it('is received as columns where the sample is columns', () => {
    expect(new PandasParameterType(columns, { orient }).deserializeInput(layouts[orient])).toEqual(columns)
  })

  it('documents an example in its own layout that its schema accepts', () => {
    const schema = new PandasParameterType(records, { orient }).inputToSwagger()
    expect(schema.format).toBe(`pandas.DataFrame:${orient}`)
    expect(exampleProblem(schema)).toBeUndefined()
    expect(new PandasParameterType(records, { orient }).deserializeInput(schema.example)).toEqual(records)
  })

  it('refuses what is no frame', () => {
    for (const data of [5, 'x', null, true, [1]]) expect(messages(new PandasParameterType(records, { orient }), data)).toHaveLength(1)
  })
})

describe('a frame declared as records', () => {
  const type = new PandasParameterType(records)

  it.each(['records', 'columns', 'split', 'values'] as const)('is taken as %s as well', (orient) => {
    expect(type.deserializeInput(layouts[orient])).toEqual(records)
  })

  it('is taken as a dict of lists as well', () => {
    expect(type.deserializeInput(columns)).toEqual(records)
  })

  it('is taken in any order of columns, and arrives in that of the sample', () => {
    expect(Object.keys(type.deserializeInput([{ age: 1, name: 'x' }])[0] as object)).toEqual(['name', 'age'])
  })

  it('is taken without rows', () => {
    expect(type.deserializeInput([])).toEqual([])
  })

  it('is read by its own names where these are "columns" and "data"', () => {
    expect(new PandasParameterType([{ columns: 1, data: 2 }]).deserializeInput({ columns: [3], data: [4] })).toEqual([
      { columns: 3, data: 4 },
    ])
  })

  it.each([
    ['of "data"', [{ data: 1, name: 'x' }], { columns: ['name', 'data'], data: [['y', 2]] }, [{ data: 2, name: 'y' }]],
    [
      'of "columns" and "data"',
      [{ columns: 1, data: 2 }],
      { columns: ['columns', 'data'], index: [0], data: [[3, 4]] },
      [{ columns: 3, data: 4 }],
    ],
  ])('is taken as split, with columns %s, too', (_, sample, given, expected) => {
    expect(new PandasParameterType<unknown>(sample).deserializeInput(given)).toEqual(expected)
  })

  it('is not taken as split when it may have any columns and has one called "data"', () => {
    const open = new PandasParameterType<unknown>([{ data: 1 }], { enforceShape: false })
    expect(open.deserializeInput({ columns: ['a'], data: [2] })).toEqual([{ data: 2, columns: 'a' }])
  })
})

describe('columns', () => {
  it('refuses a third column', () => {
    expect(messages(new PandasParameterType(records), [{ name: 'x', age: 1, extra: 1 }])).toEqual([
      'data[0].extra is a column that the sample does not have, expected only the columns name and age',
    ])
  })

  it('refuses rows of another width', () => {
    expect(messages(new PandasParameterType(records), [['x', 1], ['y']])).toEqual(['data[1] has 1 value on axis 1, expected 2'])
  })

  it('may be missing or added when the shape is free', () => {
    const type = new PandasParameterType(records, { enforceShape: false })
    expect(type.deserializeInput([{ extra: 1, age: 5 }])).toEqual([{ age: 5, extra: 1 }])
  })

  it('are named by position where values have more of them, without taking a name twice', () => {
    const sample = [
      ['2', [1]],
      ['b', [2]],
    ]
    const type = new PandasParameterType<unknown>(sample, { orient: 'values', enforceShape: false })
    expect(type.deserializeInput([[10, 20, 30]])).toEqual([
      ['2', [10]],
      ['b', [20]],
      ['3', [30]],
    ])
  })

  it('are not converted when enforceColumnType is off', () => {
    const type = new PandasParameterType(records, { enforceColumnType: false })
    expect(type.deserializeInput([{ name: 5, age: 'x' }])).toEqual([{ name: 5, age: 'x' }])
  })

  it('keep all digits of integers, also where the sample does not have them', () => {
    const type = new PandasParameterType([{ id: 1n }], { enforceShape: false })
    expect(decodeText(type, '[{"id": 9007199254740993, "extra": 9007199254740993}]')).toEqual([
      { id: 9007199254740993n, extra: 9007199254740993n },
    ])
  })
})

describe('dtypes of columns', () => {
  it.each([
    ['int8', [1, -128], [1, -128]],
    ['int64', [1, 2], [1n, 2n]],
    ['uint64', [1, 2], [1n, 2n]],
    ['float32', [0.1, 1], [Math.fround(0.1), 1]],
    ['bool', [true, false], [true, false]],
    ['str', ['a', 'b'], ['a', 'b']],
    ['<U1', ['a', 'b'], ['a', 'b']],
    ['object', ['a', { x: 1 }], ['a', { x: 1 }]],
    ['datetime64[ns]', ['1970-01-01T00:00:00.000000001Z'], [1n]],
    ['datetime64[ns, UTC]', ['1970-01-01T01:00:00+01:00', '1970-01-02'], [0n, 86400000000000n]],
    ['timedelta64[ns]', ['P0DT0H0M1S', '1 days 00:00:01'], [1000000000n, 86401000000000n]],
    ['bytes', ['AQ==', ''], [Uint8Array.of(1), new Uint8Array()]],
    ['category', ['a', 'b'], ['a', 'b']],
  ])('reads %s', (dtype, given, expected) => {
    const type = new PandasParameterType([], { dtypes: { c: dtype } })
    const cells = (type.deserializeInput(given.map((c) => ({ c }))) as { c: unknown }[]).map(({ c }) =>
      dtype === 'float32' ? Math.fround(c as number) : c,
    )
    expect(cells).toEqual(expected)
  })

  it('give typed columns to a sample of columns', () => {
    const type = new PandasParameterType({ a: [1], b: [1n], c: new Float32Array(1) }, { dtypes: { a: 'int16', b: 'int64' } })
    const expected = { a: Int16Array.of(5), b: BigInt64Array.of(6n), c: Float32Array.of(0.5) }
    expect(type.deserializeInput([{ a: 5, b: 6, c: 0.5 }])).toEqual(expected)
  })

  it('are enough where the sample has no rows', () => {
    const type = new PandasParameterType([], { dtypes: { a: 'int32', b: 'str' } })
    expect(type.deserializeInput([{ b: 'x', a: 1 }])).toEqual([{ a: 1, b: 'x' }])
    expect(messages(type, [{ b: 1, a: 1 }])).toEqual(['data[0].b is 1, expected a string'])
  })

  it('hold a category to the values of the sample', () => {
    const type = new PandasParameterType([{ c: 'red' }, { c: 'blue' }], { dtypes: { c: 'category' } })
    expect(messages(type, [{ c: 'green' }])).toEqual(['data[0].c is "green", expected "red" or "blue"'])
    expect(type.deserializeInput([{ c: 'blue' }])).toEqual([{ c: 'blue' }])
  })

  it('make an unknown category missing when casting is unsafe', () => {
    const type = new PandasParameterType([{ c: 'red' }], { dtypes: { c: 'category' }, casting: 'unsafe' })
    expect(type.deserializeInput([{ c: 'green' }])).toEqual([{ c: null }])
  })

  it('follow the sample for dates, bigints and markers', () => {
    const type = new PandasParameterType([{ when: new Date(0), id: 5n }])
    expect(type.deserializeInput([{ when: '2024-01-01', id: 6 }])).toEqual([{ when: new Date('2024-01-01'), id: 6n }])
  })
})

describe('missing cells', () => {
  it('are allowed in a column that shows one', () => {
    const type = new PandasParameterType([{ a: 1 }, { a: null }], { dtypes: { a: 'int32' } })
    expect(type.deserializeInput([{ a: null }, { a: 5 }])).toEqual([{ a: null }, { a: 5 }])
  })

  it('are allowed in the dtypes of pandas that hold them', () => {
    const type = new PandasParameterType([{ a: 1n }], { dtypes: { a: 'Int64' } })
    expect(decodeText(type, '[{"a": null}, {"a": 9007199254740993}]')).toEqual([{ a: null }, { a: 9007199254740993n }])
  })

  it('are refused in an integer or boolean column that shows none', () => {
    expect(messages(new PandasParameterType([{ a: 1, b: true }], { dtypes: { a: 'int8' } }), [{ a: null, b: null }])).toEqual([
      'data[0].a is null, expected an integer (int8); null only with dtypes: { "a": { dtype: "int8", nullable: true } }',
      'data[0].b is null, expected a boolean; null only with dtypes: { "b": { dtype: "bool", nullable: true } }',
    ])
  })

  it('may be left out of a record where the sample leaves them out', () => {
    const type = new PandasParameterType([{ a: 1 }, { a: 1, b: 2 }])
    expect(type.deserializeInput([{ a: 3 }])).toEqual([{ a: 3 }])
  })

  it.each(['float64', 'Int64', 'boolean', 'str', 'datetime64[ns]', 'timedelta64[ns]', 'bytes', 'object'])(
    'may be all that a %s column shows, and the example is still right',
    (dtype) => {
      const type = new PandasParameterType([{ a: null, b: 1 }], { dtypes: { a: dtype } })
      expect(exampleProblem(type.inputToSwagger())).toBeUndefined()
      expect(messages(type, type.inputToSwagger().example)).toEqual([])
    },
  )
})

describe('values that are right already', () => {
  it.each([
    ['records', records],
    ['columns', columns],
    ['typed columns', { a: Float32Array.of(1, 2), b: ['x', 'y'] }],
  ])('pass through without a copy: %s', (_, frame) => {
    const type: PandasParameterType<unknown> = new PandasParameterType<unknown>(frame)
    expect(type.deserializeInput(frame)).toBe(frame)
  })
})

describe('samples', () => {
  it.each([
    ['a row that is no record', [{ a: 1 }, 2], {}, 'sample[1] is 2, expected a record'],
    ['columns of different length', { a: [1], b: [1, 2] }, {}, 'sample.b has 2 values, expected 1 like the first column'],
    ['a column that is no array', { a: [1], b: 2 }, {}, 'sample.b is 2, expected an array with the values of the column'],
    ['a cell of the wrong dtype', [{ a: 1 }, { a: 'x' }], { dtypes: { a: 'int8' } }, 'sample[1].a is "x", expected an integer (int8)'],
    ['a cell that JSON cannot say', [{ a: () => 1 }], {}, 'sample[0].a is a function, which JSON cannot say'],
    ['a date that no text says', [{ a: new Date(8.64e15) }], {}, 'sample[0].a is the Date +275760-09-13T00:00:00.000Z, expected a date'],
    [
      'a dtype for no column',
      [{ a: 1 }],
      { dtypes: { b: 'int8' } },
      'dtypes names the column "b", which the sample does not have; it has a',
    ],
    ['a structured dtype', [{ a: 1 }], { dtypes: { a: [['x', 'int8']] } }, 'dtypes gives the column "a" a structured dtype'],
    ['an unknown orient', [{ a: 1 }], { orient: 'rows' }, 'orient is "rows", expected records, columns'],
    [
      'a column "index" in a table',
      [{ index: 1 }],
      { orient: 'table' },
      'the sample has a column "index", which orient "table" has no place for',
    ],
    ['nothing', [], {}, 'the sample has no rows and no columns; give `dtypes`, or `enforceShape: false` for any frame'],
    [
      'no frame',
      5,
      {},
      'the sample is 5, expected an array of records, an object or a list of columns, an Arrow Table or a danfojs DataFrame',
    ],
  ])('are refused by place: %s', (_, sample, options, message) => {
    const make = () => new PandasParameterType(sample as never, options as never)
    expect(make).toThrow(SchemaDefinitionError)
    expect(make).toThrow(message)
  })
})

describe('row labels', () => {
  const labelled = (orient: Orient, index: readonly (string | number)[]) => new PandasParameterType(records, { orient, index })

  it.each<[Orient, unknown]>([
    ['index', { b: records[1], a: records[0] }],
    ['columns', { name: { a: 'Sarah', b: 'John' }, age: { a: 25, b: 31 } }],
    ['split', { columns: ['name', 'age'], index: ['a', 'b'], data: [Object.values(columns).map(([first]) => first), ['John', 31]] }],
  ])('stand in the example of orient "%s"', (orient, example) => {
    expect(labelled(orient, ['a', 'b']).inputToSwagger().example).toEqual(example)
  })

  it.each<[readonly (string | number)[], unknown]>([
    [['a', 'b'], { type: 'string' }],
    [[10, 20], { type: 'integer', format: 'int64' }],
    [[0.5, 1], { type: 'number', format: 'double' }],
  ])('%j say their type in orients "split" and "table"', (index, expected) => {
    expect(labelled('split', index).inputToSwagger()).toHaveProperty('properties.index.items', expected)
    expect(labelled('table', index).inputToSwagger()).toHaveProperty('properties.data.items.properties.index', expected)
    expect(exampleProblem(labelled('table', index).inputToSwagger())).toBeUndefined()
  })

  it.each<[string, readonly unknown[], string]>([
    ['too few', ['a'], 'index is an array of 1 value, expected an array with a label for each of the 2 rows'],
    ['the same twice', ['a', 'a'], 'index has a label twice'],
    ['no labels', [null, 1], 'index has the label null, expected strings or numbers'],
  ])('are refused when they are %s', (_, index, message) => {
    expect(() => labelled('index', index as string[])).toThrow(new SchemaDefinitionError(message))
  })
})

it.each<[string, unknown, (frame: unknown) => unknown]>([
  ['records', [{ v: 1.5 }], (frame) => (frame as { v: number }[])[0]?.v],
  ['columns', { v: [1.5] }, (frame) => (frame as { v: ArrayLike<number> }).v[0]],
])('gives a float32 cell the same value in %s', (_, sample, cellOf) => {
  expect(cellOf(new PandasParameterType(sample, { dtypes: { v: 'float32' } }).deserializeInput([{ v: 0.1 }]))).toBe(Math.fround(0.1))
})
