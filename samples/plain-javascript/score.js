import { inputSchema, NumpyParameterType, outputSchema, StandardPythonParameterType } from 'inference-schema'

const points = new NumpyParameterType([[1.5, 2.5]])
const centre = new StandardPythonParameterType({ x: 0.5, y: 0.5 })
const distances = new NumpyParameterType([2.25])

/** Measures how far each point lies from a centre: the origin, unless the request has another. */
function distancesFrom(points, centre = { x: 0, y: 0 }) {
  return Array.from({ length: points.shape[0] }, (_, row) => Math.hypot(points.get(row, 0) - centre.x, points.get(row, 1) - centre.y))
}

const withPoints = inputSchema('points', points)
const withCentre = inputSchema('centre', centre, { optional: true })
export const run = outputSchema(distances)(withPoints(withCentre(distancesFrom)))
