/** Writes small ONNX models (onnx.proto): one node of an operator, whose inputs and outputs are the model's. */

/** ONNX's numbers of the types of elements (`TensorProto.DataType`). */
export const elementTypes = {
  float32: 1,
  uint8: 2,
  int8: 3,
  uint16: 4,
  int16: 5,
  int32: 6,
  int64: 7,
  string: 8,
  bool: 9,
  float16: 10,
  float64: 11,
  uint32: 12,
  uint64: 13,
} as const

export type ElementType = keyof typeof elementTypes

export interface OnnxValue {
  readonly name: string
  readonly type: ElementType
  /** Sizes, names of free axes, or null for a free axis without a name; undefined where nothing is said of the shape. */
  readonly shape?: readonly (number | string | null)[]
  readonly isSequence?: boolean
}

export function onnxModel(operator: string, inputs: readonly OnnxValue[], outputs: readonly OnnxValue[]): Uint8Array {
  const node = message([
    ...inputs.map(({ name }) => text(1, name)),
    ...outputs.map(({ name }) => text(2, name)),
    text(3, 'node'),
    text(4, operator),
  ])
  const graph = message([
    field(1, node),
    text(2, 'graph'),
    ...inputs.map((value) => field(11, valueInfo(value))),
    ...outputs.map((value) => field(12, valueInfo(value))),
  ])
  const opset = message([text(1, ''), number(2, 15)])
  return message([number(1, 8), field(7, graph), field(8, opset)])
}

function valueInfo({ name, type, shape, isSequence = false }: OnnxValue): Uint8Array {
  const dims = (shape ?? []).map((dim) => field(1, dim === null ? message([]) : typeof dim === 'number' ? number(1, dim) : text(2, dim)))
  const tensor = field(1, message([number(1, elementTypes[type]), ...(shape === undefined ? [] : [field(2, message(dims))])]))
  return message([text(1, name), field(2, isSequence ? field(4, field(1, tensor)) : tensor)])
}

function message(parts: readonly Uint8Array[]): Uint8Array {
  return Uint8Array.from(parts.flatMap((part) => [...part]))
}

function varint(value: number): number[] {
  return value < 128 ? [value] : [(value % 128) | 128, ...varint(Math.floor(value / 128))]
}

function number(tag: number, value: number): Uint8Array {
  return Uint8Array.from([tag << 3, ...varint(value)])
}

function field(tag: number, bytes: Uint8Array): Uint8Array {
  return Uint8Array.from([(tag << 3) | 2, ...varint(bytes.length), ...bytes])
}

function text(tag: number, value: string): Uint8Array {
  return field(tag, new TextEncoder().encode(value))
}
