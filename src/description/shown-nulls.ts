import type { Dtype } from '../dtype/dtype.js'
import { NaT } from '../dtype/time-unit.js'
import { isRecord } from '../json/own.js'

/** Whether a sample's value stands for a missing one, in one of the ways that JavaScript and numpy have. */
export function isMissing(value: unknown): boolean {
  return (
    value === null ||
    value === undefined ||
    value === NaT ||
    Number.isNaN(value) ||
    (value instanceof Date && Number.isNaN(value.getTime()))
  )
}

/**
 * A dtype whose nested values are nullable where a sample shows null. What an Arrow type says of its own fields does not count: all of
 * them say nullable, unless their author took care.
 *
 * @param values what a sample shows of the dtype
 */
export function withShownNulls(dtype: Dtype, values: readonly unknown[]): Dtype {
  switch (dtype.kind) {
    case 'list': {
      const items = values.flatMap((value) => (Array.isArray(value) ? (value as unknown[]) : []))
      return { ...dtype, item: withShownNulls(dtype.item, items), nullable: items.some(isMissing) }
    }
    case 'map': {
      const items = values.flatMap((value) => (Array.isArray(value) ? (value as [unknown, unknown][]).map(([, item]) => item) : []))
      return { ...dtype, value: withShownNulls(dtype.value, items), nullable: items.some(isMissing) }
    }
    case 'struct': {
      const fields = dtype.fields.map((field, position) => {
        const members = membersOf(values, field.name, position, field.shape.length)
        const isDeclared = dtype.isClosed !== true && field.nullable === true
        return { ...field, dtype: withShownNulls(field.dtype, members), nullable: isDeclared || members.some(isMissing) }
      })
      return { ...dtype, fields }
    }
    default:
      return dtype
  }
}

/** The values of a field in some records, or lists of fields; those of sub-arrays one by one. */
function membersOf(records: readonly unknown[], name: string, position: number, axes: number): readonly unknown[] {
  const members = records.flatMap((record) => {
    if (Array.isArray(record)) return [record[position] as unknown]
    return isRecord(record) && Object.hasOwn(record, name) ? [record[name]] : []
  })
  return axes === 0 ? members : members.flat(axes)
}
