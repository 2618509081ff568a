// Ranges, values and lengths that are declared of arrays.
import { defineRun, numpy, StandardPythonParameterType } from 'inference-schema'

const inputs = {
  shares: numpy({ dtype: 'float32', shape: [null, 2], minimum: 0, maximum: 1 }),
  ids: numpy({ dtype: 'int64', shape: [null], minimum: 9007199254740993n, maximum: 9007199254740999n }),
  levels: numpy({ dtype: 'uint8', shape: [null], maximum: 200 }),
  sizes: numpy({ dtype: 'int16', shape: [3], enum: [1, 2, 4] }),
  codes: numpy({ dtype: '<U8', shape: [null], minLength: 2, pattern: '^[a-z]+$', example: ['ab'] }),
  alone: numpy({ dtype: 'float64', shape: [] }),
}

export const run = defineRun({ inputs, output: new StandardPythonParameterType(inputs) }, (all) => all)
