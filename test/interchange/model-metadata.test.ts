import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  type AbstractParameterType,
  defineRun,
  encodeResult,
  fromModelMetadata,
  generateSwagger,
  getInputSchema,
  invoke,
  type NdArray,
  NumpyParameterType,
  numpy,
  type Payload,
  pandas,
  SchemaDefinitionError,
  StandardPythonParameterType,
  toModelMetadata,
  validatePayload,
} from '../../src/index.js'
import { exampleProblem } from '../support/schemas.js'

/** What Triton answers for the model of its quick start. */
const densenet = `{"name":"densenet_onnx","versions":["1"],"platform":"onnxruntime_onnx",
  "inputs":[{"name":"data_0","datatype":"FP32","shape":[3,224,224]}],
  "outputs":[{"name":"fc6_1","datatype":"FP32","shape":[1000]}]}`

/** What MLServer answers for a model of iris flowers. */
const iris = {
  name: 'iris-sklearn',
  versions: [],
  platform: '',
  inputs: [{ name: 'predict-prob.input', datatype: 'FP64', shape: [-1, 4], parameters: { content_type: 'np' } }],
  outputs: [{ name: 'predict', datatype: 'INT64', shape: [-1] }],
}

function metadataOf(tensor: object) {
  return { name: 'm', platform: 'p', inputs: [{ name: 'x', datatype: 'INT64', shape: [-1], ...tensor }], outputs: [] }
}

function runOf(inputs: Readonly<Record<string, AbstractParameterType>>, output?: AbstractParameterType) {
  return defineRun(output === undefined ? { inputs } : { inputs, output }, (given) => given)
}

const messages = (run: Parameters<typeof validatePayload>[0], payload: Payload) =>
  validatePayload(run, payload).issues?.map((issue) => issue.message) ?? []

