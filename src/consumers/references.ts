import type { Path } from '../errors/issue.js'
import { isRecord } from '../json/own.js'
import { get, type Json, type Part } from './place.js'

/** Follows the `$ref`s at a place. The place keeps its name; undefined for one that leads nowhere, or round in a circle. */
export function resolve(document: Json, part: Part): Part | undefined {
  const seen = new Set<string>()
  let current = part
  for (;;) {
    const reference = get(current.value, '$ref')
    if (typeof reference !== 'string') return current
    if (seen.has(reference)) return undefined
    seen.add(reference)
    const found = lookUp(document, reference)
    if (found === undefined) return undefined
    current = { ...found, place: part.place }
  }
}

/** The part of a document that a reference names: only those within the document are followed. */
function lookUp(document: Json, reference: string): { readonly value: Json; readonly path: Path } | undefined {
  const path = pathOf(reference)
  if (path === undefined) return undefined
  let value: unknown = document
  for (const key of path) {
    if (Array.isArray(value)) value = /^\d+$/.test(key) ? value[Number(key)] : undefined
    else value = get(value, key)
  }
  return isRecord(value) ? { value, path } : undefined
}

/** The keys of a JSON Pointer in a URI fragment (RFC 6901, section 6). */
export function pathOf(reference: string): string[] | undefined {
  if (!reference.startsWith('#/')) return undefined
  try {
    return decodeURIComponent(reference.slice(2))
      .split('/')
      .map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'))
  } catch {
    // A percent sign that starts no byte.
    return undefined
  }
}
