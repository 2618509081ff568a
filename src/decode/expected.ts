import type { Description, Dimension, ScalarType } from '../description/description.js'
import { constrainedWords } from '../dtype/constraints.js'
import { expectedOf } from '../dtype/dtype.js'

const scalars: Readonly<Record<ScalarType, string>> = {
  string: 'a string',
  number: 'a number',
  float: 'a number (float32)',
  int: 'an integer',
  bigint: 'an integer',
  boolean: 'a boolean',
  'date-time': 'a date and time as text',
  date: 'a date as text',
  time: 'a time as text',
  bytes: 'base64 text',
  buffer: 'base64 text',
}

/** What a described value is called in an error message. */
export function expectedOfDescription(description: Description): string {
  switch (description.kind) {
    case 'tensor':
      if (description.dims.length === 0) return expectedOf(description.dtype)
      return `an array of shape [${shapeWords(description.dims)}], each ${expectedOf(description.dtype)}`
    case 'frame':
      return `a frame (${description.orient}) with the columns ${description.columns
        .slice(0, 12)
        .map((column) => column.name)
        .join(', ')}${description.columns.length > 12 ? ', …' : ''}`
    case 'scalar':
      return constrainedWords(scalars[description.type], description)
    case 'object':
      return 'an object'
    case 'list':
      return 'a list'
    case 'union':
      return description.options.map(expectedOfDescription).join(' or ')
    case 'any':
    case 'opaque':
      return 'a value'
  }
}

/** The axes of an array: `any, 3, height`. */
export function shapeWords(dims: readonly Dimension[]): string {
  return dims.map((dim) => dim ?? 'any').join(', ')
}
