import { inflateRawSync } from 'node:zlib'
import {
  Bool,
  Dictionary,
  Field,
  Float16,
  Float64,
  Int8,
  Int32,
  Int64,
  List,
  makeData,
  Struct,
  Table,
  Timestamp,
  TimeUnit,
  tableFromArrays,
  tableFromIPC,
  tableToIPC,
  Utf8,
  Vector,
  vectorFromArray,
} from 'apache-arrow'
import { describe, expect, it } from 'vitest'
import {
  type AbstractParameterType,
  decodePayload,
  defineRun,
  encodeArrow,
  inputSchema,
  invoke,
  NumpyParameterType,
  outputSchema,
  PandasParameterType,
  PayloadError,
  ResultError,
  type RunFunction,
  SparkParameterType,
  StandardPythonParameterType,
  validatePayload,
} from '../src/index.js'

const contentType = 'application/vnd.apache.arrow.stream'
const stream = (table: Table): Uint8Array => tableToIPC(table, 'stream')

const table = new Table({ a: vectorFromArray([1, 2], new Int32()), b: vectorFromArray(['x', 'y'], new Utf8()) })
const records = [
  { a: 1, b: 'x' },
  { a: 2, b: 'y' },
]
const recordsType = new PandasParameterType([{ a: 1, b: 'x' }], { dtypes: { a: 'int32' } })
const schema = {
  type: 'struct',
  fields: [
    { name: 'a', type: 'integer', nullable: true, metadata: {} },
    { name: 'b', type: 'string', nullable: true, metadata: {} },
  ],
}

const runOf = (type: AbstractParameterType): RunFunction => inputSchema('data', type)((data: unknown) => data)
const run = runOf(recordsType)
const rowsOf = (received: Table) => received.toArray().map((row: { toJSON(): unknown }) => row.toJSON())

/** What a run with one parameter called data receives. */
const received = (type: AbstractParameterType, bytes: Uint8Array) => decodePayload(runOf(type), bytes, { contentType })['data']

function messages(decorated: RunFunction, bytes: Uint8Array | ArrayBuffer, query: Record<string, unknown> = {}): string[] {
  return validatePayload(decorated, bytes, { contentType, query }).issues?.map(({ message }) => message) ?? []
}

const notWhole = 'data is cut off, or something else, expected an Arrow IPC stream with its end-of-stream marker'

