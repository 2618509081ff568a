// An array of a structured dtype.
import { defineRun, NumpyParameterType } from 'inference-schema'

const points = new NumpyParameterType([{ name: 'a', at: [0.5, 1.5], count: 3, ok: true }], {
  dtype: [
    ['name', '<U8'],
    ['at', 'float64', [2]],
    ['count', 'int32'],
    ['ok', 'bool'],
  ],
})

export const run = defineRun({ inputs: { points }, output: points }, ({ points }) => points)
