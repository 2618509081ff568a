import type { ColumnDescription, FrameDescription } from '../description/description.js'
import { labelType } from '../frames/orient.js'
import { orNull } from './element-schema.js'
import type { LaterWords, PropertyNode, SchemaNode } from './schema-node.js'

/** The schema of a frame in its orient, from those of its cells in the order of its columns. */
export function frameSchema(frame: FrameDescription, cells: readonly SchemaNode[]): SchemaNode {
  const { columns, orient, dialect, enforceShape } = frame
  const labels = exampleLabels(frame)
  const properties = (required: (column: ColumnDescription) => PropertyNode['required']) =>
    columns.map((column, index) => ({ name: column.name, schema: cells[index] as SchemaNode, required: required(column) }))
  const record: SchemaNode = {
    type: 'object',
    properties: properties((column) => requiredIn(frame, column)),
    // Without its shape, a frame may lack columns, and have others.
    later: enforceShape ? { isClosed: true } : { properties: properties(() => 'never') },
  }
  const type = labelType(frame.labels)
  const unsampled = frame.labels.length === 0 && dialect === 'pandas'
  // Rows may have other labels than the sample's, of other types.
  const index: SchemaNode = {
    type,
    ...labelFormats[type],
    later: { type: undefined, format: undefined, anyOf: [{ type: 'string' }, { type: 'number' }] },
  }
  const row: SchemaNode = {
    type: 'array',
    items: oneSchema(cells.map((cell) => withoutTimeFormat(cell))),
    // Without its shape, a frame in orient "split" says itself which columns the cells are of.
    later:
      enforceShape || orient === 'values'
        ? { items: undefined, prefixItems: cells, ...(enforceShape ? { size: cells.length } : {}) }
        : { items: {} },
  }

  const layout = layoutSchema()
  const ruled = { ...layout, later: { ...layout.later, ...ruleOf(frame) } }
  return dialect === 'spark' ? ruled : { ...ruled, format: `pandas.DataFrame:${orient}` }

  /** What a sample without rows does not show in Swagger 2.0; its dtypes say it in the others. */
  function shown(node: SchemaNode): SchemaNode {
    return unsampled ? { ...node, isUnsampled: true, later: { ...node.later, isUnsampled: false } } : node
  }

  function layoutSchema(): SchemaNode {
    switch (orient) {
      case 'records':
        return { type: 'array', items: shown(record) }
      case 'values':
        return { type: 'array', items: shown(row) }
      case 'split':
        return objectSchema({
          columns: { type: 'array', items: text, later: columnNames() },
          index: { type: 'array', items: shown(index) },
          data: { type: 'array', items: shown(row) },
        })
      case 'index':
        // The Python package requires the sample's very labels; requests may label their rows as they like.
        return {
          type: 'object',
          properties: labels.map((label) => property(label, record, true)),
          later: { properties: undefined, additionalProperties: record },
        }
      case 'columns': {
        const ofLabels = (cell: SchemaNode): SchemaNode => ({
          type: 'object',
          properties: labels.map((label) => property(label, cell, true)),
          later: { properties: undefined, additionalProperties: cell },
        })
        return {
          type: 'object',
          properties: columns.map((column, position) => property(column.name, ofLabels(cells[position] as SchemaNode), !column.optional)),
          later: enforceShape
            ? { isClosed: true }
            : {
                properties: columns.map((column, position) => property(column.name, ofLabels(cells[position] as SchemaNode), false)),
                additionalProperties: { type: 'object' },
              },
        }
      }
      case 'table':
        return objectSchema({ schema: tableSchema, data: { type: 'array', items: shown(withIndex(record, index)) } })
    }
  }

  /** The names of the columns, in the order of the rows' values. */
  function columnNames(): LaterWords {
    if (!enforceShape) return { isUnique: true }
    const names = columns.map(({ name }): SchemaNode => ({ type: 'string', enum: [name] }))
    // OpenAPI 3.0 has no place for each name: any of them, and each once.
    return { items: undefined, prefixItems: names, size: names.length, isUnique: true }
  }
}

/** What a request must keep to that its schema has no words for. */
function ruleOf({ orient, enforceShape }: FrameDescription): { readonly rule?: string } {
  switch (orient) {
    case 'columns':
      return { rule: 'Every column has the same row labels.' }
    case 'split':
      return {
        rule: enforceShape
          ? 'There are as many labels in index as rows in data.'
          : 'There are as many labels in index as rows in data. Each row has a cell for each name in columns, of the type that column has in the sample.',
      }
    case 'values':
      return enforceShape ? {} : { rule: 'Every row has the same number of cells.' }
    case 'records':
    case 'index':
    case 'table':
      return enforceShape ? {} : { rule: 'A column of the sample that one row has, every row has.' }
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

const labelFormats = { integer: { format: 'int64' }, number: { format: 'double' }, string: {} } as const

const text: SchemaNode = { type: 'string' }

/** The JSON Table Schema that goes with orient "table". */
const tableSchema: SchemaNode = objectSchema({
  fields: { type: 'array', items: objectSchema({ name: text, type: text }) },
  // The rows are labelled by what this names.
  primaryKey: {
    type: 'array',
    items: text,
    later: { items: undefined, prefixItems: [{ type: 'string', enum: ['index'] }], size: 1 },
  },
  pandas_version: text,
})

/** In rows without names the Python package gives times no format. */
function withoutTimeFormat(node: SchemaNode): SchemaNode {
  if (node.format !== 'date-time' && node.format !== 'timedelta') return node
  const { format: _, ...rest } = node
  return rest
}

/** What tells schemas apart in Swagger 2.0. */
function keyOf(schema: SchemaNode): string {
  return JSON.stringify(schema, (key, value: unknown) =>
    key === 'later' || key === 'isComputed' ? undefined : typeof value === 'bigint' ? `${value}` : value,
  )
}

/** One schema for values of several: theirs if they are of one type, else any of them. */
function oneSchema(schemas: readonly SchemaNode[]): SchemaNode {
  const distinct = [...new Map(schemas.map((schema) => [keyOf(schema), schema])).values()]
  const types = new Map(distinct.map(({ enum: _, nullable: __, ...type }) => [keyOf(type), type]))
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
