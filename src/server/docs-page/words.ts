import { expectedOfDescription, shapeWords } from '../../decode/expected.js'
import type { ColumnDescription, Description } from '../../description/description.js'
import { type Dtype, expectedOf } from '../../dtype/dtype.js'

const mostCategories = 12

/** A type in a few words, those of the error messages. */
export function shortWords(description: Description): string {
  const words = description.kind === 'frame' ? `a table (${description.orient})` : plainWords(description)
  return description.nullable ? `${words}, or null` : words
}

function plainWords(description: Description): string {
  switch (description.kind) {
    case 'tensor': {
      const { dtype, dims, enforceShape, enforceColumnType, nullableElements } = description
      const each = enforceColumnType
        ? `${dtypeWords(dtype)}${nullableElements ? ', or null' : ''}`
        : `any value (the sample has ${dtype.name})`
      if (dims.length === 0) return `${each}${enforceShape ? '' : ', or an array of these'}`
      return `an array of shape [${shapeWords(dims)}]${enforceShape ? '' : ', or another'}, each ${each}`
    }
    case 'list':
      return `a list, each ${shortWords(description.item)}`
    case 'union':
      return description.options.map(shortWords).join(' or ')
    case 'opaque':
      return 'a value of a type of its own (the documents describe it)'
    case 'any':
      return 'any value'
    default:
      return expectedOfDescription(description)
  }
}

/** What a cell of a column holds. */
export function columnWords({ dtype, value, nullable, optional }: ColumnDescription): string {
  const words = dtype.kind === 'object' && value !== undefined ? plainWords(value) : dtypeWords(dtype)
  return `${words}${nullable && dtype.kind !== 'null' ? ', or null' : ''}${optional ? ', or left out' : ''}`
}

function dtypeWords(dtype: Dtype): string {
  switch (dtype.kind) {
    case 'category':
      return categoryWords(dtype.categories) ?? expectedOf(dtype.value)
    case 'list':
      return `${expectedOf(dtype)}, each ${dtypeWords(dtype.item)}${dtype.nullable ? ', or null' : ''}`
    case 'map':
      return `${expectedOf(dtype)}: ${dtypeWords(dtype.value)}${dtype.nullable ? ', or null' : ''}`
    case 'struct':
      return `a record: ${dtype.fields.map((field) => `${field.name} (${dtypeWords(field.dtype)}${field.nullable ? ', or null' : ''})`).join(', ')}`
    default:
      return expectedOf(dtype)
  }
}

function categoryWords(categories: readonly unknown[]): string | undefined {
  if (categories.length === 0) return undefined
  const shown = categories
    .slice(0, mostCategories)
    .map((category) => (typeof category === 'string' ? JSON.stringify(category) : String(category)))
  const rest = categories.length - shown.length
  return `one of the categories ${shown.join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`
}
