import { addText, type SchemaComparison } from './compare-schemas.js'
import { compareSecurity } from './compare-service.js'
import { type ChangeKind, type Place, placeText, shown } from './document-change.js'
import { anyContent, contentOf, type Operation, operationsOf } from './operations.js'
import { isSame, type Located, memberOf, membersOf } from './references.js'

const texts = ['summary', 'description', 'tags', 'externalDocs', 'deprecated', 'example', 'examples', 'produces', 'consumes']
const compared = [
  'operationId',
  'parameters',
  'requestBody',
  'responses',
  'security',
  'content',
  'schema',
  'headers',
  'required',
  'in',
  'name',
]

/** The operation that scores. */
const scoringId = 'RunMLService'
/** The same by the query: documents describe it where they can, and the service takes it in any case. */
const queryId = 'RunMLServiceGet'

/** Compares what can be called, and what is sent and answered. */
export function compareOperations(comparison: SchemaComparison): void {
  const [before, after] = comparison.documents.map(operationsOf) as [Operation[], Operation[]]
  const pairs = before.map((was) => [was, findSame(was, before, after)] as const)
  const found = new Set(pairs.map(([, is]) => is))
  for (const [was, is] of pairs) {
    if (is === undefined) note(comparison, was.id === queryId ? 'compatible' : 'breaking', nameOf(was), was.operation, 'removed')
    else compareOperation(comparison, was, is)
  }
  for (const is of after) if (!found.has(is)) note(comparison, 'compatible', nameOf(is), is.operation, 'added')
}

/** The same path, or the same operation at another one. */
function findSame(was: Operation, before: readonly Operation[], after: readonly Operation[]): Operation | undefined {
  const isAt = (one: Operation) => (other: Operation) => other.method === one.method && other.path === one.path
  const isMoved = (is: Operation) => is.id === was.id && is.method === was.method && !before.some(isAt(is))
  return after.find(isAt(was)) ?? (was.id === undefined ? undefined : after.find(isMoved))
}

function nameOf({ method, path }: Operation): string {
  return `${method} ${path}`
}

function note(
  { log }: SchemaComparison,
  kind: ChangeKind,
  place: string,
  { pointer }: Located,
  change: string,
  was?: unknown,
  is?: unknown,
): void {
  const word = (value: unknown) => (typeof value === 'string' ? value : shown(value))
  log.add({
    kind,
    place,
    pointer,
    change,
    ...(was === undefined ? {} : { before: word(was) }),
    ...(is === undefined ? {} : { after: word(is) }),
  })
}

function compareOperation(comparison: SchemaComparison, was: Operation, is: Operation): void {
  const name = nameOf(is)
  if (was.path !== is.path) note(comparison, 'breaking', name, is.operation, 'path', was.path, is.path)
  if (was.id !== is.id) note(comparison, 'breaking', name, memberOf(is.operation, 'operationId'), 'operationId', was.id, is.id)
  compareRest(comparison, { prefix: name, path: [] }, was.operation, is.operation, [])
  compareSecurity(comparison, name, was.operation, is.operation)
  // What the query holds is what the body holds, where it is told of.
  if (is.id !== queryId) compareParameters(comparison, name, was, is)
  // The operation that scores is what the service is for: its input and its answer need no more words.
  const isScoring = is.id === scoringId || is.id === queryId
  compareBodies(comparison, isScoring ? '' : `${name} body`, was, is)
  compareResponses(comparison, isScoring ? '' : `${name} `, was, is)
}

/** What no rule knows: words are words, anything else cannot be judged. */
function compareRest({ log }: SchemaComparison, place: Place, before: Located, after: Located, known: readonly string[]): void {
  const [was, is] = [membersOf(before), membersOf(after)]
  for (const key of new Set([...Object.keys(was), ...Object.keys(is)])) {
    if (isSame(was[key], is[key]) || compared.includes(key) || known.includes(key)) continue
    const pointer = memberOf(after, key).pointer
    if (texts.includes(key) || key.startsWith('x-')) addText(log, place, pointer, key, was[key], is[key])
    else log.add({ kind: 'breaking', place: placeText(place), pointer, change: `${key} (cannot be judged)`, ...told(was[key], is[key]) })
  }
}

function told(was: unknown, is: unknown): { before?: string; after?: string } {
  return { ...(was === undefined ? {} : { before: shown(was) }), ...(is === undefined ? {} : { after: shown(is) }) }
}

function compareParameters(comparison: SchemaComparison, operation: string, before: Operation, after: Operation): void {
  for (const [name, was] of before.parameters) {
    const is = after.parameters.get(name)
    const place = `${operation} ${name}`
    if (is === undefined) note(comparison, 'breaking', place, was, 'removed')
    else compareParameter(comparison, place, was, is)
  }
  for (const [name, is] of after.parameters) {
    if (before.parameters.has(name)) continue
    noteAdded(comparison, `${operation} ${name}`, is)
  }
}

function noteAdded(comparison: SchemaComparison, place: string, sent: Located): void {
  const isRequired = membersOf(sent)['required'] === true
  note(comparison, isRequired ? 'breaking' : 'compatible', place, sent, isRequired ? 'added, required' : 'added, may be left out')
}

