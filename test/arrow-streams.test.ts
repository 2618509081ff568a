import { Field, Int8, Schema, Struct, Table, Type, tableFromIPC, tableToIPC, vectorFromArray } from 'apache-arrow'
import { describe, expect, it, vi } from 'vitest'
import {
  columnsOf,
  encodeResult,
  inputSchema,
  outputSchema,
  PandasParameterType,
  type PayloadLimits,
  validatePayload,
} from '../src/index.js'
import {
  byte,
  dictionaryBatch,
  type FieldParts,
  field,
  headerTypes,
  int,
  long,
  message,
  recordBatch,
  schema,
  short,
  streamOf,
  table,
  tables,
  text,
} from './support/arrow-stream.js'

const contentType = 'application/vnd.apache.arrow.stream'
const anyFrame = new PandasParameterType([{ other: 1 }], { enforceShape: false, enforceColumnType: false })
const run = inputSchema('data', anyFrame)((data: unknown) => data)

function validate(bytes: Uint8Array, limits: PayloadLimits = {}) {
  const result = validatePayload(run, bytes, { contentType, limits })
  if (result.issues !== undefined) return { rows: undefined, issues: result.issues }
  return { rows: result.value['data'] as readonly Record<string, unknown>[], issues: [] }
}

const refused = (bytes: Uint8Array, limits?: PayloadLimits) => validate(bytes, limits).issues.map(({ code, message }) => [code, message])

const nulls = field({ typeId: Type.Null })
const bools = (name: string) => field({ name, typeId: Type.Bool })
const texts = field({ typeId: Type.Utf8 })
const ofType = (typeId: number, type: FieldParts['type'] = [], children: FieldParts['children'] = []) => field({ typeId, type, children })

