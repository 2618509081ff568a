// A frame in orient split, of columns of one type for Swagger 2.0.
import { defineRun, PandasParameterType } from 'inference-schema'

const frame = new PandasParameterType([{ a: 1, b: 2 }], { orient: 'split', dtypes: { a: 'int32', b: 'int32' } })

export const run = defineRun({ inputs: { frame }, output: frame }, ({ frame }) => frame)
