import type { Casting, Description, TensorDescription } from '../description/description.js'
import type { Path } from '../errors/issue.js'
import { SchemaDefinitionError } from '../errors/schema-definition-error.js'
import { oneOf, showValue } from '../errors/show.js'
import type { AbstractParameterType } from '../parameter-types/abstract-parameter-type.js'
import { checkCasting, checkOptions } from '../parameter-types/options.js'
import type { RunFunction } from '../run/run-schema.js'
import { lookUp, member, problemAt, readJson, readList, readName, readRecord, readText } from './read.js'
import { describeRun } from './run-description.js'
import { ByName, namedOutputs, type RunTypes } from './run-types.js'
import { readShape, tensorType, writeShape } from './tensor-type.js'

/** A tensor of a model, in the words of the Open Inference Protocol (`$metadata_tensor`). */
export interface TensorMetadata {
  readonly name: string
  /** BOOL, UINT8 to UINT64, INT8 to INT64, FP16, FP32, FP64 or BYTES. */
  readonly datatype: string
  /** The size of each axis, -1 for one that is free; none of a single value. */
  readonly shape: readonly number[]
}

/** What `GET v2/models/{name}` answers in the Open Inference Protocol (`$metadata_model_response`): KServe's, Triton's. */
export interface ModelMetadata {
  readonly name: string
  readonly versions?: readonly string[]
  readonly platform: string
  readonly inputs: readonly TensorMetadata[]
  readonly outputs: readonly TensorMetadata[]
}

export interface FromModelMetadataOptions {
  /**
   * What elements of BYTES are: texts (default), as the protocol's JSON has them and most models mean them, or bytes, sent as base64.
   */
  readonly bytes?: 'str' | 'bytes'
  /** numpy's word for which conversions requests may need: `safe` keeps every value, `unsafe` converts like numpy. Default `safe`. */
  readonly casting?: Casting
}

export interface ToModelMetadataOptions {
  /** The model's name. */
  readonly name: string
  /** Its versions. Default: not said. */
  readonly versions?: readonly string[]
  /** What runs it. Default `inference-schema`. */
  readonly platform?: string
}

/** The protocol's datatypes ("Tensor Data Types") as numpy's dtypes. */
const dtypes: Readonly<Record<string, string>> = {
  BOOL: 'bool',
  UINT8: 'uint8',
  UINT16: 'uint16',
  UINT32: 'uint32',
  UINT64: 'uint64',
  INT8: 'int8',
  INT16: 'int16',
  INT32: 'int32',
  INT64: 'int64',
  FP16: 'float16',
  FP32: 'float32',
  FP64: 'float64',
  BYTES: 'str',
}
const datatypes = new Map([...Object.entries(dtypes).map(([datatype, dtype]) => [dtype, datatype] as const), ['bytes', 'BYTES'] as const])

/**
 * The types of a run from a model's metadata in the Open Inference Protocol (v2), which KServe, Triton, MLServer and others answer
 * `GET v2/models/{name}` with: a tensor for each input, by name, and an object of the outputs by name.
 *
 * @param metadata the answer, as text or parsed
 * @throws SchemaDefinitionError naming the place of what the protocol does not have, or of a datatype that requests cannot have
 * @example
 * ```ts
 * const { inputs, output } = fromModelMetadata({
 *   name: 'adder',
 *   platform: 'onnxruntime_onnx',
 *   inputs: [{ name: 'x', datatype: 'INT64', shape: [-1] }],
 *   outputs: [{ name: 'sum', datatype: 'INT64', shape: [1] }],
 * })
 * const run = defineRun({ inputs, output }, ({ x }) => ({ sum: [x.data.reduce((sum, item) => sum + item)] }))
 * await invoke(run, { x: [1, 2] }) // { sum: [3n] }
 * ```
 */
export function fromModelMetadata(
  metadata: string | ModelMetadata | Readonly<Record<string, unknown>>,
  options: FromModelMetadataOptions = {},
): RunTypes {
  checkOptions(options, ['bytes', 'casting'])
  const { bytes = 'str' } = options
  const casting = checkCasting(options.casting ?? 'safe')
  if (bytes !== 'str' && bytes !== 'bytes') throw new SchemaDefinitionError(`bytes is ${showValue(bytes)}, expected "str" or "bytes"`)
  const root = ['metadata']
  const record = readRecord(typeof metadata === 'string' ? readJson(metadata, root) : metadata, root, 'an object with inputs and outputs')
  if (!['name', 'inputs', 'outputs'].some((word) => Object.hasOwn(record, word)))
    throw problemAt(root, `is ${showValue(record)}, expected a model's metadata: name, inputs and outputs`)
  const inputs = readTensors(record, 'inputs', bytes, casting)
  const outputs = readTensors(record, 'outputs', bytes, casting)
  return { inputs: inputs.values, ...(Object.keys(outputs.values).length === 0 ? {} : { output: namedOutputs(outputs) }) }
}

