import { readFile } from 'node:fs/promises'
import { inputSchema, NumpyParameterType, outputSchema, type Received } from 'inference-schema'
import { modelPath } from 'inference-schema/server'
import { InferenceSession, Tensor } from 'onnxruntime-web'

const patients = new NumpyParameterType([[10, 9, 8, 7, 6, 5, 4, 3, 2, 1]], { dtype: 'float64' })
const progressions = new NumpyParameterType([3727.0253], { dtype: 'float64' })

// Here and in a container the model lies beside the script, unless the platform says where it is.
process.env['AZUREML_MODEL_DIR'] ??= `${import.meta.dirname}/model`

export default class Diabetes {
  #session!: InferenceSession

  async init() {
    this.#session = await InferenceSession.create(await readFile(modelPath()))
  }

  @inputSchema('data', patients)
  @outputSchema(progressions)
  async run(data: Received<typeof patients>) {
    const { predictions } = await this.#session.run({ data: new Tensor('float64', data.data, data.shape) })
    return predictions.data
  }
}