describe('an Arrow body', () => {
  it('is records where the sample is records', () => {
    expect(received(recordsType, stream(table))).toEqual(records)
  })

  it('is columns where the sample is columns', () => {
    expect(received(new PandasParameterType({ a: Int32Array.of(1), b: ['x'] }), stream(table))).toEqual({
      a: Int32Array.of(1, 2),
      b: ['x', 'y'],
    })
  })

  it('is a table where the sample is one', () => {
    const value = received(new PandasParameterType(table), stream(table)) as Table
    expect(value).toBeInstanceOf(Table)
    expect(rowsOf(value)).toEqual(records)
  })

  it('is a table where the sample is Spark’s', () => {
    expect(rowsOf(received(new SparkParameterType({ schema }), stream(table)) as Table)).toEqual(records)
  })

  it('is a DataFrame where the sample is one of danfojs', async () => {
    const DataFrame = await danfoFrame()
    const type = new PandasParameterType(new DataFrame([{ a: 5, b: 'z' }]))
    const value = received(type, stream(table))
    expect(value).toBeInstanceOf(DataFrame)
    expect((value as { values: unknown }).values).toEqual([
      [1, 'x'],
      [2, 'y'],
    ])
  })

  it('is what invoke calls run with', async () => {
    expect(await invoke(run, stream(table), { contentType })).toEqual(records)
  })

  it('may be an ArrayBuffer', () => {
    expect(decodePayload(run, stream(table).slice().buffer, { contentType })['data']).toEqual(records)
  })

  it.each([1, 2, 4, 7])('may begin %i bytes into a larger buffer', (offset) => {
    const wide = new Table({ a: vectorFromArray([1n, -5n], new Int64()), b: vectorFromArray([0.5, 1.5], new Float64()) })
    const bytes = stream(wide)
    const larger = new Uint8Array(bytes.length + 16)
    larger.set(bytes, offset)
    const value = received(new PandasParameterType(wide), larger.subarray(offset, offset + bytes.length)) as Table
    expect(rowsOf(value)).toEqual([
      { a: 1n, b: 0.5 },
      { a: -5n, b: 1.5 },
    ])
  })

  it.each([
    'APPLICATION/Vnd.Apache.Arrow.Stream',
    'application/vnd.apache.arrow.stream; version=1',
    ' application/vnd.apache.arrow.stream ;x',
  ])('is told by the content type %s', (type) => {
    expect(decodePayload(run, stream(table), { contentType: type })['data']).toEqual(records)
  })

  it.each(['application/json', 'application/vnd.apache.arrow.file', undefined])('is not told by the content type %s', (type) => {
    expect(() => decodePayload(run, stream(table), { contentType: type })).toThrow(PayloadError)
  })

  it('keeps every digit of 64-bit integers', () => {
    const ids = new Table({ id: vectorFromArray([9223372036854775807n], new Int64()) })
    expect(received(new PandasParameterType([{ id: 5n }]), stream(ids))).toEqual([{ id: 9223372036854775807n }])
  })

  it('may have several batches, or no rows', () => {
    expect(received(recordsType, stream(table.concat(table)))).toEqual([...records, ...records])
    expect(received(recordsType, stream(table.slice(0, 0)))).toEqual([])
    expect(received(recordsType, stream(new Table(table.schema)))).toEqual([])
  })

  it('may have its columns in another order', () => {
    const swapped = table.select(['b', 'a'])
    expect(Object.keys((received(recordsType, stream(swapped)) as object[])[0] as object)).toEqual(['a', 'b'])
    expect((received(new PandasParameterType(table), stream(swapped)) as Table).schema.names).toEqual(['a', 'b'])
  })
})

describe('an Arrow body that does not fit', () => {
  const zoned = (zone: string | null) => new Table({ at: vectorFromArray([0], new Timestamp(TimeUnit.MICROSECOND, zone)) })

  it.each<readonly [string, AbstractParameterType, Table, string]>([
    ['a missing column', recordsType, table.select(['a']), 'data.b is missing, expected the column "b", each a string'],
    [
      'another column',
      recordsType,
      new Table({ ...columnsOf(table), c: vectorFromArray([1, 2], new Int8()) }),
      'data.c is a column that the sample does not have, expected only the columns a and b',
    ],
    [
      'another type',
      recordsType,
      new Table({ a: vectorFromArray(['x'], new Utf8()), b: vectorFromArray(['x'], new Utf8()) }),
      'data.a is a column of str, expected a column of int32',
    ],
    [
      'null in integers',
      recordsType,
      new Table({ a: vectorFromArray([1, null], new Int32()), b: vectorFromArray(['x', 'y'], new Utf8()) }),
      'data.a[1] is null, expected an integer (int32); null only with dtypes: { "a": { dtype: "int32", nullable: true } }',
    ],
    [
      'another zone',
      new PandasParameterType(zoned('UTC')),
      zoned('Europe/Berlin'),
      'data.at is a column of datetime64[us, Europe/Berlin], expected a column of datetime64[us, UTC]',
    ],
  ])('is refused for %s', (_, type, wrong, message) => {
    expect(messages(runOf(type), stream(wrong))).toEqual([message])
  })

  it.each<readonly [string, Uint8Array]>([
    ['a byte after the end', Uint8Array.of(...stream(table), 0)],
    ['a second stream after the first', Uint8Array.of(...stream(table), ...stream(table))],
    ['an Arrow file', tableToIPC(table, 'file')],
    ['JSON', new TextEncoder().encode('{"data": []}')],
  ])('is refused for %s', (_, bytes) => {
    expect(messages(run, bytes)).toEqual([notWhole])
  })

  it('is refused when it is empty', () => {
    expect(messages(run, new Uint8Array())).toEqual(['data is empty, expected an Arrow IPC stream with its end-of-stream marker'])
  })

  it('is refused when it was cut off after any byte', () => {
    const bytes = stream(table.concat(table))
    for (let length = 1; length < bytes.length; length++) {
      // A copy: memory beyond the end would hold what was cut off.
      expect(() => decodePayload(run, bytes.slice(0, length), { contentType })).toThrow(PayloadError)
    }
  })

  it.each<readonly [string, RunFunction]>([
    ['no frame', inputSchema('x', new StandardPythonParameterType(1))((x: unknown) => x)],
    ['a frame that is not converted', inputSchema('data', recordsType, { convertToProvidedType: false })((data: unknown) => data)],
    ['two frames', inputSchema('one', recordsType)(inputSchema('two', recordsType)((one: unknown, two: unknown) => [one, two]))],
  ])('is refused by a run with %s', (_, decorated) => {
    expect(messages(decorated, stream(table))).toEqual([
      'the payload is an Arrow body, expected JSON: an Arrow body is for a run with one frame among its parameters',
    ])
  })
})

