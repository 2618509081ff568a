// Images, with an axis that is too large to be written as a tuple.
import { defineRun, NumpyParameterType, numpy } from 'inference-schema'

const inputs = {
  image: numpy({ dtype: 'uint8', shape: ['batch', 70, 3], maximum: 200 }),
  mask: numpy({ dtype: 'bool', shape: ['batch', 2, 2] }),
}

export const run = defineRun({ inputs, output: new NumpyParameterType([1], { dtype: 'int64' }) }, ({ image }) => image.shape.map(BigInt))
