import { type Description, defaultOf, type FrameDescription, hasDefault, type TensorDescription } from '../../description/description.js'
import type { Path } from '../../errors/issue.js'
import { allOf, showValue } from '../../errors/show.js'
import type { JsonValue } from '../../json/json-value.js'
import type { AbstractParameterType } from '../../parameter-types/abstract-parameter-type.js'
import type { RunFunction } from '../../run/run-schema.js'
import { problemAt } from '../read.js'
import { describeRun, type RunInput } from '../run-description.js'
import { writeShape } from '../tensor-type.js'
import { pythonJson } from './python-json.js'
import type { MlflowSignature } from './signature.js'
import { ColumnsType, UnnamedTensorType } from './signature-types.js'
import { asks, type WrittenType, writeColumn, writeDtype, writeType } from './write-type.js'

/**
 * A run's types as the signature that MLflow keeps of a model: what `ModelSignature.from_dict` reads, and what stands as `signature`
 * in an MLmodel file.
 *
 * A frame's columns are columns (and its parameter's name is not said), tensors are tensors of their parameters' names, and plain
 * values with a default are params. Other plain values are columns of these names, as MLflow infers them from a dict. What
 * MLflow has no words for besides (ranges, patterns, names of axes) is left out; `run` asks for it all the same.
 *
 * @throws SchemaDefinitionError naming what MLflow has no type for
 * @example
 * ```ts
 * const run = defineRun(
 *   { inputs: { data: numpy({ dtype: 'float32', shape: ['batch', 28, 28] }), top: standard({ type: 'integer', default: 3 }) } },
 *   ({ data, top }) => [data, top],
 * )
 * const signature = toMlflowSignature(run)
 * signature.inputs // '[{"name": "data", "type": "tensor", "tensor-spec": {"dtype": "float32", "shape": [-1, 28, 28]}}]'
 * signature.params // '[{"name": "top", "default": 3, "shape": null, "type": "long"}]'
 * ```
 */
export function toMlflowSignature(run: RunFunction): MlflowSignature {
  const { inputs, output } = describeRun(run)
  const hasData = inputs.some(isData)
  // A value that may be left out is an optional column beside other columns, but there are no columns beside frames and tensors.
  const isParam = (input: RunInput) => input.optional && !isData(input) && (hasData || hasDefault(input.description))
  const params = inputs.filter(isParam)
  const data = inputs.filter((input) => !isParam(input))
  return {
    inputs: toJson(writeInputs(data)),
    outputs: output === undefined ? null : toJson(writeOutputs(output, ['output'])),
    params: toJson(params.map(writeParam)),
  }
}

function toJson(specs: readonly WrittenType[]): string | null {
  return specs.length === 0 ? null : pythonJson([...specs])
}

/** Frames, tensors and columns without names are what a model is asked about. */
function isData({ type, description: { kind } }: RunInput): boolean {
  return kind === 'frame' || kind === 'tensor' || type instanceof ColumnsType
}

/** What stands in a signature without the name of its parameter, so that nothing can stand beside it. */
function isNameless({ type, description: { kind } }: RunInput): boolean {
  return kind === 'frame' || type instanceof ColumnsType || type instanceof UnnamedTensorType
}

/** All columns or all tensors: MLflow does not mix them. */
function writeInputs(data: readonly RunInput[]): WrittenType[] {
  const lacking = data.find((input) => isData(input) && (input.optional || input.description.nullable))
  if (lacking !== undefined)
    throw problemAt([lacking.name], `is a ${lacking.description.kind} that may be left out or null, which MLflow cannot say of it`)
  const [nameless, ...others] = data.filter(isNameless)
  if (nameless !== undefined) {
    const { name, type, description } = nameless
    if (others[0] !== undefined)
      throw problemAt([others[0].name], `is a ${others[0].description.kind} beside ${showValue(name)}: MLflow's models take one`)
    const beside = data.find((input) => input !== nameless)
    if (beside !== undefined)
      throw problemAt(
        [beside.name],
        `stands beside the ${description.kind} ${showValue(name)}: MLflow has params for that, which need a default`,
      )
    return writeNameless(type, [name])
  }
  const tensors = data.filter(({ description }) => description.kind === 'tensor')
  if (tensors.length > 0 && tensors.length < data.length) {
    const plain = data.filter(({ description }) => description.kind !== 'tensor').map(({ name }) => name)
    throw problemAt(
      [plain[0] ?? ''],
      `stands beside the tensor ${showValue(tensors[0]?.name)}: MLflow has params for that, which need a default`,
    )
  }
  return data.map(({ name, description, optional }) => {
    if (description.kind === 'tensor') return writeTensor(description, [name], name)
    const type = writeType(description, [name])
    return { ...type, name, required: !optional && asks(type, description) }
  })
}

