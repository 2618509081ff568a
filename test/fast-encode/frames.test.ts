import { Dictionary, Float64, Int32, type Table, Utf8 } from 'apache-arrow'
import dfd from 'danfojs-node'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { encodeResultBytes, PandasParameterType, SparkParameterType } from '../../src/index.js'
import { arrowFrame } from '../frames/arrow-arbitraries.js'
import { name, orients } from '../support/arbitraries.js'
import { tableOf, tableOfBatches } from '../support/arrow.js'
import { expectSame, runOf } from './same.js'

const orient = fc.constantFrom(...orients)

/** Cells of a column: all of one kind, of one kind with gaps, or of all kinds. */
const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 20 }),
  fc.constantFrom('', '\0', '"\\\b\f\n\r\t\x1f', '\ud800', 'a\udc00b', '\u2028\x7f'),
)
const cellKinds: readonly fc.Arbitrary<unknown>[] = [
  fc.double(),
  fc.integer(),
  text,
  fc.boolean(),
  fc.bigInt({ min: -(2n ** 70n), max: 2n ** 70n }),
  fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
  fc.date({ noInvalidDate: false }),
  fc.constantFrom([1, 'a'], { a: 1n, b: [undefined] }, new Uint8Array(3), Float64Array.of(1, 2), new Map([['a', 1]]), {
    toJSON: () => 'x',
  }),
  fc.constantFrom(0, 1, 2, true, false),
  fc.constantFrom(0n, 19782n, -(2n ** 63n)),
]
const cells = fc.oneof(
  ...cellKinds.flatMap((kind) => [kind, fc.oneof(kind, fc.constantFrom(null, undefined))]),
  fc.oneof(...cellKinds, fc.constant(null)),
)
const dtypes = [
  'float64',
  'float32',
  'int64',
  'int8',
  'bool',
  'str',
  'object',
  'category',
  'datetime64[ns]',
  'timedelta64[s]',
  'bytes',
  'datetime64[ns, UTC]',
]

const columns = fc.tuple(fc.uniqueArray(name, { minLength: 1, maxLength: 5 }), fc.integer({ min: 1, max: 40 })).chain(([names, length]) =>
  fc.record({
    length: fc.constant(length),
    columns: fc.tuple(
      ...names.map((column) =>
        fc.constantFrom(...cellKinds, cells).chain((kind) =>
          fc.record({
            name: fc.constant(column),
            cells: fc.array(kind, { minLength: length, maxLength: length }),
            dtype: fc.option(fc.constantFrom(...dtypes), { nil: undefined }),
          }),
        ),
      ),
    ),
    lacks: fc.option(fc.array(fc.boolean(), { minLength: 7, maxLength: 7 }), { nil: undefined }),
  }),
)

/** A type that knows of some columns, each of a dtype. */
function typeOf(
  given: readonly { name: string; dtype: string | undefined }[],
  asOrient: (typeof orients)[number],
): PandasParameterType | undefined {
  const known = given.filter(({ name: column, dtype }) => dtype !== undefined && column !== 'index').reverse()
  const dtypes = known.map(({ name: column, dtype }) => [column, dtype as string] as const)
  const sample = known.map(({ name: column }) => [column, []] as const)
  return known.length === 0 ? undefined : new PandasParameterType<unknown>(sample, { dtypes, orient: asOrient })
}

it('writes records, whatever is in their cells', () => {
  fc.assert(
    fc.property(columns, orient, ({ length, columns: given, lacks }, asOrient) => {
      const records = Array.from({ length }, (_, row) =>
        Object.fromEntries(
          given.filter((_, index) => lacks?.[(row * 3 + index) % 7] !== true).map((column) => [column.name, column.cells[row]]),
        ),
      )
      expectSame(records, typeOf(given, asOrient))
    }),
    { numRuns: 1500 },
  )
})

it('writes columns, whatever is in them', () => {
  fc.assert(
    fc.property(columns, orient, ({ columns: given }, asOrient) => {
      const pairs = given.map((column) => [column.name, column.cells] as const)
      expectSame(Object.fromEntries(pairs), typeOf(given, asOrient))
      expectSame(pairs, typeOf(given, asOrient))
    }),
    { numRuns: 1000 },
  )
})

it('writes columns of typed arrays by every dtype', () => {
  const storages = [Int8Array, Uint8Array, Uint8ClampedArray, Int32Array, Uint32Array, Float32Array, Float64Array]
  const frame = {
    ...Object.fromEntries(storages.map((Storage) => [Storage.name, Storage.from([0, 1, 2, 100.7, Number.NaN, -0])])),
    big: BigInt64Array.of(0n, 1n, 2n, -3n, 2n ** 62n, -(2n ** 63n)),
  }
  for (const dtype of dtypes) {
    const names = Object.keys(frame)
    for (const asOrient of orients)
      expectSame(
        frame,
        typeOf(
          names.map((column) => ({ name: column, dtype })),
          asOrient,
        ),
      )
  }
})

