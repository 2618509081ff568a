import { cellWriter } from '../cells/cell-writer.js'
import type {
  ColumnDescription,
  Description,
  FrameDescription,
  ScalarDescription,
  ScalarType,
  TensorDescription,
} from '../description/description.js'
import type { OpaqueType } from '../description/opaque.js'
import type { SwaggerSchema } from '../description/swagger-schema.js'
import type { IntegerDtype } from '../dtype/dtype.js'
import { integerDtype } from '../dtype/parse-dtype.js'
import type { JsonValue } from '../json/json-value.js'
import { elementSchema, integerSchema, orNull, pandasCell, sparkCell, withConstraints } from './element-schema.js'
import { frameSchema } from './frame-schema.js'
import { ownDefault } from './own-default.js'
import type { LaterWords, SchemaNode } from './schema-node.js'
import { cutRule } from './time-rule.js'

/** Schemas that custom parameter types wrote, by type; asked for beforehand, because they may take their time. */
export type OwnSchemas = ReadonlyMap<OpaqueType, SwaggerSchema>

/** The schema of a description. */
export function schemaOf(description: Description, own: OwnSchemas): SchemaNode {
  const { exampleNote, nan } = description
  const base = { ...baseSchema(description, own), ...(nan && { nan }) }
  const node = withDefault(exampleNote === undefined ? base : { ...base, description: exampleNote }, ownDefault(description))
  return description.nullable ? { ...node, nullable: true } : node
}

function withDefault(node: SchemaNode, value: JsonValue | undefined): SchemaNode {
  return value === undefined ? node : { ...node, default: value }
}

function baseSchema(description: Description, own: OwnSchemas): SchemaNode {
  switch (description.kind) {
    case 'tensor':
      return tensorSchema(description)
    case 'frame':
      return frameSchema(
        description,
        description.columns.map((column) => cellSchema(column, description, own)),
      )
    case 'object':
      return {
        type: 'object',
        properties: description.fields.map(({ name, value, required }) => ({
          name,
          schema: schemaOf(value, own),
          required: required ? 'always' : 'never',
        })),
      }
    case 'list':
      return { type: 'array', items: schemaOf(description.item, own) }
    case 'scalar':
      return scalarSchema(description)
    case 'union':
      return { anyOf: description.options.map((option) => schemaOf(option, own)) }
    case 'any':
      return { isUnsampled: !description.nullable }
    case 'opaque':
      return description.type['~schemas'] === undefined
        ? { own: structuredClone(withoutExample(own.get(description.type) ?? {})) }
        : { written: description.type['~schemas'] }
  }
}

/** Examples stand once, at the top, as in the documents of the Python package. */
function withoutExample({ example: _, ...schema }: SwaggerSchema): SwaggerSchema {
  return schema
}

/** Integers that are received as numbers. */
const safe = { min: -BigInt(Number.MAX_SAFE_INTEGER), max: BigInt(Number.MAX_SAFE_INTEGER) }
const int64 = integerDtype('int64')

const scalarSchemas: Readonly<Record<ScalarType, SchemaNode>> = {
  string: { type: 'string' },
  number: { type: 'number', format: 'double', isComputed: true },
  float: { type: 'number', format: 'float', isComputed: true },
  int: integerSchema(safe, 'int64'),
  bigint: integerSchema(int64, 'int64'),
  boolean: { type: 'boolean' },
  'date-time': { type: 'string', format: 'date-time', isComputed: true, later: { inputRule: cutRule } },
  date: { type: 'string', format: 'date' },
  time: { type: 'string', format: 'time' },
  bytes: { type: 'string', format: 'byte' },
  buffer: { type: 'string', format: 'byte' },
}

function scalarSchema({ type, constraints }: ScalarDescription): SchemaNode {
  if (type === 'int') return integerSchema({ ...safe, ...(constraints && { constraints }) }, 'int64')
  if (type === 'bigint') return integerSchema({ ...int64, ...(constraints && { constraints }) }, 'int64')
  return withConstraints(scalarSchemas[type], constraints)
}

function tensorSchema(tensor: TensorDescription): SchemaNode {
  const { dtype, dims, isShapeDeclared, enforceShape, enforceColumnType, nullableElements } = tensor
  const { later, ...plain } = elementSchema(dtype)
  const element = { ...plain, later: { ...later, ...(nullableElements ? { nullable: true } : {}) } }
  const extensions = { 'x-dtype': dtype.name, ...(enforceShape ? { 'x-shape': dims } : {}) }
  const node = dims.reduceRight<SchemaNode>(
    (items: SchemaNode, dim): SchemaNode => {
      const array: SchemaNode = { type: 'array', items }
      if (!enforceShape || typeof dim !== 'number') return array
      return isShapeDeclared ? { ...array, size: dim } : { ...array, later: { size: dim } }
    },
    enforceColumnType ? element : { ...element, later: anyElement },
  )
  // Where the shape is free, so is the number of axes.
  if (dims.length === 0) return { ...node, later: { ...(enforceShape ? node.later : orArray(node)), extensions } }
  const free = enforceShape ? {} : { items: {} }
  return { ...node, format: 'numpy.ndarray', later: { ...node.later, ...free, extensions } }
}

/** A single value, or an array of any number of axes. */
function orArray(value: SchemaNode): LaterWords {
  return { ...anyValue, anyOf: [value, { type: 'array', items: {} }] }
}

/** An element of an array whose dtype follows from what comes. */
const anyElement: LaterWords = {
  type: undefined,
  format: undefined,
  constraints: undefined,
  anyOf: [{ type: 'number' }, { type: 'string' }, { type: 'boolean' }],
  isComputed: true,
}

/** A cell whose type nobody enforces. */
const anyValue: LaterWords = {
  ...{ type: undefined, format: undefined, items: undefined, inputRule: undefined, properties: undefined, additionalProperties: undefined },
  ...{ enum: undefined, anyOf: undefined, constraints: undefined, own: undefined, written: undefined },
  isComputed: undefined,
}

/** A cell of a frame. */
export function cellSchema(column: ColumnDescription, frame: FrameDescription, own: OwnSchemas): SchemaNode {
  const cell = withDefault(plainCell(column, frame, own), column.default)
  return frame.enforceColumnType ? cell : { ...cell, later: anyValue }
}

function plainCell(
  { dtype, value, nullable, cell }: ColumnDescription,
  frame: Pick<FrameDescription, 'dialect' | 'form'>,
  own: OwnSchemas,
): SchemaNode {
  if (dtype.kind === 'object') return orNull(value === undefined || value.kind === 'any' ? {} : schemaOf(value, own), nullable)
  const held = cell === 'safe integer' && dtype.kind === 'integer' ? asFarAsNumbers(dtype) : dtype
  const node = frame.dialect === 'spark' ? sparkCell(held) : pandasCell(held)
  if (dtype.kind !== 'category' || dtype.categories.length === 0) return orNull(node, nullable)
  const write = cellWriter(dtype, true)
  const values = dtype.categories.map((category) => write(category) ?? null)
  // The Python package does not list the categories of a pandas column: Arrow's, which it does not know, are listed.
  const isListed = dtype.isDeclared || frame.form.name === 'arrow'
  return orNull(isListed ? { ...node, enum: values } : { ...node, later: { enum: values } }, nullable)
}

/** Integers that are received as numbers, which are exact only so far. */
function asFarAsNumbers(dtype: IntegerDtype): IntegerDtype {
  return { ...dtype, min: dtype.min < safe.min ? safe.min : dtype.min, max: dtype.max > safe.max ? safe.max : dtype.max }
}
