import type { Dtype } from './dtype.js'

/** The dtype with its decimals as JSON numbers, as Spark's documents have them. */
export function withNumberDecimals(dtype: Dtype): Dtype {
  switch (dtype.kind) {
    case 'decimal':
      return { ...dtype, json: 'number' }
    case 'list':
      return { ...dtype, item: withNumberDecimals(dtype.item) }
    case 'map':
      return { ...dtype, value: withNumberDecimals(dtype.value) }
    case 'struct':
      return { ...dtype, fields: dtype.fields.map((field) => ({ ...field, dtype: withNumberDecimals(field.dtype) })) }
    default:
      return dtype
  }
}