describe('an Arrow stream is refused for', () => {
  it.each<[string, number, FieldParts['type'], string]>([
    ['an integer’s width', Type.Int, [int(7), byte(1)], 'of type Int with the width 7, expected the width 8, 16, 32 or 64'],
    ['an integer without a width', Type.Int, [], 'of type Int with the width 0, expected the width 8, 16, 32 or 64'],
    ['a float’s precision', Type.Float, [short(3)], 'of type Float with the precision 3, expected the precision 0, 1 or 2'],
    [
      'a decimal’s width',
      Type.Decimal,
      [int(10), int(2), int(100)],
      'of type Decimal with the width 100, expected the width 32, 64, 128 or 256',
    ],
    ['a date’s unit', Type.Date, [short(2)], 'of type Date with the unit 2, expected the unit 0 or 1'],
    ['a time’s unit', Type.Time, [short(4), int(64)], 'of type Time with the unit 4, expected the unit 0, 1, 2 or 3'],
    ['a time’s width', Type.Time, [short(3), int(48)], 'of type Time with the width 48, expected the width 32 or 64'],
    ['a time’s width in its unit', Type.Time, [short(3), int(32)], 'of type Time with the width 32, expected the width 64'],
    ['a timestamp’s unit', Type.Timestamp, [short(9)], 'of type Timestamp with the unit 9, expected the unit 0, 1, 2 or 3'],
    ['a timestamp’s negative unit', Type.Timestamp, [short(-1)], 'of type Timestamp with the unit -1, expected the unit 0, 1, 2 or 3'],
    ['a duration’s unit', Type.Duration, [short(200)], 'of type Duration with the unit 200, expected the unit 0, 1, 2 or 3'],
    ['an interval’s unit', Type.Interval, [short(3)], 'of type Interval with the unit 3, expected the unit 0, 1 or 2'],
    ['a union’s mode', Type.Union, [short(2)], 'of type Union with the mode 2, expected the mode 0 or 1'],
    ['a negative width', Type.FixedSizeBinary, [int(-1)], 'of type FixedSizeBinary with the width -1, expected the width from 0 on'],
    ['a list without items', Type.List, [], 'of type List with 0 nested fields, expected one'],
    ['a map without entries', Type.Map, [], 'of type Map with 0 nested fields, expected one'],
    ['a type that is not read', 22, [], 'of type RunEndEncoded, expected a type that is read here'],
    ['a type that there is not', 99, [], 'of type 99, expected a type that is read here'],
    ['no type', 0, [], 'of type 0, expected a type that is read here'],
  ])('%s', (_, typeId, type, sentence) => {
    expect(refused(streamOf(schema([ofType(typeId, type)])))).toEqual([['invalid_arrow', `data.c is ${sentence}`]])
    const nested = ofType(Type.Struct, [], [ofType(typeId, type)])
    expect(refused(streamOf(schema([nested])))).toEqual([['invalid_arrow', `data.c is ${sentence}`]])
  })

  it('a fixed-size list of a negative length', () => {
    const list = ofType(Type.FixedSizeList, [int(-5)], [nulls])
    expect(refused(streamOf(schema([list])))[0]?.[1]).toBe(
      'data.c is of type FixedSizeList with the length -5, expected the length from 0 on',
    )
  })

  it('a map of something else than keys and values', () => {
    const map = ofType(Type.Map, [], [ofType(Type.Struct, [], [texts])])
    expect(refused(streamOf(schema([map])))[0]?.[1]).toBe('data.c is of type Map without keys or values, expected one with both')
  })

  it('the width of a dictionary’s indexes', () => {
    const dictionary = table([long(0), table([int(12), byte(1)])])
    expect(refused(streamOf(schema([field({ typeId: Type.Utf8, dictionary })])))[0]?.[1]).toBe(
      'data.c is of type Int with the width 12, expected the width 8, 16, 32 or 64',
    )
  })

  it.each<[string, Uint8Array, string]>([
    ['its bytes’ order', schema([nulls], { endianness: 1 }), 'a big-endian Arrow IPC stream, expected a little-endian one'],
    ['its age', schema([nulls], { version: 2 }), 'of version 3, expected version 4 or 5 of the format'],
    ['a version that there is not', schema([nulls], { version: 77 }), 'of version 78, expected version 4 or 5 of the format'],
    [
      'a batch before the schema',
      recordBatch({ rows: 1, nodes: [[1, 1]] }),
      'one that begins with something else, expected a stream that begins with a schema',
    ],
    [
      'a schema with a body, which readers take for the next message',
      schema([nulls], { body: schema([texts]) }),
      'one that begins with something else, expected a stream that begins with a schema',
    ],
  ])('%s', (_, first, sentence) => {
    expect(refused(streamOf(first))).toEqual([['invalid_arrow', `data is ${sentence}`]])
  })

  it.each<[string, Uint8Array, string]>([
    [
      'a second schema',
      schema([texts]),
      'one with a message of the kind 1, expected a stream of batches and dictionaries after its schema',
    ],
    [
      'a tensor, whose body readers take for messages',
      message({ headerType: headerTypes.tensor, header: table([]), body: schema([texts]) }),
      'one with a message of the kind 4, expected a stream of batches and dictionaries after its schema',
    ],
    [
      'compression',
      recordBatch({ rows: 1, nodes: [[1, 1]], compression: table([byte(1)]) }),
      'one with compressed buffers, expected an Arrow IPC stream without compression',
    ],
    ['more nulls than rows', recordBatch({ rows: 1, nodes: [[1, 2]] }), 'a batch with 2 nulls in 1 row, expected no more nulls than rows'],
    [
      'a dictionary of none of its columns',
      dictionaryBatch(5, { rows: 0, nodes: [[0, 0]] }),
      'one with another, expected a stream with the dictionaries of its columns',
    ],
  ])('%s', (_, second, sentence) => {
    expect(refused(streamOf(schema([nulls]), second))).toEqual([['invalid_arrow', `data is ${sentence}`]])
  })

  it('a column that is longer or shorter than its batch, which readers make as long', () => {
    for (const [rows, length] of [
      [2 ** 40, 1],
      [0, 1],
    ] as const) {
      expect(refused(streamOf(schema([nulls]), recordBatch({ rows, nodes: [[length, length]] })), { decodedBytes: Infinity })).toHaveLength(
        1,
      )
    }
    expect(refused(streamOf(schema([nulls]), recordBatch({ rows: 3, nodes: [[2, 2]] })))).toEqual([
      ['invalid_arrow', 'data.c is one of 2, expected a column of 3 rows, like its batch'],
    ])
  })

  it.each<[string, Uint8Array]>([
    ['a batch without its columns', recordBatch({ rows: 1, nodes: [] })],
    ['a batch without its buffers', recordBatch({ rows: 1, nodes: [[1, 0]] })],
    ['a negative length', recordBatch({ rows: -1, nodes: [[-1, 0]] })],
    ['a negative number of nulls', recordBatch({ rows: 1, nodes: [[1, -2]], buffers: [new Uint8Array(), Uint8Array.of(1)] })],
    [
      'buffers beyond its body',
      recordBatch({
        rows: 1,
        nodes: [[1, 0]],
        regions: [
          [0, 0],
          [0, 9],
        ],
        buffers: [new Uint8Array(8)],
      }),
    ],
    [
      'buffers before its body',
      recordBatch({
        rows: 1,
        nodes: [[1, 0]],
        regions: [
          [0, 0],
          [-8, 9],
        ],
        buffers: [new Uint8Array(8)],
      }),
    ],
  ])('%s', (_, batch) => {
    expect(refused(streamOf(schema([bools('c')]), batch))).toEqual([
      ['invalid_arrow', 'data is cut off, or something else, expected an Arrow IPC stream with its end-of-stream marker'],
    ])
  })

  it('nesting without end', () => {
    let nested = nulls
    for (let level = 0; level < 65; level++) nested = ofType(Type.List, [], [nested])
    expect(refused(streamOf(schema([nested])))).toEqual([['too_deep', 'data.c is nested deeper, expected at most 64 levels']])
  })

  it('metadata that is there once and said many times', () => {
    // Each entry of the vector leads to the same long text.
    const entry = table([text('k'), text('v'.repeat(50_000))])
    const one = message({ headerType: headerTypes.schema, header: table([short(0), tables([nulls])]), metadata: tables([entry]) })
    expect(refused(streamOf(one))).toEqual([])
    const repeated = repeatLast(10_000, entry)
    expect(refused(streamOf(repeated))).toHaveLength(1)
  })
})

