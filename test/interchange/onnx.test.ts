import { readFile } from 'node:fs/promises'
import ndarray from 'ndarray'
import { InferenceSession, Tensor } from 'onnxruntime-web'
import { beforeAll, describe, expect, it } from 'vitest'
import {
  defineRun,
  encodeResult,
  fromOnnxResults,
  getInputSchema,
  invoke,
  numpy,
  type OnnxSession,
  SchemaDefinitionError,
  toModelMetadata,
  toOnnxFeeds,
  typesFromOnnx,
  validatePayload,
} from '../../src/index.js'
import { type ElementType, elementTypes, onnxModel } from '../support/onnx-model.js'

/** A run of a model, as the sample has it. */
function serve(session: InferenceSession) {
  return defineRun(typesFromOnnx(session), async (inputs) => fromOnnxResults(await session.run(toOnnxFeeds(session, inputs, Tensor))))
}

/** The model that answers with what it gets. */
function identity(type: ElementType, shape?: readonly (number | string | null)[]) {
  const value = { type, ...(shape === undefined ? {} : { shape }) }
  return InferenceSession.create(onnxModel('Identity', [{ name: 'x', ...value }], [{ name: 'y', ...value }]))
}

/** What a session says that has one input, x. */
function sessionOf(input: object): OnnxSession {
  return { inputMetadata: [{ name: 'x', isTensor: true, type: 'float32', shape: [1], ...input }], outputMetadata: [] }
}

describe('the diabetes model', () => {
  let session: InferenceSession
  beforeAll(async () => {
    session = await InferenceSession.create(await readFile(new URL('../../samples/diabetes/diabetes-ridge.onnx', import.meta.url)))
  })

  it('scores without a sample', async () => {
    const run = serve(session)
    const result = await invoke(run, '{"data": [[1, 2, 3, 4, 5, 6, 7, 8, 9, 10], [10, 9, 8, 7, 6, 5, 4, 3, 2, 1]]}')
    const { predictions } = JSON.parse(encodeResult(run, result)) as { predictions: number[] }
    expect(predictions).toEqual([expect.closeTo(5215.1803, 4), expect.closeTo(3727.0253, 4)])
  })

  it('refuses what it would not take', () => {
    const [issue] = validatePayload(serve(session), { data: [[1, 2, 3]] }).issues ?? []
    expect(issue?.message).toBe('data[0] has 3 values on axis 1, expected 10')
  })

  it('takes an array whose elements do not stand in order', async () => {
    const run = serve(session)
    const transposed = ndarray(
      Float64Array.from({ length: 20 }, (_, index) => Math.floor(index / 2) + 1),
      [10, 2],
    ).transpose(1, 0)
    const { predictions } = (await run({ data: transposed })) as { predictions: { data: number[] } }
    expect([...predictions.data]).toEqual([expect.closeTo(5215.1803, 4), expect.closeTo(5215.1803, 4)])
  })

  it('says what it takes to other servers', () => {
    expect(toModelMetadata(serve(session), { name: 'diabetes' })).toMatchObject({
      inputs: [{ name: 'data', datatype: 'FP64', shape: [-1, 10] }],
      outputs: [{ name: 'predictions', datatype: 'FP64', shape: [-1] }],
    })
  })
})

