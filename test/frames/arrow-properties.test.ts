import { type Table, Vector } from 'apache-arrow'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { encodeResult, getInputSchema, inputSchema, outputSchema, PandasParameterType } from '../../src/index.js'
import { orients } from '../support/arbitraries.js'
import { cellsOf, tableOf, tableOfBatches } from '../support/arrow.js'
import { decodeText, messages, validate } from '../support/decode.js'
import { exampleProblem } from '../support/schemas.js'
import { arrowFrame } from './arrow-arbitraries.js'

const orient = fc.constantFrom(...orients)

function received(type: PandasParameterType<Table>, payload: object | string | Uint8Array): Table {
  const { value, issues } = validate(type, payload)
  expect(issues.map((issue) => issue.message)).toEqual([])
  return value as Table
}

it('gives a table of any schema back from the JSON that it is written as', () => {
  fc.assert(
    fc.property(arrowFrame(), orient, ({ fields, columns }, asOrient) => {
      const table = tableOf(fields, columns)
      const type = new PandasParameterType(table, { orient: asOrient })
      const json = encodeResult(
        outputSchema(type)(() => undefined),
        table,
      )
      const decoded = decodeText(type, json) as Table
      expect(decoded.schema).toBe(table.schema)
      expect(cellsOf(decoded)).toEqual(cellsOf(table))
    }),
    { numRuns: 400 },
  )
})

it('writes an example that its schema accepts, and that is accepted as a payload', () => {
  fc.assert(
    fc.property(arrowFrame({ isExact: false }), orient, ({ fields, columns }, asOrient) => {
      const type = new PandasParameterType(tableOf(fields, columns), { orient: asOrient })
      const schema = getInputSchema(inputSchema('data', type)((data: unknown) => data))
      expect(exampleProblem(schema)).toBeUndefined()
      expect(messages(type, (schema.example as { data: unknown }).data)).toEqual([])
    }),
    { numRuns: 400 },
  )
})

it('reads text, bytes and parsed objects alike', () => {
  fc.assert(
    fc.property(arrowFrame({ isExact: false }), orient, ({ fields, columns }, asOrient) => {
      const table = tableOf(fields, columns)
      const type = new PandasParameterType(table, { orient: asOrient })
      const text = `{"data": ${encodeResult(
        outputSchema(type)(() => undefined),
        table,
      )}}`
      const cells = cellsOf(received(type, text))
      expect(cellsOf(received(type, new TextEncoder().encode(text)))).toEqual(cells)
      expect(cellsOf(received(type, JSON.parse(text)))).toEqual(cells)
    }),
    { numRuns: 200 },
  )
})

it('hands on a table of the sample’s schema, whatever its batches and slices', () => {
  fc.assert(
    fc.property(arrowFrame({ hasDictionaries: false }), fc.nat(4), fc.nat(4), ({ fields, columns }, begin, cut) => {
      const half = (from: number, to: number) => columns.map((cells) => cells.slice(from, to))
      const table = tableOfBatches(fields, [half(0, cut), half(cut, 9)]).slice(begin)
      expect(received(new PandasParameterType(tableOf(fields, columns)), { data: table })).toBe(table)
    }),
    { numRuns: 200 },
  )
})

it('reads the cells of slices and of several batches', () => {
  fc.assert(
    fc.property(arrowFrame({ maxRows: 20 }), fc.nat(20), fc.nat(20), fc.nat(20), ({ fields, columns }, cut, begin, length) => {
      const end = begin + length
      const half = (from: number, to: number) => columns.map((cells) => cells.slice(from, to))
      const table = tableOfBatches(fields, [half(0, cut), half(cut, 99)]).slice(begin, end)
      // Written without a description, by what the table says of itself.
      const plain = encodeResult(() => undefined, table)
      const rows = columns.map((cells) => cells.slice(begin, end))
      expect(plain).toBe(encodeResult(() => undefined, tableOf(fields, rows)))
    }),
    { numRuns: 200 },
  )
})

it('puts columns into the sample’s order without touching their cells', () => {
  fc.assert(
    fc.property(arrowFrame(), ({ fields, columns }) => {
      const sample = tableOf(fields, columns)
      const decoded = received(new PandasParameterType(sample), { data: tableOf([...fields].reverse(), [...columns].reverse()) })
      expect(decoded.schema.fields.map((field) => field.name)).toEqual(fields.map(([column]) => column))
      expect(cellsOf(decoded)).toEqual(cellsOf(sample))
      expect(decoded.getChildAt(0)).toBeInstanceOf(Vector)
    }),
    { numRuns: 200 },
  )
})

it('says the same of text, bytes and parsed objects that may be wrong, and changes none of them', () => {
  const cell = fc.oneof(
    fc.jsonValue({ maxDepth: 3 }),
    fc.constantFrom<fc.JsonValue>('2024-02-29', '1970-01-01T00:00:00Z', '07:30:00', '1.5', 'AP8=', 'PT1S', {}, [], [null], [[1]], -0),
  )
  // Integers beyond 2^53 say more as text than in an object.
  const isSafe = (text: string) => !/\d{16}|\de\+?\d/.test(text)
  fc.assert(
    fc.property(
      arrowFrame({ isExact: false }),
      fc.array(fc.array(cell, { minLength: 3, maxLength: 3 }), { maxLength: 3 }),
      (frame, given) => {
        const type = new PandasParameterType(tableOf(frame.fields, frame.columns))
        const rows = given.map((cells) => Object.fromEntries(frame.fields.map(([column], index) => [column, cells[index]])))
        const text = JSON.stringify({ data: rows })
        fc.pre(isSafe(text))
        const outcome = (payload: object | string | Uint8Array) => {
          const { value, issues } = validate(type, payload)
          return value === undefined ? issues : cellsOf(value as Table)
        }
        const parsed: object = JSON.parse(text)
        expect(outcome(text)).toEqual(outcome(parsed))
        expect(outcome(new TextEncoder().encode(text))).toEqual(outcome(parsed))
        expect(JSON.stringify(parsed)).toBe(text)
      },
    ),
    { numRuns: 300 },
  )
})
