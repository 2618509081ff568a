import { defineRun, NumpyParameterType } from 'inference-schema'

const points = new NumpyParameterType([[0.5, 1.5]])
const distances = new NumpyParameterType([1.58])

/** How far each point is from the origin. */
export const run = defineRun({ inputs: { points }, output: distances }, ({ points }) => {
  const [rows = 0] = points.shape
  return Array.from({ length: rows }, (_, row) => Math.hypot(points.get(row, 0), points.get(row, 1)))
})
