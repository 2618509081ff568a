import { Bool, Float32, Float64, Int8, Int64, Table, Uint64, Utf8, vectorFromArray } from 'apache-arrow'
import fc from 'fast-check'
import ndarray from 'ndarray'
import { describe, it } from 'vitest'
import { type Issue, int, NumpyParameterType, PandasParameterType, type PandasParameterTypeOptions } from '../../src/index.js'
import { name as anyName, float, fromEntries, instant, keepsOrder } from '../support/arbitraries.js'
import { expectEqual, frozen, runOf, tell, told } from './both-ways.js'
import { atOnce, oneByOne, read } from './one-by-one.js'

const text = fc.oneof(fc.string({ unit: 'binary' }), fc.string({ maxLength: 100 }), fc.constantFrom('', 'état', '\ud83d', '\ude42', '🙂'))

/** Cells that dtypes take, as JSON has them. */
const cells: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
  bool: fc.boolean(),
  int8: fc.integer({ min: -128, max: 127 }),
  uint16: fc.nat(65535),
  int32: fc.integer(),
  uint32: fc.integer({ min: 0, max: 2 ** 32 - 1 }),
  int64: fc.oneof(fc.maxSafeInteger(), fc.integer()),
  uint64: fc.oneof(fc.maxSafeNat(), fc.nat()),
  float16: fc.float({ noNaN: true, noDefaultInfinity: true, min: -60000, max: 60000 }),
  float32: fc.float({ noNaN: true, noDefaultInfinity: true }),
  float64: float,
  str: text,
  // One of twenty is too long.
  '<U3': fc.oneof(
    { weight: 19, arbitrary: fc.string({ unit: 'grapheme-ascii', maxLength: 3 }) },
    { weight: 1, arbitrary: fc.string({ unit: 'grapheme-ascii', minLength: 4, maxLength: 5 }) },
  ),
}
const dtypes = Object.keys(cells)

/** Columns that a sample shows without a dtype: texts, integers as numbers, Dates. */
const shownCells: Readonly<Record<string, { readonly blank: unknown; readonly cell: fc.Arbitrary<unknown> }>> = {
  texts: { blank: '', cell: text },
  integers: { blank: int(0), cell: fc.maxSafeInteger() },
  Dates: { blank: new Date(0), cell: instant.map((date) => date.toISOString()) },
}
const cellOf = (dtype: string): fc.Arbitrary<unknown> => shownCells[dtype]?.cell ?? (cells[dtype] as fc.Arbitrary<unknown>)

function blank(dtype: string): unknown {
  if (dtype === 'bool') return false
  return dtype === 'str' || dtype === '<U3' ? '' : (shownCells[dtype]?.blank ?? 0)
}

/** Cells that most dtypes refuse, or store as something else. */
const odd = fc.oneof(
  fc.constantFrom<unknown>(null, -0, 1.5, 2 ** 31, -(2 ** 31) - 1, 2 ** 32, 2 ** 53, -(2 ** 53), 2 ** 63, 1e39, 65520),
  fc.constantFrom<unknown>(Number.NaN, Infinity, -Infinity, Number.MAX_VALUE, Number.MIN_VALUE),
  fc.constantFrom<unknown>('', '12', 'abcd', '🙂🙂🙂🙂', true, 7n, -7n, 2n ** 64n, undefined, [1], { a: 1 }),
  fc.bigInt({ min: -(2n ** 64n), max: 2n ** 64n }),
)

/** Some of the cells become others. */
const changes = fc.array(fc.tuple(fc.nat(), fc.nat(), odd), { maxLength: 3 })

const runs = { numRuns: Number(process.env['FAST_RUNS'] ?? 300) }

describe('nested arrays', () => {
  it('become what their elements become one by one', () => {
    const shown = fc.tuple(fc.constantFrom(...dtypes), fc.constantFrom(1, 5, 70)).chain(([dtype, width]) =>
      fc.record({
        dtype: fc.constant(dtype),
        width: fc.constant(width),
        casting: fc.constantFrom('safe' as const, 'unsafe' as const),
        given: fc.array(cells[dtype] as fc.Arbitrary<unknown>, { minLength: 1, maxLength: 20 }),
        height: fc.integer({ min: 1, max: 4 }),
        changes,
      }),
    )
    fc.assert(
      fc.property(shown, ({ dtype, width, casting, given, height, changes }) => {
        const rows = Array.from({ length: height }, (_, row) =>
          Array.from({ length: width }, (_, column) => given[(row * width + column) % given.length]),
        )
        for (const [row, column, cell] of changes) (rows[row % height] as unknown[])[column % width] = cell
        const sample = ndarray(Array(width).fill(blank(dtype)), [1, width])
        const run = runOf(new NumpyParameterType<unknown, string>(sample, { dtype, casting }))
        // An NdArray over any array is read element by element.
        const elements = { data: ndarray(rows.flat() as number[], [height, width]) }
        expectEqual(told(run, frozen({ data: rows })), told(run, elements))
      }),
      runs,
    )
  })
})

/** Rows of every length that is read in a way of its own: few, many, and more than are read at a time. */
const lengths = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: 1, max: 30 }) },
  { weight: 1, arbitrary: fc.integer({ min: 500, max: 1100 }) },
)