describe('the other parameters of an Arrow body', () => {
  const many = defineRun(
    {
      inputs: {
        data: recordsType,
        text: new StandardPythonParameterType('x'),
        number: new StandardPythonParameterType(1.5),
        id: new StandardPythonParameterType(5n),
        list: new NumpyParameterType([1, 2]),
        on: new StandardPythonParameterType(true),
      },
    },
    (values) => values,
  )
  const query = { text: '5', number: '2.5', id: '9223372036854775807', list: '[3,4]', on: 'true' }

  it('stand in the query: text as it is, the rest as JSON', () => {
    expect(decodePayload(many, stream(table), { contentType, query })).toEqual({
      data: records,
      text: '5',
      number: 2.5,
      id: 9223372036854775807n,
      list: expect.objectContaining({ data: Float64Array.of(3, 4), shape: [2] }),
      on: true,
    })
  })

  it('do not take the place of the frame', () => {
    expect(decodePayload(many, stream(table), { contentType, query: { ...query, data: '[]' } })['data']).toEqual(records)
  })

  it.each([
    ['number', 'abc', 'number is "abc", expected a number'],
    ['id', '1.5', 'id is 1.5, expected an integer'],
    ['list', '[', 'list is "[", expected an array of values'],
    ['on', '1', 'on is 1, expected a boolean'],
  ])('are refused with the name %s', (name, text, message) => {
    expect(messages(many, stream(table), { ...query, [name]: text })).toEqual([message])
  })

  it.each([
    ['text', 'text is an array of 2 values, expected a string'],
    ['number', 'number is an array of 2 values, expected a number'],
  ])('are refused when %s is there twice', (name, message) => {
    expect(messages(many, stream(table), { ...query, [name]: ['1', '2'] })).toEqual([message])
  })

  it('are missed when they are not there', () => {
    expect(messages(many, stream(table), { ...query, on: undefined })).toEqual(['on is missing, expected a boolean'])
  })

  it('may be absent where they are optional or have a default', async () => {
    const scale = new StandardPythonParameterType(1.5)
    const optional = inputSchema(
      'data',
      recordsType,
    )(inputSchema('scale', scale, { optional: true })((data: object[], scale?: number) => [data.length, scale]))
    const withDefault = inputSchema(
      'data',
      recordsType,
    )(inputSchema('scale', scale, { optional: true })((data: object[], scale = 7) => [data.length, scale]))
    expect(await invoke(optional, stream(table), { contentType })).toEqual([2, undefined])
    expect(await invoke(withDefault, stream(table), { contentType })).toEqual([2, 7])
    expect(await invoke(withDefault, stream(table), { contentType, query: { scale: '3' } })).toEqual([2, 3])
  })
})

