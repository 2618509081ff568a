import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { inputSchema, NumpyParameterType, outputSchema, type Received } from 'inference-schema'
import { InferenceSession, Tensor } from 'onnxruntime-web'

const patients = new NumpyParameterType([[10, 9, 8, 7, 6, 5, 4, 3, 2, 1]], { dtype: 'float64' })
const progressions = new NumpyParameterType([3727.0253], { dtype: 'float64' })

// Azure ML says where the registered model is; without it, the model lies beside this script.
const modelDirectory = process.env['AZUREML_MODEL_DIR'] ?? import.meta.dirname

export default class Diabetes {
  #session!: InferenceSession

  async init() {
    this.#session = await InferenceSession.create(await readFile(join(modelDirectory, 'diabetes-ridge.onnx')))
  }

  /** Predicts the progression of each patient's disease from ten measurements. */
  @inputSchema('data', patients)
  @outputSchema(progressions)
  async run(data: Received<typeof patients>) {
    const { predictions } = await this.#session.run({ data: new Tensor('float64', data.data, data.shape) })
    return predictions.data
  }
}
