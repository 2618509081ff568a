import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { defineRun, fromOnnxResults, toOnnxFeeds, typesFromOnnx } from 'inference-schema'
import { InferenceSession, Tensor } from 'onnxruntime-web'

const model = await readFile(join(import.meta.dirname, '../diabetes/diabetes-ridge.onnx'))
const session = await InferenceSession.create(model)

/** Predicts the progression of each patient's disease from ten measurements. What it takes and gives is what the model says. */
export const run = defineRun(typesFromOnnx(session), async (inputs) =>
  fromOnnxResults(await session.run(toOnnxFeeds(session, inputs, Tensor))),
)