it('writes Arrow tables of any schema, with batches and slices', () => {
  fc.assert(
    fc.property(
      arrowFrame({ maxRows: 20 }),
      orient,
      fc.nat(10),
      fc.nat(5),
      fc.boolean(),
      ({ fields, columns: given }, asOrient, cut, begin, isSpark) => {
        const half = (from: number, to: number) => given.map((column) => column.slice(from, to))
        const table = tableOfBatches(fields, [half(0, cut), half(cut, 20)]).slice(begin)
        const whole = tableOf(fields, given)
        expectSame(table, isSpark ? undefined : new PandasParameterType(whole, { orient: asOrient }))
        if (isSpark && !fields.some(([column]) => column === 'index')) expectSame({ frame: table, more: [1] })
      },
    ),
    { numRuns: 800 },
  )
})

it('writes an Arrow table by a Spark schema', () => {
  const table = tableOf(
    [
      ['a', new Int32()],
      ['b', new Utf8()],
    ],
    [[...Array(20).keys()], Array(20).fill('x')],
  )
  expectSame(table, new SparkParameterType(table.slice(0, 2)))
})

describe('large frames', () => {
  const length = 5000
  const words = [
    '',
    'a',
    'quote "',
    'back \\ slash',
    'größer',
    '日本語',
    '🦆',
    '\u0001',
    'a longer text that has more than sixteen bytes',
    null,
  ]
  const table = (): Table =>
    tableOfBatches(
      [
        ['text', new Utf8()],
        ['word', new Dictionary(new Utf8(), new Int32())],
        ['number', new Float64()],
      ],
      [0, 1].map((batch) => [
        Array.from({ length }, (_, row) => words[(row + batch) % 10]),
        Array.from({ length }, (_, row) => words[(row * 7 + batch) % 10]),
        Array.from({ length }, (_, row) => (row % 11 === 0 ? null : row / 7)),
      ]),
    )
  const records = () => Array.from({ length }, (_, row) => ({ text: words[row % 10], number: row / 7, flag: row % 2 === 0, 7: row }))

  it.each(orients)('writes them in orient %s', (asOrient) => {
    const given = table()
    expectSame(given, new PandasParameterType(given.slice(0, 20), { orient: asOrient }))
    expectSame(records(), new PandasParameterType([{ number: 0.5, other: 1 }], { orient: asOrient }))
  })

  it('writes a frame of many columns', () => {
    const wide = (columnCount: number) =>
      Object.fromEntries(
        Array.from({ length: columnCount }, (_, column) => [
          `column ${column}`,
          Array.from({ length: 40 }, (_, row) => `${row} ${column}`),
        ]),
      )
    for (const columnCount of [100, 500, 511, 512, 1000]) expectSame(wide(columnCount), new PandasParameterType({ 'column 1': ['x'] }))
  })

  it('writes texts and keys that are longer than the kernel has room for', () => {
    for (const size of [1000, 70_000, 100_000, 300_000, 1_000_000]) {
      const rows = [
        { a: 'x', b: 1 },
        { a: 'ä'.repeat(size), b: 2 },
        { a: '\u0001'.repeat(size), b: 3 },
        ...Array(20).fill({ a: 'y', b: 4 }),
      ]
      expectSame(rows, new PandasParameterType([{ a: 'x', b: 1 }]))
    }
    expectSame(Array(20).fill({ ['k'.repeat(500_000)]: 1 }), new PandasParameterType([{ a: 'x' }]))
  })

  it('gives nearly no more memory than the text needs', () => {
    const bytes = encodeResultBytes(runOf(new PandasParameterType([{ number: 0.5 }])), records())
    expect(bytes.buffer.byteLength).toBeLessThan(1.5 * bytes.length)
  })
})

describe('what is no frame', () => {
  const type = new PandasParameterType([{ a: 1, b: 'x' }])
  const rows = Array.from({ length: 20 }, (_, row) => ({ a: row, b: 'x' }))

  it.each([
    ['a text among the records', [...rows, 'text']],
    ['columns of different length', { a: Array(20).fill(1), b: ['x'] }],
    ['a cell that is a function', [...rows, { a: () => 0, b: 'y' }]],
    ['a cell that is a promise', [...rows, { a: Promise.resolve(1), b: 'y' }]],
    ['nothing', []],
    ['a frame without columns', Array(20).fill({})],
    ['columns by label', { a: { x: 1, y: 2 }, b: { x: 'p', y: 'q' } }],
    ['a text', 'text'],
  ])('writes or refuses %s', (_, given) => {
    for (const asOrient of orients) expectSame(given, new PandasParameterType([{ a: 1, b: 'x' }], { orient: asOrient }))
    expectSame(given, type)
  })
})

it('writes danfojs frames with labels of their own', () => {
  const data = Array.from({ length: 20 }, (_, row) => ({ a: row / 3, b: `x${row}`, c: row % 2 === 0 }))
  const index = data.map((_, row) => 40 - row)
  for (const frame of [new dfd.DataFrame(data), new dfd.DataFrame(data, { index })])
    for (const asOrient of orients) expectSame(frame, new PandasParameterType(data.slice(0, 2), { orient: asOrient }))
})
