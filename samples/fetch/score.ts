import { defineRun, NumpyParameterType, StandardPythonParameterType } from 'inference-schema'

const scores = new NumpyParameterType([[0.5, 1.5, 0.1]])
const labels = new StandardPythonParameterType(['cat', 'dog', 'bird'])

/** The label with the highest score in each row. */
export const run = defineRun({ inputs: { scores, labels }, output: labels }, ({ scores, labels }) => {
  const [rows = 0, columns = 0] = scores.shape
  return Array.from({ length: rows }, (_, row) => {
    const values = Array.from({ length: columns }, (_, column) => scores.get(row, column))
    return labels[values.indexOf(Math.max(...values))]
  })
})
