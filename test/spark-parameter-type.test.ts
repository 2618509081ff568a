import {
  Binary,
  Bool,
  type DataType,
  DateMillisecond,
  Decimal,
  Dictionary,
  Duration,
  Field,
  FixedSizeList,
  Float16,
  Float64,
  Int32,
  LargeUtf8,
  List,
  Schema,
  Table,
  TimeMicrosecond,
  TimeMillisecond,
  Timestamp,
  TimestampMillisecond,
  TimeUnit,
  tableFromArrays,
  tableFromIPC,
  tableToIPC,
  Uint8,
  Uint16,
  Uint32,
  Uint64,
  Utf8,
  type Vector,
  vectorFromArray,
} from 'apache-arrow'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  encodeResult,
  getSupportedVersions,
  inputSchema,
  outputSchema,
  SchemaDefinitionError,
  SparkParameterType,
  type SparkSample,
} from '../src/index.js'
import { validate } from './support/decode.js'
import { exampleProblem } from './support/schemas.js'

type SparkType = string | object

const field = (name: string, type: SparkType, nullable = true) => ({ name, type, nullable, metadata: {} })
const struct = (...fields: readonly object[]) => ({ type: 'struct', fields })
const array = (elementType: SparkType, containsNull = true) => ({ type: 'array', elementType, containsNull })
const map = (keyType: SparkType, valueType: SparkType, valueContainsNull = true) => ({ type: 'map', keyType, valueType, valueContainsNull })

/** A type for a frame of one column called c. */
const column = (type: SparkType, rows: readonly unknown[] = [], nullable = true) =>
  new SparkParameterType({ schema: struct(field('c', type, nullable)), rows: rows.map((c) => ({ c })) })

/** The rows of a table as JSON has them: what the type writes of it. */
function written(type: SparkParameterType, table: unknown): unknown {
  return JSON.parse(
    encodeResult(
      outputSchema(type)(() => undefined),
      table,
    ),
  )
}

/** What comes back of the cells of column c. */
function roundTrip(type: SparkParameterType, cells: readonly unknown[]): unknown[] {
  const { value, issues } = validate(type, { data: cells.map((c) => ({ c })) })
  if (issues.length > 0) throw new Error(issues.map(({ message }) => message).join('; '))
  return (written(type, value) as { c: unknown }[]).map(({ c }) => c)
}

function messages(type: SparkParameterType, rows: unknown): string[] {
  return validate(type, JSON.stringify({ data: rows })).issues.map(({ message }) => message)
}

/** A field with everything that Spark could compare, as text. */
function shown({ name, type, nullable }: Field): string {
  const children = (type.children as Field[] | undefined) ?? []
  const inner = children.length === 0 ? '' : ` { ${children.map(shown).join(', ')} }`
  const head = children.length === 0 ? String(type) : String(type).replace(/<.*/, '')
  const width = type instanceof Decimal ? ` of ${type.bitWidth} bits, precision ${type.precision}, scale ${type.scale}` : ''
  return `${name}: ${width === '' ? head : 'Decimal'}${width}${nullable ? '' : ' not null'}${inner}`
}

const tableOf = (type: DataType, nullable = true) => new Table(new Schema([new Field('c', type, nullable)]))

