import type { ColumnDescription, Description, FrameDescription, ObjectDescription } from '../../description/description.js'
import { constraintsOf } from '../../dtype/dtype.js'
import type { JsonValue } from '../../json/json-value.js'
import { stringifyJson } from '../../json/stringify.js'
import { formatJson } from './client/json-text.js'
import { columnWords, shortWords } from './words.js'

/** What the page's script needs to know to make the form. */
export interface PageModel {
  /** `parameters`: a field for each; `body`: the whole request as JSON; `http`: any request at all. */
  readonly kind: 'parameters' | 'body' | 'http'
  readonly fields: readonly FieldModel[]
  /** What the body is at first, where it is one field. */
  readonly body: string
}

export type FieldModel = FieldText & (JsonField | GridField | GroupField)

interface FieldText {
  readonly name: string
  /** The type in words. */
  readonly words: string
  /** Whether the field may be left out of the request. */
  readonly canOmit: boolean
}

export interface JsonField {
  readonly kind: 'json'
  readonly text: string
}

export interface GridField {
  readonly kind: 'grid'
  readonly columns: readonly ColumnModel[]
  /** The cells as JSON text; null where a record lacks the column. */
  readonly rows: readonly (readonly (string | null)[])[]
  /** Whether rows are lists of values, not records. */
  readonly isList: boolean
}

export interface GroupField {
  readonly kind: 'group'
  readonly fields: readonly FieldModel[]
}

export interface ColumnModel {
  readonly name: string
  readonly words: string
  readonly cell: 'number' | 'boolean' | 'text' | 'json'
  readonly nullable: boolean
  readonly optional: boolean
  /** The texts that there are, where they are known. */
  readonly suggestions: readonly string[]
}

/** A larger sample is edited as JSON: thousands of inputs make a page slow. */
const mostCells = 2000

/** The field of a parameter, or of a member of one. */
export function fieldOf(name: string, description: Description, example: JsonValue, canOmit: boolean): FieldModel {
  const text = { name, words: shortWords(description), canOmit }
  if (description.kind === 'frame' && isGrid(description, example)) return { ...text, ...gridOf(description, example) }
  if (description.kind === 'object' && holdsGrid(description)) {
    const values = example as Record<string, JsonValue>
    const fields = description.fields.map((field) => fieldOf(field.name, field.value, values[field.name] as JsonValue, !field.required))
    return { ...text, kind: 'group', fields }
  }
  return { ...text, kind: 'json', text: prettyJson(example) }
}

/** JSON as the page shows it. */
export function prettyJson(value: JsonValue): string {
  const json = stringifyJson(value)
  return formatJson(json) ?? json
}

/** Only rows are a grid; layouts with labels of their own are edited as what they are. */
function isGrid({ orient, columns, inference }: FrameDescription, example: JsonValue): example is JsonValue[] {
  const isRows = (orient === 'records' || orient === 'values') && Array.isArray(example) && inference === undefined
  return isRows && columns.length > 0 && columns.length * example.length <= mostCells
}

/** Whether an object is worth fields of its own. One that may be null or lacks fields is not: fields are always sent. */
function holdsGrid({ fields, nullable }: ObjectDescription): boolean {
  return (
    !nullable && fields.some(({ value, required }) => required && (value.kind === 'frame' || (value.kind === 'object' && holdsGrid(value))))
  )
}

function gridOf({ columns, orient }: FrameDescription, example: readonly JsonValue[]): GridField {
  const isList = orient === 'values'
  const rows = example.map((row) =>
    columns.map(({ name }, index) => {
      if (isList) return stringifyJson((row as JsonValue[])[index] ?? null)
      const record = row as Record<string, JsonValue>
      return Object.hasOwn(record, name) ? stringifyJson(record[name] as JsonValue) : null
    }),
  )
  return { kind: 'grid', columns: columns.map((column) => columnModel(column, isList)), rows, isList }
}

function columnModel(column: ColumnDescription, isList: boolean): ColumnModel {
  const { name, nullable, optional, dtype } = column
  const values = dtype.kind === 'category' ? dtype.categories : (constraintsOf(dtype)?.enum ?? [])
  return {
    name,
    words: columnWords(column),
    cell: cellOf(column),
    nullable: nullable || (optional && isList),
    optional: optional && !isList,
    suggestions: values.filter((value) => typeof value === 'string').slice(0, 200),
  }
}

/** What a cell is edited as. */
function cellOf({ dtype, value }: ColumnDescription): ColumnModel['cell'] {
  const kind = dtype.kind === 'category' ? dtype.value.kind : dtype.kind
  switch (kind) {
    case 'integer':
    case 'float':
      return 'number'
    case 'datetime':
    case 'timedelta':
      // What is no number goes as text, which a time may be, too.
      return 'epoch' in dtype && dtype.epoch !== undefined ? 'number' : 'text'
    case 'decimal':
      return dtype.kind === 'decimal' && dtype.json === 'number' ? 'number' : 'text'
    case 'bool':
      return 'boolean'
    case 'object':
      return cellOfValue(value)
    case 'struct':
    case 'list':
    case 'map':
    case 'null':
    case 'category':
      return 'json'
    default:
      return 'text'
  }
}

function cellOfValue(value: Description | undefined): ColumnModel['cell'] {
  if (value?.kind !== 'scalar') return 'json'
  switch (value.type) {
    case 'number':
    case 'float':
    case 'int':
    case 'bigint':
      return 'number'
    case 'boolean':
      return 'boolean'
    default:
      return 'text'
  }
}
