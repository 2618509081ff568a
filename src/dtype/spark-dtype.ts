import type { Dtype } from './dtype.js'

/** The dtype as Spark has it: its documents say decimals as JSON numbers, and an instant is the same in all zones. */
export function sparkDtype(dtype: Dtype): Dtype {
  switch (dtype.kind) {
    case 'decimal':
      return { ...dtype, json: 'number' }
    case 'datetime':
      return { ...dtype, takesAnyZone: true }
    case 'list':
      return { ...dtype, item: sparkDtype(dtype.item) }
    case 'map':
      // Keys are texts in JSON, those of decimals, too.
      return { ...dtype, key: dtype.key.kind === 'decimal' ? dtype.key : sparkDtype(dtype.key), value: sparkDtype(dtype.value) }
    case 'struct':
      return { ...dtype, fields: dtype.fields.map((field) => ({ ...field, dtype: sparkDtype(field.dtype) })) }
    default:
      return dtype
  }
}