/** A schema whose metadata has the same entry many times over. */
function repeatLast(times: number, entry: ReturnType<typeof table>): Uint8Array {
  let place: number | undefined
  const shared = {
    further: (writer: Parameters<Extract<ReturnType<typeof table>, { further: unknown }>['further']>[0]) => {
      if (place === undefined && 'further' in entry) place = entry.further(writer)
      return place as number
    },
  }
  const metadata = tables(Array.from({ length: times }, () => shared))
  return message({ headerType: headerTypes.schema, header: table([short(0), tables([nulls])]), metadata })
}

describe('an Arrow stream whose messages are few and whose cells are many', () => {
  const rows = 2 ** 30

  it.each<[string, Uint8Array]>([
    ['of nulls', streamOf(schema([nulls]), recordBatch({ rows, nodes: [[rows, rows]] }))],
    ['of no columns', streamOf(schema([]), recordBatch({ rows, nodes: [] }))],
    [
      'of records of nothing',
      streamOf(schema([ofType(Type.Struct)]), recordBatch({ rows, nodes: [[rows, 0]], buffers: [new Uint8Array()] })),
    ],
    [
      'of no bytes each',
      streamOf(
        schema([ofType(Type.FixedSizeBinary, [int(0)])]),
        recordBatch({ rows, nodes: [[rows, 0]], buffers: [new Uint8Array(), new Uint8Array()] }),
      ),
    ],
    [
      'of no items each',
      streamOf(
        schema([ofType(Type.FixedSizeList, [int(0)], [nulls])]),
        recordBatch({
          rows,
          nodes: [
            [rows, 0],
            [0, 0],
          ],
          buffers: [new Uint8Array()],
        }),
      ),
    ],
    [
      'of many nulls in a list',
      streamOf(
        schema([ofType(Type.FixedSizeList, [int(rows)], [nulls])]),
        recordBatch({
          rows: 1,
          nodes: [
            [1, 0],
            [rows, rows],
          ],
          buffers: [new Uint8Array()],
        }),
      ),
    ],
    ['of nulls in a dictionary', nullDictionary(rows)],
    [
      'in many batches',
      streamOf(schema([nulls]), ...Array<Uint8Array>(1500).fill(recordBatch({ rows: 65_536, nodes: [[65_536, 65_536]] }))),
    ],
    ['in columns that have the same bytes', sharedBytes(2000)],
  ])('%s is refused without any limit', (_, bytes) => {
    const [[code, sentence] = []] = refused(bytes)
    expect(code).toBe('too_many')
    expect(sentence).toMatch(/^data has more (cells|bytes once it is decoded), expected at most \d+ in a body of \d+ bytes$/)
  })

  it('is refused where cells are many for the memory that they take', () => {
    const many = 1_000_000
    const bytes = streamOf(
      schema([ofType(Type.FixedSizeBinary, [int(0)])]),
      recordBatch({ rows: many, nodes: [[many, 0]], buffers: [new Uint8Array(), new Uint8Array()] }),
    )
    expect(refused(bytes, { decodedBytes: 100_000_000 })).toEqual([
      ['too_many', 'data has more bytes once it is decoded, expected at most 100000000'],
    ])
  })

  it('is read where they are few', () => {
    expect(validate(streamOf(schema([nulls]), recordBatch({ rows: 3, nodes: [[3, 3]] }))).rows).toEqual([
      { c: null },
      { c: null },
      { c: null },
    ])
  })
})

