// Floats of each width, and a result that overflows where a request is large.
import { defineRun, NumpyParameterType } from 'inference-schema'

const inputs = {
  doubles: new NumpyParameterType([[0.5, 1.5]]),
  singles: new NumpyParameterType([0.5], { dtype: 'float32' }),
  halves: new NumpyParameterType([0.5], { dtype: 'float16' }),
}

export const run = defineRun({ inputs, output: new NumpyParameterType([0.5]) }, ({ doubles, singles, halves }) => [
  [...doubles.data].reduce((product, value) => product * value, 1),
  ...singles.data,
  ...Array.from(halves.data as ArrayLike<number>),
])
