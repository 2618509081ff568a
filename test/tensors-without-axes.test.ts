import { Ajv2020 } from 'ajv/dist/2020.js'
import ndarray from 'ndarray'
import { describe, expect, it } from 'vitest'
import { createClient } from '../src/client/index.js'
import {
  type AbstractParameterType,
  type ArrayDtypeSpec,
  decodePayload,
  defineRun,
  encodeArrow,
  encodeResult,
  encodeResultBytes,
  fromMlflowSignature,
  fromModelMetadata,
  getInputSchema,
  inputSchema,
  type NdArray,
  NumpyParameterType,
  numpy,
  outputSchema,
  toMlflowSignature,
  toModelMetadata,
  toOnnxFeeds,
  typesFromOnnx,
  validatePayload,
} from '../src/index.js'
import { serveOnce } from './client/support/services.js'
import { decodeText, messages } from './support/decode.js'
import { exampleProblem } from './support/schemas.js'

/** A dtype, the JSON of a value, its element as it is stored, what is refused, and what the message calls the value that is expected. */
const kinds: readonly (readonly [ArrayDtypeSpec, string, unknown, string, string])[] = [
  ['float64', '0.1', 0.1, '"x"', 'a number (float64)'],
  ['float32', '0.5', 0.5, '"x"', 'a number (float32)'],
  ['float16', '0.5', 0.5, '"x"', 'a number (float16)'],
  ['int64', '9007199254740993', 9007199254740993n, '5.5', 'an integer (int64)'],
  ['uint8', '255', 255, '256', 'an integer (uint8)'],
  ['bool', 'true', 1, '2', 'a boolean'],
  ['str', '"5"', '5', '5', 'a string'],
  ['<U3', '"abc"', 'abc', '"abcd"', 'a string of at most 3 characters'],
  ['S2', '"YWI="', Uint8Array.of(97, 98), '"YWJj"', 'base64 text of at most 2 bytes'],
  ['datetime64[s]', '"1970-01-01T00:00:05Z"', 5n, '"noon"', 'a date and time as text'],
  ['timedelta64[s]', '"5 seconds"', 5n, '"noon"', 'a duration as text'],
  ['i4, f8', '{"f0":1,"f1":0.5}', { f0: 1, f1: 0.5 }, '5', 'a record with the fields f0, f1'],
]

const ajv = new Ajv2020({ strict: false, validateFormats: false })

/** The schema of an OpenAPI 3.1 document. */
function laterSchema(type: AbstractParameterType): Record<string, unknown> {
  return type['~standard'].jsonSchema.input({ target: 'draft-2020-12' })
}

