import { type DataType, Field, Int8, List, Map_, Schema, Struct, Table, tableFromIPC, tableToIPC, Utf8 } from 'apache-arrow'
import { describe, expect, it } from 'vitest'
import { columnsOf, PandasParameterType } from '../../src/index.js'
import { cellsOf, oneColumn } from '../support/arrow.js'
import { decodeText, validate } from '../support/decode.js'

const list = new List(new Field('item', new Int8(), true))
const struct = new Struct([new Field('a', new Int8(), true), new Field('l', list, true)])
const entries = new Struct([new Field('key', new Utf8(), false), new Field('value', struct, true)])
const map = new Map_(new Field('entries', entries, false) as never)

const types: readonly (readonly [name: string, type: DataType, json: string, cell: unknown])[] = [
  ['a list', list, '[1, 2]', [1, 2]],
  ['a struct', struct, '{"a": 1, "l": [2]}', { a: 1, l: [2] }],
  ['a map', map, '{"k": {"a": 1, "l": []}}', [['k', { a: 1, l: [] }]]],
  ['a list of structs', new List(new Field('item', struct, true)), '[{"a": 1, "l": [2]}]', [{ a: 1, l: [2] }]],
]

/** Tables without rows as there are: apache-arrow's columns of them lack the children that their types have. */
const empties: readonly (readonly [name: string, make: (type: DataType) => Table])[] = [
  ['of a schema alone', (type) => new Table(schemaOf(type))],
  ['of a schema alone, sent as a stream', (type) => tableFromIPC(tableToIPC(new Table(schemaOf(type)), 'stream'))],
  ['of a schema alone, sent as a file', (type) => tableFromIPC(tableToIPC(new Table(schemaOf(type)), 'file'))],
  ['of a batch', (type) => oneColumn(type, [])],
  ['of a slice', (type) => oneColumn(type, [null, null]).slice(1, 1)],
]

function schemaOf(type: DataType): Schema {
  return new Schema([new Field('c', type, true)])
}

describe.each(types)('a table without rows, with %s,', (_, type, json, cell) => {
  it.each(empties)('%s, is a sample for rows', (__, make) => {
    expect(rowsFor(make(type), json)).toEqual({ c: [cell, null] })
  })

  it.each(empties)('%s, is a sample for an empty request', (__, make) => {
    expectEmpty(decodeText(new PandasParameterType<unknown>(make(type)), '[]'), type)
  })

  const pairs = empties.flatMap(([shown, sample]) => empties.map(([given, payload]) => [given, shown, payload, sample] as const))

  it.each(pairs)('%s, is received for a sample %s', (_given, _shown, payload, sample) => {
    const { value, issues } = validate(new PandasParameterType<unknown>(sample(type)), { data: payload(type) })
    expect(issues).toEqual([])
    expectEmpty(value, type)
  })

  it.each(empties)('%s, is no records, columns without cells, and a column without cells for columnsOf', (__, make) => {
    expect(validate(new PandasParameterType<unknown>([{ c: null }]), { data: make(type) }).value).toEqual([])
    expect(validate(new PandasParameterType<unknown>({ c: [null] }), { data: make(type) }).value).toEqual({ c: [] })
    expect(columnsOf(make(type))).toEqual({ c: [] })
  })
})

function rowsFor(sample: Table, json: string): Record<string, unknown[]> {
  const type = new PandasParameterType<unknown>(sample, { dtypes: { c: { nullable: true } } })
  return cellsOf(decodeText(type, `[{"c": ${json}}, {"c": null}]`) as Table)
}

function expectEmpty(value: unknown, type: DataType): void {
  const table = value as Table
  expect([table.numRows, table.toArray(), table.schema.names, String(table.schema.fields[0]?.type)]).toEqual([0, [], ['c'], String(type)])
}
