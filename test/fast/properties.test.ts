import {
  Bool,
  Dictionary,
  Float32,
  Float64,
  Int8,
  Int32,
  Int64,
  LargeUtf8,
  Table,
  TimestampMillisecond,
  Uint64,
  Utf8,
  vectorFromArray,
} from 'apache-arrow'
import dfd from 'danfojs-node'
import fc from 'fast-check'
import ndarray from 'ndarray'
import { describe, it } from 'vitest'
import { type AbstractParameterType, encodeResult, NumpyParameterType, outputSchema, PandasParameterType } from '../../src/index.js'
import { frame, fromEntries, tensor, typeOfTensor } from '../support/arbitraries.js'
import { expectSame, runOf } from './both-ways.js'

const encoded = (type: AbstractParameterType, result: unknown): string =>
  encodeResult(
    outputSchema(type)(() => undefined),
    result,
  )

/** What is done to the bytes of a body: nothing, or a piece of them becomes another. */
const change = fc.oneof(
  { weight: 1, arbitrary: fc.constant(undefined) },
  {
    weight: 3,
    arbitrary: fc.record({
      at: fc.double({ min: 0, max: 1, noNaN: true }),
      length: fc.nat(3),
      piece: fc.oneof(
        fc.constantFrom(
          '',
          'null',
          '1',
          '-',
          '.5',
          'e5',
          ',',
          '[',
          ']',
          '{',
          '}',
          '"',
          '\\',
          '\\u0041',
          '\\ud800',
          'true',
          '0',
          ' ',
          'é',
          '9'.repeat(20),
        ),
        fc.string({ unit: 'binary', maxLength: 3 }),
        fc.uint8Array({ minLength: 1, maxLength: 3 }),
      ),
    }),
  },
)
type Change = typeof change extends fc.Arbitrary<infer Value> ? Value : never

function changed(text: string, change: Change): Uint8Array {
  const bytes = new TextEncoder().encode(text)
  if (change === undefined) return bytes
  const at = Math.floor(change.at * bytes.length)
  const piece = typeof change.piece === 'string' ? new TextEncoder().encode(change.piece) : change.piece
  return Uint8Array.from([...bytes.subarray(0, at), ...piece, ...bytes.subarray(at + change.length)])
}

const runs = { numRuns: Number(process.env['FAST_RUNS'] ?? 300) }

describe('whatever comes is read as JSON.parse and a checked copy read it', () => {
  it('into tensors of every dtype', () => {
    fc.assert(
      fc.property(tensor, change, (shown, change) => {
        const type = typeOfTensor(shown)
        expectSame(runOf(type), changed(`{"data":${encoded(type, ndarray([...shown.values], [...shown.shape]))}}`, change))
      }),
      runs,
    )
  })

  it('into records, columns and pairs of every dtype', () => {
    fc.assert(
      fc.property(frame, change, fc.constantFrom('records', 'columns', 'pairs'), ({ dtypes, pairs, rows }, change, kind) => {
        const sample = rows === undefined || kind === 'pairs' ? pairs : kind === 'columns' ? fromEntries(pairs) : rows
        const type = new PandasParameterType<unknown>(sample, { dtypes })
        const text = encoded(type, pairs)
        // More rows than one, so that the order of keys has been learned.
        expectSame(runOf(type), changed(`{"data":[${Array(4).fill(text.slice(1, -1))}]}`, change))
      }),
      runs,
    )
  })

  it('into danfojs DataFrames', () => {
    const shown = { text: 'a', float: 0.5, int: 1, large: 1, of: 'a', bool: true }
    const dtypes = { large: 'int64', int: 'int16', of: 'category' }
    const run = runOf(new PandasParameterType(new dfd.DataFrame([shown, { ...shown, of: 'b' }]), { dtypes }))
    const row = fc.record({
      text: fc.option(fc.string({ unit: 'binary' }), { freq: 5 }),
      float: fc.double({ noNaN: true, noDefaultInfinity: true }),
      int: fc.integer({ min: -40_000, max: 32_767 }),
      large: fc.maxSafeInteger(),
      of: fc.constantFrom('a', 'b', 'b', 'c'),
      bool: fc.boolean(),
    })
    fc.assert(
      fc.property(
        fc.array(row, { maxLength: 6 }),
        change,
        (rows, change) => void expectSame(run, changed(JSON.stringify({ data: rows }), change)),
      ),
      runs,
    )
  })

  it('into an Arrow Table', () => {
    const table = new Table({
      text: vectorFromArray(['a', null], new Utf8()),
      large: vectorFromArray(['a', null], new LargeUtf8()),
      of: vectorFromArray(['a', 'b'], new Dictionary(new Utf8(), new Int32())),
      double: vectorFromArray([0.5, null], new Float64()),
      single: vectorFromArray([0.5, 1], new Float32()),
      small: vectorFromArray([1, null], new Int8()),
      int64: vectorFromArray([1n, null], new Int64()),
      uint64: vectorFromArray([1n, 2n], new Uint64()),
      bool: vectorFromArray([true, null], new Bool()),
      at: vectorFromArray([0, null], new TimestampMillisecond()),
    })
    const orNull = <T>(cell: fc.Arbitrary<T>) => fc.option(cell, { freq: 5 })
    const row = fc.record({
      text: orNull(fc.string({ unit: 'binary' })),
      large: orNull(fc.string({ unit: 'grapheme' })),
      of: orNull(fc.constantFrom('a', 'b')),
      double: orNull(fc.double({ noNaN: true, noDefaultInfinity: true })),
      single: orNull(fc.float({ noNaN: true, noDefaultInfinity: true })),
      small: orNull(fc.integer({ min: -128, max: 127 })),
      int64: orNull(fc.maxSafeInteger()),
      uint64: orNull(fc.maxSafeNat()),
      bool: orNull(fc.boolean()),
      at: orNull(fc.date({ min: new Date(0), max: new Date('2100-01-01'), noInvalidDate: true }).map((date) => date.toISOString())),
    })
    const names = table.schema.fields.map(({ name }) => name)
    const run = runOf(new PandasParameterType(table))
    const flat = runOf(new PandasParameterType(table.select(['text', 'double', 'single', 'small', 'int64', 'uint64', 'bool'])))
    fc.assert(
      fc.property(
        fc.array(row, { maxLength: 6 }),
        fc.shuffledSubarray(names, { minLength: names.length }),
        change,
        (rows, order, change) => {
          const shuffled = (names: readonly string[]) =>
            rows.map((row) => fromEntries(names.map((name) => [name, (row as Record<string, unknown>)[name]] as const)))
          expectSame(run, changed(JSON.stringify({ data: shuffled(order) }), change))
          const some = order.filter((name) => !['large', 'of', 'at'].includes(name))
          expectSame(flat, changed(JSON.stringify({ data: shuffled(some) }), change))
        },
      ),
      runs,
    )
  })

  it('into arrays whose sizes are bound by names', () => {
    const type = (shape: readonly (string | number | null)[]) =>
      runOf(
        new NumpyParameterType(
          [
            [1, 2],
            [3, 4],
          ],
          { shape },
        ),
      )
    const all = [type(['n', 'n']), type([null, null]), type([2, null]), type([null, 'k'])]
    fc.assert(
      fc.property(
        fc.constantFrom(...all),
        fc.array(fc.array(fc.float({ noNaN: true }), { maxLength: 3 }), { maxLength: 3 }),
        change,
        (run, data, change) => {
          expectSame(run, changed(JSON.stringify({ data }), change))
        },
      ),
      runs,
    )
  })
})