describe('each type of Spark’s', () => {
  const cases: readonly (readonly [name: string, type: SparkType, schema: object, cell: unknown, arrow: string])[] = [
    ['byte', 'byte', { type: 'integer', format: 'int8' }, -128, 'Int8'],
    ['short', 'short', { type: 'integer', format: 'int16' }, 32767, 'Int16'],
    ['integer', 'integer', { type: 'integer', format: 'int32' }, -(2 ** 31), 'Int32'],
    ['long', 'long', { type: 'integer', format: 'int64' }, 5, 'Int64'],
    ['boolean', 'boolean', { type: 'boolean' }, true, 'Bool'],
    ['float', 'float', { type: 'number', format: 'float' }, 1.5, 'Float32'],
    ['double', 'double', { type: 'number', format: 'double' }, 0.1, 'Float64'],
    ['decimal', 'decimal(12,2)', { type: 'number', format: 'decimal' }, 12.25, 'Decimal of 128 bits, precision 12, scale 2'],
    ['decimal without digits', 'decimal', { type: 'number', format: 'decimal' }, 12, 'Decimal of 128 bits, precision 10, scale 0'],
    ['string', 'string', { type: 'string' }, 'Zoë', 'Utf8'],
    ['varchar', 'varchar(10)', { type: 'string' }, 'x', 'Utf8'],
    ['char', 'char(3)', { type: 'string' }, 'abc', 'Utf8'],
    ['string with a collation', 'string collate UTF8_LCASE', { type: 'string' }, 'x', 'Utf8'],
    ['binary', 'binary', { type: 'string', format: 'byte' }, 'AQID', 'Binary'],
    ['date', 'date', { type: 'string', format: 'date' }, '2024-02-29', 'Date32<DAY>'],
    ['timestamp', 'timestamp', { type: 'string', format: 'date-time' }, '2024-02-29T12:30:00.123456Z', 'Timestamp<MICROSECOND, UTC>'],
    ['timestamp_ntz', 'timestamp_ntz', { type: 'string', format: 'date-time' }, '2024-02-29T12:30:00.123456Z', 'Timestamp<MICROSECOND>'],
    ['day-time interval', 'interval day to second', { type: 'string', format: 'timedelta' }, 'P1DT2H3M4.000005S', 'Duration<MICROSECOND>'],
    ['time', 'time(6)', { type: 'string', format: 'time-local' }, '07:30:00.123456', 'Time64<NANOSECOND>'],
    [
      'variant',
      'variant',
      { type: 'object', properties: { value: { type: 'string', format: 'byte' }, metadata: { type: 'string', format: 'byte' } } },
      { value: 'DAE=', metadata: 'AQAA' },
      'Struct { value: Binary not null, metadata: Binary not null }',
    ],
    [
      'a user-defined type, as what it is stored as',
      { type: 'udt', class: 'org.apache.spark.ml.linalg.VectorUDT', sqlType: struct(field('values', array('double', false))) },
      {
        type: 'object',
        properties: { values: { type: 'array', items: { type: 'number', format: 'double' }, 'x-nullable': true } },
      },
      { values: [0.5] },
      'Struct { values: List { element: Float64 not null } }',
    ],
    ['interval of hours', 'interval hour', { type: 'string', format: 'timedelta' }, 'P0DT2H0M0S', 'Duration<MICROSECOND>'],
    [
      'array',
      array('integer', false),
      { type: 'array', items: { type: 'integer', format: 'int32' } },
      [1, 2],
      'List { element: Int32 not null }',
    ],
    [
      'array with nulls',
      array('string'),
      { type: 'array', items: { type: 'string', 'x-nullable': true } },
      ['a'],
      'List { element: Utf8 }',
    ],
    [
      'map',
      map('string', 'long', false),
      { type: 'object', additionalProperties: { type: 'integer', format: 'int64' } },
      { a: 1 },
      'Map { entries: Struct not null { key: Utf8 not null, value: Int64 not null } }',
    ],
    [
      'map with nulls, by integers',
      map('integer', 'boolean'),
      { type: 'object', additionalProperties: { type: 'boolean', 'x-nullable': true } },
      { 7: true },
      'Map { entries: Struct not null { key: Int32 not null, value: Bool } }',
    ],
    [
      'struct',
      struct(field('x', 'integer', false), field('y', 'string')),
      { type: 'object', properties: { x: { type: 'integer', format: 'int32' }, y: { type: 'string', 'x-nullable': true } } },
      { x: 1, y: 'z' },
      'Struct { x: Int32 not null, y: Utf8 }',
    ],
    [
      'nested to some depth',
      array(map('string', struct(field('x', array('byte', false))), false), false),
      {
        type: 'array',
        items: {
          type: 'object',
          additionalProperties: {
            type: 'object',
            properties: { x: { type: 'array', items: { type: 'integer', format: 'int8' }, 'x-nullable': true } },
          },
        },
      },
      [{ a: { x: [1] } }],
      'List { element: Map not null { entries: Struct not null { key: Utf8 not null, value: Struct not null { x: List { element: Int8 not null } } } } }',
    ],
  ]

  it.each(cases)('is documented: %s', (_name, type, schema, cell) => {
    const swagger = column(type, [cell], false).inputToSwagger()
    expect(swagger).toEqual({
      type: 'array',
      items: { type: 'object', properties: { c: schema } },
      example: [{ c: cell }],
    })
    expect(exampleProblem(swagger)).toBeUndefined()
  })

  it.each(cases)('is documented as nullable where it is: %s', (_name, type, schema) => {
    expect(column(type).inputToSwagger()).toMatchObject({ items: { properties: { c: { ...schema, 'x-nullable': true } } } })
  })

  it.each(cases)('is received as the Arrow type that Spark uses: %s', (_name, type, _schema, cell, arrow) => {
    const expected = arrow.includes(' {') ? arrow.replace(' {', ' not null {') : `${arrow} not null`
    const table = column(type, [], false).deserializeInput([{ c: cell }])
    expect(table).toBeInstanceOf(Table)
    expect(table.schema.fields.map(shown)).toEqual([`c: ${expected}`])
  })

  it.each(cases)('is written as it came: %s', (_name, type, _schema, cell) => {
    expect(roundTrip(column(type), [cell, null, cell])).toEqual([cell, null, cell])
  })

  it.each(cases)('takes the documented example without a sample row: %s', (_name, type) => {
    const empty = column(type, [], false)
    const { example, ...schema } = empty.inputToSwagger()
    expect(exampleProblem({ ...schema, example })).toBeUndefined()
    expect(messages(empty, example)).toEqual([])
  })

  it.each(['void', 'null'])('documents %s as an object and receives nulls', (name) => {
    const type = column(name)
    expect(type.inputToSwagger()).toMatchObject({ items: { properties: { c: { type: 'object', 'x-nullable': true } } } })
    const table = type.deserializeInput([{ c: null }])
    expect(table.schema.fields.map(shown)).toEqual(['c: Null'])
    expect(messages(type, [{ c: 1 }])).toEqual(['data[0].c is 1, expected null'])
  })
})