describe('the metadata of a model', () => {
  it('is read as Triton answers it: a tensor for each input, an object of outputs', async () => {
    const run = defineRun(fromModelMetadata(densenet), ({ data_0 }) => ({ fc6_1: (data_0 as NdArray).shape }))
    const image = Array.from({ length: 3 }, () => Array.from({ length: 224 }, () => new Array(224).fill(0)))
    expect(await invoke(run, { data_0: image })).toEqual({ fc6_1: [3, 224, 224] })
    expect(messages(run, { data_0: image.slice(1) })).toEqual(['data_0 has 2 values on axis 0, expected 3'])
    expect(encodeResult(run, { fc6_1: Float32Array.of(0.5) })).toBe('{"fc6_1":[0.5]}')
  })

  it('is read as MLServer answers it, with what the protocol does not know passed over', () => {
    const run = runOf(fromModelMetadata(iris).inputs)
    expect(messages(run, { 'predict-prob.input': [[1, 2, 3, 4]] })).toEqual([])
    expect(messages(run, { 'predict-prob.input': [[1, 2, 3]] })).toEqual(['["predict-prob.input"][0] has 3 values on axis 1, expected 4'])
  })

  it('has documents whose example the schema accepts', () => {
    const run = runOf(fromModelMetadata(iris).inputs)
    expect(exampleProblem(getInputSchema(run))).toBeUndefined()
    expect(() => generateSwagger(run, { version: '3.1' })).not.toThrow()
  })

  it.each([
    ['BOOL', true, Uint8Array.of(1)],
    ['UINT8', 255, Uint8Array.of(255)],
    ['UINT16', 1, Uint16Array.of(1)],
    ['UINT32', 1, Uint32Array.of(1)],
    ['UINT64', 1, BigUint64Array.of(1n)],
    ['INT8', -1, Int8Array.of(-1)],
    ['INT16', -1, Int16Array.of(-1)],
    ['INT32', -1, Int32Array.of(-1)],
    ['INT64', -1, BigInt64Array.of(-1n)],
    ['FP32', 0.5, Float32Array.of(0.5)],
    ['FP64', 0.5, Float64Array.of(0.5)],
    ['BYTES', 'é', ['é']],
  ])('has elements of %s', async (datatype, sent, received) => {
    const { x } = (await invoke(runOf(fromModelMetadata(metadataOf({ datatype })).inputs), { x: [sent] })) as { x: NdArray }
    expect(x.data).toEqual(received)
  })

  it.each([
    ['left out', {}],
    ['null', { inputs: null, outputs: null }],
    ['empty', { inputs: [], outputs: [] }],
  ])('has no inputs and no outputs where they are %s', (_, tensors) => {
    const types = fromModelMetadata({ name: 'm', versions: [], platform: '', ...tensors })
    expect(types).toEqual({ inputs: {} })
    expect(toModelMetadata(runOf(types.inputs), { name: 'm' })).toMatchObject({ inputs: [], outputs: [] })
  })

  it('converts like numpy where that is asked for', async () => {
    const run = runOf(fromModelMetadata(metadataOf({}), { casting: 'unsafe' }).inputs)
    expect(await invoke(run, { x: ['7', 1.7, true] })).toMatchObject({ x: { data: BigInt64Array.of(7n, 1n, 1n) } })
    expect(messages(runOf(fromModelMetadata(metadataOf({})).inputs), { x: ['7'] })).toHaveLength(1)
  })

  it('has half floats', async () => {
    const { x } = (await invoke(runOf(fromModelMetadata(metadataOf({ datatype: 'FP16' })).inputs), { x: [0.1] })) as { x: NdArray }
    expect(x.get(0)).toBe(0.0999755859375)
  })

  it('has bytes for BYTES where that is asked for', async () => {
    const { inputs } = fromModelMetadata(metadataOf({ datatype: 'BYTES' }), { bytes: 'bytes' })
    const { x } = (await invoke(runOf(inputs), { x: ['AQI='] })) as { x: NdArray }
    expect(x.data).toEqual([Uint8Array.of(1, 2)])
  })

  it('keeps odd names', () => {
    const names = ['a.b', '"', 'a/b', '😀', '__proto__']
    const { inputs } = fromModelMetadata({ ...iris, inputs: names.map((name) => ({ name, datatype: 'BOOL', shape: [1] })) })
    expect(Object.keys(inputs)).toEqual(names)
    expect(toModelMetadata(runOf(inputs), { name: 'odd' }).inputs.map(({ name }) => name)).toEqual(names)
  })

  it.each<[string, unknown]>([
    ['metadata is no JSON: ', 'name: a'],
    ['metadata is an array of 0 values', []],
    ['metadata.inputs is an empty object, expected a list', { inputs: {}, outputs: [] }],
    ['metadata is an object with the key "error", expected a model\'s metadata: name, inputs and outputs', { error: 'no such model' }],
    ['metadata.inputs[0] is "x", expected an object with name, datatype and shape', { inputs: ['x'], outputs: [] }],
    ['metadata.inputs[0].name is undefined, expected a name', metadataOf({ name: undefined })],
    ['metadata.inputs[0].name is empty', metadataOf({ name: '' })],
    ['metadata.inputs[0].datatype is undefined, expected BOOL, UINT8, ', metadataOf({ datatype: undefined })],
    ['metadata.inputs[0].datatype is "BF16", expected BOOL, UINT8, ', metadataOf({ datatype: 'BF16' })],
    ['metadata.inputs[0].datatype is "constructor", expected BOOL', metadataOf({ datatype: 'constructor' })],
    ['metadata.inputs[0].shape is undefined, expected a list', metadataOf({ shape: undefined })],
    ['metadata.inputs[0].shape[1] is "4", expected a size', metadataOf({ shape: [-1, '4'] })],
    ['metadata.inputs[0]: shape has 33 axes, expected at most 32', metadataOf({ shape: new Array(33).fill(1) })],
    ['metadata.inputs[0]: shape asks for at least 1000000000000 elements', metadataOf({ shape: [1e6, -1, 1e6] })],
    [
      'metadata.outputs[1].name is "a", a name that another has as well',
      { inputs: [], outputs: [1, 2].map(() => ({ name: 'a', datatype: 'BOOL', shape: [1] })) },
    ],
  ])('is refused with its place: %s', (message, metadata) => {
    const shown = message.replace('an array of 0 values', 'an empty array')
    expect(() => fromModelMetadata(metadata as never)).toThrow(SchemaDefinitionError)
    expect(() => fromModelMetadata(metadata as never)).toThrow(shown)
  })

  it('is read with options that there are', () => {
    expect(() => fromModelMetadata(iris, { bytes: 'base64' as never })).toThrow('bytes is "base64", expected "str" or "bytes"')
    expect(() => fromModelMetadata(iris, { byte: 'str' } as never)).toThrow('there is no option "byte"')
  })
})

