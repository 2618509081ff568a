import { createNdArray, elementAt, forEachOffset, isNdArray, type NdArray } from '../dtype/ndarray.js'
import { parseDtype } from '../dtype/parse-dtype.js'
import { createStorage, float16View, type Storage } from '../dtype/storage.js'
import { SchemaDefinitionError } from '../errors/schema-definition-error.js'
import { showValue } from '../errors/show.js'
import { setOwn } from '../json/own.js'
import { type OnnxSession, onnxDtypes } from './onnx.js'

/** onnxruntime's class `Tensor`. */
export interface OnnxTensorClass<T> {
  // The class has an overload for each type, of which none takes all.
  new (type: never, data: never, dims: readonly number[]): T
}

/** A tensor that a model gave. */
interface OnnxTensor {
  readonly type: string
  readonly data: unknown
  readonly dims: readonly number[]
}

/**
 * What `run` received, as the feeds of an ONNX session: each array as a tensor of the type that the model asks for, without a copy where
 * its elements stand in order.
 *
 * @param session the session that {@link typesFromOnnx} made the types of
 * @param Tensor onnxruntime's class of that name
 * @throws SchemaDefinitionError when an input is no NdArray
 * @example
 * ```ts
 * import { InferenceSession, Tensor } from 'onnxruntime-web'
 * import { readFile } from 'node:fs/promises'
 *
 * const session = await InferenceSession.create(await readFile('samples/diabetes/diabetes-ridge.onnx'))
 * const run = defineRun(typesFromOnnx(session), async (inputs) => fromOnnxResults(await session.run(toOnnxFeeds(session, inputs, Tensor))))
 * const { predictions } = await invoke(run, { data: [[10, 9, 8, 7, 6, 5, 4, 3, 2, 1]] })
 * predictions.get(0).toFixed(4) // '3727.0253'
 * ```
 */
export function toOnnxFeeds<T>(
  session: OnnxSession,
  inputs: Readonly<Record<string, unknown>>,
  Tensor: OnnxTensorClass<T>,
): Record<string, T> {
  const feeds: Record<string, T> = {}
  for (const { name, type = '' } of session.inputMetadata) {
    const array = Object.hasOwn(inputs, name) ? inputs[name] : undefined
    // An input with a default of the model's own may be left out.
    if (array === undefined) continue
    if (!isNdArray(array)) throw new SchemaDefinitionError(`the input ${showValue(name)} is ${showValue(array)}, expected an NdArray`)
    const data = inOrder(array, onnxDtypes[type] ?? 'object')
    setOwn(feeds, name, new Tensor(type as never, (type === 'float16' ? bitsOf(data) : data) as never, [...array.shape]))
  }
  return feeds
}

/**
 * What an ONNX session gave, as NdArrays by name: what {@link typesFromOnnx} describes as the run's output. Values that are no tensors are
 * as they came.
 *
 * @example
 * ```ts
 * const { y } = fromOnnxResults({ y: { type: 'float32', data: Float32Array.of(1, 2), dims: [2, 1] } })
 * y.shape // [2, 1]
 * ```
 */
export function fromOnnxResults(results: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const values: Record<string, unknown> = {}
  for (const name of Object.keys(results)) {
    const result = results[name]
    setOwn(values, name, isTensor(result) ? toNdArray(result) : result)
  }
  return values
}

function isTensor(value: unknown): value is OnnxTensor {
  return typeof value === 'object' && value !== null && 'dims' in value && 'data' in value && 'type' in value && Array.isArray(value.dims)
}

function toNdArray({ type, data, dims }: OnnxTensor): NdArray {
  const isBits = type === 'float16' && data instanceof Uint16Array
  return createNdArray((isBits ? float16View(data) : data) as Storage, dims)
}

/** The elements of an array in C order. */
function inOrder(array: NdArray, dtype: string): Storage {
  const data = array.data as unknown as Storage
  const size = array.shape.reduce((product, length) => product * length, 1)
  let step = size
  const isPlain = array.shape.every((length, axis) => {
    step = length === 0 ? 0 : step / length
    return length <= 1 || array.stride[axis] === step
  })
  if (isPlain && array.offset === 0 && data.length === size) return data
  const storage = createStorage(parseDtype(dtype), size)
  forEachOffset(array, (offset, position) => {
    storage[position] = elementAt(array, offset) as never
  })
  return storage
}

/** Half floats as the 16 bits that onnxruntime takes in every runtime. The polyfill's array is no view on bytes, but has them as one has. */
function bitsOf(halves: Storage): unknown {
  return 'buffer' in halves ? new Uint16Array(halves.buffer, halves.byteOffset, halves.length) : halves
}