describe('the sample', () => {
  const schema = struct(field('name', 'string', false), field('age', 'integer'), field('big', 'long'))
  const rows = [{ name: 'Sarah', age: 25, big: 5 }]

  it.each<readonly [string, SparkSample]>([
    ['the text of df.schema.json()', { schema: JSON.stringify(schema), rows }],
    ['the parsed text', { schema, rows }],
    ['rows as lists in the schema’s order', { schema, rows: [['Sarah', 25, 5]] }],
  ])('may be %s', (_, sample) => {
    const type = new SparkParameterType(sample)
    expect(type.inputToSwagger().example).toEqual(rows)
    expect(type.deserializeInput(rows).schema.fields.map(shown)).toEqual(['name: Utf8 not null', 'age: Int32', 'big: Int64'])
  })

  it('keeps the order and the nullability of the schema, whatever the order of the rows', () => {
    const table = new SparkParameterType({ schema, rows: [{ big: 1, age: 2, name: 'x' }] }).deserializeInput([
      { age: 1, big: 2, name: 'y' },
    ])
    expect(table.schema.fields.map(shown)).toEqual(['name: Utf8 not null', 'age: Int32', 'big: Int64'])
  })

  it('has no required fields in Swagger 2.0, and all versions', () => {
    const type = new SparkParameterType({ schema, rows })
    expect(JSON.stringify(type.inputToSwagger())).not.toContain('required')
    expect(getSupportedVersions(inputSchema('data', type)((data: unknown) => data))).toEqual(['2.0', '3.0', '3.1'])
  })

  it('leaves nulls out of the example, which Swagger 2.0 could not say', () => {
    const type = new SparkParameterType({ schema, rows: [{ name: 'x', age: null, big: null }, ...rows] })
    const swagger = type.inputToSwagger()
    expect(exampleProblem(swagger)).toBeUndefined()
    expect(messages(type, swagger.example)).toEqual([])
  })

  it.each<readonly [string, unknown, string]>([
    ['a number', 5, 'the sample is 5, expected { schema, rows } with Spark’s JSON schema, or an Arrow Table'],
    ['null', null, 'the sample is null, expected { schema, rows } with Spark’s JSON schema, or an Arrow Table'],
    ['text that is no JSON', { schema: '{' }, 'the schema is "{", expected the JSON text of df.schema.json()'],
    ['a type that is no struct', { schema: '"integer"' }, 'the schema is of type integer, expected a struct'],
    ['a schema without fields', { schema: struct() }, 'the schema has no fields'],
    ['fields that are no list', { schema: { type: 'struct', fields: {} } }, 'the schema has the fields'],
    ['a field without a name', { schema: struct({ type: 'integer' }) }, 'expected one with a name'],
    ['a type that is unknown', { schema: struct(field('a', 'bignum')) }, 'the field "a" is of the type "bignum"'],
    ['an unknown element type', { schema: struct(field('a', array('bignum'))) }, 'the elements of the field "a" is of the type "bignum"'],
    ['an unknown compound type', { schema: struct(field('a', { type: 'set' })) }, 'the field "a" is "set", expected a type of Spark’s'],
    [
      'year-month intervals',
      { schema: struct(field('a', 'interval year to month')) },
      'the field "a" is of the type "interval year to month"',
    ],
    ['two fields of one name', { schema: struct(field('a', 'integer'), field('a', 'long')) }, 'the schema has two fields called "a"'],
    [
      'two nested fields of one name',
      { schema: struct(field('s', struct(field('a', 'integer'), field('a', 'long')))) },
      'the field "s" has two fields called "a"',
    ],
    [
      'a user-defined type that does not say what it is stored as',
      { schema: struct(field('v', { type: 'udt', pyClass: 'app.types.PointUDT' })) },
      'the sqlType of the field "v" is undefined, expected a type of Spark’s',
    ],
    [
      'a user-defined type that is stored as an unknown one',
      { schema: struct(field('v', { type: 'udt', pyClass: 'app.types.PointUDT', sqlType: 'bignum' })) },
      'the sqlType of the field "v" is of the type "bignum", which has no form here',
    ],
    ['a time without its digits', { schema: struct(field('a', 'time')) }, 'the field "a" is of the type "time", which has no form here'],
  ])('is refused when it is %s', (_, sample, message) => {
    const make = () => new SparkParameterType(sample as SparkSample)
    expect(make).toThrow(SchemaDefinitionError)
    expect(make).toThrow(message.replaceAll('’', "'"))
  })

  it.each([
    ['a wrong type', [rows[0], { name: 'x', age: 'y', big: 1 }], 'sample[1].age is "y", expected an integer (int32)'],
    ['a fraction', [{ name: 'x', age: 1.5, big: 1 }], 'sample[0].age is 1.5, expected an integer (int32)'],
    ['another column', [{ name: 'x', age: 1, big: 1, b: 1 }], 'sample[0].b is a column that the sample does not have'],
    ['null where there is none', [{ name: null, age: 1, big: 1 }], 'sample[0].name is null, expected a string'],
    ['rows of another width', [['x', 1]], 'sample[0] has 2 values on axis 1, expected 3'],
    ['no rows at all', 5, 'sample is 5, expected a list of records'],
  ])('is refused with the place when its rows have %s', (_, given, message) => {
    expect(() => new SparkParameterType({ schema, rows: given as unknown[] })).toThrow(message)
  })

  it.each<readonly [string, SparkSample, string]>([
    ['beside the schema', { schema, rows, row: [] } as SparkSample, '"row"'],
    ['in the schema itself', { ...schema, Rows: rows } as never, '"Rows"'],
  ])('is refused with members that nobody reads, %s', (_, sample, name) => {
    const make = () => new SparkParameterType(sample)
    expect(make).toThrow(SchemaDefinitionError)
    expect(make).toThrow(name)
  })

  it.each(['decimal(39,2)', 'decimal(5,10)', 'decimal(0,0)', 'decimal(5,-1)'])('is refused when a column is %s', (type) => {
    expect(() => column(type)).toThrow(
      new SchemaDefinitionError(`the field "c" is ${type}, expected a precision from 1 to 38, and a scale from 0 to that`),
    )
  })

  it.each<readonly [string, SparkType]>([
    ['array', array('string')],
    ['map', map('string', 'string')],
    ['struct', struct(field('a', 'string'))],
    ['variant', 'variant'],
  ])('is refused when the keys of a map are of type %s', (kind, key) => {
    for (const type of [map(key, 'string'), array(map(key, 'string'))]) {
      expect(() => column(type)).toThrow(SchemaDefinitionError)
      expect(() => column(type)).toThrow(`are of type ${kind}, which the keys of a JSON object cannot say`)
    }
  })

  it('is the only thing besides the options that exist', () => {
    expect(() => new SparkParameterType({ schema, rows }, { applySchema: false } as object)).toThrow(
      'there is no option "applySchema"; did you mean applySampleSchema?',
    )
  })
})

