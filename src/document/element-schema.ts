import type { Constrained, Constraints } from '../dtype/constraints.js'
import type {
  DatetimeDtype,
  Dtype,
  FloatDtype,
  IntegerDtype,
  StringDtype,
  StructDtype,
  StructField,
  TimedeltaDtype,
} from '../dtype/dtype.js'
import { unitNames } from '../dtype/time-unit.js'
import type { PropertyNode, SchemaNode } from './schema-node.js'
import { timeRule } from './time-rule.js'

/** Arrays in arrays, of the sizes of a shape. */
function nest(node: SchemaNode, shape: readonly number[]): SchemaNode {
  return shape.reduceRight((items: SchemaNode, size): SchemaNode => ({ type: 'array', items, later: { size } }), node)
}

export function withConstraints(node: SchemaNode, constraints: Constraints | undefined): SchemaNode {
  return constraints === undefined ? node : { ...node, constraints }
}

/** The schema of an element, wherever it stands in a nested type. */
type ElementSchema = (dtype: Dtype) => SchemaNode

export function orNull(node: SchemaNode, isNullable: boolean): SchemaNode {
  return isNullable ? { ...node, nullable: true } : node
}

/** An element of an array, or a cell in Spark's words: formats name the dtype's width. */
export function elementSchema(dtype: Dtype, elementOf: ElementSchema = elementSchema): SchemaNode {
  switch (dtype.kind) {
    case 'bool':
      return withConstraints({ type: 'boolean' }, dtype.constraints)
    case 'integer':
      return integerSchema(dtype, dtype.name)
    case 'float':
      return floatSchema(dtype, dtype.name === 'float64' ? 'double' : 'float')
    case 'string':
      return textSchema(dtype)
    case 'category':
      return elementOf(dtype.value)
    case 'date':
      return { type: 'string', format: 'date' }
    case 'time':
      // The OpenAPI Format Registry's name for RFC 3339's partial-time.
      return { type: 'string', format: 'time-local', later: { inputRule: `In whole ${unitNames[dtype.unit]}.` } }
    case 'decimal':
      return { type: dtype.json === 'number' ? 'number' : 'string', format: 'decimal' }
    case 'list':
      return {
        type: 'array',
        items: orNull(elementOf(dtype.item), dtype.nullable),
        ...(dtype.length === undefined ? {} : { later: { size: dtype.length } }),
      }
    case 'map':
      return { type: 'object', additionalProperties: orNull(elementOf(dtype.value), dtype.nullable) }
    case 'null':
      return { nullable: true }
    case 'bytes':
      // Base64, which only the Python package's Swagger 2.0 of numpy's bytes calls binary: for others that is the bytes as they are.
      return { type: 'string', format: 'binary', later: { format: 'byte' } }
    case 'datetime':
      return timeSchema({ type: 'string', format: 'date-time' }, dtype, ' since 1970-01-01T00:00:00Z')
    case 'timedelta':
      return timeSchema({ type: 'string', format: 'timedelta' }, dtype)
    case 'struct':
      return {
        type: 'object',
        properties: dtype.fields.map((field) => ({
          name: field.name,
          schema: orNull(nest(elementOf(field.dtype), field.shape), field.nullable ?? false),
          required: requiredMember(dtype, field, elementOf),
        })),
      }
    case 'object':
      return {}
  }
}

function timeSchema(text: SchemaNode, dtype: DatetimeDtype | TimedeltaDtype, since?: string): SchemaNode {
  const node = orNumber(text, dtype, since)
  return { ...node, isComputed: true, later: { ...node.later, inputRule: timeRule(dtype) } }
}

/** A time that is a number in JSON as well, where the dtype says the number's unit: Swagger 2.0 has no choice of types, and says the number. */
function orNumber(text: SchemaNode, { epoch }: DatetimeDtype | TimedeltaDtype, since = ''): SchemaNode {
  if (epoch === undefined) return text
  const unit = unitNames[epoch]
  const number: SchemaNode = { type: 'integer', format: 'int64', description: `${capitalized(unit)}${since}.` }
  return { ...number, later: { type: undefined, format: undefined, description: undefined, anyOf: [number, text] } }
}

function capitalized(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1)
}

function floatSchema({ constraints }: FloatDtype, format: string): SchemaNode {
  return withConstraints({ type: 'number', format, isComputed: true }, constraints)
}

/** An integer; the versions that may say its range. */
export function integerSchema(integer: Range, format: string): SchemaNode {
  const { constraints } = integer
  const range = rangeOf(integer)
  const node: SchemaNode = { type: 'integer', format }
  if (constraints?.enum !== undefined) return { ...node, constraints }
  const declared =
    constraints === undefined ? [] : Object.entries(range).filter(([name]) => constraints[name as keyof Constraints] !== undefined)
  return { ...withConstraints(node, constraints && Object.fromEntries(declared)), later: { constraints: range } }
}

/**
 * The range of an integer. A bound of 64 bits that is its dtype's own goes without saying, by the format: no double holds it, and
 * readers that check with 64 bits have no place for what they would read.
 */
function rangeOf({ min, max, constraints: { minimum = min, maximum = max } = {} }: Range): Pick<Constraints, 'minimum' | 'maximum'> {
  const isSaid = (bound: bigint | number) => !Number.isSafeInteger(Number(bound))
  return {
    ...(minimum <= min && isSaid(min) ? {} : { minimum: minimum < min ? min : minimum }),
    ...(maximum >= max && isSaid(max) ? {} : { maximum: maximum > max ? max : maximum }),
  }
}

interface Range extends Constrained {
  readonly min: bigint
  readonly max: bigint
}

/** A text; the versions that may say its dtype's length. */
function textSchema({ length, constraints }: StringDtype): SchemaNode {
  const node = withConstraints({ type: 'string' }, constraints)
  if (length === undefined) return node
  return { ...node, later: { constraints: { ...constraints, maxLength: Math.min(length, constraints?.maxLength ?? length) } } }
}

/** Arrow's members may be left out where they are nullable; numpy's never. */
function requiredMember({ isClosed = false }: StructDtype, { nullable }: StructField, elementOf: ElementSchema): PropertyNode['required'] {
  if (isClosed && nullable === true) return 'never'
  return isClosed && elementOf === pandasCell ? 'always' : 'later'
}

/** pandas writes all integers and floats alike, whatever their width. */
export function pandasCell(dtype: Dtype): SchemaNode {
  switch (dtype.kind) {
    case 'integer':
      return int64Schema(dtype)
    case 'float':
      return floatSchema(dtype, 'double')
    case 'bytes':
      return { type: 'string', format: 'byte' }
    default:
      return elementSchema(dtype, pandasCell)
  }
}

/** Below 64 bits without a sign all integers have the format int64; those do not fit it. */
function int64Schema(dtype: IntegerDtype): SchemaNode {
  const node = integerSchema(dtype, 'int64')
  return dtype.name === 'uint64' ? { ...node, later: { ...node.later, format: dtype.name } } : node
}

/** The Python package's words for Spark's types; a column of nothing is an object there. */
export function sparkCell(dtype: Dtype): SchemaNode {
  return dtype.kind === 'null' ? { type: 'object', nullable: true } : sparkElement(dtype)
}

function sparkElement(dtype: Dtype): SchemaNode {
  return dtype.kind === 'bytes' ? pandasCell(dtype) : elementSchema(dtype, sparkElement)
}