function readTensors(
  record: Readonly<Record<string, unknown>>,
  word: 'inputs' | 'outputs',
  bytes: string,
  casting: Casting,
): ByName<AbstractParameterType> {
  const tensors = new ByName<AbstractParameterType>()
  // Servers that were not told what a model takes or gives leave it out, or say null.
  for (const [index, given] of readList(member(record, word) ?? [], ['metadata', word]).entries()) {
    const path = ['metadata', word, index]
    const tensor = readRecord(given, path, 'an object with name, datatype and shape')
    const place = [...path, 'datatype']
    const datatype = readText(member(tensor, 'datatype'), place, oneOf(Object.keys(dtypes)))
    const dtype = lookUp(dtypes, datatype, place)
    const shape = readShape(member(tensor, 'shape'), [...path, 'shape'])
    tensors.set(
      readName(member(tensor, 'name'), [...path, 'name']),
      tensorType(datatype === 'BYTES' ? bytes : dtype, shape, casting, path),
      [...path, 'name'],
    )
  }
  return tensors
}

/**
 * A run's types as a model's metadata in the Open Inference Protocol (v2). All inputs are tensors, and so is the result, which is
 * called `output`, or it is an object of tensors.
 *
 * @throws SchemaDefinitionError naming what is no tensor, may be left out, or is of a dtype that the protocol does not have
 * @example
 * ```ts
 * const run = defineRun({ inputs: { x: numpy({ dtype: 'float32', shape: [null, 10] }) }, output: numpy({ dtype: 'float32', shape: [null] }) }, ({ x }) => x)
 * toModelMetadata(run, { name: 'mean' }).inputs // [{ name: 'x', datatype: 'FP32', shape: [-1, 10] }]
 * ```
 */
export function toModelMetadata(run: RunFunction, options: ToModelMetadataOptions): ModelMetadata {
  checkOptions(options, ['name', 'versions', 'platform'])
  const { versions, platform = 'inference-schema' } = options
  const name = readName(options.name, ['name'])
  if (versions !== undefined)
    for (const [index, version] of readList(versions, ['versions']).entries()) readName(version, ['versions', index])
  const { inputs, output } = describeRun(run)
  return {
    name,
    ...(versions === undefined ? {} : { versions: [...versions] }),
    platform,
    inputs: inputs.map((input) => writeTensor(input.name, input.description, input.optional, [input.name])),
    outputs: output === undefined ? [] : writeOutputs(output['~description']),
  }
}

function writeOutputs(output: Description): TensorMetadata[] {
  if (output.kind !== 'object') return [writeTensor('output', output, false, ['output'])]
  return output.fields.map(({ name, value, required }) => writeTensor(name, value, !required, ['output', name]))
}

function writeTensor(name: string, description: Description, isOptional: boolean, path: Path): TensorMetadata {
  if (description.kind !== 'tensor')
    throw problemAt(path, `is ${kindOf(description)}: models of the Open Inference Protocol have tensors only`)
  if (isOptional || description.nullable) throw problemAt(path, 'may be left out or null, which model metadata cannot say')
  const datatype = datatypeOf(description)
  if (datatype === undefined)
    throw problemAt(path, `is of dtype ${description.dtype.name}, which the Open Inference Protocol has no datatype for`)
  if (!description.enforceColumnType || !description.enforceShape)
    throw problemAt(path, `is a tensor of any ${description.enforceColumnType ? 'shape' : 'dtype'}`)
  return { name, datatype, shape: writeShape(description.dims) }
}

/** Texts and bytes of whatever length are BYTES. */
function datatypeOf({ dtype }: TensorDescription): string | undefined {
  return dtype.kind === 'string' || dtype.kind === 'bytes' ? 'BYTES' : datatypes.get(dtype.name)
}

function kindOf({ kind }: Description): string {
  return kind === 'any' ? 'any value' : kind === 'opaque' ? 'a type of its own' : `${/^[ao]/.test(kind) ? 'an' : 'a'} ${kind}`
}
