import { cellWriter } from '../cells/cell-writer.js'
import type { ColumnDescription, Description, FrameDescription, ScalarType, TensorDescription } from '../description/description.js'
import type { OpaqueType } from '../description/opaque.js'
import type { SwaggerSchema } from '../description/swagger-schema.js'
import { labelType } from '../frames/orient.js'
import type { JsonValue } from '../json/json-value.js'
import { elementSchema, orNull, pandasCell, sparkCell, withConstraints } from './element-schema.js'
import type { PropertyNode, SchemaNode } from './schema-node.js'

/** Schemas that custom parameter types wrote, by type; asked for beforehand, because they may take their time. */
export type OwnSchemas = ReadonlyMap<OpaqueType, SwaggerSchema>

/** The schema of a description. */
export function schemaOf(description: Description, own: OwnSchemas): SchemaNode {
  const node = withDefault(baseSchema(description, own), description.default)
  return description.nullable ? { ...node, nullable: true } : node
}

function withDefault(node: SchemaNode, value: JsonValue | undefined): SchemaNode {
  return value === undefined ? node : { ...node, default: value }
}

function baseSchema(description: Description, own: OwnSchemas): SchemaNode {
  switch (description.kind) {
    case 'tensor':
      return { ...tensorSchema(description), format: 'numpy.ndarray' }
    case 'frame':
      return frameSchema(description, own)
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
      return withConstraints(scalarSchemas[description.type], description.constraints)
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

const scalarSchemas: Readonly<Record<ScalarType, SchemaNode>> = {
  string: { type: 'string' },
  number: { type: 'number', format: 'double' },
  int: { type: 'integer', format: 'int64' },
  bigint: { type: 'integer', format: 'int64' },
  boolean: { type: 'boolean' },
  'date-time': { type: 'string', format: 'date-time' },
  date: { type: 'string', format: 'date' },
  time: { type: 'string', format: 'time' },
  bytes: { type: 'string', format: 'byte' },
  buffer: { type: 'string', format: 'byte' },
}

function tensorSchema({ dtype, dims, isShapeDeclared, enforceShape }: TensorDescription): SchemaNode {
  const since = isShapeDeclared ? 'always' : 'later'
  const node = dims.reduceRight((items: SchemaNode, dim): SchemaNode => {
    const size = enforceShape && typeof dim === 'number' ? { size: { items: dim, since } as const } : {}
    return { type: 'array', items, ...size }
  }, elementSchema(dtype))
  return { ...node, tensor: { dtype: dtype.name, dims } }
}

/** A cell of a frame. */
export function cellSchema(column: ColumnDescription, frame: Pick<FrameDescription, 'dialect' | 'form'>, own: OwnSchemas): SchemaNode {
  return withDefault(plainCell(column, frame, own), column.default)
}

function plainCell(
  { dtype, value, nullable }: ColumnDescription,
  frame: Pick<FrameDescription, 'dialect' | 'form'>,
  own: OwnSchemas,
): SchemaNode {
  if (dtype.kind === 'object') return orNull(value === undefined || value.kind === 'any' ? {} : schemaOf(value, own), nullable)
  const node = frame.dialect === 'spark' ? sparkCell(dtype) : pandasCell(dtype)
  // The Python package does not list the categories of a pandas column: Arrow's, which it does not know, are listed.
  const isListed = dtype.kind === 'category' && (dtype.isDeclared || frame.form.name === 'arrow') && dtype.categories.length > 0
  return orNull(
    isListed ? { ...node, enum: dtype.categories.map((category) => cellWriter(dtype, true)(category) ?? null) } : node,
    nullable,
  )
}

function frameSchema(frame: FrameDescription, own: OwnSchemas): SchemaNode {
  const cells = frame.columns.map((column) => ({ column, schema: cellSchema(column, frame, own) }))
  const record: SchemaNode = {
    type: 'object',
    properties: cells.map(({ column, schema }) => ({ name: column.name, schema, required: requiredIn(frame, column) })),
  }
  const labels = exampleLabels(frame)
  const type = labelType(frame.labels)
  const unsampled = frame.labels.length === 0 && frame.dialect === 'pandas' ? { isUnsampled: true } : {}
  const row: SchemaNode = { type: 'array', items: oneSchema(cells.map(({ schema }) => withoutTimeFormat(schema))), ...unsampled }
  const index: SchemaNode = type === 'integer' ? { type, format: 'int64' } : type === 'number' ? { type, format: 'double' } : { type }

  const layout = layoutSchema()
  return frame.dialect === 'spark' ? layout : { ...layout, format: `pandas.DataFrame:${frame.orient}` }

  function layoutSchema(): SchemaNode {
    switch (frame.orient) {
      case 'records':
        return { type: 'array', items: { ...record, ...unsampled } }
      case 'values':
        return { type: 'array', items: row }
      case 'split':
        return objectSchema({
          columns: { type: 'array', items: { type: 'string' } },
          index: { type: 'array', items: { ...index, ...unsampled } },
          data: { type: 'array', items: row },
        })
      case 'index':
        return { type: 'object', properties: labels.map((label) => property(label, record, true)) }
      case 'columns':
        return {
          type: 'object',
          properties: cells.map(({ column, schema }) => {
            const ofColumn: SchemaNode = { type: 'object', properties: labels.map((label) => property(label, schema, true)) }
            return property(column.name, ofColumn, !column.optional)
          }),
        }
      case 'table':
        return objectSchema({ schema: tableSchema, data: { type: 'array', items: { ...withIndex(record, index), ...unsampled } } })
    }
  }
}

function requiredIn(frame: FrameDescription, column: ColumnDescription): PropertyNode['required'] {
  if (column.optional) return 'never'
  return frame.dialect === 'spark' ? 'later' : 'always'
}

/** The rows that the example shows, by their labels. The Python package requires these very labels in its documents. */
function exampleLabels(frame: FrameDescription): readonly string[] {
  const example = frame.example as Record<string, unknown>
  if (frame.orient === 'index') return Object.keys(example)
  const first = frame.columns[0]
  return frame.orient === 'columns' && first !== undefined ? Object.keys(example[first.name] as object) : []
}

function property(name: string, schema: SchemaNode, isRequired: boolean): PropertyNode {
  return { name, schema, required: isRequired ? 'always' : 'never' }
}

function objectSchema(properties: Readonly<Record<string, SchemaNode>>): SchemaNode {
  return { type: 'object', properties: Object.entries(properties).map(([name, schema]) => property(name, schema, true)) }
}

function withIndex(record: SchemaNode, index: SchemaNode): SchemaNode {
  return { ...record, properties: [property('index', index, true), ...(record.properties ?? [])] }
}

const text: SchemaNode = { type: 'string' }

/** The JSON Table Schema that goes with orient "table". */
const tableSchema: SchemaNode = objectSchema({
  fields: { type: 'array', items: objectSchema({ name: text, type: text }) },
  primaryKey: { type: 'array', items: text },
  pandas_version: text,
})

/** In rows without names the Python package gives times no format. */
function withoutTimeFormat(node: SchemaNode): SchemaNode {
  if (node.format !== 'date-time' && node.format !== 'timedelta') return node
  const { format: _, ...rest } = node
  return rest
}

/** One schema for values of several: theirs if they are of one type, else any of them. */
function oneSchema(schemas: readonly SchemaNode[]): SchemaNode {
  const distinct = [...new Map(schemas.map((schema) => [JSON.stringify(schema), schema])).values()]
  const types = new Map(distinct.map(({ enum: _, nullable: __, ...type }) => [JSON.stringify(type), type]))
  const [[, type] = []] = [...types]
  if (types.size !== 1 || type === undefined) return { anyOf: distinct }
  const [only] = distinct
  return distinct.length === 1 && only !== undefined
    ? only
    : orNull(
        type,
        distinct.some((schema) => schema.nullable),
      )
}
