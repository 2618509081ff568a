// Integers of each width, with all their digits.
import { defineRun, NumpyParameterType, StandardPythonParameterType } from 'inference-schema'

const inputs = {
  int8: new NumpyParameterType([1], { dtype: 'int8' }),
  int16: new NumpyParameterType([1], { dtype: 'int16' }),
  int32: new NumpyParameterType([1], { dtype: 'int32' }),
  int64: new NumpyParameterType([[9007199254740993n]]),
  uint8: new NumpyParameterType([1], { dtype: 'uint8' }),
  uint16: new NumpyParameterType([1], { dtype: 'uint16' }),
  uint32: new NumpyParameterType([1], { dtype: 'uint32' }),
  uint64: new NumpyParameterType([1n], { dtype: 'uint64' }),
}

export const run = defineRun({ inputs, output: new StandardPythonParameterType(inputs) }, (all) => all)