describe('an Arrow Table as the sample', () => {
  const list = (name: string, type: DataType) => new List(new Field(name, type, true))

  it.each<readonly [string, DataType, string]>([
    ['large text', new LargeUtf8(), 'c: Utf8'],
    ['a dictionary', new Dictionary(new Utf8(), new Int32()), 'c: Utf8'],
    ['timestamps in UTC', new Timestamp(TimeUnit.MICROSECOND, 'UTC'), 'c: Timestamp<MICROSECOND, UTC>'],
    ['timestamps without a zone', new TimestampMillisecond(), 'c: Timestamp<MICROSECOND>'],
    ['durations in nanoseconds', new Duration(TimeUnit.NANOSECOND), 'c: Duration<MICROSECOND>'],
    ['decimals', new Decimal(3, 20, 128), 'c: Decimal of 128 bits, precision 20, scale 3'],
    ['lists of one length', new FixedSizeList(2, new Field('item', new Float64(), false)), 'c: List { element: Float64 not null }'],
    ['bytes', new Binary(), 'c: Binary'],
    ['times in microseconds', new TimeMicrosecond(), 'c: Time64<NANOSECOND>'],
    ['booleans', new Bool(), 'c: Bool'],
  ])('turns %s into what Spark has', (_, type, expected) => {
    expect(new SparkParameterType(tableOf(type)).deserializeInput([]).schema.fields.map(shown)).toEqual([expected])
  })

  it.each<readonly [string, DataType]>([
    ['Uint8', new Uint8()],
    ['Uint16', new Uint16()],
    ['Uint32', new Uint32()],
    ['Uint64', new Uint64()],
    ['Float16', new Float16()],
    ['Date64<MILLISECOND>', new DateMillisecond()],
    ['Time32<MILLISECOND>', new TimeMillisecond()],
  ])('is refused by name where its type is %s', (name, type) => {
    for (const wrong of [type, list('item', type)])
      expect(() => new SparkParameterType(tableOf(wrong))).toThrow(`the column "c" is of type ${name}, which Spark does not have`)
  })

  it.each(['Europe/Berlin', '+05:30', 'UTC'])('keeps the instants of timestamps in %s, in a schema of UTC', (zone) => {
    const instants = new Table({ c: vectorFromArray([1709208000123, null], new Timestamp(TimeUnit.MILLISECOND, zone)) })
    const type = new SparkParameterType(instants)
    expect(type.inputToSwagger().example).toEqual([{ c: '2024-02-29T12:00:00.123Z' }])
    const table = type.deserializeInput([{ c: '2024-02-29T12:00:00.123Z' }])
    expect(table.schema.fields.map(shown)).toEqual(['c: Timestamp<MICROSECOND, UTC>'])
    expect(Array.from((table.getChild('c') as Vector<Timestamp>).toArray())).toEqual([1709208000123000n])
  })

  it('shows its rows in the example, and takes tables of its own types', () => {
    const sample = new Table({ id: vectorFromArray([1, null], new Int32()), name: vectorFromArray(['a', 'b'], new Utf8()) })
    const type = new SparkParameterType(sample)
    const swagger = type.inputToSwagger()
    expect(exampleProblem(swagger)).toBeUndefined()
    expect(written(type, type.deserializeInput(sample))).toEqual([
      { id: 1, name: 'a' },
      { id: null, name: 'b' },
    ])
  })
})

