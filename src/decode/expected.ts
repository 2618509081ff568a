import type { Description, ScalarType } from '../description/description.js'
import { expectedOf } from '../dtype/dtype.js'

const scalars: Readonly<Record<ScalarType, string>> = {
  string: 'a string',
  number: 'a number',
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
      return `an array of shape [${['any', ...description.shape.slice(1)].join(', ')}], each ${expectedOf(description.dtype)}`
    case 'frame':
      return `a frame (${description.orient}) with the columns ${description.columns
        .slice(0, 12)
        .map((column) => column.name)
        .join(', ')}${description.columns.length > 12 ? ', …' : ''}`
    case 'scalar':
      return scalars[description.type]
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
