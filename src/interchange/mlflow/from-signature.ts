import type { Casting } from '../../description/description.js'
import type { Path } from '../../errors/issue.js'
import { showValue } from '../../errors/show.js'
import type { Orient } from '../../frames/orient.js'
import type { AbstractParameterType } from '../../parameter-types/abstract-parameter-type.js'
import { checkCasting, checkOptions } from '../../parameter-types/options.js'
import type { FrameKind } from '../../parameter-types/pandas.js'
import { withPresence } from '../../parameter-types/presence.js'
import { at, member, problemAt, readName, readRecord, readText } from '../read.js'
import { ByName, DescribedType, namedOutputs, type RunTypes } from '../run-types.js'
import { readShape, tensorType } from '../tensor-type.js'
import { type ColSpec, type ColumnsOptions, columnsType, readColumn, resultColumnsType } from './columns.js'
import { readParam } from './params.js'
import { type MlflowSignature, readSignature } from './signature.js'
import { UnnamedTensorType } from './signature-types.js'

export interface FromMlflowOptions {
  /** What the parameter is called that has no name in the signature: a frame, or a tensor alone. Default `input_data`, as in Azure ML. */
  readonly name?: string
  /**
   * What becomes of named columns: a frame, as records (default), columns, a list of `[name, values]` pairs or an Arrow Table; or
   * `parameters`, one value for each column, as language models are asked.
   */
  readonly as?: FrameKind | 'parameters'
  /** How a frame is laid out in JSON. Default `records`, which documents show and beside which requests may have any other layout. */
  readonly orient?: Orient
  /**
   * numpy's word for which conversions requests may need: `safe` (default) keeps every value, `unsafe` converts like numpy and pandas.
   */
  readonly casting?: Casting
}

const kinds = ['records', 'columns', 'pairs', 'arrow', 'parameters']

/**
 * The types of a run from a model's signature as MLflow keeps it: the text of an MLmodel file, what `ModelSignature.to_dict()`
 * gives, or the same with its parts parsed.
 *
 * Named columns are one frame, `input_data`; named tensors and params are parameters of these names. A column that is not required
 * may be left out or null. Columns without names are a frame whose columns are called 0, 1, …; one alone is a list of its values.
 *
 * @throws SchemaDefinitionError naming the place of what MLflow would not write, or of a type that requests cannot have
 * @example
 * ```ts
 * const { inputs, output } = fromMlflowSignature({
 *   inputs: '[{"type": "double", "name": "petal width (cm)", "required": true}]',
 *   outputs: '[{"type": "tensor", "tensor-spec": {"dtype": "int64", "shape": [-1]}}]',
 *   params: '[{"name": "scale", "type": "double", "default": 1.0, "shape": null}]',
 * })
 * const run = defineRun({ inputs, output }, ({ input_data, scale }) => input_data.map((row) => Math.round(row['petal width (cm)'] * scale)))
 * await invoke(run, '{"input_data": {"columns": ["petal width (cm)"], "data": [[0.2], [1.8]]}}') // [0, 2]
 * ```
 */