describe('cells', () => {
  const decimal = column('decimal(38,10)')

  it.each([
    ['text of all its digits', '"1234567890123456789012345678.0123456789"', '1234567890123456789012345678.0123456789'],
    ['negative text', '"-0.0000000001"', -1e-10],
    ['a number of 15 digits', '123456789012345', 123456789012345],
    ['a fraction of 15 digits', '12345.1234567891', 12345.1234567891],
  ])('of decimals are exact: %s', (_, json, expected) => {
    const { value, issues } = validate(decimal, `{"data": [{"c": ${json}}]}`)
    expect(issues).toEqual([])
    expect((written(decimal, value) as { c: unknown }[])[0]?.c).toEqual(expected)
  })

  const expectedDecimal = 'expected a decimal number of at most 38 digits, 10 of them after the point'
  it.each([
    [
      'a number of 16 digits',
      '1234567890123456',
      `1234567890123456, ${expectedDecimal} with all its digits: send more than 15 of them as text`,
    ],
    ['too many digits', '"12345678901234567890123456789"', `"12345678901234567890123456789", ${expectedDecimal}`],
    ['too many digits after the point', '"0.00000000001"', `"0.00000000001", ${expectedDecimal}`],
    ['text that is no number', '"NaN"', `"NaN", ${expectedDecimal}`],
    ['a boolean', 'true', `true, ${expectedDecimal}`],
  ])('of decimals are refused for %s', (_, json, message) => {
    expect(validate(decimal, `{"data": [{"c": ${json}}]}`).issues.map((issue) => issue.message)).toEqual([`data[0].c is ${message}`])
  })

  it.each([
    ['byte', 128],
    ['byte', -129],
    ['short', 32768],
    ['integer', 2 ** 31],
    ['long', '9223372036854775808'],
    ['float', 1e39],
    ['decimal(3,1)', '100.0'],
  ])('of type %s are refused beyond its range, with row and column', (type, cell) => {
    const json = type === 'long' ? String(cell) : JSON.stringify(cell)
    const { issues } = validate(column(type), `{"data": [{"c": null}, {"c": ${json}}]}`)
    expect(issues).toEqual([expect.objectContaining({ path: ['data', 1, 'c'], code: 'out_of_range' })])
  })

  it.each([
    ['a column', column('integer', [], false), [{ c: null }], ['data', 0, 'c']],
    ['an array', column(array('integer', false)), [{ c: [1, null] }], ['data', 0, 'c', 1]],
    ['a map', column(map('string', 'integer', false)), [{ c: { a: null } }], ['data', 0, 'c', 'a']],
    ['a struct', column(struct(field('x', 'integer', false))), [{ c: { x: null } }], ['data', 0, 'c', 'x']],
  ])('that are null are refused in %s that is not nullable', (_, type, rows, path) => {
    expect(validate(type, { data: rows }).issues).toEqual([expect.objectContaining({ path, code: 'wrong_type', received: 'null' })])
  })

  it.each(['timestamp', 'timestamp_ntz'])('of type %s are exact to the microsecond', (name) => {
    const type = column(name)
    const table = type.deserializeInput([{ c: '1969-12-31T23:59:59.999999Z' }, { c: '2024-02-29T12:00:00.123456Z' }])
    expect(Array.from((table.getChild('c') as Vector<Timestamp>).toArray())).toEqual([-1n, 1709208000123456n])
    const { issues } = validate(type, { data: [{ c: '2024-02-29T12:00:00.1234567Z' }] })
    expect(issues).toEqual([expect.objectContaining({ path: ['data', 0, 'c'], code: 'not_exact' })])
  })

  it.each(['decimal(38,0)', 'decimal(38,38)', 'decimal(1,0)', 'decimal(1,1)'])(
    'of %s have an example that fits, and is accepted',
    (type) => {
      const cells = type.endsWith(',0)') ? [0, 7] : [0]
      for (const shownType of [column(type), column(type, cells), column(type, [], false)]) {
        const swagger = shownType.inputToSwagger()
        expect(exampleProblem(swagger)).toBeUndefined()
        expect(messages(shownType, swagger.example)).toEqual([])
      }
    },
  )

  it('of timestamps without an offset are taken for UTC, others turned into it', () => {
    const cells = ['2024-02-29T12:00:00', '2024-02-29T14:00:00+02:00', '2024-02-29 12:00:00']
    expect(roundTrip(column('timestamp'), cells)).toEqual(Array(3).fill('2024-02-29T12:00:00.000Z'))
  })

  it('of longs keep every digit', () => {
    const type = column('long')
    const { value } = validate(type, '{"data": [{"c": 9223372036854775807}, {"c": -9223372036854775808}]}')
    expect([...((value as Table).getChild('c') ?? [])]).toEqual([9223372036854775807n, -9223372036854775808n])
  })

  it('name the place of what is nested', () => {
    const type = column(array(map('string', struct(field('x', 'integer')))))
    expect(messages(type, [{ c: [] }, { c: [{}, { k: { x: 'y' } }] }])).toEqual(['data[1].c[1].k.x is "y", expected an integer (int32)'])
  })
})

