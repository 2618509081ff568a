import { Bool, Float64, Int64, Table, Utf8, vectorFromArray } from 'apache-arrow'
import { random } from './random.js'

const next = random(2)

/** 10,000 records of three texts, three integers, three floats and a boolean. */
export const people = Array.from({ length: 10_000 }, (_, row) => ({
  s0: `name ${row}`,
  s1: 'état',
  s2: `${next()}`,
  i0: row,
  i1: Math.floor(next() * 1e9),
  i2: 7,
  f0: next(),
  f1: next() * 100,
  f2: 0.5,
  b0: next() > 0.5,
}))

export type Person = (typeof people)[number]

const [first] = people as [Person]
export const columnNames = Object.keys(first) as (keyof Person)[]

const types = { s: () => new Utf8(), i: () => new Int64(), f: () => new Float64(), b: () => new Bool() }

/** The first of them as an Arrow table, with int64 columns. */
export function arrowOf(rows: readonly Person[]): Table {
  return new Table(
    Object.fromEntries(
      columnNames.map((name) => {
        const cells = rows.map((row) => (name.startsWith('i') ? BigInt(row[name]) : row[name]))
        return [name, vectorFromArray(cells, types[name[0] as keyof typeof types]() as Utf8)]
      }),
    ),
  )
}

/** As an object of columns. */
export function columnsOfPeople(rows: readonly Person[]): Record<string, unknown[]> {
  return Object.fromEntries(columnNames.map((name) => [name, rows.map((row) => row[name])]))
}
