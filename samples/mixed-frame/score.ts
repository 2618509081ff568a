import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Float64, Table, Utf8, vectorFromArray } from 'apache-arrow'
import { columnsOf, inputSchema, outputSchema, PandasParameterType, toNumpy } from 'inference-schema'
import { InferenceSession, Tensor } from 'onnxruntime-web'

// What the model was trained on, in its order; the patient's number is for the answer alone.
const measurements = ['age', 'sex', 'bmi', 'bp', 's1', 's2', 's3', 's4', 's5', 's6']

const patients = new Table({
  patient: vectorFromArray(['p-17'], new Utf8()),
  ...Object.fromEntries(measurements.map((name, index) => [name, vectorFromArray([10 - index], new Float64())])),
})

const modelDirectory = process.env['AZUREML_MODEL_DIR'] ?? import.meta.dirname

export default class Diabetes {
  #session!: InferenceSession

  async init() {
    this.#session = await InferenceSession.create(await readFile(join(modelDirectory, 'diabetes-ridge.onnx')))
  }

  @inputSchema('data', new PandasParameterType(patients))
  @outputSchema(new PandasParameterType([{ patient: 'p-17', progression: 3727.0253 }]))
  async run(data: Table) {
    const matrix = toNumpy(data, { columns: measurements })
    const { predictions } = await this.#session.run({ data: new Tensor('float64', matrix.data, matrix.shape) })
    return { patient: columnsOf(data)['patient'], progression: predictions?.data }
  }
}