/** A frame, or what was read of columns or a tensor without names. */
function writeNameless(type: AbstractParameterType, path: Path): WrittenType[] {
  const specs = writeSpecs(type, path)
  return type instanceof ColumnsType && !type.saysRequired ? specs.map(({ required: _, ...spec }) => spec) : specs
}

function writeSpecs(type: AbstractParameterType, path: Path): WrittenType[] {
  const description = type['~description']
  const isColumns = type instanceof ColumnsType
  if (description.kind === 'frame')
    return writeColumns(description, isColumns ? type.names : description.columns.map(({ name }) => name), path)
  if (description.kind !== 'tensor') return [writeSeries(description, path)]
  if (!isColumns) return [writeTensor(description, path)]
  const { dims, dtype } = description
  return Array.from({ length: Number(dims[1] ?? 1) }, () => ({ ...writeDtype(dtype, path), required: true }))
}

/** Columns of a frame; one whose columns nobody holds to their types says nothing that could be written. */
function writeColumns(frame: FrameDescription, names: readonly (string | number)[] | undefined, path: Path): WrittenType[] {
  if (!frame.enforceColumnType || frame.inference !== undefined) throw problemAt(path, 'is a frame whose columns may be of any type')
  return frame.columns.map((column, position) => {
    const { type, required } = writeColumn(column, [...path, column.name])
    const name = names?.[position]
    return { ...type, ...(name === undefined ? {} : { name }), required: required && frame.enforceShape }
  })
}

/** A list of values as one column without a name, as MLflow infers it. */
function writeSeries(description: Description, path: Path): WrittenType {
  const isList = description.kind === 'list' && (!description.item.nullable || description.item.kind === 'any')
  return { ...writeType(isList ? description.item : description, path), required: true }
}

function writeTensor({ dtype, dims, enforceColumnType, enforceShape }: TensorDescription, path: Path, name?: string): WrittenType {
  if (!enforceColumnType || !enforceShape) throw problemAt(path, `is a tensor of any ${enforceColumnType ? 'shape' : 'dtype'}`)
  if (dtype.kind === 'struct') throw problemAt(path, 'is a structured array, which MLflow has no type for')
  // MLflow refuses sizes in the dtypes of texts and bytes.
  const plain = dtype.kind === 'string' ? 'str' : dtype.kind === 'bytes' ? 'bytes' : dtype.name
  return { ...(name === undefined ? {} : { name }), type: 'tensor', 'tensor-spec': { dtype: plain, shape: writeShape(dims) } }
}

function writeOutputs(type: AbstractParameterType, path: Path): WrittenType[] {
  const output = type['~description']
  if (output.kind === 'frame' || output.kind === 'tensor' || type instanceof ColumnsType) return writeNameless(type, path)
  const rows = output.kind === 'list' && output.item.kind === 'object' ? output.item : output
  if (rows.kind === 'object' && rows.fields.length > 0) {
    const { fields } = rows
    const isTensors = rows === output && fields.every(({ value, required }) => value.kind === 'tensor' && required && !value.nullable)
    return fields.map(({ name, value, required }) => {
      if (isTensors && value.kind === 'tensor') return writeTensor(value, [...path, name], name)
      const type = writeType(value, [...path, name])
      return { ...type, name, required: required && asks(type, value) }
    })
  }
  return [writeSeries(output, path)]
}

/** A value with its default; None where it has none. */
function writeParam({ name, description }: RunInput): WrittenType {
  const isList = description.kind === 'list'
  const value = isList ? description.item : description
  const type = writeType(value, [name])
  const isSimple = !['array', 'object', 'map', 'any', 'binary'].includes(String(type['type']))
  if (!(isSimple || (type['type'] === 'object' && !isList)) || (isList && value.nullable))
    throw problemAt(
      [name],
      `may be left out, so that it is one of MLflow's params; those are ${allOf(['texts', 'numbers', 'booleans', 'dates', 'lists of these', 'objects'])}`,
    )
  const given = (defaultOf(description) ?? null) as JsonValue
  const fallback = type['type'] !== 'datetime' ? given : Array.isArray(given) ? given.map(isoformat) : isoformat(given)
  return { name, default: fallback, shape: isList ? [-1] : null, ...type }
}

/** An instant in UTC as Python's `isoformat` has it without a zone, which is what numpy reads. */
function isoformat(instant: JsonValue): JsonValue {
  return typeof instant === 'string' ? instant.replace(/(\.000)?Z$/, '') : instant
}
