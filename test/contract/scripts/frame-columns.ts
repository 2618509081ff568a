// A frame in orient columns.
import { defineRun, PandasParameterType } from 'inference-schema'

const frame = new PandasParameterType(
  [
    { a: 1, name: 'x', at: '2024-02-29T12:30:00', on: true },
    { a: 2, name: null, at: '2024-02-29T12:30:00', on: false },
  ],
  { orient: 'columns', dtypes: { a: 'int32', at: 'datetime64[ms]' } },
)

export const run = defineRun({ inputs: { frame }, output: frame }, ({ frame }) => frame)