describe('a run as the metadata of a model', () => {
  const x = numpy({ dtype: 'float32', shape: ['batch', null, 3] })

  it('has its tensors by name, with -1 for free axes, and the result as "output"', () => {
    const run = runOf({ x, text: new NumpyParameterType(['a']) }, numpy({ dtype: 'S4', shape: [2] }))
    expect(toModelMetadata(run, { name: 'm', versions: ['1', '2'], platform: 'onnxruntime_onnx' })).toEqual({
      name: 'm',
      versions: ['1', '2'],
      platform: 'onnxruntime_onnx',
      inputs: [
        { name: 'x', datatype: 'FP32', shape: [-1, -1, 3] },
        { name: 'text', datatype: 'BYTES', shape: [-1] },
      ],
      outputs: [{ name: 'output', datatype: 'BYTES', shape: [2] }],
    })
  })

  it('has results by name, where they are an object of tensors', () => {
    const run = runOf({}, new StandardPythonParameterType({ a: x, b: x }))
    expect(toModelMetadata(run, { name: 'm' })).toEqual({
      name: 'm',
      platform: 'inference-schema',
      inputs: [],
      outputs: [
        { name: 'a', datatype: 'FP32', shape: [-1, -1, 3] },
        { name: 'b', datatype: 'FP32', shape: [-1, -1, 3] },
      ],
    })
  })

  it.each<[string, AbstractParameterType]>([
    ['x is a frame: models of the Open Inference Protocol have tensors only', pandas({ columns: { a: 'str' } })],
    ['x is an object: ', new StandardPythonParameterType({ a: 1 })],
    ['x is a list: ', new StandardPythonParameterType([1])],
    ['x is of dtype datetime64[s], which the Open Inference Protocol has no datatype for', numpy({ dtype: 'datetime64[s]', shape: [1] })],
    ['x may be left out or null', numpy({ dtype: 'int8', shape: [1], optional: true })],
    ['x may be left out or null', numpy({ dtype: 'int8', shape: [1], nullable: true })],
    ['x is a tensor of any shape', new NumpyParameterType([1], { enforceShape: false })],
    ['x is a tensor of any dtype', new NumpyParameterType([1], { enforceColumnType: false })],
  ])('is refused with the place: %s', (message, type) => {
    expect(() => toModelMetadata(runOf({ x: type }), { name: 'm' })).toThrow(SchemaDefinitionError)
    expect(() => toModelMetadata(runOf({ x: type }), { name: 'm' })).toThrow(message)
  })

  it('names what a result is that is no tensor', () => {
    const run = runOf({}, new StandardPythonParameterType({ a: 1 }))
    expect(() => toModelMetadata(run, { name: 'm' })).toThrow(
      'output.a is a scalar: models of the Open Inference Protocol have tensors only',
    )
  })

  it('needs a name', () => {
    expect(() => toModelMetadata(runOf({ x }), {} as never)).toThrow('name is undefined, expected a name')
    expect(() => toModelMetadata(runOf({ x }), { name: 'm', versions: [1 as never] })).toThrow('versions[0] is 1, expected a name')
  })

  it('is read as it was written, and then accepts the same', () => {
    const dtype = fc.constantFrom('bool', 'int8', 'uint8', 'int64', 'uint64', 'float16', 'float32', 'str')
    const element = fc.constantFrom<unknown>(true, -1, 200, 1.5, 'a', null, 2n ** 63n, [], {})
    const axes = fc.array(fc.tuple(fc.constantFrom(null, 1, 2), fc.nat(2)), { minLength: 1, maxLength: 3 })
    fc.assert(
      fc.property(dtype, axes, element, (dtype, pairs, value) => {
        const run = runOf({ x: numpy({ dtype, shape: pairs.map(([dim]) => dim) }) })
        const metadata = toModelMetadata(run, { name: 'm' })
        const again = runOf(fromModelMetadata(JSON.stringify(metadata)).inputs)
        expect(toModelMetadata(again, { name: 'm' })).toEqual(metadata)
        const x = pairs.reduceRight<unknown>((inner, [, size]) => Array.from({ length: size }, () => inner), value)
        expect(validatePayload(again, { x })).toEqual(validatePayload(run, { x }))
      }),
    )
  })
})