describe('a stream of polars', () => {
  // What polars 1 writes of columns of these dtypes, deflated.
  const bytes = inflateRawSync(
    Buffer.from(
      'vZSxa1NRFMZ/971HjPENaX1CFIe31yHURcjQlioiBBQpIi611WgLsQX7qi04ZHBUcXBwdHft6BDwn3Bw6OQgTlJE1OaY++69Mb0aaZvogXDvyXe+757zvcsVEUkDiIDPIpKg9woocYwiJSLed0Q0fgTYUvBYwXUFVQVPgCqGP9cROQ2UgSKgSuTxrCOiFfXvNvCoI1IHzru6EwbTGi87Imm/RmA0nndEpvlVt5w17un/EzHaTeBDt/8XmJ6WgJtdvYrmJOOcIqLCSYrElEl6Ojtizovz82Iiivm51Vq1tn52sobtZf5KfX52Zu7CxctXL83O1Cex8VVEDLeYK36xelCgSMSW7e9W96xMRCr9syVG452tyfT84nlYMDU/RH8D82UWgbZ4PoWm7puIBBQo2No7XW8+icg5IHV+BJo3TkSZsZwd51znhco1j+Ze6P0yIF3slfVM67Xs/Oa+BMQczzW1g74nH/OeTNRtz/p+JUT51wgZHBW7Tts16MOUl+Nh/AUfFBubDBXap23V51PY71O4xyfti5v9jPrdl7E/zON8iO3a8vC255sDenwvb3l5225S9ho44fieoS7v9ePhLnd6bQ93ea/f0Os39HB730Nv7sPmHDB3/N3hrsnAPvYb3xlFbE/ZV2zqf5+vhuTvMpqIvHVin7wbq29fL6RZYyNLs6WFLF1eS5urK3cb93W6kmYPG80HjXRxM2us/TMP+t+34ID3SR2SNzL/r73ZeaqGe2f1+hM=',
      'base64',
    ),
  )
  const dtypes = { i: 'Int32', f: 'Float64', b: 'boolean', t: 'str', c: 'category', d: 'datetime64[ms]' }

  it('is read', () => {
    const type = new PandasParameterType(tableFromIPC(bytes))
    const value = received(type, bytes) as Table
    expect(
      rowsOf(value).map((row) => JSON.parse(JSON.stringify(row, (_, cell: unknown) => (typeof cell === 'bigint' ? String(cell) : cell)))),
    ).toEqual([
      { i: 1, f: 0.5, b: true, t: 'Zoë', c: 'x', l: ['1', '2'], d: 1709208000000 },
      { i: null, f: 1.5, b: false, t: null, c: 'y', l: [], d: null },
      { i: 3, f: null, b: null, t: 'a text that is longer than twelve bytes', c: 'x', l: ['3'], d: 0 },
    ])
  })

  it('is read as records', () => {
    const flat = stream(tableFromIPC(bytes).select(Object.keys(dtypes)))
    expect(
      received(
        new PandasParameterType(
          [
            { i: 1, f: 1, b: true, t: 'x', c: 'x', d: 0n },
            { i: 1, f: 1, b: true, t: null, c: 'y', d: null },
          ],
          { dtypes },
        ),
        flat,
      ),
    ).toEqual([
      { i: 1, f: 0.5, b: true, t: 'Zoë', c: 'x', d: 1709208000000n },
      { i: null, f: 1.5, b: false, t: null, c: 'y', d: null },
      { i: 3, f: null, b: null, t: 'a text that is longer than twelve bytes', c: 'x', d: 0n },
    ])
  })
})

