import { showValue } from '../errors/show.js'
import type { Rule } from './consumer.js'
import { showNames } from './names.js'
import { entriesOf, successOf } from './operations.js'
import { get, placeAt } from './place.js'
import { sources } from './sources.js'

/** What Power Platform needs of a connector's operations, host and keys. */
export const operationRules: readonly Rule[] = [
  {
    code: 'operation_id_missing',
    severity: 'error',
    needs: 'an operationId for each operation, which it is called by',
    source: sources.connectorBlog,
    *check({ operations }) {
      for (const operation of operations) {
        const id = get(operation.value, 'operationId')
        if (typeof id !== 'string' || id === '') yield { at: operation, found: 'has no operationId', mend: 'add one, like "Score"' }
      }
    },
  },
  {
    code: 'operation_id_repeated',
    severity: 'error',
    needs: 'an operationId of its own for each operation',
    source: sources.swagger2,
    *check({ operations }) {
      const seen = new Map<unknown, string>()
      for (const operation of operations) {
        const id = get(operation.value, 'operationId')
        const other = seen.get(id)
        if (id !== undefined && other !== undefined)
          yield { at: operation, found: `has the operationId ${showValue(id)}, like ${other}`, mend: 'give it another' }
        seen.set(id, operation.place)
      }
    },
  },
  {
    code: 'operation_id_style',
    severity: 'warning',
    needs: 'each operationId in Pascal case, of letters and digits alone',
    source: sources.connectorStandards,
    *check({ operations }) {
      for (const operation of operations) {
        const id = get(operation.value, 'operationId')
        if (typeof id !== 'string' || id === '' || /^\p{Lu}[\p{L}\p{Nd}]*$/u.test(id)) continue
        yield { at: operation, found: `has the operationId ${showValue(id)}`, mend: 'write it like "RunMLService"' }
      }
    },
  },
  {
    code: 'summary_missing',
    severity: 'warning',
    needs: 'a summary of each operation, the name that people see',
    source: sources.connectorStandards,
    *check({ operations }) {
      for (const operation of operations) {
        const summary = get(operation.value, 'summary')
        if (typeof summary !== 'string' || summary.trim() === '')
          yield { at: operation, found: 'has no summary', mend: 'add one, or write it in the wizard' }
      }
    },
  },
  {
    code: 'success_missing',
    severity: 'warning',
    needs: 'a response with a status from 200 to 299, besides the default',
    source: sources.connectorStandards,
    *check({ operations }) {
      for (const operation of operations)
        if (successOf(operation) === undefined)
          yield { at: operation, found: 'has no response for success', mend: 'describe what it answers with 200' }
    },
  },
  {
    code: 'host_missing',
    severity: 'warning',
    needs: "the service's host",
    source: sources.connectorBlog,
    *check({ document }) {
      if (typeof get(document, 'host') !== 'string')
        yield { at: placeAt([]), found: 'has no host', mend: 'fill it in where the wizard asks for it' }
    },
  },
  {
    code: 'https_missing',
    severity: 'warning',
    needs: 'https among the schemes',
    source: sources.connectorBlog,
    *check({ document }) {
      const schemes = get(document, 'schemes')
      if (Array.isArray(schemes) && schemes.includes('https')) return
      const found = Array.isArray(schemes) ? `lists ${showNames(schemes.map(String))} as schemes` : 'has no schemes'
      yield { at: placeAt([]), found, mend: 'make them ["https"]' }
    },
  },
  {
    code: 'security_several',
    severity: 'warning',
    needs: 'one way to authenticate, for it takes the first',
    source: sources.connector,
    *check({ document }) {
      const names = entriesOf(get(document, 'securityDefinitions')).map(([name]) => name)
      if (names.length > 1)
        yield { at: placeAt(['securityDefinitions']), found: `has ${showNames(names)}`, mend: 'put the one that is meant first, or alone' }
    },
  },
  {
    code: 'client_credentials',
    severity: 'error',
    needs: 'an OAuth flow in which a person signs in',
    source: sources.connector,
    *check({ document }) {
      const [first] = entriesOf(get(document, 'securityDefinitions'))
      if (first !== undefined && get(first[1], 'flow') === 'application')
        yield {
          at: placeAt(['securityDefinitions', first[0]]),
          found: 'is of the flow "application"',
          mend: 'describe an API key, or the flow "accessCode"',
        }
    },
  },
]