/** In Swagger 2.0 a parameter is its own schema. */
const ownSchema = new Set(['type', 'format', 'items', 'enum', 'pattern', 'multipleOf', 'uniqueItems', 'default'])
const isOwnSchema = (key: string) => ownSchema.has(key) || /^(min|max|exclusive)/.test(key)

function compareParameter(comparison: SchemaComparison, prefix: string, before: Located, after: Located): void {
  const place: Place = { prefix, path: [] }
  compareRequired(comparison, prefix, before, after)
  const keys = [before, after].flatMap((parameter) => Object.keys(membersOf(parameter)).filter(isOwnSchema))
  compareRest(comparison, place, before, after, keys)
  const schemaOf = (parameter: Located): Located => {
    const schema = memberOf(parameter, 'schema')
    if (schema.value !== undefined) return schema
    const own = Object.entries(membersOf(parameter)).filter(([key]) => isOwnSchema(key))
    return { value: Object.fromEntries(own), pointer: parameter.pointer }
  }
  comparison.compare({ before: schemaOf(before), after: schemaOf(after), place, direction: 'input' })
  if (!isSame(membersOf(before)['content'], membersOf(after)['content']))
    note(comparison, 'breaking', prefix, after, 'content (cannot be judged)')
}

function compareRequired(comparison: SchemaComparison, place: string, before: Located, after: Located): void {
  const [was, is] = [membersOf(before)['required'] === true, membersOf(after)['required'] === true]
  if (was !== is) note(comparison, is ? 'breaking' : 'compatible', place, after, is ? 'newly required' : 'no longer required')
}

function compareBodies(comparison: SchemaComparison, prefix: string, before: Operation, after: Operation): void {
  const place: Place = { prefix, path: [] }
  const words = placeText(place)
  if (before.body === undefined || after.body === undefined) {
    if (before.body !== undefined) note(comparison, 'breaking', words, before.body, 'removed')
    if (after.body !== undefined) noteAdded(comparison, words, after.body)
    return
  }
  compareRequired(comparison, words, before.body, after.body)
  compareRest(comparison, place, before.body, after.body, [])
  for (const [type, was] of before.bodies) {
    const is = after.bodies.get(type)
    if (is === undefined) note(comparison, 'breaking', words, was, 'content type removed', type)
    else comparison.compare({ before: was, after: is, place, direction: 'input' })
  }
  for (const [type, is] of after.bodies)
    if (!before.bodies.has(type)) note(comparison, 'compatible', words, is, 'content type added', undefined, type)
}

function compareResponses(comparison: SchemaComparison, prefix: string, before: Operation, after: Operation): void {
  for (const [status, was] of before.responses) {
    const is = after.responses.get(status)
    const name = responseName(prefix, status)
    if (is === undefined) note(comparison, isSuccess(status) ? 'breaking' : 'compatible', name, was, 'removed')
    else compareResponse(comparison, name, was, is)
  }
  for (const [status, is] of after.responses)
    if (!before.responses.has(status))
      note(comparison, isSuccess(status) ? 'breaking' : 'compatible', responseName(prefix, status), is, 'added')
}

function responseName(prefix: string, status: string): string {
  return prefix === '' && status === '200' ? 'response' : `${prefix}response ${status}`
}

function isSuccess(status: string): boolean {
  return status.startsWith('2')
}

function compareResponse(comparison: SchemaComparison, prefix: string, before: Located, after: Located): void {
  const place: Place = { prefix, path: [] }
  compareRest(comparison, place, before, after, [])
  const [was, is] = [contentOf(before), contentOf(after)]
  for (const [type, schema] of was) {
    const same = is.get(type)
    if (same === undefined)
      note(comparison, 'breaking', prefix, schema, type === anyContent ? 'schema removed' : 'content type removed', type || undefined)
    else {
      comparison.compare({ before: schema, after: same, place, direction: 'output' })
      compareExamples(comparison, place, memberOf(memberOf(before, 'content'), type), memberOf(memberOf(after, 'content'), type))
    }
  }
  // Who asks for nothing of its own still gets what there was.
  for (const [type, schema] of is)
    if (!was.has(type))
      note(
        comparison,
        'compatible',
        prefix,
        schema,
        type === anyContent ? 'schema added' : 'content type added',
        undefined,
        type || undefined,
      )
  compareHeaders(comparison, prefix, memberOf(before, 'headers'), memberOf(after, 'headers'))
}

function compareExamples({ log }: SchemaComparison, place: Place, before: Located, after: Located): void {
  const [{ schema: _, ...was }, { schema: __, ...is }] = [membersOf(before), membersOf(after)]
  if (!isSame(was, is)) addText(log, place, after.pointer, 'examples', was, is)
}

function compareHeaders(comparison: SchemaComparison, place: string, before: Located, after: Located): void {
  const names = new Set([...Object.keys(membersOf(before)), ...Object.keys(membersOf(after))])
  for (const name of names) {
    const [was, is] = [memberOf(before, name), memberOf(after, name)]
    const header = `${place} header ${name}`
    if (is.value === undefined) note(comparison, 'breaking', header, was, 'removed')
    else if (was.value === undefined) note(comparison, 'compatible', header, is, 'added')
    else if (!isSame(was.value, is.value)) note(comparison, 'breaking', header, is, 'changed (cannot be judged)', was.value, is.value)
  }
}