describe('a batch without rows', () => {
  it('is a table of the schema', () => {
    const schema = struct(field('a', 'integer', false), field('l', array('long')), field('s', struct(field('x', 'string'))))
    const received = new SparkParameterType({ schema }).deserializeInput([])
    expect([received.numRows, received.schema.fields.map(shown)]).toEqual([
      0,
      ['a: Int32 not null', 'l: List { element: Int64 }', 's: Struct { x: Utf8 }'],
    ])
  })
})

describe('applySampleSchema: false', () => {
  const type = new SparkParameterType(
    { schema: struct(field('z', 'integer', false), field('a', 'string')), rows: [{ z: 1, a: 'x' }] },
    { applySampleSchema: false },
  )
  const received = (rows: unknown) => {
    const { value, issues } = validate(type, `{"data": ${typeof rows === 'string' ? rows : JSON.stringify(rows)}}`)
    if (issues.length > 0) throw new Error(issues.map(({ message }) => message).join('; '))
    return value as Table
  }
  const fieldsOf = (cell: unknown) => received([{ c: cell }]).schema.fields.map(shown)

  it('documents the sample', () => {
    expect(type.inputToSwagger()).toMatchObject({ items: { properties: { z: { format: 'int32' } } }, example: [{ z: 1, a: 'x' }] })
  })

  it('accepts its own example', () => {
    expect(messages(type, type.inputToSwagger().example)).toEqual([])
  })

  it.each<readonly [string, unknown, string]>([
    ['integers', 5, 'c: Int64'],
    ['numbers', 1.5, 'c: Float64'],
    ['text', '2024-02-29', 'c: Utf8'],
    ['booleans', true, 'c: Bool'],
    ['lists', [1, 2], 'c: List { element: Int64 }'],
    ['objects', { a: 1, b: 2 }, 'c: Map { entries: Struct not null { key: Utf8 not null, value: Int64 } }'],
    [
      'lists of objects',
      [{ a: [0.5] }],
      'c: List { element: Map { entries: Struct not null { key: Utf8 not null, value: List { element: Float64 } } } }',
    ],
  ])('infers a type from %s', (_, cell, expected) => {
    expect(fieldsOf(cell)).toEqual([expected])
  })

  it('takes integers and numbers of one column for doubles', () => {
    const table = received([{ c: 1 }, { c: 0.5 }])
    expect([table.schema.fields.map(shown), [...(table.getChild('c') ?? [])]]).toEqual([['c: Float64'], [1, 0.5]])
  })

  it('sorts the columns by name', () => {
    expect(
      received([
        { b: 1, a: 2 },
        { c: 1, B: 2 },
      ]).schema.names,
    ).toEqual(['B', 'a', 'b', 'c'])
  })

  it('has null where a record lacks a key', () => {
    expect([...(received([{ a: 1 }, { b: 1 }, { a: 3, b: 4 }]).getChild('a') ?? [])]).toEqual([1n, null, 3n])
  })

  it('keeps every digit of integers', () => {
    const table = received('[{"c": 9223372036854775807}, {"c": 9007199254740993}]')
    expect([...(table.getChild('c') ?? [])]).toEqual([9223372036854775807n, 9007199254740993n])
  })

  it('refuses a column of nothing but nulls', () => {
    expect(validate(type, { data: [{ c: null, d: 1 }, { c: null }] }).issues).toEqual([
      expect.objectContaining({ path: ['data', 0, 'c'], expected: 'a value in some row: a column of nothing has no type' }),
    ])
  })

  it.each<readonly [string, unknown, unknown]>([
    ['text after an integer', 1, 'x'],
    ['a boolean after a number', 0.5, true],
    ['a list after text', 'x', [1]],
    ['an object after a list', [1], { a: 1 }],
    ['lists of several kinds', [1], ['x']],
    ['objects of several kinds', { a: 1 }, { a: 'x' }],
  ])('refuses %s, naming column and row', (_, first, second) => {
    const { issues } = validate(type, { data: [{ c: first }, { c: null }, { c: second }] })
    expect(issues).toEqual([expect.objectContaining({ path: ['data', 2, 'c'] })])
  })

  it.each<readonly [string, unknown[], number]>([
    ['the first', [{ a: 1, b: 'x' }, { a: 1 }, { a: 2 }], 0],
    ['one in the middle', [{ a: 1 }, { a: 1, b: 'x' }, { a: 2 }], 1],
    ['the last', [{ a: 1 }, null, { a: 1, b: true }], 2],
    ['one with a list', [[{ a: 1 }], [{ a: 1 }, { a: 1, b: 'x' }], [{ a: 2 }]], 1],
  ])('refuses an object whose values are of several kinds, naming its row: %s', (_, cells, row) => {
    expect(validate(type, { data: cells.map((c) => ({ c })) }).issues).toEqual([expect.objectContaining({ path: ['data', row, 'c'] })])
  })

  it('names the row that is of another kind than those before, where no object by itself is to blame', () => {
    const cells = [{ a: 1 }, { b: 'x' }, { a: 2 }]
    expect(validate(type, { data: cells.map((c) => ({ c })) }).issues).toEqual([expect.objectContaining({ path: ['data', 1, 'c'] })])
  })

  it('refuses several kinds in a list, naming column and row', () => {
    expect(validate(type, { data: [{ c: null }, { c: [1, 'x'] }] }).issues).toEqual([expect.objectContaining({ path: ['data', 1, 'c'] })])
  })
})

