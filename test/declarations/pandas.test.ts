import { Table, tableFromIPC, tableToIPC } from 'apache-arrow'
import { describe, expect, it } from 'vitest'
import { encodeResult, int, outputSchema, PandasParameterType, pandas, SchemaDefinitionError } from '../../src/index.js'
import { exampleProblem } from '../support/schemas.js'

const messages = (type: { '~standard': { validate(value: unknown): unknown } }, value: unknown) =>
  (type['~standard'].validate(value) as { issues?: readonly { message: string }[] }).issues?.map(({ message }) => message) ?? []

const columns = {
  name: { dtype: 'str', minLength: 1 },
  age: { dtype: 'int32', minimum: 0, maximum: 150 },
  plan: { dtype: 'str', enum: ['basic', 'pro'], default: 'basic' },
  note: { dtype: 'str', nullable: true, optional: true },
  height: 'float64',
  at: { dtype: 'datetime64[ms]', default: '2024-02-29T00:00:00Z' },
} as const
const row = { name: 'Sarah', age: 25, plan: 'pro', note: null, height: 1.7, at: '2024-01-01T00:00:00Z' }

describe('a frame without a sample', () => {
  const people = pandas({ columns })

  it('is received as records, with defaults where rows lack a column', () => {
    expect(people.deserializeInput([{ name: 'Sarah', age: 25, height: 1.7 }, row])).toEqual([
      { name: 'Sarah', age: 25, plan: 'basic', height: 1.7, at: 1709164800000n },
      { ...row, at: 1704067200000n },
    ])
  })

  it('fills in defaults in every layout, and where rows differ in what they lack', () => {
    const expected = [{ name: 'a', age: 1, plan: 'basic', height: 2, at: 1709164800000n }]
    expect(people.deserializeInput({ name: ['a'], age: [1], height: [2] })).toEqual(expected)
    expect(people.deserializeInput({ columns: ['name', 'age', 'height'], data: [['a', 1, 2]] })).toEqual(expected)
    const mixed = people.deserializeInput([row, { name: 'a', age: 1, height: 2 }])
    expect(mixed.map(({ plan }) => plan)).toEqual(['pro', 'basic'])
  })

  it('is received as columns, typed arrays where nothing can lack', () => {
    const type = pandas({ columns, as: 'columns' })
    expect(type.deserializeInput([{ name: 'Sarah', age: 25, height: 1.7 }])).toEqual({
      name: ['Sarah'],
      age: Int32Array.of(25),
      plan: ['basic'],
      note: [null],
      height: Float64Array.of(1.7),
      at: BigInt64Array.of(1709164800000n),
    })
  })

  it('has null among lists and objects only where that is said', () => {
    const list = { dtype: 'object', example: ['a'] } as const
    expect(messages(pandas({ columns: { tags: list } }), [{ tags: null }])).toEqual([
      '[0].tags is null, expected a list; null only with columns: { "tags": { nullable: true } }',
    ])
    expect(messages(pandas({ columns: { tags: { ...list, nullable: true } } }), [{ tags: null }])).toEqual([])
  })

  it('is received as an Arrow Table of the columns’ types, nullable where they are', () => {
    const type = pandas({ columns, as: 'arrow' })
    const table = type.deserializeInput([{ name: 'Sarah', age: 25, height: 1.7 }])
    expect(table).toBeInstanceOf(Table)
    expect(table.schema.fields.map(({ name, type: of, nullable }) => `${name} ${of} ${nullable}`)).toEqual([
      'name Utf8 false',
      'age Int32 false',
      'plan Utf8 false',
      'note Utf8 true',
      'height Float64 false',
      'at Timestamp<MILLISECOND> false',
    ])
    expect(table.get(0)?.toJSON()).toMatchObject({ name: 'Sarah', plan: 'basic', note: null })
    const sent = tableFromIPC(tableToIPC(table))
    expect(type.deserializeInput(sent).numRows).toBe(1)
  })

  it('holds the columns of an Arrow Table that comes to what is declared', () => {
    const type = pandas({ columns: { age: { dtype: 'int32', minimum: 0 } }, as: 'arrow' })
    const other = pandas({ columns: { age: 'int32' }, as: 'arrow' }).deserializeInput([{ age: -1 }])
    expect(messages(type, other)).toEqual(['age[0] is -1, expected an integer (int32) of at least 0'])
  })

  it('holds integers that arrive as numbers to what is declared', () => {
    const type = new PandasParameterType([{ n: int(5) }], { columns: { n: { minimum: 0 } } })
    expect(type.deserializeInput([{ n: 7 }])).toEqual([{ n: 7 }])
    expect(messages(type, [{ n: -5 }])).toEqual(['[0].n is -5, expected an integer (int64) of at least 0'])
  })

  it('names each cell that is not as declared', () => {
    expect(messages(people, [{ ...row, name: '', age: 151, plan: 'gold', height: null }])).toEqual([
      '[0].name is "" with 0 characters, expected a string with at least 1 characters',
      '[0].age is 151, expected an integer (int32) from 0 to 150',
      '[0].plan is "gold", expected "basic" or "pro"',
      '[0].height is null, expected a number (float64); null only with columns: { "height": { dtype: "float64", nullable: true } }',
    ])
  })

  it('takes null for nullable columns alone', () => {
    expect(messages(people, [{ ...row, name: null }])).toEqual([
      '[0].name is null, expected a string with at least 1 characters; null only with columns: { "name": { dtype: "str", nullable: true } }',
    ])
    expect(messages(people, [row])).toEqual([])
  })

  it('refuses missing and further columns, unless enforceShape is off', () => {
    expect(messages(people, [{ age: 1, height: 2 }])).toEqual([
      '[0].name is missing, expected the column "name", each a string with at least 1 characters',
    ])
    expect(messages(people, [{ ...row, more: 1 }])).toEqual([expect.stringContaining('[0].more is a column that the sample does not have')])
    const loose = pandas({ columns: { a: 'int8', b: { dtype: 'int8', default: 5 } }, enforceShape: false })
    expect(loose.deserializeInput([{ more: 1 }])).toEqual([{ b: 5, more: 1 }])
  })

  it.each(['records', 'columns', 'index', 'split', 'values', 'table'] as const)(
    'documents an example in orient %s that it accepts',
    (orient) => {
      const type = pandas({ columns: { name: { dtype: 'str', minLength: 2 }, age: { dtype: 'int32', minimum: 5 } }, orient })
      const schema = type.inputToSwagger()
      expect(exampleProblem(schema)).toBeUndefined()
      expect(messages(type, schema.example)).toEqual([])
    },
  )

  it('says constraints, defaults, categories and what must be there in the document', () => {
    const type = pandas({ columns: { ...columns, kind: { dtype: 'category', enum: ['a', 'b'] } } })
    expect(type.inputToSwagger()).toMatchObject({
      items: {
        required: ['name', 'age', 'height', 'kind'],
        properties: {
          name: { type: 'string', minLength: 1 },
          age: { type: 'integer', format: 'int64', minimum: 0, maximum: 150 },
          plan: { type: 'string', enum: ['basic', 'pro'], default: 'basic' },
          note: { type: 'string', 'x-nullable': true },
          at: { type: 'string', format: 'date-time', default: '2024-02-29T00:00:00.000Z' },
          kind: { type: 'string', enum: ['a', 'b'] },
        },
      },
      example: [{ name: 'x', age: 0, plan: 'basic', note: '', height: 0, kind: 'a' }],
    })
  })

  it('lists null among the values of a nullable enum in OpenAPI 3.1', () => {
    const type = pandas({ columns: { plan: { dtype: 'str', enum: ['a'], nullable: true } } })
    expect(type['~standard'].jsonSchema.input({ target: 'draft-2020-12' })).toMatchObject({
      items: { properties: { plan: { type: ['string', 'null'], enum: ['a', null] } } },
    })
  })

  it('shows the examples of columns, or of rows', () => {
    const example = (declaration: object) =>
      pandas({ columns: { id: { dtype: 'str', pattern: '^u', ...declaration } } }).inputToSwagger().example
    expect(example({ example: 'u1' })).toEqual([{ id: 'u1' }])
    const rows = pandas({ columns: { id: { dtype: 'str', pattern: '^u' } }, example: [{ id: 'u2' }, { id: 'u3' }] })
    expect(rows.inputToSwagger().example).toEqual([{ id: 'u2' }, { id: 'u3' }])
  })

  it('writes what run returned, when it is an output', () => {
    const run = outputSchema(pandas({ columns: { at: 'datetime64[s]', score: 'float32' }, orient: 'split' }))(() => undefined)
    expect(encodeResult(run, [{ at: 0n, score: 0.5 }])).toBe(
      '{"columns":["at","score"],"index":[0],"data":[["1970-01-01T00:00:00.000Z",0.5]]}',
    )
  })

  it('keeps columns of awkward names', () => {
    const type = pandas({ columns: Object.fromEntries([['__proto__', 'int8'] as const, ['a b', 'int8'] as const]) })
    const [record] = type.deserializeInput(JSON.parse('[{"__proto__": 1, "a b": 2}]')) as Record<string, unknown>[]
    expect(Object.entries(record ?? {})).toEqual([
      ['__proto__', 1],
      ['a b', 2],
    ])
  })

  it.each([
    ['columns that are none', { columns: 5 }, 'columns is 5'],
    ['no columns', { columns: {} }, 'columns is empty, expected a dtype for each column'],
    [
      'a column without a dtype',
      { columns: { a: { minimum: 1 } } },
      'the column "a" is an object with the key "minimum", expected a dtype',
    ],
    [
      'a misspelt constraint',
      { columns: { a: { dtype: 'int8', minumum: 1 } } },
      'the column "a" has no option "minumum"; did you mean minimum?',
    ],
    ['a default out of range', { columns: { a: { dtype: 'int8', minimum: 1, default: 0 } } }, 'the column "a" has the default 0'],
    ['null as the default of a column that is not nullable', { columns: { a: { dtype: 'int8', default: null } } }, 'not nullable'],
    ['an example that does not fit', { columns: { a: { dtype: 'int8', maximum: 1 } }, example: [{ a: 2 }] }, 'sample[0].a is 2'],
    [
      'null in the example of a column that is not nullable',
      { columns: { a: 'int8' }, example: [{ a: 1 }, { a: null }] },
      'sample[1].a is null',
    ],
    ['a pattern without an example', { columns: { a: { dtype: 'str', pattern: 'a' } } }, 'the column "a" is declared without an example'],
    ['a kind of frame that there is not', { columns: { a: 'int8' }, as: 'polars' }, 'as is "polars"'],
    ['a dtype without an Arrow type', { columns: { a: 'object' }, as: 'arrow' }, 'the column "a" has no Arrow type'],
    ['a structured dtype', { columns: { a: { dtype: [['x', 'int8']] } } }, 'structured dtype'],
  ])('refuses %s', (_, declaration, message) => {
    expect(() => pandas(declaration as never)).toThrow(SchemaDefinitionError)
    expect(() => pandas(declaration as never)).toThrow(message)
  })
})