/** Rows of which some have their cells changed, or their keys in another order. */
const someRows = (columns: Readonly<Record<string, fc.Arbitrary<unknown>>>) =>
  fc
    .record({
      length: lengths,
      given: fc.array(fc.tuple(...Object.values(columns)), { minLength: 1, maxLength: 12 }),
      changes,
      turned: fc.option(fc.nat(), { freq: 3 }),
    })
    .map(({ length, given, changes, turned }) => {
      const names = Object.keys(columns)
      const rows = Array.from({ length }, (_, row) => [...(given[row % given.length] as unknown[])])
      for (const [row, column, cell] of changes) (rows[row % length] as unknown[])[column % names.length] = cell
      return rows.map((cells, row) => {
        const entries = names.map((name, column) => [name, cells[column]] as const)
        return fromEntries(turned !== null && row === turned % length ? entries.reverse() : entries)
      })
    })

/** Columns of any name and dtype, of which some may be null. */
const anyColumns = fc.uniqueArray(fc.tuple(anyName, fc.constantFrom(...Object.keys(shownCells), ...dtypes), fc.boolean()), {
  minLength: 1,
  maxLength: 5,
  selector: ([name]) => name,
})

describe('records', () => {
  it('become what they become one by one, as records and as columns', () => {
    const shown = anyColumns.chain((columns) =>
      fc.record({
        columns: fc.constant(columns),
        rows: someRows(
          fromEntries(
            columns.map(([name, dtype, nullable]) => {
              return [name, nullable ? fc.option(cellOf(dtype), { freq: 5 }) : cellOf(dtype)] as const
            }),
          ),
        ),
        casting: fc.constantFrom('safe' as const, 'safe' as const, 'unsafe' as const),
        isDeclared: fc.boolean(),
      }),
    )
    fc.assert(
      fc.property(shown, ({ columns, rows, casting, isDeclared }) => {
        const sample = columns.map(([name, dtype, nullable]) => [name, nullable ? [blank(dtype), null] : [blank(dtype)]] as const)
        const known = columns.filter(([, dtype]) => !(dtype in shownCells))
        const options: PandasParameterTypeOptions = {
          casting,
          ...(isDeclared
            ? { columns: known.map(([name, dtype, nullable]) => [name, { dtype, nullable }]) }
            : { dtypes: known.map(([name, dtype]) => [name, dtype]) }),
        }
        const length = Math.max(...sample.map(([, cells]) => cells.length))
        const pairs = sample.map(([name, cells]) => [name, Array.from({ length }, (_, row) => cells[row % cells.length])] as const)
        const names = pairs.map(([name]) => name)
        const shownRows = Array.from({ length }, (_, row) => fromEntries(pairs.map(([name, cells]) => [name, cells[row]])))
        for (const sample of keepsOrder(names) ? [shownRows, fromEntries(pairs), pairs] : [pairs]) {
          const run = runOf(new PandasParameterType<unknown>(sample, options))
          expectEqual(atOnce(run, frozen(rows)), oneByOne(run, rows, names))
        }
      }),
      runs,
    )
  })

  it('become what they become one by one, as an Arrow Table', () => {
    const table = new Table({
      text: vectorFromArray(['a', null], new Utf8()),
      double: vectorFromArray([0.5, null], new Float64()),
      single: vectorFromArray([0.5, 1], new Float32()),
      small: vectorFromArray([1, null], new Int8()),
      int64: vectorFromArray([1n, null], new Int64()),
      uint64: vectorFromArray([1n, 2n], new Uint64()),
      bool: vectorFromArray([true, null], new Bool()),
    })
    const run = runOf(new PandasParameterType(table))
    const orNull = (name: string) => fc.option(cells[name] as fc.Arbitrary<unknown>, { freq: 5 })
    const rows = someRows({
      text: fc.option(text, { freq: 5 }),
      double: orNull('float64'),
      single: orNull('float32'),
      small: orNull('int8'),
      int64: orNull('int64'),
      uint64: orNull('uint64'),
      bool: orNull('bool'),
    })
    fc.assert(
      fc.property(rows, (rows) => {
        expectEqual(
          atOnce(run, frozen(rows)),
          oneByOne(
            run,
            rows,
            table.schema.fields.map(({ name }) => name),
          ),
        )
      }),
      runs,
    )
  })
})

describe('columns', () => {
  it('become what records of the same cells become', () => {
    const shown = fc.record({ rows: someRows({ a: cells['float64'] as fc.Arbitrary<unknown>, b: cellOf('texts'), c: cellOf('int64') }) })
    const run = runOf(new PandasParameterType({ a: [0.5], b: ['x'], c: [1] }, { dtypes: { c: 'int64' } }))
    fc.assert(
      fc.property(shown, ({ rows }) => {
        const columns = fromEntries(['a', 'b', 'c'].map((name) => [name, rows.map((row) => row[name])] as const))
        const [ofColumns, ofRecords] = [read(run, frozen(columns)), read(run, rows)]
        expectEqual(tell(ofColumns.value), tell(ofRecords.value))
        const tellIssue = ({ code, expected, received }: Issue, path: unknown) => ({ code, expected, received, path })
        expectEqual(
          ofColumns.issues.map((issue) => tellIssue(issue, issue.path)),
          ofRecords.issues.map((issue) => tellIssue(issue, [issue.path[0], issue.path[2], issue.path[1]])),
        )
      }),
      runs,
    )
  })
})
