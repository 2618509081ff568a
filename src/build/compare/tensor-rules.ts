import type { Relation } from './document-change.js'

/**
 * How a change of dtype (`x-dtype`) changes what a tensor holds: numpy's safe casts within a kind, and what cannot be told of
 * the others.
 */
export function dtypeRelation(before: unknown, after: unknown): Relation {
  const [was, is] = [sizedType(before), sizedType(after)]
  if (was === undefined || is === undefined) return 'other'
  if (fits(was, is)) return 'wider'
  return fits(is, was) ? 'narrower' : 'other'
}

interface SizedType {
  readonly kind: string
  readonly size: number
}

function sizedType(dtype: unknown): SizedType | undefined {
  const [, kind, size] = typeof dtype === 'string' ? (/^(uint|int|float|<U|S)(\d+)$/.exec(dtype) ?? []) : []
  return kind === undefined ? undefined : { kind, size: Number(size) }
}

function fits(inner: SizedType, outer: SizedType): boolean {
  if (inner.kind === outer.kind) return inner.size <= outer.size
  return inner.kind === 'uint' && outer.kind === 'int' && inner.size < outer.size
}

/** How a change of shape (`x-shape`) changes what fits: an axis is of a size, or of any (null, or a name); undefined: not at all. */
export function shapeRelation(before: unknown, after: unknown): Relation | undefined {
  if (!Array.isArray(before) || !Array.isArray(after) || before.length !== after.length) return 'other'
  const axes = before.map((was: unknown, axis): Relation | undefined => {
    const is: unknown = after[axis]
    if (was === is || (typeof was !== 'number' && typeof is !== 'number')) return undefined
    return typeof is !== 'number' ? 'wider' : typeof was !== 'number' ? 'narrower' : 'other'
  })
  const [first, ...others] = axes.filter((relation) => relation !== undefined)
  return others.every((relation) => relation === first) ? first : 'other'
}