describe('a tensor without axes', () => {
  describe.each(kinds)('of %j', (dtype, json, element, refused, expected) => {
    const type = numpy({ dtype, shape: [] })
    const run = defineRun({ inputs: { x: type }, output: type }, ({ x }) => x)
    const forms = [`{"x": ${json}}`, new TextEncoder().encode(`{"x": ${json}}`)]

    it('is a single value, received as an NdArray without axes', () => {
      for (const form of forms) {
        const { x } = decodePayload(run, form) as { x: NdArray }
        expect([x.shape, Array.from(x.data as ArrayLike<unknown>)]).toEqual([[], [element]])
        expect(x.get()).toEqual(element)
      }
    })

    it('is written as that value', () => {
      const { x } = decodePayload(run, forms[0] as string)
      expect(encodeResult(run, x)).toBe(json)
      expect(new TextDecoder().decode(encodeResultBytes(run, x))).toBe(json)
    })

    it('is refused by what is expected, and in an array', () => {
      const shown = (payload: string) => validatePayload(run, new TextEncoder().encode(payload)).issues?.[0]?.message
      expect(shown(`{"x": ${refused}}`)).toContain(`expected ${expected}`)
      expect(validatePayload(run, `{"x": [${json}]}`).issues).toHaveLength(1)
      expect(validatePayload(run, '{"x": []}').issues).toHaveLength(1)
    })

    it('is described as the value, with an example that fits', () => {
      const schema = getInputSchema(inputSchema('x', type)((x) => x))
      expect(exampleProblem(schema)).toBeUndefined()
      expect(schema.properties?.['x']).not.toMatchObject({ format: 'numpy.ndarray' })
      const later = laterSchema(type)
      expect(later).toMatchObject({ 'x-shape': [] })
      expect(later['type']).not.toBe('array')
    })
  })

  it('may be any value where its dtype is object', () => {
    const type = numpy({ dtype: 'object', shape: [] })
    for (const json of ['[1, [2]]', '{"a": null}', 'null', '9007199254740993'])
      expect((decodeText(type, json) as NdArray).shape).toEqual([])
    expect((decodeText(type, '[1, [2]]') as NdArray).get()).toEqual([1, [2]])
  })

  it('is shown by a sample of a single value, an NdArray without axes, or an example', () => {
    expect(new NumpyParameterType(5).inputToSwagger()).toEqual({ type: 'number', format: 'double', example: 5 })
    expect(new NumpyParameterType(ndarray(Int8Array.of(5), [])).inputToSwagger()).toMatchObject({ type: 'integer', example: 5 })
    expect(new NumpyParameterType('2024-01-01', { dtype: 'datetime64[D]' }).inputToSwagger()).toMatchObject({ format: 'date-time' })
    expect(numpy({ dtype: 'int8', shape: [], example: 5 }).inputToSwagger().example).toBe(5)
    expect(() => numpy({ dtype: 'int8', shape: [], example: [5] })).toThrow('the sample is of shape [1], expected []')
    expect(() => numpy({ dtype: 'int8', shape: [null], example: 5 })).toThrow('the sample is of shape [], expected [any]')
  })

  it('is given as an NdArray without axes', () => {
    const type = numpy({ dtype: 'int8', shape: [] })
    expect(type.deserializeInput(ndarray(Int8Array.of(5), [])).data).toEqual(Int8Array.of(5))
    expect(messages(type, ndarray(Int8Array.of(5, 6), [2]))).toEqual(['data has 1 axis, expected 0'])
    expect(messages(numpy({ dtype: 'int8', shape: [null] }), ndarray(Int8Array.of(5), []))).toEqual(['data has 0 axes, expected 1'])
  })

  it('has constraints, null, and a default', () => {
    const inputs = {
      rate: numpy({ dtype: 'float32', shape: [], minimum: 0, maximum: 1, default: 0.5 }),
      limit: numpy({ dtype: 'int32', shape: [], nullable: true }),
    }
    const run = defineRun({ inputs }, ({ rate, limit }) => [rate.get(), limit === null])
    const { rate, limit } = decodePayload(run, '{"limit": null}') as { rate: NdArray; limit: null }
    expect([rate.get(), limit]).toEqual([0.5, null])
    expect(validatePayload(run, { rate: 2, limit: 1 }).issues?.[0]?.message).toBe('rate is 2, expected a number (float32) from 0 to 1')
  })

  it('is converted like numpy where casting is unsafe', () => {
    const type = numpy({ dtype: 'int32', shape: [], casting: 'unsafe' })
    expect(['"7"', '1.7', 'true'].map((json) => (decodeText(type, json) as NdArray).get())).toEqual([7, 1, 1])
  })

  it('may be of any shape or dtype', () => {
    const shapes = new NumpyParameterType(0.5, { enforceShape: false })
    expect(['5', '[5]', '[[5, 6]]'].map((json) => (decodeText(shapes, json) as NdArray).shape)).toEqual([[], [1], [1, 2]])
    const dtypes = new NumpyParameterType(0.5, { enforceColumnType: false })
    expect(['5', '"a"', 'true'].map((json) => (decodeText(dtypes, json) as NdArray).get())).toEqual([5n, 'a', 1])
    expect(messages(dtypes, {})[0]).toContain('expected a number, a text or a boolean')
    for (const type of [shapes, dtypes])
      for (const value of [5, [5], [[5, 6]]]) expect(messages(type, value).length === 0).toBe(ajv.validate(laterSchema(type), value))
  })

  it('stands in a query, as text where it is one', async () => {
    const inputs = {
      rate: numpy({ dtype: 'float32', shape: [] }),
      name: numpy({ dtype: 'str', shape: [] }),
      at: numpy({ dtype: 'datetime64[D]', shape: [] }),
    }
    const run = defineRun({ inputs }, ({ rate, name, at }) => [rate, name, at.get()])
    await serveOnce(run, async (url) => {
      expect(await (await fetch(`${url}?rate=0.5&name=7&at=1970-01-03`)).text()).toBe('[0.5,"7",2]')
      const { message } = (await (await fetch(`${url}?rate=much&name=7&at=1970-01-03`)).json()) as { message: string }
      expect(message).toBe('rate is "much", expected a number (float32)')
    })
  })

  it('goes over the wire and back', async () => {
    const type = numpy({ dtype: 'float32', shape: [] })
    const run = defineRun({ inputs: { x: type }, output: type }, ({ x }) => x)
    await serveOnce(run, async (url) => {
      const client = createClient(url, { retries: 0 })
      expect(await client.score({ x: ndarray(Float32Array.of(0.5), []) })).toBe(0.5)
      expect(await client.score({ x: 0.5 })).toBe(0.5)
    })
  })

  it('has no Arrow form, which is said', () => {
    const type = numpy({ dtype: 'float32', shape: [] })
    const arrow = { contentType: 'application/vnd.apache.arrow.stream' }
    expect(() =>
      decodePayload(
        inputSchema('x', type)((x) => x),
        new Uint8Array(),
        arrow,
      ),
    ).toThrow('the payload is an Arrow body, expected JSON: an Arrow body is for a run with one frame among its parameters')
    expect(() =>
      encodeArrow(
        outputSchema(type)(() => 5),
        5,
      ),
    ).toThrow('frame')
  })
})