describe('columns that are declared beside a sample', () => {
  it('hold what comes to their constraints, texts without a dtype, too', () => {
    const type = new PandasParameterType([{ plan: 'basic', age: 3 }], {
      columns: { plan: { enum: ['basic', 'pro'] }, age: { minimum: 0 } },
    })
    expect(messages(type, [{ plan: 'gold', age: -1 }])).toEqual([
      '[0].plan is "gold", expected "basic" or "pro"',
      '[0].age is -1, expected a number (float64) of at least 0',
    ])
  })

  it('may be further ones, which rows may lack', () => {
    const type = new PandasParameterType([{ a: 1 }], { columns: { b: { dtype: 'int8', default: 2 } } })
    expect(type.deserializeInput([{ a: 1 }, { a: 1, b: 3 }])).toEqual([
      { a: 1, b: 2 },
      { a: 1, b: 3 },
    ])
  })

  it.each([
    [[{ a: 1 }], { columns: { b: { dtype: 'int8' } } }, 'columns has the column "b", which the sample does not have'],
    [[{ a: 1 }], { dtypes: { a: 'int8' }, columns: { a: { dtype: 'int16' } } }, 'a dtype in dtypes and another in columns'],
    [[{ a: 'x' }], { columns: { a: { enum: ['y'] } } }, 'sample[0].a is "x", expected "y"'],
    [[{ a: null }], { columns: { a: { dtype: 'int8', nullable: false } } }, 'the column "a" is declared without nullable'],
    [[{ a: 1 }], { enforceColumnType: false, columns: { a: { minimum: 0 } } }, 'enforceColumnType is off'],
    [[], { columns: { a: { minimum: 0 } } }, 'without a dtype'],
    [[{ a: [1] }], { columns: { a: { minimum: 0 } } }, 'values of dtype object cannot have'],
  ])('are refused where the sample says otherwise: %j, %j', (sample, options, message) => {
    expect(() => new PandasParameterType<unknown>(sample, options as never)).toThrow(message)
  })
})
