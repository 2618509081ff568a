// Single values without constraints, all of which may be left out.
import { defineRun, StandardPythonParameterType, standard } from 'inference-schema'

const inputs = {
  at: standard({ type: 'string', format: 'date-time', optional: true }),
  day: standard({ type: 'string', format: 'date', optional: true }),
  factor: standard({ type: 'number', optional: true }),
}

export const run = defineRun({ inputs, output: new StandardPythonParameterType(0.5) }, ({ factor }) => (factor ?? 1) * 2)
