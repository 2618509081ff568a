// Open Inference Protocol (kserve/open-inference-protocol): $metadata_model_response, the table of datatypes; MLServer's and Triton's answers.
// What reads and writes other formats may stand at the root or below /interchange.
const { fromModelMetadata, toModelMetadata, defineRun } = {
  ...(await import('inference-schema')),
  ...(await import('inference-schema/interchange').catch(() => ({}))),
}

import { assert, check, done } from '../lib.mjs'

const meta = (inputs, outputs = [], rest = {}) => ({ name: 'm', versions: ['1'], platform: 'p', inputs, outputs, ...rest })
const T = ['BOOL', 'UINT8', 'UINT16', 'UINT32', 'UINT64', 'INT8', 'INT16', 'INT32', 'INT64', 'FP16', 'FP32', 'FP64', 'BYTES']
for (const datatype of T)
  for (const shape of [[-1], [1], [-1, 3], [2, 2], [-1, -1, 3]])
    await check(`${datatype} ${shape}: read and written`, () => {
      const m = meta([{ name: 'x', datatype, shape }], [{ name: 'y', datatype, shape }])
      const w = toModelMetadata(
        defineRun(fromModelMetadata(m), () => null),
        { name: 'm', versions: ['1'], platform: 'p' },
      )
      assert.deepEqual(w, m)
    })
await check('BF16 (Triton)', () => fromModelMetadata(meta([{ name: 'x', datatype: 'BF16', shape: [-1] }])))
await check('shape [] (a scalar)', () => fromModelMetadata(meta([{ name: 'x', datatype: 'FP32', shape: [] }])))
await check('no versions', () =>
  fromModelMetadata({ name: 'm', platform: 'p', inputs: [{ name: 'x', datatype: 'FP32', shape: [1] }], outputs: [] }),
)
await check('MLServer: versions [], tags and parameters', () =>
  fromModelMetadata({
    name: 'm',
    versions: [],
    platform: '',
    inputs: [{ name: 'x', datatype: 'FP32', shape: [-1, 4], parameters: { content_type: 'np' } }],
    outputs: [{ name: 'y', datatype: 'INT64', shape: [-1], parameters: {} }],
    parameters: {},
  }),
)
await check('MLServer: no inputs and outputs', () => fromModelMetadata({ name: 'm', versions: [], platform: '', inputs: [], outputs: [] }))
await check('MLServer: inputs null', () => fromModelMetadata({ name: 'm', versions: [], platform: '', inputs: null, outputs: null }))
await check('Triton text answer', () =>
  fromModelMetadata(
    '{"name":"densenet_onnx","versions":["1"],"platform":"onnxruntime_onnx","inputs":[{"name":"data_0","datatype":"FP32","shape":[3,224,224]}],"outputs":[{"name":"fc6_1","datatype":"FP32","shape":[1000]}]}',
  ),
)
await check('lower-case datatype is refused', () =>
  assert.throws(() => fromModelMetadata(meta([{ name: 'x', datatype: 'fp32', shape: [1] }]))),
)
await check('shape -2 is refused', () => assert.throws(() => fromModelMetadata(meta([{ name: 'x', datatype: 'FP32', shape: [-2] }]))))
await check('the same name twice is refused', () =>
  assert.throws(() =>
    fromModelMetadata(
      meta([
        { name: 'x', datatype: 'FP32', shape: [1] },
        { name: 'x', datatype: 'FP32', shape: [1] },
      ]),
    ),
  ),
)
done()
