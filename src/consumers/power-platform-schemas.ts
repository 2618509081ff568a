import { showValue } from '../errors/show.js'
import type { Rule } from './consumer.js'
import { showNames } from './names.js'
import { get, type Json, type Part } from './place.js'
import { pathOf, resolve } from './references.js'
import { sources } from './sources.js'
import { schemasOf } from './walk-schemas.js'

/** What a schema of Swagger 2.0 consists of. */
const keywords: ReadonlySet<string> = new Set([
  ...['$ref', 'format', 'title', 'description', 'default', 'multipleOf', 'maximum', 'exclusiveMaximum', 'minimum', 'exclusiveMinimum'],
  ...['maxLength', 'minLength', 'pattern', 'maxItems', 'minItems', 'uniqueItems', 'maxProperties', 'minProperties', 'required', 'enum'],
  ...['additionalProperties', 'type', 'items', 'allOf', 'properties', 'discriminator', 'readOnly', 'xml', 'externalDocs', 'example'],
])

/** The formats that Power Platform knows. */
const formats: ReadonlySet<unknown> = new Set([
  ...['int32', 'int64', 'float', 'double', 'byte', 'binary', 'date', 'date-time', 'password', 'date-no-tz', 'html', 'uri'],
])

/** Keywords any of which says what a value is. */
const telling = ['$ref', 'type', 'properties', 'items', 'allOf', 'anyOf', 'oneOf', 'not', 'enum', 'additionalProperties']

/** What Power Platform needs of schemas. */
export const schemaRules: readonly Rule[] = [
  {
    code: 'keyword_unknown',
    severity: 'error',
    needs: 'schemas of the words of Swagger 2.0',
    source: sources.connectorSchema,
    *check({ document }) {
      for (const at of schemasOf(document)) {
        const unknown = Object.keys(at.value).filter((key) => !keywords.has(key) && !key.startsWith('x-'))
        if (unknown.length > 0) yield { at, found: `has ${showNames(unknown)}`, mend: 'describe one type, without it' }
      }
    },
  },
  {
    code: 'schema_empty',
    severity: 'error',
    needs: 'a type in each schema',
    source: sources.connectorEmptySchemas,
    *check({ document }) {
      for (const at of schemasOf(document))
        if (!telling.some((key) => Object.hasOwn(at.value, key)))
          yield { at, found: 'may be anything', mend: 'show a sample of it, or give it a type' }
    },
  },
  {
    code: 'format_unknown',
    severity: 'warning',
    needs: 'formats that it knows, and takes a value of another for one without',
    source: sources.connectorSchema,
    *check({ document }) {
      for (const at of schemasOf(document)) {
        const format = get(at.value, 'format')
        if (format !== undefined && !formats.has(format))
          yield { at, found: `is of the format ${showValue(format)}`, mend: 'leave it, if nobody is to rely on it' }
      }
    },
  },
  {
    code: 'reference_elsewhere',
    severity: 'error',
    needs: 'references to #/definitions/, #/parameters/ or #/responses/ and one name',
    source: sources.connectorReferences,
    *check({ document }) {
      for (const at of schemasOf(document)) {
        const reference = get(at.value, '$ref')
        if (typeof reference !== 'string') continue
        const [holder, name, ...rest] = pathOf(reference) ?? []
        const isNamed = name !== undefined && rest.length === 0 && ['definitions', 'parameters', 'responses'].includes(holder ?? '')
        if (!isNamed) yield { at, found: `refers to ${showValue(reference)}`, mend: 'give that schema a name among the definitions' }
      }
    },
  },
  {
    code: 'reference_circle',
    severity: 'warning',
    needs: 'schemas that do not hold themselves: its designer has failed on them',
    source: sources.connectorCircles,
    *check({ document }) {
      for (const at of circlesOf(document))
        yield { at, found: 'leads back into a schema that it is part of', mend: 'end it at a fixed depth' }
    },
  },
]

/**
 * The references that lead back to a schema which they stand in. Each schema that has a name is one point of a graph, and is gone
 * through once.
 */
function* circlesOf(document: Json): Generator<Part> {
  const holders = new Map<string, { readonly part: Part; readonly target: string }[]>()
  for (const part of schemasOf(document)) {
    const target = typeof get(part.value, '$ref') === 'string' ? resolve(document, part) : undefined
    const holder = nameOf(part)
    if (target === undefined || holder === undefined) continue
    const edges = holders.get(holder) ?? []
    edges.push({ part, target: nameOf(target) ?? '' })
    holders.set(holder, edges)
  }
  const isDone = new Map<string, boolean>()
  for (const start of holders.keys()) {
    if (isDone.has(start)) continue
    isDone.set(start, false)
    const trail = [{ name: start, edges: (holders.get(start) ?? []).values() }]
    for (let last = trail.at(-1); last !== undefined; last = trail.at(-1)) {
      const { value: edge, done } = last.edges.next()
      if (done || edge === undefined) {
        isDone.set(last.name, true)
        trail.pop()
      } else if (isDone.get(edge.target) === false) yield edge.part
      else if (!isDone.has(edge.target)) {
        isDone.set(edge.target, false)
        trail.push({ name: edge.target, edges: (holders.get(edge.target) ?? []).values() })
      }
    }
  }
}

/** The named schema that a part belongs to. */
function nameOf({ path }: Part): string | undefined {
  const [holder, second, third] = path
  if (holder === 'definitions') return String(second)
  return holder === 'components' && second === 'schemas' ? String(third) : undefined
}
