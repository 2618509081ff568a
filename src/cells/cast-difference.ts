import type { Dtype } from '../dtype/dtype.js'
import { castReader } from './cast.js'

/**
 * What two dtypes are called of which one cannot be read as the other. Of what is nested, the parts that differ: "lists of str" and
 * "lists of int32".
 */
export function castDifference(given: Dtype, wanted: Dtype, unsafe: boolean): readonly [given: string, wanted: string] {
  const within = (one: Dtype, other: Dtype, words: string) => {
    const [inner, others] = castDifference(one, other, unsafe)
    return [`${words}${inner}`, `${words}${others}`] as const
  }
  if (given.kind === 'list' && wanted.kind === 'list') return within(given.item, wanted.item, 'lists of ')
  if (given.kind === 'category' && wanted.kind === 'category') return within(given.value, wanted.value, 'categories of ')
  if (given.kind === 'map' && wanted.kind === 'map') {
    const isKey = castReader(given.key, wanted.key, unsafe) === undefined
    return isKey ? within(given.key, wanted.key, 'maps by ') : within(given.value, wanted.value, 'maps to ')
  }
  if (given.kind === 'struct' && wanted.kind === 'struct' && given.fields.length === wanted.fields.length) {
    const members = new Map(given.fields.map(({ name, dtype }) => [name, dtype]))
    const other = wanted.fields.find(({ name, dtype }) => {
      const member = members.get(name)
      return member === undefined || castReader(member, dtype, unsafe) === undefined
    })
    const member = other && members.get(other.name)
    if (other !== undefined && member !== undefined) return within(member, other.dtype, `records whose ${other.name} is `)
  }
  return [dtypeWords(given), dtypeWords(wanted)]
}

/** A dtype as its author or Arrow calls it. */
function dtypeWords(dtype: Dtype): string {
  switch (dtype.kind) {
    case 'list':
      return `lists of ${dtypeWords(dtype.item)}`
    case 'map':
      return `maps by ${dtypeWords(dtype.key)} to ${dtypeWords(dtype.value)}`
    case 'struct':
      return `records of ${dtype.fields.map(({ name }) => name).join(', ')}`
    default:
      return dtype.name
  }
}
