// Arrays of texts, booleans and bytes.
import { defineRun, NumpyParameterType, StandardPythonParameterType } from 'inference-schema'

const inputs = {
  names: new NumpyParameterType([['a', 'b']], { dtype: 'str' }),
  short: new NumpyParameterType(['cat'], { dtype: '<U8' }),
  flags: new NumpyParameterType([true]),
  keys: new NumpyParameterType([new Uint8Array([1])], { dtype: 'S4' }),
}

export const run = defineRun({ inputs, output: new StandardPythonParameterType(inputs) }, (all) => all)