describe('a model', () => {
  const values: Readonly<Record<ElementType, readonly unknown[]>> = {
    float32: [0.5, -1],
    float64: [0.1, 1e300],
    float16: [0.5, 1.5],
    int8: [-128, 127],
    int16: [-1, 1],
    int32: [-1, 1],
    int64: [-1, 2n ** 62n],
    uint8: [0, 255],
    uint16: [0, 65535],
    uint32: [0, 1],
    uint64: [0, 2n ** 63n],
    bool: [true, false],
    string: ['', '😀'],
  }

  it.each(Object.keys(elementTypes) as ElementType[])('gets and gives elements of %s', async (type) => {
    const run = serve(await identity(type, ['rows', 2]))
    const body = `{"x": [[${values[type].map((value) => (typeof value === 'bigint' ? value : JSON.stringify(value))).join(', ')}]]}`
    expect(encodeResult(run, await invoke(run, body))).toBe(`{"y":${body.slice(6, -1).replaceAll(', ', ',')}}`)
  })

  it('has axes that are free, with a name or without, and fixed ones', async () => {
    const run = serve(await identity('float32', ['rows', null, 2]))
    for (const rows of [1, 2]) {
      const x = [Array.from({ length: rows }, () => [1, 2])]
      expect(validatePayload(run, { x }).issues).toBeUndefined()
    }
    expect(validatePayload(run, { x: [[[1]]] }).issues?.[0]?.message).toBe('x[0][0] has 1 value on axis 2, expected 2')
  })

  it('has axes of one name that are of one size', async () => {
    const shape = ['n']
    const inputs = ['a', 'b'].map((name) => ({ name, type: 'float32', shape }) as const)
    const run = serve(await InferenceSession.create(onnxModel('Add', inputs, [{ name: 'y', type: 'float32', shape }])))
    expect(encodeResult(run, await invoke(run, { a: [1, 2], b: [3, 4] }))).toBe('{"y":[4,6]}')
    expect(validatePayload(run, { a: [1, 2], b: [3] }).issues?.[0]?.message).toBe(
      'b has 1 value on axis 0, expected 2 like the other axes called "n"',
    )
  })

  it('has its inputs converted like numpy where that is asked for', () => {
    const session = sessionOf({ type: 'int32', shape: [-1] })
    const problems = (casting: 'safe' | 'unsafe') =>
      validatePayload(
        defineRun(typesFromOnnx(session, { casting }), (inputs) => inputs),
        { x: ['7', 1.7] },
      ).issues?.length ?? 0
    expect([problems('safe'), problems('unsafe')]).toEqual([2, 0])
  })

  it('may be given no rows', async () => {
    const run = serve(await identity('float32', ['rows', 2]))
    expect(encodeResult(run, await invoke(run, { x: [] }))).toBe('{"y":[]}')
  })

  it('has any value for an output that is no tensor', async () => {
    const model = onnxModel(
      'SequenceConstruct',
      [{ name: 'x', type: 'float32', shape: [2] }],
      [{ name: 'y', type: 'float32', isSequence: true }],
    )
    const { output } = typesFromOnnx(await InferenceSession.create(model))
    expect(output?.inputToSwagger()).toMatchObject({ properties: { y: {} } })
  })

  it('with an input without axes gets a single value', async () => {
    const run = serve(await identity('int64', []))
    expect(encodeResult(run, await invoke(run, '{"x": 9007199254740993}'))).toBe('{"y":9007199254740993}')
    expect(validatePayload(run, { x: [5] }).issues?.[0]?.message).toBe('x is an array of 1 value, expected an integer (int64)')
    expect(getInputSchema(run)).toMatchObject({ properties: { x: { type: 'integer', format: 'int64' } }, example: { x: 0 } })
  })

  it('with an input of any rank is told which by a declaration', async () => {
    const session = await identity('float32')
    const types = typesFromOnnx(session, { inputs: { x: numpy({ dtype: 'float32', shape: [null, 1], minimum: 0 }) } })
    const run = defineRun(types, async (inputs) => fromOnnxResults(await session.run(toOnnxFeeds(session, inputs, Tensor))))
    expect(await invoke(run, { x: [[1], [2]] })).toMatchObject({ y: { data: Float32Array.of(1, 2), shape: [2, 1] } })
    expect(validatePayload(run, { x: [[-1]] }).issues).toHaveLength(1)
  })

  it('has no input that it does not take', async () => {
    const session = await identity('float32', [1])
    const inputs = { z: numpy({ dtype: 'float32', shape: [1] }) }
    expect(() => typesFromOnnx(session, { inputs })).toThrow('the option inputs declares "z", which the model does not take; it takes x')
  })

  it('has a schema with its names and axes', async () => {
    const run = serve(await identity('bool', ['rows', 2]))
    expect(getInputSchema(run)).toMatchObject({
      properties: { x: { type: 'array', items: { type: 'array', items: { type: 'boolean' }, minItems: 2, maxItems: 2 } } },
      example: { x: [[false, false]] },
    })
  })
})

describe('a session', () => {
  it.each<[string, unknown]>([
    ['session is null, expected an InferenceSession of onnxruntime', null],
    [
      'the session has no inputMetadata: onnxruntime says the types of a model since version 1.21',
      { inputNames: ['x'], outputNames: ['y'] },
    ],
    ['the session has no outputMetadata', { inputMetadata: [] }],
    ['session.inputMetadata is 1, expected a list', { inputMetadata: 1 }],
    ['session.inputMetadata[0] is "x", expected an object', { inputMetadata: ['x'] }],
    ['session.inputMetadata[0].name is undefined, expected a name', sessionOf({ name: undefined })],
    ['session.inputMetadata[0] is "x", which is no tensor', sessionOf({ isTensor: false })],
    ['session.inputMetadata[0].type is undefined, expected float32', sessionOf({ type: undefined })],
    ['session.inputMetadata[0] is "x" of type int4, expected float32', sessionOf({ type: 'int4' })],
    ['session.inputMetadata[0].shape is undefined, expected a list', sessionOf({ shape: undefined })],
    ['session.inputMetadata[0].shape[0] is 1.5, expected a size or a name', sessionOf({ shape: [1.5] })],
    ['session.inputMetadata[0]: shape asks for at least 1000000000 elements', sessionOf({ shape: [1000, 1000, 1000] })],
  ])('that says its types otherwise is refused: %s', (message, session) => {
    expect(() => typesFromOnnx(session as never)).toThrow(SchemaDefinitionError)
    expect(() => typesFromOnnx(session as never)).toThrow(message)
  })

  it.each([[-1], [''], ['?'], [4294967295], ['None']])('says by %j that an axis is free', (dim) => {
    const run = defineRun(typesFromOnnx(sessionOf({ shape: [dim, dim] })), (inputs) => inputs)
    expect(validatePayload(run, { x: [[1, 2, 3]] }).issues).toBeUndefined()
  })

  it('may have odd names', () => {
    const names = ['a.b', '/dense/MatMul:0', '😀', '__proto__']
    const inputMetadata = names.map((name) => ({ name, isTensor: true, type: 'float32', shape: [1] }))
    expect(Object.keys(typesFromOnnx({ inputMetadata, outputMetadata: [] }).inputs)).toEqual(names)
  })

  it('is fed with arrays only', async () => {
    const session = await identity('float32', [1])
    expect(() => toOnnxFeeds(session, { x: [1] }, Tensor)).toThrow('the input "x" is an array of 1 value, expected an NdArray')
    expect(toOnnxFeeds(session, {}, Tensor)).toEqual({})
  })
})
