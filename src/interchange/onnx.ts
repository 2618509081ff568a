import type { Casting, Dimension } from '../description/description.js'
import type { Path } from '../errors/issue.js'
import { SchemaDefinitionError } from '../errors/schema-definition-error.js'
import { allOf, oneOf, showValue } from '../errors/show.js'
import type { AbstractParameterType } from '../parameter-types/abstract-parameter-type.js'
import { checkCasting, checkOptions } from '../parameter-types/options.js'
import { member, problemAt, readList, readName, readRecord, readText } from './read.js'
import { anyValue, ByName, DescribedType, namedOutputs, type RunTypes } from './run-types.js'
import { tensorType } from './tensor-type.js'

/** What onnxruntime says of a value that a model takes or gives; `InferenceSession.ValueMetadata` is one. */
export interface OnnxValueMetadata {
  readonly name: string
  readonly isTensor: boolean
  readonly type?: string
  readonly shape?: readonly (number | string)[]
}

/** The part of onnxruntime's `InferenceSession` (of onnxruntime-node, -web or -react-native, 1.21 or later) that says its types. */
export interface OnnxSession {
  readonly inputMetadata: readonly OnnxValueMetadata[]
  readonly outputMetadata: readonly OnnxValueMetadata[]
}

export interface OnnxTypesOptions {
  /** Types of inputs of which the model says too little: by name, instead of what it says. */
  readonly inputs?: Readonly<Record<string, AbstractParameterType>>
  /** numpy's word for which conversions requests may need: `safe` keeps every value, `unsafe` converts like numpy. Default `safe`. */
  readonly casting?: Casting
}

/** onnxruntime's types of elements, as numpy's dtypes. */
export const onnxDtypes: Readonly<Record<string, string>> = {
  float32: 'float32',
  float64: 'float64',
  float16: 'float16',
  int8: 'int8',
  int16: 'int16',
  int32: 'int32',
  int64: 'int64',
  uint8: 'uint8',
  uint16: 'uint16',
  uint32: 'uint32',
  uint64: 'uint64',
  bool: 'bool',
  string: 'str',
}

/**
 * The types of a run from a loaded ONNX model: a tensor for each input, by name, and an object of the outputs by name. Axes that the
 * model names are free, and of one size within a request wherever the name stands.
 *
 * An input without axes is a single value. onnxruntime says the same of an input of any rank: declare that. An output that is no tensor,
 * or has no axes, is any value. An input that is no tensor is refused, unless it is declared.
 *
 * @param session onnxruntime's, version 1.21 or later
 * @throws SchemaDefinitionError for a session that does not say its types, and for inputs that requests cannot have
 * @example
 * ```ts
 * const session = {
 *   inputMetadata: [{ name: 'data', isTensor: true, type: 'float64', shape: ['rows', 2] }],
 *   outputMetadata: [{ name: 'sums', isTensor: true, type: 'float64', shape: ['rows'] }],
 * }
 * const run = defineRun(typesFromOnnx(session), ({ data }) => ({ sums: [data.get(0, 0) + data.get(0, 1)] }))
 * await invoke(run, { data: [[1, 2]] }) // { sums: [3] }
 * validatePayload(run, { data: [[1]] }).issues[0].message // 'data[0] has 1 value on axis 1, expected 2'
 * ```
 */
export function typesFromOnnx(session: OnnxSession, options: OnnxTypesOptions = {}): RunTypes {
  checkOptions(options, ['inputs', 'casting'])
  const casting = checkCasting(options.casting ?? 'safe')
  const declared = options.inputs ?? {}
  const record = readRecord(session, ['session'], 'an InferenceSession of onnxruntime')
  const inputs = new ByName<AbstractParameterType>()
  for (const { name, path, dtype, dims } of readValues(record.inputMetadata, 'inputMetadata')) {
    const own = member(declared, name)
    if (own !== undefined) {
      inputs.set(name, own as AbstractParameterType, path)
      continue
    }
    if (dtype === undefined) throw problemAt(path, `is ${showValue(name)}, which is no tensor: requests cannot have sequences and maps`)
    inputs.set(name, tensorType(dtype, dims, casting, path), path)
  }
  const unknown = Object.keys(declared).find((name) => !Object.hasOwn(inputs.values, name))
  if (unknown !== undefined)
    throw new SchemaDefinitionError(
      `the option inputs declares ${showValue(unknown)}, which the model does not take; it takes ${allOf(Object.keys(inputs.values))}`,
    )
  const outputs = new ByName<AbstractParameterType>()
  // Outputs whose shape nobody has inferred are common, and say what single values say.
  for (const { name, path, dtype, dims } of readValues(record.outputMetadata, 'outputMetadata'))
    outputs.set(name, dtype === undefined || dims.length === 0 ? new DescribedType(anyValue) : tensorType(dtype, dims, casting, path), path)
  return { inputs: inputs.values, output: namedOutputs(outputs) }
}

interface OnnxValue {
  readonly name: string
  readonly path: Path
  /** Undefined for what is no tensor. */
  readonly dtype: string | undefined
  /** None of a single value; onnxruntime says the same of a tensor of any rank. */
  readonly dims: readonly Dimension[]
}

function readValues(given: unknown, word: 'inputMetadata' | 'outputMetadata'): OnnxValue[] {
  if (given === undefined)
    throw new SchemaDefinitionError(
      `the session has no ${word}: onnxruntime says the types of a model since version 1.21; update onnxruntime-node or onnxruntime-web, or declare them`,
    )
  return readList(given, ['session', word]).map((value, index) => readValue(value, ['session', word, index]))
}

function readValue(given: unknown, path: Path): OnnxValue {
  const value = readRecord(given, path, 'an object with name and isTensor')
  const name = readName(member(value, 'name'), [...path, 'name'])
  if (member(value, 'isTensor') !== true) return { name, path, dtype: undefined, dims: [] }
  const type = readText(member(value, 'type'), [...path, 'type'], oneOf(Object.keys(onnxDtypes)))
  const dtype = Object.hasOwn(onnxDtypes, type) ? onnxDtypes[type] : undefined
  if (dtype === undefined) throw problemAt(path, `is ${showValue(name)} of type ${type}, expected ${oneOf(Object.keys(onnxDtypes))}`)
  const shape = readList(member(value, 'shape'), [...path, 'shape'], 'a list with the size or the name of each axis')
  return { name, path, dtype, dims: shape.map((size, axis) => readAxis(size, [...path, 'shape', axis])) }
}

/** An axis has a size, a name, or neither: that is -1, 2^32 - 1 in WebAssembly, an empty text, or what exporters write for unknown. */
function readAxis(size: unknown, path: Path): Dimension {
  if (size === -1 || size === 0xffffffff) return null
  if (typeof size === 'string') return /^(|\?|-1|None|unk(nown)?)$/.test(size) ? null : size
  if (!Number.isSafeInteger(size) || (size as number) < 0) throw problemAt(path, `is ${showValue(size)}, expected a size or a name`)
  return size as number
}
