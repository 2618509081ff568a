import { showValue } from '../errors/show.js'
import type { Rule } from './consumer.js'
import { get, type Part, placeAt, type theAnswer, type theRequest } from './place.js'
import { pathOf, resolve } from './references.js'
import { sources } from './sources.js'
import { schemasOf } from './walk-schemas.js'

const document = placeAt([])

/** What must hold before a document can be looked at. */
export const gates: readonly Rule[] = [
  {
    code: 'not_a_document',
    severity: 'error',
    needs: 'a Swagger document',
    source: sources.swagger2,
    *check({ mixed, unreadable, version }) {
      if (mixed.length > 0 || version !== undefined) return
      const found = unreadable ?? 'has neither "swagger" nor "openapi", which say its version'
      yield { at: document, found, mend: 'write it with `inference-schema swagger`' }
    },
  },
  {
    code: 'mixed_list',
    severity: 'error',
    needs: 'Swagger 2.0, which has no lists of mixed types',
    source: sources.python,
    *check({ mixed }) {
      for (const at of mixed)
        yield { at, found: 'is shown with a list of mixed types', mend: 'show items of one type, or an object with a key for each' }
    },
  },
]

/** The document is of Swagger 2.0. */
export function swagger2Rule(source: string): Rule {
  return {
    code: 'not_swagger_2',
    severity: 'error',
    needs: 'a document of Swagger 2.0',
    source,
    *check({ version, document: { swagger } }) {
      if (version === '2.0') return
      const at = placeAt([swagger === undefined ? 'openapi' : 'swagger'])
      yield { at, found: `is ${showValue(version)}`, mend: 'publish the one that `inference-schema swagger --version 2.0` writes' }
    },
  }
}

/** There is an operation to call. */
export function scoreRule(source: string): Rule {
  return {
    code: 'no_score_operation',
    severity: 'error',
    needs: 'an operation that takes the input as JSON, POST /score',
    source,
    *check({ score }) {
      if (score === undefined)
        yield { at: placeAt(['paths']), found: 'has no POST whose body has a schema', mend: 'describe the scoring URL there' }
    },
  }
}

/** References lead somewhere. */
export function referenceRule(source: string): Rule {
  return {
    code: 'unresolved_reference',
    severity: 'error',
    needs: 'references that lead to a part of the same document',
    source,
    *check(service) {
      for (const part of schemasOf(service.document)) {
        if (typeof get(part.value, '$ref') !== 'string' || resolve(service.document, part) !== undefined) continue
        const reference = get(part.value, '$ref') as string
        const found = `refers to ${showValue(reference)}, where ${pathOf(reference) === undefined ? 'nothing of this document' : 'no schema'} is`
        yield { at: part, found, mend: 'put the schema there, or here in place of the reference' }
      }
    },
  }
}

/** What the request or the answer is, for a finding about the whole of it. */
export function whole(part: Part | undefined, place: typeof theRequest | typeof theAnswer): { path: Part['path']; place: string } {
  return { path: part?.path ?? ['paths'], place }
}