describe('a stream with wrong bytes', () => {
  const nested = new Table({
    i: vectorFromArray([1, null], new Int32()),
    t: vectorFromArray(['Zoë', null], new Utf8()),
    b: vectorFromArray([true, null], new Bool()),
    h: vectorFromArray([0.5, 1], new Float16()),
    c: vectorFromArray(['x', 'y'], new Dictionary(new Utf8(), new Int8())),
    l: vectorFromArray([[1], [2, null]], new List(new Field('item', new Int32(), true))),
    s: new Vector([
      makeData({
        type: new Struct([new Field('x', new Int32(), true)]),
        length: 2,
        children: [vectorFromArray([1, 2], new Int32()).data[0] as never],
      }),
    ]),
  })
  const bytes = stream(nested)
  const decorated = runOf(new PandasParameterType(nested))

  /** Whether a stream is accepted or refused, and not much time is spent on it. */
  function outcome(changed: Uint8Array): string {
    const start = performance.now()
    try {
      validatePayload(decorated, changed, { contentType })
    } catch (error) {
      return String(error)
    }
    return performance.now() - start < 2000 ? 'told' : 'slow'
  }

  it('is accepted or refused, whatever one byte is', () => {
    for (let place = 0; place < bytes.length; place++) {
      for (const value of [0, 1, 0x7f, 0x80, 0xff]) {
        const changed = bytes.slice()
        changed[place] = value
        expect([place, value, outcome(changed)]).toEqual([place, value, 'told'])
      }
    }
  })

  it('is accepted or refused, whatever several bytes are', () => {
    let state = 20_240_229
    const random = (below: number) => {
      state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff
      return (state >> 8) % below
    }
    for (let attempt = 0; attempt < 3000; attempt++) {
      const changed = bytes.slice()
      const changes = Array.from({ length: 2 + random(5) }, () => [random(bytes.length), random(256)] as const)
      for (const [place, value] of changes) changed[place] = value
      expect([changes, outcome(changed)]).toEqual([changes, 'told'])
    }
  })
})