function nullDictionary(rows: number): Uint8Array {
  const dictionary = table([long(0), table([int(8), byte(1)])])
  return streamOf(schema([field({ typeId: Type.Null, dictionary })]), dictionaryBatch(0, { rows, nodes: [[rows, rows]] }))
}

/** Columns of booleans that all are the same 100,000 bits. */
function sharedBytes(columns: number): Uint8Array {
  const rows = 100_000
  const bits = new Uint8Array(rows / 8)
  return streamOf(
    schema(Array.from({ length: columns }, (_, index) => bools(`c${index}`))),
    recordBatch({
      rows,
      nodes: Array.from({ length: columns }, () => [rows, 0] as const),
      regions: Array.from({ length: columns }, () => [[0, 0] as const, [0, bits.length] as const]).flat(),
      buffers: [bits],
    }),
  )
}

describe('columns of booleans, of which a byte has eight', () => {
  const rows = 70_000
  const bits = new Uint8Array(rows / 8).fill(0xaa)
  const names = ['a', 'b', 'c']
  const bytes = streamOf(
    schema(names.map(bools)),
    recordBatch({ rows, nodes: names.map(() => [rows, 0]), buffers: names.flatMap(() => [new Uint8Array(), bits]) }),
  )

  it('may be longer than their bytes', () => {
    const { rows: read, issues } = validate(bytes)
    expect(issues).toEqual([])
    expect([read?.length, read?.[rows - 1]]).toEqual([rows, { a: true, b: true, c: true }])
  })
})

describe('the limit of cells', () => {
  const three = [new Uint8Array(), Uint8Array.of(5)]
  const bytes = streamOf(
    schema([bools('a'), bools('b')]),
    ...Array.from({ length: 2 }, () =>
      recordBatch({
        rows: 3,
        nodes: [
          [3, 0],
          [3, 0],
        ],
        buffers: [...three, ...three],
      }),
    ),
  )

  it('counts rows × columns over all batches', () => {
    expect(refused(bytes, { cells: 12 })).toEqual([])
    expect(refused(bytes, { cells: 11 })).toEqual([['too_many', 'data has more cells, expected at most 11']])
  })

  it('counts what is nested', () => {
    const list = ofType(Type.List, [], [bools('item')])
    const lists = streamOf(
      schema([list]),
      recordBatch({
        rows: 1,
        nodes: [
          [1, 0],
          [8, 0],
        ],
        buffers: [new Uint8Array(), new Uint8Array(Int32Array.of(0, 8).buffer), ...three],
      }),
    )
    expect(refused(lists, { cells: 9 })).toEqual([])
    expect(refused(lists, { cells: 8 })).toEqual([['too_many', 'data has more cells, expected at most 8']])
  })
})