describe('a model with a single value', () => {
  it('has it among the inputs of ONNX', () => {
    const inputMetadata = [
      { name: 'input', isTensor: true, type: 'float32', shape: ['batch', 'samples'] },
      { name: 'sr', isTensor: true, type: 'int64', shape: [] },
    ]
    const session = { inputMetadata, outputMetadata: [] }
    const run = defineRun(typesFromOnnx(session), (inputs) => inputs)
    class Tensor {
      constructor(
        readonly type: string,
        readonly data: unknown,
        readonly dims: readonly number[],
      ) {}
    }
    const feeds = toOnnxFeeds<Tensor>(session, decodePayload(run, '{"input": [[0.5, 0]], "sr": 16000}'), Tensor)
    expect(feeds['sr']).toEqual(new Tensor('int64', BigInt64Array.of(16000n), []))
    expect(feeds['input']?.dims).toEqual([1, 2])
  })

  it('has it in the metadata of the Open Inference Protocol', () => {
    const metadata = {
      name: 'voice',
      platform: 'onnxruntime_onnx',
      inputs: [{ name: 'sr', datatype: 'INT64', shape: [] }],
      outputs: [{ name: 'speech', datatype: 'FP32', shape: [] }],
    }
    const run = defineRun(fromModelMetadata(metadata), ({ sr }) => ({ speech: Number(sr) / 2 }))
    expect((decodePayload(run, { sr: 16000 })['sr'] as NdArray).data).toEqual(BigInt64Array.of(16000n))
    expect(toModelMetadata(run, { name: 'voice', platform: 'onnxruntime_onnx' })).toEqual(metadata)
  })

  it('has it in the signature of MLflow', () => {
    const signature = { inputs: '[{"name": "sr", "type": "tensor", "tensor-spec": {"dtype": "int64", "shape": []}}]' }
    const run = defineRun(fromMlflowSignature(signature), ({ sr }) => sr)
    expect((decodePayload(run, { sr: 16000 })['sr'] as NdArray).shape).toEqual([])
    expect(toMlflowSignature(run).inputs).toBe(signature.inputs)
  })
})
