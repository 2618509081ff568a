import { createRequire } from 'node:module'
import * as own from 'apache-arrow'
import { describe, expect, it } from 'vitest'
import { encodeArrow, outputSchema, PandasParameterType } from '../../src/index.js'
import { cellsOf } from '../support/arrow.js'
import { decodeText, validate } from '../support/decode.js'

type Arrow = typeof import('apache-arrow')

// A CommonJS script and an ES module have each their own copy of apache-arrow, whose classes refuse those of the other.
const other = createRequire(import.meta.url)('apache-arrow') as Arrow
const copies = { own: own as unknown as Arrow, other }
type Copy = keyof typeof copies

/** A table of one copy, with the columns that are asked for. */
function tableOf(copy: Copy, names: readonly string[]): own.Table {
  const arrow = copies[copy]
  const list = new arrow.List(new arrow.Field('item', new arrow.Int32(), true))
  const all: Record<string, () => own.Vector> = {
    id: () => arrow.vectorFromArray([1n, 2n], new arrow.Int64()),
    name: () => arrow.vectorFromArray(['x', null], new arrow.Utf8()),
    list: () => arrow.vectorFromArray([[1, null], null], list),
    colour: () => arrow.vectorFromArray(['red', 'green'], new arrow.Dictionary(new arrow.Utf8(), new arrow.Int8())),
  }
  return new arrow.Table(Object.fromEntries(names.map((name) => [name, (all[name] as () => own.Vector)()])))
}

const cells = { id: [1n, 2n], name: ['x', null], list: [[1, null], null], colour: ['red', 'green'] }
const everything = Object.keys(cells)

const pairs: readonly (readonly [sample: Copy, given: Copy])[] = [
  ['own', 'other'],
  ['other', 'own'],
  ['other', 'other'],
]

it.each(pairs)('a sample of the %s copy says what a stream of a result of the %s one has', (sample, given) => {
  const type = new PandasParameterType(tableOf(sample, everything))
  const bytes = encodeArrow(
    outputSchema(type)(() => undefined),
    tableOf(given, everything),
  )
  const table = own.tableFromIPC(bytes)
  expect(cellsOf(table)).toEqual(cells)
  expect(String(table.schema)).toBe(String(tableOf('own', everything).schema))
})

function received(type: PandasParameterType<unknown>, given: unknown): Record<string, unknown[]> {
  const { value, issues } = validate(type, { data: given })
  expect(issues).toEqual([])
  return cellsOf(value as own.Table)
}

it('there are two copies', () => {
  expect(other.Table).not.toBe(own.Table)
})

const json = '[{"id": 1, "name": "x", "list": [1, null], "colour": "red"}, {"colour": "green", "list": null, "name": null, "id": 2}]'

describe('where every type is known', () => {
  it.each(pairs)('a sample of the %s copy takes a table of the %s one', (sample, given) => {
    const type = new PandasParameterType<unknown>(tableOf(sample, everything))
    expect(received(type, tableOf(given, everything))).toEqual(cells)
    expect(received(type, tableOf(given, [...everything].reverse()))).toEqual(cells)
  })

  it.each(['own', 'other'] as const)('a sample of the %s copy takes JSON', (sample) => {
    expect(cellsOf(decodeText(new PandasParameterType<unknown>(tableOf(sample, everything)), json) as own.Table)).toEqual(cells)
  })
})

it('enforceShape: false takes the columns of the sample from a table of the other copy', () => {
  const type = new PandasParameterType<unknown>(tableOf('own', everything), { enforceShape: false })
  expect(received(type, tableOf('other', [...everything].reverse()))).toEqual(cells)
})

const inferring = [{ enforceShape: false }, { enforceColumnType: false }, { enforceShape: false, enforceColumnType: false }]

describe.each(inferring)('with %o', (options) => {
  const samples = pairs.filter(([sample]) => sample === 'other' || options.enforceColumnType === false)

  it.each(samples)('a sample of the %s copy takes a table of the %s one', (sample, given) => {
    const type = new PandasParameterType<unknown>(tableOf(sample, everything), options)
    expect(received(type, tableOf(given, everything))).toEqual(cells)
  })

  it('a sample of the other copy takes JSON', () => {
    const type = new PandasParameterType<unknown>(tableOf('other', everything), options)
    expect(cellsOf(decodeText(type, json) as own.Table)).toMatchObject({ id: cells.id, name: cells.name, colour: cells.colour })
  })

  it('a sample of our own copy takes JSON', () => {
    const type = new PandasParameterType<unknown>(tableOf('own', everything), options)
    expect(cellsOf(decodeText(type, json) as own.Table)).toMatchObject({ id: cells.id, name: cells.name, colour: cells.colour })
  })
})

describe.each(inferring.filter(({ enforceShape }) => enforceShape === false))('with %o, extra columns', (options) => {
  it.each(pairs)('for a sample of the %s copy come from a table of the %s one', (sample, given) => {
    const type = new PandasParameterType<unknown>(tableOf(sample, ['id']), options)
    expect(received(type, tableOf(given, everything))).toEqual(cells)
  })

  const extra = '[{"id": 1, "colour": "red", "l": [{"x": [true]}], "t": "a"}]'
  const expected = { id: [1n], colour: ['red'], l: [[{ x: [true] }]], t: ['a'] }

  it('for a sample of our own copy come from JSON', () => {
    const type = new PandasParameterType<unknown>(tableOf('own', ['id', 'colour']), options)
    expect(cellsOf(decodeText(type, extra) as own.Table)).toEqual(expected)
  })

  it('for a sample of the other copy come from JSON', () => {
    const type = new PandasParameterType<unknown>(tableOf('other', ['id', 'colour']), options)
    expect(cellsOf(decodeText(type, extra) as own.Table)).toEqual(expected)
  })
})
