import {
  Binary,
  type DataType,
  Dictionary,
  Field,
  Int32,
  Int64,
  List,
  Map_,
  Schema,
  Struct,
  Table,
  Timestamp,
  TimeUnit,
  tableFromIPC,
  tableToIPC,
  Utf8,
  type Vector,
  vectorFromArray,
} from 'apache-arrow'
import { describe, expect, it } from 'vitest'
import { encodeArrow, inputSchema, outputSchema, PandasParameterType, SparkParameterType, toNumpy, validatePayload } from '../src/index.js'

// What mapInArrow sends has timestamps in the session's zone, nested ones too; it takes the declared types back.

const contentType = 'application/vnd.apache.arrow.stream'
const field = (name: string, type: unknown, nullable = true) => ({ name, type, nullable, metadata: {} })
const struct = (...fields: readonly object[]) => ({ type: 'struct', fields })
const array = (elementType: unknown) => ({ type: 'array', elementType, containsNull: true })
const map = (keyType: unknown, valueType: unknown) => ({ type: 'map', keyType, valueType, valueContainsNull: true })
const spark = (type: unknown) => new SparkParameterType({ schema: struct(field('c', type)) })

const timestamp = (zone: string | null) => new Timestamp(TimeUnit.MICROSECOND, zone)
const listOf = (type: DataType) => new List(new Field('element', type, true))
const structOf = (...fields: readonly (readonly [string, DataType])[]) =>
  new Struct(fields.map(([name, type]) => new Field(name, type, true)))
const mapOf = (key: DataType, value: DataType) =>
  new Map_(new Field('entries', new Struct([new Field('key', key, false), new Field('value', value, true)]), false) as never)
const tableOf = (type: DataType, cells: readonly unknown[] = []) =>
  cells.length === 0 ? new Table(new Schema([new Field('c', type, true)])) : new Table({ c: vectorFromArray(cells as never, type) })

/** What a run gets of a column, or what is said of it. */
function received(type: SparkParameterType | PandasParameterType<unknown>, table: Table): Table | string {
  const run = inputSchema('frame', type as never)((frame: unknown) => frame)
  const result = validatePayload(run, tableToIPC(table, 'stream'), { contentType })
  return result.issues === undefined ? (result.value['frame'] as Table) : result.issues.map(({ message }) => message).join('\n')
}

const typeText = (table: Table | string) => (typeof table === 'string' ? table : String(table.schema.fields[0]?.type))
const cellsText = (table: Table) =>
  JSON.stringify([...(table.getChild('c') as Vector)], (_, cell: unknown) => (typeof cell === 'bigint' ? `${cell}n` : cell))

const instant = 1709208000123
const zones = ['UTC', 'Etc/UTC', 'America/New_York', '+05:30', 'a zone that nobody knows']

describe('timestamps of a session', () => {
  const nested: readonly (readonly [string, unknown, (zone: string) => DataType, unknown])[] = [
    ['in a column', 'timestamp', timestamp, instant],
    ['in arrays', array('timestamp'), (zone) => listOf(timestamp(zone)), [instant, null]],
    ['in structs', struct(field('at', 'timestamp')), (zone) => structOf(['at', timestamp(zone)]), { at: instant }],
    ['as keys', map('timestamp', 'long'), (zone) => mapOf(timestamp(zone), new Int64()), new Map([[instant, 5n]])],
    ['as values', map('integer', 'timestamp'), (zone) => mapOf(new Int32(), timestamp(zone)), new Map([[5, instant]])],
    [
      'at some depth',
      array(struct(field('m', map('string', 'timestamp')))),
      (zone) => listOf(structOf(['m', mapOf(new Utf8(), timestamp(zone))])),
      [{ m: new Map([['x', instant]]) }],
    ],
  ]

  it.each(nested)('are taken in any zone %s, and come in the declared one', (_, type, arrowType, cell) => {
    const declared = received(spark(type), tableOf(arrowType('UTC'), [cell, null]))
    for (const zone of zones) {
      const table = received(spark(type), tableOf(arrowType(zone), [cell, null]))
      expect(typeText(table)).toBe(String(arrowType('UTC')))
      expect(cellsText(table as Table)).toBe(cellsText(declared as Table))
    }
  })

  it('are taken from dictionaries, and in other units', () => {
    const zoned = new Timestamp(TimeUnit.SECOND, 'Asia/Tokyo')
    for (const type of [zoned, new Dictionary(zoned, new Int32())]) {
      const table = received(spark('timestamp'), tableOf(type, [1709208000000]))
      expect(typeText(table)).toBe('Timestamp<MICROSECOND, UTC>')
      expect((table as Table).getChild('c')?.data[0]?.values[0]).toBe(1709208000000000n)
    }
  })

  it('are not copied', () => {
    const table = tableFromIPC(tableToIPC(tableOf(timestamp('Europe/Berlin'), [instant]), 'stream'))
    const result = spark('timestamp').deserializeInput(table)
    expect(typeText(result)).toBe('Timestamp<MICROSECOND, UTC>')
    expect(result.getChild('c')?.data[0]?.values).toBe(table.getChild('c')?.data[0]?.values)
  })

  it('are given back in the declared zone, whatever zone the result has them in', () => {
    const run = outputSchema(spark(array('timestamp')))(() => undefined)
    const answer = tableFromIPC(encodeArrow(run, tableOf(listOf(timestamp('Asia/Tokyo')), [[instant]])))
    expect(typeText(answer)).toBe('List<Timestamp<MICROSECOND, UTC>>')
  })

  it('may be those of the sample, nested too', () => {
    const type = new SparkParameterType(tableOf(listOf(timestamp('Europe/Berlin')), [[instant]]))
    expect(type.inputToSwagger().example).toEqual([{ c: ['2024-02-29T12:00:00.123Z'] }])
    expect(typeText(type.deserializeInput([]))).toBe('List<Timestamp<MICROSECOND, UTC>>')
  })

  it('are no times without a zone, nor the other way round', () => {
    expect(received(spark('timestamp'), tableOf(timestamp(null)))).toBe(
      'frame.c is a column of datetime64[us], expected a column of datetime64[us, UTC]',
    )
    expect(received(spark('timestamp_ntz'), tableOf(timestamp('UTC')))).toBe(
      'frame.c is a column of datetime64[us, UTC], expected a column of datetime64[us]',
    )
  })

  it('are of one zone in the columns of pandas', () => {
    const nestedSample = new PandasParameterType(tableOf(listOf(timestamp('UTC')), [[instant]]))
    expect(received(nestedSample, tableOf(listOf(timestamp('Etc/UTC')), [[instant]]))).toBe(
      'frame.c is a column of lists of datetime64[us, Etc/UTC], expected a column of lists of datetime64[us, UTC]',
    )
  })
})

