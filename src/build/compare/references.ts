import { isRecord } from '../../json/own.js'

/** A part of a document, with the JSON Pointer that leads to it. */
export interface Located {
  readonly value: unknown
  readonly pointer: string
}

export type Members = Readonly<Record<string, unknown>>

export function memberOf({ value, pointer }: Located, name: string): Located {
  const member = isRecord(value) && Object.hasOwn(value, name) ? value[name] : undefined
  return { value: member, pointer: `${pointer}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}` }
}

export function itemOf({ value, pointer }: Located, index: number): Located {
  return { value: Array.isArray(value) ? value[index] : undefined, pointer: `${pointer}/${index}` }
}

export function membersOf({ value }: Located): Members {
  return isRecord(value) ? value : {}
}

/**
 * What a `$ref` leads to, over as many of them as there are. One that leads out of the document, nowhere, or back to itself
 * is left as it is.
 */
export function resolveReference(document: unknown, located: Located): Located {
  const seen = new Set<string>()
  let current = located
  for (;;) {
    const reference = isRecord(current.value) ? current.value['$ref'] : undefined
    if (typeof reference !== 'string' || !reference.startsWith('#') || seen.has(reference)) return current
    seen.add(reference)
    const target = find(document, reference.slice(1))
    if (target === undefined) return current
    current = target
  }
}

function find(document: unknown, fragment: string): Located | undefined {
  let current: Located = { value: document, pointer: '' }
  for (const step of fragment.split('/').slice(1)) {
    const name = decode(step).replaceAll('~1', '/').replaceAll('~0', '~')
    current = Array.isArray(current.value) ? itemOf(current, Number(name)) : memberOf(current, name)
    if (current.value === undefined) return undefined
  }
  return current
}

/** A pointer in a URI fragment is percent-encoded (RFC 6901, 6). */
function decode(step: string): string {
  try {
    return decodeURIComponent(step)
  } catch {
    return step
  }
}

/** Whether two values are the same JSON, whatever the order of members. */
export function isSame(one: unknown, other: unknown): boolean {
  if (Object.is(one, other)) return true
  if (Array.isArray(one)) return Array.isArray(other) && one.length === other.length && one.every((item, i) => isSame(item, other[i]))
  if (!isRecord(one) || !isRecord(other)) return one === other
  const names = Object.keys(one)
  return names.length === Object.keys(other).length && names.every((name) => Object.hasOwn(other, name) && isSame(one[name], other[name]))
}

/** Whether two parts of two documents mean the same: as `isSame`, with what their references lead to. */
export function meansSame(
  [before, after]: readonly [unknown, unknown],
  one: Located,
  other: Located,
  seen: Set<string> = new Set(),
): boolean {
  const [left, right] = [resolveReference(before, one), resolveReference(after, other)]
  const pair = `${left.pointer} ${right.pointer}`
  if (seen.has(pair)) return true
  seen.add(pair)
  if (Array.isArray(left.value) && Array.isArray(right.value)) {
    const { length } = left.value
    return length === right.value.length && left.value.every((_, i) => meansSame([before, after], itemOf(left, i), itemOf(right, i), seen))
  }
  if (!isRecord(left.value) || !isRecord(right.value)) return isSame(left.value, right.value)
  const names = new Set([...Object.keys(left.value), ...Object.keys(right.value)])
  return [...names].every((name) => meansSame([before, after], memberOf(left, name), memberOf(right, name), seen))
}

/** A name; whatever else somebody wrote in its place is told apart by what it is. */
export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? typeof value)
}
