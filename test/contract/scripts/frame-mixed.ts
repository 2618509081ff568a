// Rows without names that hold several types, which Swagger 2.0 has no words for.
import { defineRun, int, PandasParameterType } from 'inference-schema'

const rows = [
  { name: 'Sarah', age: int(25), on: true, note: null },
  { name: 'John', age: int(31), on: false, note: 'x' },
]
const split = new PandasParameterType(rows, { orient: 'split' })
const values = new PandasParameterType(rows, { orient: 'values' })

export const run = defineRun({ inputs: { split, values }, output: split }, ({ split }) => split)