describe('encodeArrow', () => {
  const written = (type: AbstractParameterType, result: unknown) =>
    tableFromIPC(
      encodeArrow(
        outputSchema(type)(() => undefined),
        result,
      ),
    )
  const shown = ({ name, type, nullable }: Field) => `${name}: ${String(type)}${nullable ? '' : ' not null'}`
  const cellsOf = (given: Table) => [...((given.getChild('c') as Vector).toArray() as Iterable<unknown>)]

  it.each<readonly [string, unknown, string]>([
    ['int8', 1, 'Int8 not null'],
    ['int16', 1, 'Int16 not null'],
    ['int32', 1, 'Int32 not null'],
    ['int64', 5n, 'Int64 not null'],
    ['uint8', 1, 'Uint8 not null'],
    ['uint16', 1, 'Uint16 not null'],
    ['uint32', 1, 'Uint32 not null'],
    ['uint64', 5n, 'Uint64 not null'],
    ['float32', 0.5, 'Float32 not null'],
    ['float64', 0.1, 'Float64 not null'],
    ['bool', true, 'Bool not null'],
    ['str', 'x', 'Utf8'],
    ['<U3', 'x', 'Utf8'],
    ['bytes', Uint8Array.of(1), 'Binary not null'],
    ['datetime64[ns]', 1n, 'Timestamp<NANOSECOND>'],
    ['datetime64[us, UTC]', 1n, 'Timestamp<MICROSECOND, UTC>'],
    ['timedelta64[ms]', 1n, 'Duration<MILLISECOND>'],
    ['category', 'x', 'Dictionary<Int32, Utf8>'],
    ['Int64', 5n, 'Int64'],
  ])('writes %s as pyarrow would', (dtype, cell, expected) => {
    const result = written(new PandasParameterType([], { dtypes: { c: dtype } }), [{ c: cell }])
    expect(result.schema.fields.map(shown)).toEqual([`c: ${expected}`])
    expect(cellsOf(result)).toEqual([cell])
  })

  it('writes days as dates', () => {
    const result = written(new PandasParameterType([], { dtypes: { c: 'datetime64[D]' } }), [{ c: 19782n }])
    expect(result.schema.fields.map(shown)).toEqual(['c: Date32<DAY>'])
    expect(result.getChild('c')?.data[0]?.values[0]).toBe(19782)
  })

  it.each(['str', 'datetime64[ns]', 'timedelta64[ns]', 'category', 'Int64', 'boolean'])('writes nulls of %s', (dtype) => {
    expect(
      written(new PandasParameterType([], { dtypes: { c: dtype } }), [{ c: null }])
        .getChild('c')
        ?.get(0),
    ).toBeNull()
  })

  it.each(['datetime64[h]', 'timedelta64[D]'])('says that %s has no Arrow form', (dtype) => {
    expect(() => written(new PandasParameterType([], { dtypes: { c: dtype } }), [])).toThrow(
      `c has no Arrow form: there is no Arrow type for ${dtype}`,
    )
  })

  it.each<readonly [string, AbstractParameterType, unknown]>([
    ['records', recordsType, records],
    ['columns', new PandasParameterType({ a: Int32Array.of(1), b: ['x'] }), { a: Int32Array.of(1, 2), b: ['x', 'y'] }],
    ['a table', new PandasParameterType(table), table],
    ['records for a table', new PandasParameterType(table), records],
    ['Spark’s', new SparkParameterType({ schema }), records],
  ])('writes a frame of %s', (_, type, result) => {
    const read = written(type, result)
    expect(read.schema.fields.map(({ name, type: own }) => [name, String(own)])).toEqual([
      ['a', 'Int32'],
      ['b', 'Utf8'],
    ])
    expect(rowsOf(read)).toEqual(records)
  })

  it('writes a DataFrame of danfojs', async () => {
    const DataFrame = await danfoFrame()
    const frame = new DataFrame([
      { a: 1, b: 'x' },
      { a: 2, b: 'y' },
    ])
    expect(rowsOf(written(new PandasParameterType(frame), frame))).toEqual(records)
  })

  it('writes columns that have the same array, or overlapping parts of one', () => {
    const array = Float64Array.from({ length: 20 }, (_, index) => index)
    for (const second of [array.subarray(0, 10), array.subarray(5, 15), array.subarray(10)]) {
      const shared = tableFromArrays({ a: array.subarray(0, 10), b: second })
      const read = written(new PandasParameterType(shared), shared)
      expect([read.getChild('a')?.toArray(), read.getChild('b')?.toArray()]).toEqual([array.subarray(0, 10), second])
    }
  })

  it('writes a frame without rows with its schema', () => {
    const result = written(recordsType, [])
    expect([result.numRows, result.schema.fields.map(shown)]).toEqual([0, ['a: Int32 not null', 'b: Utf8']])
  })

  it.each<readonly [string, unknown, readonly (string | number)[]]>([
    [
      'a cell of another kind',
      [
        { a: 1, b: 'x' },
        { a: 'y', b: 'x' },
      ],
      [1, 'a'],
    ],
    ['null where there is none', [{ a: null, b: 'x' }], [0, 'a']],
    ['a number that is too large', { a: [1, 2 ** 31], b: ['x', 'y'] }, ['a', 1]],
    ['what is no frame', 5, []],
    ['nothing', undefined, []],
  ])('refuses %s with its place', (_, result, path) => {
    const problem = caught(() =>
      encodeArrow(
        outputSchema(recordsType)(() => undefined),
        result,
      ),
    )
    expect(problem).toBeInstanceOf(ResultError)
    expect((problem as ResultError).path).toEqual(path)
  })

  it.each<readonly [string, RunFunction]>([
    ['a plain output', outputSchema(new StandardPythonParameterType(1))(() => 1)],
    ['a tensor', outputSchema(new NumpyParameterType([1]))(() => [1])],
    ['no output type', () => 1],
  ])('says that %s has no Arrow form', (_, decorated) => {
    expect(() => encodeArrow(decorated, 1)).toThrow(new ResultError([], 'has no Arrow form: the output type is no frame'))
  })
})

function caught(work: () => unknown): unknown {
  try {
    return work()
  } catch (error) {
    return error
  }
}

function columnsOf(given: Table): Record<string, Vector> {
  return Object.fromEntries(given.schema.names.map((name) => [name, given.getChild(name) as Vector]))
}

/** Imports danfojs, which takes its time: for those who ask for its frames alone. */
async function danfoFrame(): Promise<new (rows: object[]) => object> {
  // Its types need those of packages that it does not bring: the compiler is not to follow the name.
  const name: string = 'danfojs-node'
  const { DataFrame } = (await import(name)) as { DataFrame: new (rows: object[]) => object }
  return DataFrame
}
