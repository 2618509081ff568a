import {
  date,
  inputSchema,
  int,
  NumpyParameterType,
  outputSchema,
  PandasParameterType,
  StandardPythonParameterType,
} from '../../../src/index.js'
import type { RunFunction } from '../../../src/run/run-schema.js'

const people = new PandasParameterType([
  { name: 'Sarah', age: int(25), weight: 60.5, member: true, since: date('2024-02-29'), note: 'likes "tea"' },
  { name: 'John', age: int(31), weight: 82.25, member: false, since: date('2023-11-01'), note: null },
])

/** A table and a number that may be left out; gives one text for each person. */
export function peopleRun(): RunFunction {
  const describe = (data: { name: string; age: number; member: boolean }[], factor = 2) =>
    data.map(({ name, age, member }) => `${name} ${age * factor} ${member}`)
  const withFactor = inputSchema('factor', new StandardPythonParameterType(1.5), { optional: true })
  const withData = inputSchema('data', people)
  return outputSchema(new StandardPythonParameterType(['Sarah 50 true']))(withData(withFactor(describe)))
}

/** Integers beyond 2^53: in a table, and in an array. */
export function largeRun(): RunFunction {
  const ids = new PandasParameterType([{ id: 9007199254740993n, label: 'first' }])
  const codes = new NumpyParameterType([9223372036854775807n], { dtype: 'int64' })
  const sum = (data: { id: bigint }[], codes: { data: BigInt64Array }) => [...data.map(({ id }) => id), ...codes.data]
  return inputSchema('data', ids)(inputSchema('codes', codes)(sum))
}