export function fromMlflowSignature(
  signature: string | MlflowSignature | Readonly<Record<string, unknown>>,
  options: FromMlflowOptions = {},
): RunTypes {
  checkOptions(options, ['name', 'as', 'orient', 'casting'])
  const { name = 'input_data', as: kind = 'records', orient = 'records' } = options
  if (!kinds.includes(kind)) throw problemAt(['as'], `is ${showValue(kind)}, expected ${kinds.join(', ')}`)
  const casting = checkCasting(options.casting ?? 'safe')
  const parts = readSignature(signature)
  const inputs = new ByName<AbstractParameterType>()
  if (parts.inputs !== undefined) {
    const place: Path = ['signature', 'inputs']
    const specs = readSpecs(parts.inputs, casting, place)
    if (specs.kind === 'tensors') for (const { name: own, type, at } of specs.tensors) inputs.set(own ?? readName(name, ['name']), type, at)
    else if (kind !== 'parameters' || specs.columns[0]?.name === undefined) {
      const as = kind === 'parameters' ? 'records' : kind
      inputs.set(readName(name, ['name']), columnsType(specs.columns, { as, orient, casting }, place), place)
    } else for (const column of specs.columns) inputs.set(String(column.name), valueType(column), [...column.at, 'name'])
  }
  for (const [index, given] of (parts.params ?? []).entries()) {
    const path = ['signature', 'params', index]
    const param = readParam(given, path, casting)
    inputs.set(param.name, param.type, [...path, 'name'])
  }
  const output = parts.outputs === undefined ? undefined : outputType(parts.outputs, { as: 'records', orient, casting })
  return output === undefined ? { inputs: inputs.values } : { inputs: inputs.values, output }
}

interface TensorSpec {
  readonly name: string | undefined
  readonly type: AbstractParameterType
  readonly at: Path
}

type Specs =
  | { readonly kind: 'tensors'; readonly tensors: readonly TensorSpec[] }
  | { readonly kind: 'columns'; readonly columns: readonly ColSpec[] }

/** All columns or all tensors, all with a name or none, as MLflow's Schema asks. */
function readSpecs(list: readonly unknown[], casting: Casting, path: Path): Specs {
  const records = list.map((given, index) => readRecord(given, [...path, index], 'an object with a type'))
  const isTensor = (record: Readonly<Record<string, unknown>>) => member(record, 'type') === 'tensor'
  const tensors = records.filter(isTensor)
  if (tensors.length > 0 && tensors.length < records.length) throw problemAt(path, 'mixes tensors and columns, expected one or the other')
  const named = records.filter((record) => (member(record, 'name') ?? null) !== null)
  if (named.length > 0 && named.length < records.length)
    throw problemAt(path, 'gives names to some and not to others, expected all or none')
  if (tensors.length === 0)
    return { kind: 'columns', columns: records.map((record, index) => readColumn(record, [...path, index], casting)) }
  if (tensors.length > 1 && named.length === 0) throw problemAt(path, `has ${tensors.length} tensors without names`)
  return { kind: 'tensors', tensors: records.map((record, index) => readTensor(record, casting, [...path, index])) }
}

/** `{"type": "tensor", "tensor-spec": {"dtype": "float32", "shape": [-1, 28, 28]}}`, with a name or without. */
function readTensor(record: Readonly<Record<string, unknown>>, casting: Casting, path: Path): TensorSpec {
  const place = [...path, 'tensor-spec']
  const spec = readRecord(member(record, 'tensor-spec'), place, 'an object with dtype and shape')
  const dtype = readText(member(spec, 'dtype'), [...place, 'dtype'], "the name of one of numpy's dtypes")
  const type = tensorType(dtype, readShape(member(spec, 'shape'), [...place, 'shape']), casting, place)
  const name = member(record, 'name') ?? undefined
  const at = [...path, 'name']
  return name === undefined ? { name, type: new UnnamedTensorType(type['~description']), at } : { name: readName(name, at), type, at }
}

function valueType({ value, required, at: path }: ColSpec): AbstractParameterType {
  return at(path, () => new DescribedType(required ? value : { ...withPresence(value, { optional: true }), nullable: true }))
}

function outputType(list: readonly unknown[], options: ColumnsOptions): AbstractParameterType {
  const path = ['signature', 'outputs']
  const specs = readSpecs(list, options.casting, path)
  if (specs.kind === 'columns') return resultColumnsType(specs.columns, options, path)
  const [only] = specs.tensors
  if (only !== undefined && only.name === undefined) return only.type
  const outputs = new ByName<AbstractParameterType>()
  for (const { name = '', type, at } of specs.tensors) outputs.set(name, type, at)
  return namedOutputs(outputs)
}
