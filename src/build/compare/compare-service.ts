import { addText, type SchemaComparison } from './compare-schemas.js'
import { type ChangeKind, type Place, shown } from './document-change.js'
import { isSame, type Located, memberOf, membersOf } from './references.js'

/** What a document says of the service as a whole, besides its operations. */
export function compareService(comparison: SchemaComparison): void {
  const [before, after] = comparison.documents.map((value): Located => ({ value, pointer: '' })) as [Located, Located]
  const place: Place = { prefix: 'the document', path: [] }
  const add = (kind: ChangeKind, pointer: string, change: string, was: unknown, is: unknown) =>
    comparison.log.add({ kind, place: 'the document', pointer, change, ...said('before', was), ...said('after', is) })

  for (const key of namesOf(before, after)) {
    const [was, is] = [memberOf(before, key), memberOf(after, key)]
    if (isSame(was.value, is.value)) continue
    switch (key) {
      case 'info':
        for (const word of namesOf(was, is)) {
          const [one, other] = [memberOf(was, word), memberOf(is, word)]
          if (!isSame(one.value, other.value))
            addText(comparison.log, { ...place, prefix: 'info' }, other.pointer, word, one.value, other.value)
        }
        break
      case 'schemes':
      case 'consumes':
      case 'produces':
        for (const one of lacking(was, is)) add('breaking', is.pointer, `${key}: removed`, one, undefined)
        for (const one of lacking(is, was)) add('compatible', is.pointer, `${key}: added`, undefined, one)
        break
      case 'paths':
      case 'definitions':
      case 'components':
      case 'security':
      case 'securityDefinitions':
        break
      // 3.0.3 and 3.0.4 say the same.
      case 'openapi':
      case 'tags':
      case 'externalDocs':
        addText(comparison.log, place, is.pointer, key, was.value, is.value)
        break
      default:
        if (key.startsWith('x-')) addText(comparison.log, place, is.pointer, key, was.value, is.value)
        // Where the service is (host, basePath, servers), and what is not known here.
        else add('breaking', is.pointer, key, was.value, is.value)
    }
  }
  compareSecurity(comparison, 'the document', before, after)
  const used = usedSchemes(before)
  compareSchemes(comparison, memberOf(before, 'securityDefinitions'), memberOf(after, 'securityDefinitions'), used)
  const [was, is] = [memberOf(before, 'components'), memberOf(after, 'components')]
  compareSchemes(comparison, memberOf(was, 'securitySchemes'), memberOf(is, 'securitySchemes'), used)
}

/**
 * The schemas that operations do not lead to, and what they say in another way without meaning it: after everything else, as text.
 */
export function compareUnused(comparison: SchemaComparison): void {
  const [before, after] = comparison.documents.map((value): Located => ({ value, pointer: '' })) as [Located, Located]
  const groups = [
    [memberOf(before, 'definitions'), memberOf(after, 'definitions')],
    ...namesOf(memberOf(before, 'components'), memberOf(after, 'components'))
      .filter((name) => name !== 'securitySchemes')
      .map((name) => [memberOf(memberOf(before, 'components'), name), memberOf(memberOf(after, 'components'), name)]),
  ] as [Located, Located][]
  for (const [was, is] of groups) {
    for (const name of namesOf(was, is)) {
      const [one, other] = [memberOf(was, name), memberOf(is, name)]
      if (isSame(one.value, other.value) || comparison.log.hasWithin(other.pointer)) continue
      const change =
        one.value === undefined ? 'added' : other.value === undefined ? 'removed' : 'says the same in another way, or nobody uses it'
      comparison.log.add({ kind: 'text', place: `the definition ${name}`, pointer: other.pointer, change })
    }
  }
}

function said(name: 'before' | 'after', value: unknown): Record<string, string> {
  return value === undefined ? {} : { [name]: shown(value) }
}

function namesOf(before: Located, after: Located): string[] {
  return [...new Set([...Object.keys(membersOf(before)), ...Object.keys(membersOf(after))])]
}

/** What one list has and the other has not. */
function lacking(one: Located, other: Located): unknown[] {
  const [left, right] = [one, other].map(({ value }) => (Array.isArray(value) ? (value as unknown[]) : [])) as [unknown[], unknown[]]
  return left.filter((item) => !right.some((same) => isSame(item, same)))
}

/** The ways to show who calls: one of them is enough, and none at all is the easiest. */
export function compareSecurity({ log }: SchemaComparison, place: string, before: Located, after: Located): void {
  const [was, is] = [memberOf(before, 'security'), memberOf(after, 'security')]
  if (isSame(was.value, is.value)) return
  const isNone = ({ value }: Located) => !Array.isArray(value) || value.length === 0 || value.some((way) => isSame(way, {}))
  const isCompatible = isNone(is) || (!isNone(was) && lacking(was, is).length === 0)
  log.add({
    kind: isCompatible ? 'compatible' : 'breaking',
    place,
    pointer: is.pointer,
    change: 'security',
    ...said('before', was.value),
    ...said('after', is.value),
  })
}

/** The names of the security schemes that some operation, or all of them, ask for. */
function usedSchemes(document: Located): ReadonlySet<string> {
  const paths = memberOf(document, 'paths')
  const operations = Object.keys(membersOf(paths)).flatMap((path) => Object.values(membersOf(memberOf(paths, path))))
  const ways = [document.value, ...operations].flatMap((value) => membersOf({ value, pointer: '' })['security'])
  return new Set(ways.flatMap((way) => Object.keys(membersOf({ value: way, pointer: '' }))))
}

function compareSchemes({ log }: SchemaComparison, before: Located, after: Located, used: ReadonlySet<string>): void {
  for (const name of namesOf(before, after)) {
    const [was, is] = [memberOf(before, name), memberOf(after, name)]
    if (isSame(was.value, is.value)) continue
    const place: Place = { prefix: `the security scheme ${name}`, path: [] }
    const [{ description: one, ...left }, { description: other, ...right }] = [membersOf(was), membersOf(is)]
    if (is.value !== undefined && isSame(left, right)) addText(log, place, `${is.pointer}/description`, 'description', one, other)
    else {
      const kind = was.value === undefined ? 'compatible' : used.has(name) ? 'breaking' : 'text'
      const change = was.value === undefined ? 'added' : is.value === undefined ? 'removed' : 'changed'
      log.add({ kind, place: place.prefix, pointer: is.pointer, change, ...said('before', was.value), ...said('after', is.value) })
    }
  }
}
