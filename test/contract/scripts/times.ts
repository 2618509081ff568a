// Arrays of times and durations in several units, some of which numbers may stand for.
import { defineRun, NumpyParameterType, StandardPythonParameterType } from 'inference-schema'

const at = '2024-02-29T12:30:00'
const inputs = {
  nanoseconds: new NumpyParameterType([at], { dtype: 'datetime64[ns]' }),
  seconds: new NumpyParameterType([at], { dtype: 'datetime64[s]' }),
  days: new NumpyParameterType(['2024-02-29'], { dtype: 'datetime64[D]' }),
  maybe: new NumpyParameterType([at], { dtype: { dtype: 'datetime64[ms]', nullable: true } }),
  epochs: new NumpyParameterType([at], { dtype: { dtype: 'datetime64[ms]', epoch: 'ms' } }),
  durations: new NumpyParameterType(['3 days'], { dtype: 'timedelta64[ms]' }),
}

export const run = defineRun({ inputs, output: new StandardPythonParameterType(inputs) }, (all) => all)
