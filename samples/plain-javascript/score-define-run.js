import { defineRun, NumpyParameterType } from 'inference-schema'

const points = new NumpyParameterType([[1.5, 2.5]])
const distances = new NumpyParameterType([2.25])

/** Measures how far each point lies from the origin: the shorter form, where all parameters come in one object. */
export const run = defineRun({ inputs: { points }, output: distances }, ({ points }) =>
  Array.from({ length: points.shape[0] }, (_, row) => Math.hypot(points.get(row, 0), points.get(row, 1))),
)