describe('any schema of Spark’s', () => {
  interface Typed {
    readonly type: SparkType
    /** A cell as JSON has it, and as the type writes it. */
    readonly cell: fc.Arbitrary<unknown>
  }

  const microseconds = fc
    .tuple(fc.date({ min: new Date('0001-01-01'), max: new Date('9999-12-31'), noInvalidDate: true }), fc.integer({ min: 1, max: 999 }))
    .map(([instant, micro]) => instant.toISOString().replace('Z', `${String(micro).padStart(3, '0')}Z`))
  const base64 = fc.uint8Array().map((bytes) => Buffer.from(bytes).toString('base64'))
  const scalars: readonly Typed[] = [
    { type: 'byte', cell: fc.integer({ min: -128, max: 127 }) },
    { type: 'short', cell: fc.integer({ min: -32768, max: 32767 }) },
    { type: 'integer', cell: fc.integer() },
    { type: 'long', cell: fc.maxSafeInteger() },
    { type: 'boolean', cell: fc.boolean() },
    { type: 'float', cell: fc.float({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0) },
    { type: 'double', cell: fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0) },
    { type: 'decimal(15,4)', cell: fc.integer({ min: -(10 ** 9), max: 10 ** 9 }).map((value) => (value + 0) / 10_000 + 0) },
    { type: 'string', cell: fc.string({ unit: 'grapheme' }) },
    { type: 'binary', cell: base64 },
    {
      type: 'date',
      cell: fc
        .date({ min: new Date('0001-01-01'), max: new Date('9999-12-31'), noInvalidDate: true })
        .map((day) => day.toISOString().slice(0, 10)),
    },
    { type: 'timestamp', cell: microseconds },
    { type: 'timestamp_ntz', cell: microseconds },
    { type: 'time(6)', cell: microseconds.map((instant) => instant.slice(11, -1)) },
    { type: 'variant', cell: fc.record({ value: base64, metadata: base64 }) },
    {
      type: { type: 'udt', pyClass: 'app.types.PointUDT', sqlType: struct(field('x', 'double', false)) },
      cell: fc.record({ x: fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0) }),
    },
  ]
  const names = fc.oneof(
    fc.string({ unit: 'grapheme', minLength: 1 }),
    fc.constantFrom('__proto__', 'constructor', 'fields', 'rows', '0', 'data', 'columns'),
  )
  const orNull = ({ cell }: Typed, nullable: boolean) => (nullable ? fc.option(cell, { nil: null, freq: 4 }) : cell)

  const structOf = (members: readonly (readonly [string, Typed, boolean])[]): Typed => ({
    type: struct(...members.map(([name, { type }, nullable]) => field(name, type, nullable))),
    cell: fc
      .tuple(...members.map(([, type, nullable]) => orNull(type, nullable)))
      .map((cells) => Object.fromEntries(members.map(([name], index) => [name, cells[index]]))),
  })
  const { node, record } = fc.letrec<{ node: Typed; record: Typed }>((tie) => ({
    record: fc
      .uniqueArray(fc.tuple(names, tie('node'), fc.boolean()), { minLength: 1, maxLength: 4, selector: ([name]) => name })
      .map(structOf),
    node: fc.oneof(
      { maxDepth: 3, withCrossShrink: true },
      fc.constantFrom(...scalars),
      fc.tuple(tie('node'), fc.boolean()).map(([item, nullable]) => ({
        type: array(item.type, nullable),
        cell: fc.array(orNull(item, nullable), { maxLength: 3 }),
      })),
      fc.tuple(tie('node'), fc.boolean()).map(([value, nullable]) => ({
        type: map('string', value.type, nullable),
        cell: fc
          .uniqueArray(fc.tuple(names, orNull(value, nullable)), { maxLength: 3, selector: ([key]) => key })
          .map((entries) => Object.fromEntries(entries)),
      })),
      tie('record'),
    ),
  }))
  const frames = fc.tuple(record, node).chain(([{ type, cell }]) => fc.tuple(fc.constant(type), fc.array(cell, { maxLength: 4 })))

  it('has an example that its own schema and its own type accept', () => {
    fc.assert(
      fc.property(frames, ([schema, rows]) => {
        const type = new SparkParameterType({ schema, rows })
        const swagger = type.inputToSwagger()
        expect(exampleProblem(swagger)).toBeUndefined()
        expect(messages(type, swagger.example)).toEqual([])
      }),
      { numRuns: 150 },
    )
  })

  it('gives back the rows that came, also from the stream of the table', () => {
    fc.assert(
      fc.property(frames, ([schema, rows]) => {
        const type = new SparkParameterType({ schema })
        const { value, issues } = validate(type, JSON.stringify({ data: rows }))
        expect(issues).toEqual([])
        expect(written(type, value)).toEqual(JSON.parse(JSON.stringify(rows)))
        const table = type.deserializeInput(tableFromIPC(tableToIPC(value as Table, 'stream')))
        expect(table.schema.fields.map(shown)).toEqual((value as Table).schema.fields.map(shown))
        expect(written(type, table)).toEqual(written(type, value))
      }),
      { numRuns: 150 },
    )
  })
})

it('takes a table of narrower types than its own', () => {
  const type = column('long')
  const received = type.deserializeInput(tableFromArrays({ c: Int32Array.of(1, 2) }))
  expect(received.schema.fields.map(shown)).toEqual(['c: Int64'])
  expect([...(received.getChild('c') ?? [])]).toEqual([1n, 2n])
})