describe('a column of another type is refused by what differs', () => {
  const [number, text] = [new Int32(), new Utf8()]

  it.each<readonly [string, unknown, DataType, string]>([
    ['the items of a list', array('integer'), listOf(text), 'lists of str, expected a column of lists of int32'],
    [
      'what the items of lists are',
      array(array('integer')),
      listOf(mapOf(text, listOf(number))),
      'lists of maps by str to lists of int32, expected a column of lists of lists of int32',
    ],
    ['the keys of a map', map('integer', 'string'), mapOf(text, text), 'maps by str, expected a column of maps by int32'],
    ['the values of a map', map('string', 'integer'), mapOf(text, text), 'maps to str, expected a column of maps to int32'],
    [
      'a member of a record',
      struct(field('a', 'integer'), field('b', 'integer')),
      structOf(['a', number], ['b', text]),
      'records whose b is str, expected a column of records whose b is int32',
    ],
    [
      'the name of a member',
      struct(field('a', 'integer'), field('b', 'integer')),
      structOf(['a', number], ['c', number]),
      'records of a, c, expected a column of records of a, b',
    ],
    [
      'a member too many',
      struct(field('a', 'integer')),
      structOf(['a', number], ['b', number]),
      'records of a, b, expected a column of records of a',
    ],
    [
      'a value at some depth',
      map('string', struct(field('at', array('timestamp')))),
      mapOf(text, structOf(['at', listOf(timestamp(null))])),
      'maps to records whose at is lists of datetime64[us], expected a column of maps to records whose at is lists of datetime64[us, UTC]',
    ],
    ['all of it', 'integer', structOf(['a', number]), 'records of a, expected a column of int32'],
  ])('%s', (_, type, given, words) => {
    expect(received(spark(type), tableOf(given))).toBe(`frame.c is a column of ${words}`)
  })

  it('the values of categories', () => {
    const sample = tableOf(new Dictionary(new Int32(), new Int32()), [1])
    expect(received(new PandasParameterType(sample), tableOf(new Dictionary(text, new Int32()), ['x']))).toBe(
      'frame.c is a column of categories of str, expected a column of categories of int32',
    )
  })
})

describe('a variant', () => {
  const members = (mark: boolean) =>
    new Struct([
      new Field('value', new Binary(), false),
      new Field('metadata', new Binary(), false, mark ? new Map([['variant', 'true']]) : undefined),
    ])
  const cells = [{ value: Uint8Array.of(12, 1), metadata: Uint8Array.of(1, 0, 0) }]
  const marks = (table: Table) => ((table.schema.fields[0] as Field).type as Struct).children.map(({ metadata }) => [...metadata])

  it('goes back with the mark that Spark knows it by', () => {
    const table = received(spark('variant'), tableOf(members(true), cells)) as Table
    const answer = tableFromIPC(
      encodeArrow(
        outputSchema(spark('variant'))(() => undefined),
        table,
      ),
    )
    expect([marks(table), marks(answer)]).toEqual([
      [[], [['variant', 'true']]],
      [[], [['variant', 'true']]],
    ])
    expect(cellsText(answer)).toBe(cellsText(tableOf(members(true), cells)))
  })

  it('is known by the mark in a sample', () => {
    expect(marks(new SparkParameterType(tableOf(members(true), cells)).deserializeInput([]))).toEqual([[], [['variant', 'true']]])
    expect(marks(new SparkParameterType(tableOf(members(false), cells)).deserializeInput([]))).toEqual([[], []])
  })
})

it('a null that the schema allows is NaN in a matrix', () => {
  const table = received(spark('integer'), tableOf(new Int32(), [7, null])) as Table
  expect(Array.from(toNumpy(table, { columns: ['c'] }).data)).toEqual([7, Number.NaN])
})