/** Rows that all show the first of some texts. */
function dictionaryStream(rows: number, values: readonly string[], batches = 1): Uint8Array {
  const dictionary = table([long(7), table([int(8), byte(1)])])
  return streamOf(
    schema([field({ typeId: Type.Utf8, dictionary })]),
    dictionaryBatch(7, { rows: values.length, nodes: [[values.length, 0]], buffers: textBuffers(values) }),
    ...Array.from({ length: batches }, () => recordBatch({ rows, nodes: [[rows, 0]], buffers: [new Uint8Array(), new Uint8Array(rows)] })),
  )
}

function textBuffers(values: readonly string[]): Uint8Array[] {
  const offsets = Int32Array.from([0, ...values.map((_, index) => values.slice(0, index + 1).join('').length)])
  return [new Uint8Array(), new Uint8Array(offsets.buffer), new TextEncoder().encode(values.join(''))]
}

/** What a column of views has in a batch, where all of them show one text. */
function viewParts(rows: number, value: string) {
  const views = new DataView(new ArrayBuffer(rows * 16))
  for (let row = 0; row < rows; row++) views.setInt32(row * 16, value.length, true)
  const buffers = [new Uint8Array(), new Uint8Array(views.buffer), new TextEncoder().encode(value)]
  return { rows, nodes: [[rows, 0] as const], buffers, variadicBufferCounts: [1] }
}

const viewStream = (rows: number, value: string) => streamOf(schema([ofType(Type.Utf8View)]), recordBatch(viewParts(rows, value)))

/** How often texts are decoded while something is done. */
function decodings(work: () => void): number {
  const decode = vi.spyOn(TextDecoder.prototype, 'decode')
  try {
    work()
    return decode.mock.calls.length
  } finally {
    decode.mockRestore()
  }
}

describe('the limit of decoded bytes', () => {
  it.each<[string, (rows: number, value: string) => Uint8Array]>([
    ['dictionaries', (rows, value) => dictionaryStream(rows, [value])],
    ['views', viewStream],
  ])('counts what stands once in %s for each row that has it', (_, streamWith) => {
    const bytes = streamWith(1000, 'x'.repeat(1000))
    expect(validate(bytes, { decodedBytes: 1_300_000 }).rows?.at(-1)).toEqual({ c: 'x'.repeat(1000) })
    expect(refused(bytes, { decodedBytes: 1_000_000 })).toEqual([
      ['too_many', 'data has more bytes once it is decoded, expected at most 1000000'],
    ])
    expect(refused(streamWith(20_000, 'x'.repeat(100_000)))[0]?.[1]).toMatch(
      /^data has more bytes once it is decoded, expected at most \d+ in a body/,
    )
  })

  it('counts views in the values of a dictionary', () => {
    const dictionary = table([long(7), table([int(8), byte(1)])])
    const bytes = streamOf(
      schema([field({ typeId: Type.Utf8View, dictionary })]),
      dictionaryBatch(7, viewParts(20_000, 'x'.repeat(100_000))),
      recordBatch({ rows: 1, nodes: [[1, 0]], buffers: [new Uint8Array(), Uint8Array.of(0)] }),
    )
    expect(refused(bytes)[0]?.[0]).toBe('too_many')
  })

  it('counts the parts of a dictionary that grows without end', () => {
    const dictionary = table([long(7), table([int(8), byte(1)])])
    const delta = dictionaryBatch(7, { rows: 1, nodes: [[1, 0]], buffers: textBuffers(['x']) }, true)
    const grown = (parts: number) => streamOf(schema([field({ typeId: Type.Utf8, dictionary })]), ...Array<Uint8Array>(parts).fill(delta))
    expect(refused(grown(100))).toEqual([])
    expect(refused(grown(20_000))[0]?.[0]).toBe('too_many')
  })

  it('has broken offsets in a dictionary refused, and not counted', () => {
    const dictionary = table([long(7), table([int(8), byte(1)])])
    const bytes = streamOf(
      schema([field({ typeId: Type.Utf8, dictionary })]),
      dictionaryBatch(7, {
        rows: 2,
        nodes: [[2, 0]],
        buffers: [new Uint8Array(), new Uint8Array(Int32Array.of(0, -5, 2 ** 31 - 1).buffer), new Uint8Array(8)],
      }),
      recordBatch({ rows: 2, nodes: [[2, 0]], buffers: [new Uint8Array(), Uint8Array.of(0, 1)] }),
    )
    expect(refused(bytes)[0]?.[0]).toBe('invalid_arrow')
  })
})

describe('what many rows have is decoded once', () => {
  const colours = ['red', 'green']

  it.each<[string, Uint8Array, Uint8Array]>([
    ['in a dictionary', dictionaryStream(10, colours), dictionaryStream(5000, colours)],
    ['in a dictionary of many batches', dictionaryStream(10, colours), dictionaryStream(10, colours, 500)],
    ['in views', viewStream(10, 'x'.repeat(100)), viewStream(5000, 'x'.repeat(100))],
  ])('%s', (_, few, many) => {
    const times = (bytes: Uint8Array) => decodings(() => expect(validate(bytes).issues).toEqual([]))
    expect(times(many)).toBe(times(few))
  })

  it('in the parts of a dictionary that grows', () => {
    const dictionary = table([long(7), table([int(8), byte(1)])])
    const values = ['red', 'green', 'blue']
    const bytes = streamOf(
      schema([field({ typeId: Type.Utf8, dictionary })]),
      ...values.flatMap((value, index) => [
        dictionaryBatch(7, { rows: 1, nodes: [[1, 0]], buffers: textBuffers([value]) }, index > 0),
        recordBatch({
          rows: index + 1,
          nodes: [[index + 1, 0]],
          buffers: [new Uint8Array(), Uint8Array.from({ length: index + 1 }, (_, code) => index - code)],
        }),
      ]),
    )
    expect(validate(bytes).rows).toEqual(['red', 'green', 'red', 'blue', 'green', 'red'].map((c) => ({ c })))
  })
})

describe('a number of nulls that is not known', () => {
  const numbers = schema([field({ typeId: Type.Int, type: [int(8), byte(1)] })])
  const bitmap = Uint8Array.of(0b01)
  const bytes = streamOf(
    numbers,
    recordBatch({ rows: 1, nodes: [[1, -1]], buffers: [new Uint8Array(), Uint8Array.of(5)] }),
    recordBatch({ rows: 2, nodes: [[2, 1]], buffers: [bitmap, Uint8Array.of(8, 9)] }),
  )
  const cells = [5, 8, null]

  it('is taken where there are none, as apache-arrow writes it of columns that were cut', () => {
    expect(validate(bytes).rows).toEqual(cells.map((c) => ({ c })))
  })

  it('hides no null of another batch: from a type without nulls, from columns, from results', () => {
    const strict = new PandasParameterType(new Table(new Schema([new Field('c', new Int8(), false)])))
    const { issues } = validatePayload(
      inputSchema('data', strict)((data: unknown) => data),
      bytes,
      { contentType },
    )
    expect(issues?.map(({ message }) => message)).toEqual([
      'data.c[2] is null, expected an integer (int8); null only where the schema says nullable',
    ])
    const table = tableFromIPC(bytes)
    const output = outputSchema(new PandasParameterType(table))(() => undefined)
    expect(Array.from(columnsOf(table)['c'] as ArrayLike<unknown>)).toEqual(cells)
    expect(JSON.parse(encodeResult(output, table))).toEqual(cells.map((c) => ({ c })))
  })

  it('is refused where there may be some, which readers would pass over', () => {
    const batch = recordBatch({ rows: 2, nodes: [[2, -1]], buffers: [bitmap, Uint8Array.of(6, 7)] })
    expect(refused(streamOf(numbers, batch))).toEqual([
      ['invalid_arrow', 'data is a batch with an unknown number of nulls, expected the number of nulls'],
    ])
  })
})

it('columns and members without a name have none, where apache-arrow calls them "null"', () => {
  const record = new Struct([new Field('', new Int8(), true)])
  const given = tableToIPC(new Table({ '': vectorFromArray([{ '': 5 }], record) }), 'stream')
  expect(validate(given).rows).toEqual([{ '': { '': 5 } }])
})
